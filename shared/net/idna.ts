/**
 * International names by UTS 46, non-transitional: `ß`, `ς` and joiners keep their place. The rules for ASCII
 * (letters, digits, hyphens, underscores) and the lengths of DNS are checked by the caller, whose names may hold `_`.
 */
import { toASCII, toUnicode } from 'tr46';

const RULES = { checkJoiners: true, checkBidi: false };
const ASCII = /^\p{ASCII}*$/u;

export type IdnaResult =
  { readonly ok: true; readonly ascii: string } | { readonly ok: false; readonly reason: string };

/** `“é” (U+00E9)`: invisible characters are told apart by their number. */
const shown = (char: string): string => {
  const number = `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  return /^[\p{L}\p{N}\p{P}\p{S}]$/u.test(char) ? `“${char}” (${number})` : `the character ${number}`;
};

const isMark = (char: string): boolean => /^\p{M}$/u.test(char);
const isJoiner = (char: string): boolean => char === '\u200c' || char === '\u200d';

/** A character that no label may hold wherever it stands. */
const isBarred = (char: string): boolean => !isJoiner(char) && toASCII(`a${char}`, RULES) === null;

const labelFault = (label: string): string | null => {
  if (toASCII(label, RULES) !== null) return null;
  if (/^xn--/i.test(label))
    return `the label “${label}” starts with “xn--” but does not decode to a valid name; type it in its own letters`;
  const chars = Array.from(label);
  const barred = chars.find(isBarred);
  if (barred !== undefined) return `it holds ${shown(barred)}, which no name may hold; leave it out`;
  const first = chars[0] ?? '';
  if (isMark(first))
    return `the label “${label}” starts with a combining mark (${shown(first)}); type the letter it belongs to in front of it`;
  const joiner = chars.find(isJoiner);
  if (joiner !== undefined)
    return `the label “${label}” holds an invisible joiner (${shown(joiner)}) where its script has none; leave it out`;
  return `the label “${label}” is not valid by UTS 46; type it letter by letter`;
};

/** Labels with `_`, and those in front of them, name records and not hosts (RFC 8552), so RFC 5893 is not for them. */
const hostPart = (name: string): string => {
  const labels = name.split('.');
  return labels.slice(labels.findLastIndex((label) => label.includes('_')) + 1).join('.');
};

const bidiFault = (host: string): string | null =>
  toASCII(host, { ...RULES, checkBidi: true }) === null
    ? 'it mixes letters written from right to left with others in a way that no name may (RFC 5893); ' +
      'type each label in one direction, with no digit in front and no mix of Arabic and European digits'
    : null;

const firstFault = (labels: readonly string[]): string | null => {
  for (const label of labels) {
    const fault = labelFault(label);
    if (fault !== null) return fault;
  }
  return null;
};

/** Lower case, mapped, and every label that needs it as an A-label. `reason` says the broken rule and what to type. */
export const nameToAscii = (name: string): IdnaResult => {
  // In ASCII it is there as it is, even where no A-label decodes: Exchange Online names its host for an international
  // domain `xn--…-example.mail.protection.outlook.com`, the domain's dots turned into hyphens.
  if (ASCII.test(name)) return { ok: true, ascii: name.toLowerCase() };
  const ascii = toASCII(name, RULES);
  const fault = ascii === null ? firstFault(name.split(/[.\u3002\uff0e\uff61]/)) : bidiFault(hostPart(ascii));
  if (ascii !== null && fault === null) return { ok: true, ascii };
  return { ok: false, reason: fault ?? 'it is not valid by UTS 46; type it letter by letter' };
};

/** One label for people: an A-label in its own letters where it decodes to a valid one, else as it is. */
export const labelToUnicode = (label: string): string => {
  if (!label.startsWith('xn--')) return label;
  const { domain, error } = toUnicode(label, { ...RULES, checkBidi: true });
  return error ? label : domain;
};
