/** Fills a command template with the customer's values; see `literal.ts` for why no value can become code. */
import type { ProfileField } from '../profile/schema.ts';
import { literalOf } from './literal.ts';
import { COMMAND_VALUES, primaryDomain } from './values.ts';
import type { CommandContext } from './values.ts';

interface CommandPart {
  readonly text: string;
  /** The profile value that this part was made from. */
  readonly field?: ProfileField;
  /** True when `text` is a stand-in such as `<tls-cert-subject>`; PowerShell refuses to run a line with one. */
  readonly missing?: boolean;
  /** Why there is no value. */
  readonly reason?: string;
}

export interface FilledCommand {
  /** The whole command, as it is copied. */
  readonly text: string;
  /** The same in parts, so that values can be told from the template. */
  readonly parts: readonly CommandPart[];
  /** Placeholder names without a value, each once, in order. */
  readonly missing: readonly string[];
}

/** A placeholder is a name in braces; a PowerShell script block holds a blank or `$` and so never looks like one. */
const PLACEHOLDER = /\{([a-z][A-Za-z0-9]*)\}/u;

/** `tlsCertSubject` -> `<tls-cert-subject>` */
const standIn = (name: string): string =>
  `<${name.replace(/[A-Z0-9]+/gu, (part) => `-${part.toLowerCase()}`)}>`;

/** The placeholder names of a template, in order of appearance. */
export const placeholdersOf = (template: string): readonly string[] =>
  template.split(PLACEHOLDER).filter((_, index) => index % 2 === 1);

const valuePart = (name: string, { profile, domain }: CommandContext): CommandPart => {
  const value = COMMAND_VALUES[name];
  if (value === undefined) {
    return { text: standIn(name), missing: true, reason: `No profile value is called ${name}.` };
  }
  const raw = value.of(profile, domain ?? primaryDomain(profile));
  const literal = literalOf(raw ?? '');
  return literal.ok
    ? { text: literal.text, field: value.field }
    : { text: standIn(name), field: value.field, missing: true, reason: literal.reason };
};

/**
 * Puts the customer's values into a template of the catalogue. Text becomes a quoted literal, a list `'a','b'`; what
 * is not known, or can't be written safely on one line, stays as `<name>` and is listed in `missing`.
 */
export const fillCommand = (template: string, context: CommandContext): FilledCommand => {
  const pieces = template.split(PLACEHOLDER);
  const parts = pieces
    .map((piece, index): CommandPart => (index % 2 === 0 ? { text: piece } : valuePart(piece, context)))
    .filter((part) => part.text !== '');
  const missing = pieces.filter(
    (piece, index) => index % 2 === 1 && valuePart(piece, context).missing === true,
  );
  return { text: parts.map((part) => part.text).join(''), parts, missing: [...new Set(missing)] };
};
