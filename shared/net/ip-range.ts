import { cidrFirst, cidrLast, type Cidr } from './cidr.ts';
import { formatIp, parseIp, type Ip } from './ip.ts';

export type RangeResult =
  | { readonly ok: true; readonly first: Ip; readonly last: Ip; readonly cidrs: readonly Cidr[] }
  | { readonly ok: false; readonly reason: string };

const bitsOf = (family: 4 | 6): bigint => (family === 4 ? 32n : 128n);
const toCidr = (family: 4 | 6, network: bigint, prefix: number): Cidr =>
  family === 4 ? { family, network: Number(network), prefix } : { family, network, prefix };

/** The fewest networks that hold exactly the addresses from `first` to `last` (one family, `first` <= `last`). */
export const rangeToCidrs = (first: Ip, last: Ip): Cidr[] => {
  const bits = bitsOf(first.family);
  const out: Cidr[] = [];
  let from = BigInt(first.value);
  const to = BigInt(last.value);
  while (from <= to) {
    let free = 0n; // host bits of the widest block that starts here and ends in the range
    while (free < bits && (from & (1n << free)) === 0n && from + (1n << (free + 1n)) - 1n <= to) free++;
    out.push(toCidr(first.family, from, Number(bits - free)));
    from += 1n << free;
  }
  return out;
};

/** Reads `first-last` (blanks round the dash allowed). `reason` completes "X is not a range: …". */
export const parseRange = (text: string): RangeResult => {
  const parts = text.split('-').map((part) => part.trim());
  const [low = '', high = ''] = parts;
  if (parts.length !== 2) return { ok: false, reason: 'a range is two addresses with one dash between them' };
  const first = parseIp(low);
  if (!first.ok) return { ok: false, reason: `its first address is wrong, ${first.reason}` };
  const last = parseIp(high);
  if (!last.ok) return { ok: false, reason: `its last address is wrong, ${last.reason}` };
  if (first.ip.family !== last.ip.family) return { ok: false, reason: 'it mixes IPv4 and IPv6' };
  if (first.ip.value > last.ip.value) {
    return { ok: false, reason: `it runs backwards, ${formatIp(first.ip)} is above ${formatIp(last.ip)}` };
  }
  return { ok: true, first: first.ip, last: last.ip, cidrs: rangeToCidrs(first.ip, last.ip) };
};

/** The fewest networks with the same addresses: duplicates, contained and adjacent networks join. IPv4 first. */
export const summariseCidrs = (cidrs: readonly Cidr[]): Cidr[] =>
  ([4, 6] as const).flatMap((family) => {
    const spans = cidrs
      .filter((cidr) => cidr.family === family)
      .map((cidr) => ({ from: BigInt(cidrFirst(cidr).value), to: BigInt(cidrLast(cidr).value) }))
      .sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
    const joined: Array<{ from: bigint; to: bigint }> = [];
    for (const span of spans) {
      const open = joined.at(-1);
      if (open && span.from <= open.to + 1n) open.to = span.to > open.to ? span.to : open.to;
      else joined.push({ ...span });
    }
    const ip = (value: bigint): Ip => (family === 4 ? { family, value: Number(value) } : { family, value });
    return joined.flatMap(({ from, to }) => rangeToCidrs(ip(from), ip(to)));
  });

/** How many addresses the union of the networks holds, for each family. */
export const unionSize = (cidrs: readonly Cidr[]): { readonly v4: bigint; readonly v6: bigint } => {
  const total = { v4: 0n, v6: 0n };
  for (const cidr of summariseCidrs(cidrs)) {
    const size = 1n << (bitsOf(cidr.family) - BigInt(cidr.prefix));
    if (cidr.family === 4) total.v4 += size;
    else total.v6 += size;
  }
  return total;
};
