/** The public addresses of the on-premises servers, one by one, as far as a limit reaches. */
import { isNonPublic } from '../../net/ip-class.ts';
import { parseCidr, cidrFirst, cidrLast, type Cidr } from '../../net/cidr.ts';
import { formatIp, type Ip } from '../../net/ip.ts';
import { parseRange, unionSize } from '../../net/ip-range.ts';

const networks = (text: string): readonly Cidr[] => {
  const range = text.includes('-') ? parseRange(text) : null;
  if (range?.ok === true) return range.cidrs;
  const cidr = parseCidr(text.trim());
  return cidr.ok ? [cidr.cidr] : [];
};

const ipAt = (family: 4 | 6, value: bigint): Ip =>
  family === 4 ? { family, value: Number(value) } : { family, value };

/**
 * Each public address of the values (addresses, networks, ranges), the first `most` of them, and how many there are;
 * what several values hold counts once.
 */
export const addressesOf = (
  texts: readonly string[],
  most: number,
): { readonly ips: readonly Ip[]; readonly total: bigint } => {
  const ips = new Map<string, Ip>();
  const all = texts.flatMap(networks).filter((cidr) => !isNonPublic(cidr));
  for (const cidr of all) {
    const last = BigInt(cidrLast(cidr).value);
    for (let value = BigInt(cidrFirst(cidr).value); value <= last && ips.size < most; value += 1n) {
      const ip = ipAt(cidr.family, value);
      ips.set(formatIp(ip), ip);
    }
  }
  const { v4, v6 } = unionSize(all);
  return { ips: [...ips.values()], total: v4 + v6 };
};
