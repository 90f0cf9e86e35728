import { formatIp, type Ip } from '../net/ip.ts';
import type { MacroPart, MacroString } from './ast.ts';

/** What macros stand for (RFC 7208, 7.2). */
export interface MacroValues {
  readonly sender: string;
  readonly localPart: string;
  readonly senderDomain: string;
  /** The domain of the record that is being evaluated. */
  readonly domain: string;
  readonly ip: Ip;
  readonly helo: string;
  /** The validated name of the client, or `unknown`. */
  readonly ptrName: string;
  /** Name of the receiving host. */
  readonly receiver: string;
  /** Seconds since 1970, for explanations. */
  readonly now: number;
}

/** The address with a dot between octets, or between the nibbles of IPv6. */
export const dottedIp = (ip: Ip): string =>
  ip.family === 4 ? formatIp(ip) : Array.from(ip.value.toString(16).padStart(32, '0')).join('.');

/** The name that the reverse look-up of the address asks. */
export const reverseName = (ip: Ip): string =>
  `${dottedIp(ip).split('.').reverse().join('.')}.${ip.family === 4 ? 'in-addr' : 'ip6'}.arpa`;

const valueOf = (letter: string, values: MacroValues): string => {
  switch (letter) {
    case 's':
      return values.sender;
    case 'l':
      return values.localPart;
    case 'o':
      return values.senderDomain;
    case 'd':
      return values.domain;
    case 'i':
      return dottedIp(values.ip);
    case 'p':
      return values.ptrName;
    case 'v':
      return values.ip.family === 4 ? 'in-addr' : 'ip6';
    case 'h':
      return values.helo;
    case 'c':
      return formatIp(values.ip);
    case 'r':
      return values.receiver;
    default:
      return String(values.now);
  }
};

const splitAt = (text: string, delimiters: string): string[] => {
  const out: string[] = [];
  let piece = '';
  for (const char of text) {
    if (delimiters.includes(char)) {
      out.push(piece);
      piece = '';
    } else piece += char;
  }
  return [...out, piece];
};

/** Everything but the unreserved characters of RFC 3986 as %XX. */
const urlEscape = (text: string): string =>
  encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );

const expandPart = (part: MacroPart, values: MacroValues): string => {
  if (part.kind === 'text') return part.text;
  const value = valueOf(part.letter, values);
  const pieces = splitAt(value, part.delimiters);
  if (part.reverse) pieces.reverse();
  const kept = part.keep === 0 ? pieces : pieces.slice(-part.keep);
  const text = kept.join('.');
  return part.escape ? urlEscape(text) : text;
};

/** The text with every macro replaced (RFC 7208, 7.3). */
export const expandMacros = (macro: MacroString, values: MacroValues): string => {
  let out = '';
  for (const part of macro.parts) out += expandPart(part, values);
  return out;
};

export const usesMacro = (macro: MacroString, letters: string): boolean =>
  macro.parts.some((part) => part.kind === 'macro' && letters.includes(part.letter));
