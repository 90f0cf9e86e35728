/** The public addresses of the on-premises servers, one by one, as far as a limit reaches. */
import { isNonPublic } from '../../net/ip-class.ts';
import { parseCidr, cidrFirst, cidrLast } from '../../net/cidr.ts';
import { formatIp, type Ip } from '../../net/ip.ts';
import { parseRange } from '../../net/ip-range.ts';

const spans = (text: string): ReadonlyArray<readonly [Ip, Ip]> => {
  const range = text.includes('-') ? parseRange(text) : null;
  if (range?.ok === true) return [[range.first, range.last]];
  const cidr = parseCidr(text.trim());
  return cidr.ok && !isNonPublic(cidr.cidr) ? [[cidrFirst(cidr.cidr), cidrLast(cidr.cidr)]] : [];
};

const ipAt = (family: 4 | 6, value: bigint): Ip =>
  family === 4 ? { family, value: Number(value) } : { family, value };

/** Each public address of the values (addresses, networks, ranges), the first `most` of them, and how many there are. */
export const addressesOf = (
  texts: readonly string[],
  most: number,
): { readonly ips: readonly Ip[]; readonly total: bigint } => {
  const ips = new Map<string, Ip>();
  let total = 0n;
  for (const [first, last] of texts.flatMap(spans)) {
    total += BigInt(last.value) - BigInt(first.value) + 1n;
    for (let value = BigInt(first.value); value <= BigInt(last.value) && ips.size < most; value += 1n) {
      const ip = ipAt(first.family, value);
      ips.set(formatIp(ip), ip);
    }
  }
  return { ips: [...ips.values()], total };
};
