import { memoByText } from './bounded-cache.ts';

/** An IPv4 address as an unsigned 32-bit number: the hot path of SPF evaluation compares plain numbers. */
export interface Ip4 {
  readonly family: 4;
  readonly value: number;
}
/** An IPv6 address as an unsigned 128-bit bigint. */
export interface Ip6 {
  readonly family: 6;
  readonly value: bigint;
}
export type Ip = Ip4 | Ip6;
export type IpResult =
  { readonly ok: true; readonly ip: Ip } | { readonly ok: false; readonly reason: string };

const no = (reason: string): { readonly ok: false; readonly reason: string } => ({ ok: false, reason });

/** Four decimal octets without leading zeros (RFC 7208 `ip4-network`, `qnum`), or the reason why not. */
const octetsOf = (text: string): number | string => {
  const parts = text.split('.');
  if (parts.length !== 4) return `an IPv4 address has 4 numbers, this has ${parts.length}`;
  let value = 0;
  for (const part of parts) {
    if (!/^[0-9]{1,10}$/.test(part))
      return part === '' ? 'a number between two dots is missing' : `“${part}” is not a number`;
    if (part.length > 1 && part.startsWith('0')) return `the number “${part}” starts with a zero`;
    if (part.length > 3 || Number(part) > 255) return `the number ${part} is over 255`;
    value = value * 256 + Number(part);
  }
  return value;
};

const groupsOf = (text: string): number[] | string => {
  if (text === '') return [];
  const out: number[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (part.includes('.')) {
      if (index !== parts.length - 1) return 'an IPv4 part may only stand at the end';
      const v4 = octetsOf(part);
      if (typeof v4 === 'string') return v4;
      out.push(Math.floor(v4 / 65536), v4 % 65536);
    } else if (/^[0-9a-f]{1,4}$/i.test(part)) out.push(parseInt(part, 16));
    else
      return part === ''
        ? 'a group between two colons is missing'
        : `“${part}” is not a group of 1 to 4 hexadecimal digits`;
  }
  return out;
};

const parseV6 = (text: string): IpResult => {
  if (text.includes('%')) return no('a zone index (behind %) has no meaning outside of one machine');
  const halves = text.split('::');
  if (halves.length > 2) return no('“::” may stand only once');
  const head = groupsOf(halves[0] ?? '');
  if (typeof head === 'string') return no(head);
  const tail = halves.length === 2 ? groupsOf(halves[1] ?? '') : [];
  if (typeof tail === 'string') return no(tail);
  if (halves.length === 2 && (halves[0] ?? '').includes('.'))
    return no('an IPv4 part may only stand at the end');
  const given = head.length + tail.length;
  if (halves.length === 1 && given !== 8) return no(`an IPv6 address has 8 groups, this has ${given}`);
  if (halves.length === 2 && given > 7) return no('“::” stands for at least one group, and all 8 are given');
  let value = 0n;
  for (const group of [...head, ...new Array<number>(8 - given).fill(0), ...tail])
    value = (value << 16n) | BigInt(group);
  return { ok: true, ip: { family: 6, value } };
};

const parse = (text: string): IpResult => {
  if (text === '') return no('it is empty');
  if (/\s/.test(text)) return no('it holds a blank');
  if (text.includes(':')) return parseV6(text);
  if (!/^[0-9.]+$/.test(text))
    return no('it is not four numbers with dots, nor hexadecimal groups with colons');
  const value = octetsOf(text);
  return typeof value === 'string' ? no(value) : { ok: true, ip: { family: 4, value } };
};

/**
 * Reads one IP address strictly: no blanks, no leading zeros, no zone index, no short forms of IPv4.
 * `reason` completes the sentence "X is not an address: …".
 */
export const parseIp: (text: string) => IpResult = memoByText(parse);

const MAPPED_PREFIX = 0xffffn;

/** The IPv4 address inside an IPv4-mapped IPv6 address (`::ffff:0:0/96`), else the address as it is (RFC 7208, 5). */
export const unmapIp = (ip: Ip): Ip =>
  ip.family === 6 && ip.value >> 32n === MAPPED_PREFIX
    ? { family: 4, value: Number(ip.value & 0xffffffffn) }
    : ip;

export const formatIp4 = (value: number): string =>
  `${value >>> 24}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`;

const formatIp6 = (value: bigint): string => {
  if (value >> 32n === MAPPED_PREFIX) return `::ffff:${formatIp4(Number(value & 0xffffffffn))}`;
  const groups = Array.from({ length: 8 }, (_, index) =>
    Number((value >> BigInt(112 - index * 16)) & 0xffffn),
  );
  let best = { start: -1, length: 1 }; // one zero group alone is never shortened (RFC 5952, 4.2.2)
  for (let start = 0; start < 8; start++) {
    let end = start;
    while (end < 8 && groups[end] === 0) end++;
    if (end - start > best.length) best = { start, length: end - start };
    if (end > start) start = end;
  }
  const hex = (list: number[]): string => list.map((group) => group.toString(16)).join(':');
  if (best.start < 0) return hex(groups);
  return `${hex(groups.slice(0, best.start))}::${hex(groups.slice(best.start + best.length))}`;
};

/** Canonical text: dotted decimal, or RFC 5952 for IPv6 (lower case, longest run of zeros shortened). */
export const formatIp = (ip: Ip): string => (ip.family === 4 ? formatIp4(ip.value) : formatIp6(ip.value));
