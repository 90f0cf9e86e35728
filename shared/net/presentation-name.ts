/**
 * Domain names octet by octet (RFC 1035, 5.1; RFC 4343, 2.1): what stands in a DNS message may hold any octet, and
 * some legal names do, as the targets of SPF macros (RFC 7208, 7.3) and RFC 2317's `0/25.2.0.192.in-addr.arpa`.
 */

/** Octets that stand for themselves. The others are escaped, so that no sentence, table or shell misreads a name. */
const PLAIN = /^[a-z0-9_*+/=~!#%&'^{|}-]$/;
const SPECIAL = new Set('."\\;()@$');

const octetText = (octet: number): string => {
  const char = String.fromCharCode(octet).toLowerCase();
  if (PLAIN.test(char)) return char;
  return SPECIAL.has(char) ? `\\${char}` : `\\${String(octet).padStart(3, '0')}`;
};
const OCTET_TEXTS = Array.from({ length: 256 }, (_, octet) => octetText(octet));

/** One label in presentation form, lower case: special characters as `\.`, other octets as `\DDD`. */
export const labelText = (octets: Uint8Array): string => {
  let out = '';
  for (const octet of octets) out += OCTET_TEXTS[octet] ?? '';
  return out;
};

/** Whether each octet stands for itself, in lower or upper case. */
export const isPlainLabel = (octets: Uint8Array): boolean => {
  for (const octet of octets) if (OCTET_TEXTS[octet]?.length !== 1) return false;
  return true;
};

const MAX_LABEL = 63;
/** On the wire, with the length octets and the root. */
const MAX_NAME = 255;
const TOKEN = /\\([0-9]{3})|\\([^0-9])|(.)/suy;

export type PresentationName =
  | { readonly ok: true; /** Without the root. */ readonly labels: readonly Uint8Array[] }
  | { readonly ok: false; readonly reason: string };

/**
 * The labels of a name in presentation form; a dot at the end is the root and may be left out. Each character
 * outside ASCII must be escaped octet by octet. `reason` completes "X is not a name: …".
 */
export const readPresentationName = (text: string): PresentationName => {
  const no = (reason: string): PresentationName => ({ ok: false, reason });
  if (text === '.') return { ok: true, labels: [] };
  if (text === '') return no('it is empty');
  const labels: number[][] = [[]];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const token = TOKEN.exec(text);
    if (token === null) return no('a backslash must be followed by a character or by three digits');
    const [, decimal, escaped, char = ''] = token;
    if (char === '.') {
      labels.push([]);
      continue;
    }
    const octet = decimal === undefined ? (escaped ?? char).charCodeAt(0) : Number(decimal);
    if (octet > (decimal === undefined ? 0x7e : 0xff) || (decimal === undefined && octet < 0x21))
      return no(`“${token[0]}” must be written as \\DDD, octet by octet`);
    labels.at(-1)?.push(octet);
  }
  if (labels.at(-1)?.length === 0) labels.pop();
  if (labels.some(({ length }) => length === 0)) return no('it has an empty label');
  const long = labels.find(({ length }) => length > MAX_LABEL);
  if (long) return no(`a label of it is longer than 63 octets (${long.length})`);
  const size = labels.reduce((sum, { length }) => sum + length + 1, 1);
  if (size > MAX_NAME) return no(`it takes ${size} octets in a message, and 255 is the limit`);
  return { ok: true, labels: labels.map((label) => Uint8Array.from(label)) };
};
