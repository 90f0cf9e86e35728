/**
 * Block lists for the on-premises addresses (RFC 5782). The questions go through the chosen server like all others;
 * the lists' own servers are never contacted by this app. Asked only when the step is named, since each list sees
 * which addresses somebody cares about.
 */
import { parseCidr, cidrFirst, cidrLast } from '../../net/cidr.ts';
import { parseIp, formatIp, type Ip } from '../../net/ip.ts';
import { parseRange } from '../../net/ip-range.ts';
import { isNonPublic } from '../../net/ip-class.ts';
import { reverseName } from '../../spf/macro-expand.ts';
import type { Followed, Piece } from '../check-types.ts';
import type { DnsAnswer } from '../types.ts';
import { whyUnanswered } from '../unanswered.ts';
import { piece, valuesOf, type Follow, type FollowContext } from './types.ts';

export interface BlockList {
  readonly zone: string;
  readonly name: string;
  /** Where the list says how it is asked. */
  readonly source: string;
  /** ISO date at which the entry was looked at. */
  readonly asOf: string;
  readonly ipv6: boolean;
}

export const BLOCK_LISTS: readonly BlockList[] = [
  {
    zone: 'zen.spamhaus.org',
    name: 'Spamhaus ZEN',
    source: 'https://www.spamhaus.org/faqs/dnsbl-usage/',
    asOf: '2026-11-24',
    ipv6: true,
  },
  {
    zone: 'bl.spamcop.net',
    name: 'SpamCop',
    source: 'https://www.spamcop.net/bl.shtml',
    asOf: '2026-11-24',
    ipv6: false,
  },
  {
    zone: 'psbl.surriel.com',
    name: 'PSBL',
    source: 'https://psbl.org/',
    asOf: '2026-11-24',
    ipv6: false,
  },
];

/** Of wide networks only so many addresses are asked for; the sentence says so. */
const MAX_ADDRESSES = 16;

const spans = (text: string): ReadonlyArray<readonly [Ip, Ip]> => {
  const range = text.includes('-') ? parseRange(text) : null;
  if (range?.ok === true) return [[range.first, range.last]];
  const cidr = parseCidr(text.trim());
  return cidr.ok && !isNonPublic(cidr.cidr) ? [[cidrFirst(cidr.cidr), cidrLast(cidr.cidr)]] : [];
};

const ipAt = (family: 4 | 6, value: bigint): Ip =>
  family === 4 ? { family, value: Number(value) } : { family, value };

/** Each public address of the values, as far as `MAX_ADDRESSES` reaches, and how many there are in all. */
const addressesOf = (texts: readonly string[]): { readonly ips: readonly Ip[]; readonly total: bigint } => {
  const ips = new Map<string, Ip>();
  let total = 0n;
  for (const [first, last] of texts.flatMap(spans)) {
    total += BigInt(last.value) - BigInt(first.value) + 1n;
    for (
      let value = BigInt(first.value);
      value <= BigInt(last.value) && ips.size < MAX_ADDRESSES;
      value += 1n
    ) {
      const ip = ipAt(first.family, value);
      ips.set(formatIp(ip), ip);
    }
  }
  return { ips: [...ips.values()], total };
};

/** `1.2.0.192` of 192.0.2.1; the nibbles of an IPv6 address backwards (RFC 5782, 2.1 and 2.4). */
const reversed = (ip: Ip): string => reverseName(ip).replace(/\.(?:in-addr|ip6)\.arpa$/u, '');

/** RFC 5782, 5: 127.0.0.2 is always listed, so a list that does not say so does not answer this resolver in earnest. */
const TEST_ENTRY = '2.0.0.127';
/** Of 127.0.0.0/8; 127.255.255.x is how lists say that they refuse the resolver. */
const isListing = (text: string): boolean => {
  const ip = parseIp(text);
  return ip.ok && text.startsWith('127.') && !text.startsWith('127.255.255.');
};

const deaf = (list: BlockList, test: DnsAnswer): Piece | null => {
  const why = whyUnanswered(test);
  if (why !== null) return piece('unanswered', why, test);
  const values = valuesOf(test, 'A');
  if (values.some(isListing)) return null;
  return piece(
    'unanswered',
    `${list.name} does not answer this DNS server in earnest: its test entry is ${values.length === 0 ? 'not there' : values.join(', ')}. Ask the customer's own DNS server; such lists refuse public resolvers.`,
    test,
    { found: values },
  );
};

const judgeOne = async ({ port }: FollowContext, list: BlockList, ip: Ip): Promise<Piece> => {
  const answer = await port.lookup({ name: `${reversed(ip)}.${list.zone}`, type: 'A' });
  const why = whyUnanswered(answer);
  if (why !== null) return piece('unanswered', why, answer);
  const address = formatIp(ip);
  const codes = valuesOf(answer, 'A');
  const term = `${address} not in ${list.name}`;
  if (codes.length === 0)
    return piece('matching', `${address} is not in ${list.name}.`, answer, {
      terms: [{ term, state: 'same' }],
    });
  const found = codes.map((code) => `${address} ${list.zone} ${code}`);
  if (!codes.some(isListing))
    return piece(
      'unanswered',
      `${list.name} refuses to answer this DNS server (${codes.join(', ')}).`,
      answer,
      { found },
    );
  return piece('differing', `${address} is in ${list.name} (${codes.join(', ')}).`, answer, {
    found,
    terms: [{ term, state: 'missing' }],
  });
};

const judgeList = async (
  context: FollowContext,
  list: BlockList,
  ips: readonly Ip[],
): Promise<readonly Piece[]> => {
  const own = ips.filter(({ family }) => family === 4 || list.ipv6);
  const test = await context.port.lookup({ name: `${TEST_ENTRY}.${list.zone}`, type: 'A' });
  const silent = deaf(list, test);
  if (silent !== null) return [silent];
  return own.length === 0
    ? [piece('matching', `${list.name} holds no IPv6 addresses.`, test)]
    : Promise.all(own.map((ip) => judgeOne(context, list, ip)));
};

/** One question is asked all the same, since a judgement rests on an answer. */
const nothingToAsk = async ({ port }: FollowContext, lists: readonly BlockList[]): Promise<Followed> => {
  const test = await port.lookup({ name: `${TEST_ENTRY}.${lists[0]?.zone ?? ''}`, type: 'A' });
  const sentence =
    'The profile holds no public address of the on-premises servers, so no list was asked about one.';
  return { expected: [], pieces: [piece('unanswered', sentence, test)] };
};

export const blockLists =
  (lists: readonly BlockList[] = BLOCK_LISTS): Follow =>
  async (context) => {
    const { ips, total } = addressesOf(context.profile.onPremPublicIps);
    if (ips.length === 0) return nothingToAsk(context, lists);
    const pieces = (await Promise.all(lists.map((list) => judgeList(context, list, ips)))).flat();
    const [first, ...rest] = pieces;
    if (first === undefined) throw new RangeError('no block list to ask');
    const more = total - BigInt(ips.length);
    const note =
      more > 0n
        ? [piece('matching', `${more} more addresses of the profile were not asked for.`, first.deciding)]
        : [];
    return {
      expected: ips.map((ip) => `${formatIp(ip)} in no list of ${lists.map(({ name }) => name).join(', ')}`),
      pieces: [first, ...rest, ...note],
    };
  };
