import { memoByText } from './bounded-cache.ts';
import { labelToUnicode, nameToAscii } from './idna.ts';

export type DomainNameResult =
  | {
      readonly ok: true;
      /** Lower case, ASCII (A-labels), no trailing dot. */
      readonly name: string;
      /** The text ended in a dot, which is left out of `name`. */
      readonly trailingDot: boolean;
    }
  | { readonly ok: false; readonly reason: string };

export interface DomainNameOptions {
  /** `_` is fine in names of records (`_dmarc`, `_spf`, many SPF targets) but never in a host name (RFC 1123). */
  readonly allowUnderscore?: boolean;
  /** A name of one label alone, such as `localhost`. */
  readonly allowSingleLabel?: boolean;
}

/** Lower case and every label that needs it as an A-label (UTS 46); `null` when that can't be. ASCII is kept, valid or not. */
export const toAscii = (name: string): string | null => {
  if (/^[\x21-\x7e]*$/.test(name)) return name.toLowerCase();
  const converted = nameToAscii(name);
  return converted.ok ? converted.ascii : null;
};

/** The name for people: A-labels turned back to Unicode where they decode. */
export const toUnicode = (name: string): string => name.split('.').map(labelToUnicode).join('.');

const labelFault = (label: string, allowUnderscore: boolean): string | null => {
  if (label === '') return 'it has an empty label (two dots in a row, or a dot at the start)';
  if (label.length > 63)
    return `the label “${label.slice(0, 20)}…” is longer than 63 characters${label.startsWith('xn--') ? ' once converted' : ''} (${label.length})`;
  if (!allowUnderscore && label.includes('_'))
    return `the label “${label}” holds an underscore, which no host name may`;
  const wrong = /[^a-z0-9_-]/.exec(label);
  if (wrong)
    return `the label “${label}” holds “${wrong[0]}”; only letters, digits and hyphens may stand in a name`;
  if (label.startsWith('-') || label.endsWith('-'))
    return `the label “${label}” starts or ends with a hyphen`;
  return null;
};

/** Far above any name that fits once converted; a longer text is no name and is not worth converting. */
const MAX_GIVEN = 1000;

const check = (text: string, allowUnderscore: boolean, allowSingleLabel: boolean): DomainNameResult => {
  const no = (reason: string): DomainNameResult => ({ ok: false, reason });
  if (text === '') return no('it is empty');
  if (text.length > MAX_GIVEN) return no('it is longer than 253 characters');
  if (/\s/.test(text)) return no('it holds a blank');
  if (text.includes('://'))
    return no('it is a web address; only the name between “//” and the next “/” is wanted');
  if (text.includes('@')) return no('it is a mail address; only the part behind “@” is wanted');
  const converted = nameToAscii(text);
  if (!converted.ok) return no(converted.reason);
  const { ascii } = converted;
  const trailingDot = ascii.endsWith('.');
  const name = trailingDot ? ascii.slice(0, -1) : ascii;
  const labels = name.split('.');
  for (const label of labels) {
    const fault = labelFault(label, allowUnderscore);
    if (fault !== null) return no(fault);
  }
  if (name.length > 253) return no(`it is longer than 253 characters (${name.length})`);
  if (labels.length === 1 && !allowSingleLabel) return no('it has no dot, so it is not a full name');
  if (/^[0-9]+$/.test(labels.at(-1) ?? ''))
    return no('it ends in a number, so it looks like an address and not like a name');
  return { ok: true, name, trailingDot };
};

const CHECKS = [0, 1, 2, 3].map((flags) =>
  memoByText((text) => check(text, (flags & 1) !== 0, (flags & 2) !== 0)),
);

/**
 * Checks one domain name against the limits of DNS (RFC 1035, 2.3.4: 63 octets a label, 253 characters in all) and
 * returns it in the form that goes into records. `reason` completes the sentence "X is not a domain name: …".
 */
export const checkDomainName = (text: string, options: DomainNameOptions = {}): DomainNameResult => {
  const flags = (options.allowUnderscore ? 1 : 0) | (options.allowSingleLabel ? 2 : 0);
  return (CHECKS[flags] ?? ((again: string) => check(again, false, false)))(text);
};

/** The name in A-label form, or as given where it is none. */
export const asciiName = (text: string): string => {
  const checked = checkDomainName(text);
  return checked.ok ? checked.name : text;
};
