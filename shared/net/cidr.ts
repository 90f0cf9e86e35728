import { memoByText } from './bounded-cache.ts';
import { formatIp, parseIp, type Ip } from './ip.ts';

/** A network: the address has no host bits set. */
export type Cidr =
  | { readonly family: 4; readonly network: number; readonly prefix: number }
  | { readonly family: 6; readonly network: bigint; readonly prefix: number };

export type CidrResult =
  | {
      readonly ok: true;
      readonly cidr: Cidr;
      /** The text had bits set behind the prefix. */ readonly hostBits: boolean;
    }
  | { readonly ok: false; readonly fault: 'address' | 'prefix'; readonly reason: string };

const ALL_ONES = (1n << 128n) - 1n;
export const maxPrefix = (family: 4 | 6): 32 | 128 => (family === 4 ? 32 : 128);

/** Keeps the first `prefix` bits of an IPv4 address. A shift by 32 is none in JavaScript, hence the special case. */
export const maskIp4 = (value: number, prefix: number): number =>
  prefix === 0 ? 0 : (value & (0xffffffff << (32 - prefix))) >>> 0;
export const maskIp6 = (value: bigint, prefix: number): bigint =>
  value & (ALL_ONES << BigInt(128 - prefix)) & ALL_ONES;

/** The network that holds the address. */
export const cidrOf = (ip: Ip, prefix: number): Cidr =>
  ip.family === 4
    ? { family: 4, network: maskIp4(ip.value, prefix), prefix }
    : { family: 6, network: maskIp6(ip.value, prefix), prefix };

const parse = (text: string): CidrResult => {
  const slash = text.indexOf('/');
  const address = parseIp(slash < 0 ? text : text.slice(0, slash));
  if (!address.ok) return { ok: false, fault: 'address', reason: address.reason };
  const { ip } = address;
  const max = maxPrefix(ip.family);
  if (slash < 0) return { ok: true, cidr: cidrOf(ip, max), hostBits: false };
  const digits = text.slice(slash + 1);
  const no = (reason: string): CidrResult => ({ ok: false, fault: 'prefix', reason });
  if (digits === '') return no('the prefix length behind the slash is missing');
  if (!/^[0-9]{1,6}$/.test(digits)) return no(`the prefix length “${digits}” is not a number`);
  if (digits.length > 1 && digits.startsWith('0'))
    return no(`the prefix length “${digits}” starts with a zero`);
  if (Number(digits) > max) return no(`the prefix length ${digits} is over ${max}`);
  const cidr = cidrOf(ip, Number(digits));
  return { ok: true, cidr, hostBits: cidr.network !== ip.value };
};

/** Reads `address` or `address/prefix` strictly and clears host bits. `reason` completes "X is not a network: …". */
export const parseCidr: (text: string) => CidrResult = memoByText(parse);

/** Canonical text; `/32` and `/128` are not written. */
export const formatCidr = (cidr: Cidr): string => {
  const address = formatIp(cidrFirst(cidr));
  return cidr.prefix === maxPrefix(cidr.family) ? address : `${address}/${cidr.prefix}`;
};

export const cidrFirst = (cidr: Cidr): Ip =>
  cidr.family === 4 ? { family: 4, value: cidr.network } : { family: 6, value: cidr.network };
export const cidrLast = (cidr: Cidr): Ip =>
  cidr.family === 4
    ? { family: 4, value: cidr.network + 2 ** (32 - cidr.prefix) - 1 }
    : { family: 6, value: cidr.network | (ALL_ONES >> BigInt(cidr.prefix)) };

/** True when every address of `inner` lies in `outer`. */
export const cidrContains = (outer: Cidr, inner: Cidr): boolean => {
  if (outer.prefix > inner.prefix) return false;
  if (outer.family === 4) return inner.family === 4 && maskIp4(inner.network, outer.prefix) === outer.network;
  return inner.family === 6 && maskIp6(inner.network, outer.prefix) === outer.network;
};
export const cidrHasIp = (cidr: Cidr, ip: Ip): boolean =>
  cidr.family === 4
    ? ip.family === 4 && maskIp4(ip.value, cidr.prefix) === cidr.network
    : ip.family === 6 && maskIp6(ip.value, cidr.prefix) === cidr.network;
/** Two networks share addresses only when one holds the other. */
export const cidrsOverlap = (a: Cidr, b: Cidr): boolean => cidrContains(a, b) || cidrContains(b, a);
export const cidrsEqual = (a: Cidr, b: Cidr): boolean =>
  a.family === b.family && a.prefix === b.prefix && a.network === b.network;
