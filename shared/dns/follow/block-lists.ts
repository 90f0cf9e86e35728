/**
 * Block lists for the on-premises addresses (RFC 5782). The questions go through the chosen server like all others;
 * the lists' own servers are never contacted by this app. Asked only when the step is named, since each list sees
 * which addresses somebody cares about. Whatever leaves a doubt is an open point, never a listing and never none.
 */
import { formatIp, type Ip } from '../../net/ip.ts';
import { reverseName } from '../../spf/macro-expand.ts';
import { givenBlockList, refusalOf, type BlockList } from '../block-lists.ts';
import type { Piece } from '../check-types.ts';
import type { DnsAnswer } from '../types.ts';
import { whyUnanswered } from '../unanswered.ts';
import { addressesOf } from './profile-addresses.ts';
import { listed } from '../../listed.ts';
import { piece, valuesOf, type Follow, type FollowContext } from './types.ts';

/** A network of /24; of wider ones only so many addresses are asked for, and the others stay open. */
const MAX_ADDRESSES = 256;
/** RFC 5782, 5: every list holds it, so one that does not say so does not answer this resolver in earnest. */
const TEST_ENTRY = '127.0.0.2';
/** RFC 5782, 5: no list holds it, so one that does says yes to everything. */
const NEVER_LISTED = '127.0.0.1';

/** `1.2.0.192` of 192.0.2.1; the nibbles of an IPv6 address backwards (RFC 5782, 2.1 and 2.4). */
const reversed = (ip: Ip): string => reverseName(ip).replace(/\.(?:in-addr|ip6)\.arpa$/u, '');

const ask = ({ port }: FollowContext, { zone }: BlockList, name: string): Promise<DnsAnswer> =>
  port.lookup({ name: `${name}.${zone}`, type: 'A' });
const askFor = (context: FollowContext, list: BlockList, address: string): Promise<DnsAnswer> =>
  ask(context, list, address.split('.').toReversed().join('.'));

/** Why an answer says neither that the name is listed nor that it is not; `null` when it does. */
const whyNothing = (answer: DnsAnswer): string | null => {
  const why = whyUnanswered(answer);
  if (why !== null) return why;
  const codes = valuesOf(answer, 'A');
  const refusal = codes.map(refusalOf).find((one) => one !== null);
  if (refusal) return `${refusal.code} means that ${refusal.means}. ${refusal.then}`;
  const foreign = codes.find((code) => !code.startsWith('127.'));
  return foreign === undefined
    ? null
    : `${foreign} is no answer of a block list, which lies in 127.0.0.0/8. Something on the way changes DNS, or the list has closed.`;
};

const foundIn = ({ zone }: BlockList, address: string, answer: DnsAnswer): readonly string[] =>
  valuesOf(answer, 'A').map((code) => `${address} ${zone} ${code}`);

/** `address` was asked for; of `who` it leaves open whether the list holds it. */
const open = (list: BlockList, address: string, why: string, answer: DnsAnswer, who = 'an address'): Piece =>
  piece('unanswered', `Whether ${who} is in ${list.name} can’t be known: ${why}`, answer, {
    found: foundIn(list, address, answer),
  });

/** Whether the list answers this resolver at all. */
const deaf = (list: BlockList, test: DnsAnswer): Piece | null => {
  const why = whyNothing(test);
  if (why !== null) return open(list, TEST_ENTRY, why, test);
  if (valuesOf(test, 'A').length > 0) return null;
  const rules = givenBlockList(list.zone)?.rules;
  return open(
    list,
    TEST_ENTRY,
    `${list.zone} does not know ${TEST_ENTRY}, which every list holds, so it does not answer this DNS server in earnest. ${rules === undefined ? '' : `${rules} `}Ask the customer’s own DNS server, and check the name of the zone.`,
    test,
  );
};

/** Whether the list says yes to everything; asked only where it said yes. */
const indiscriminate = (list: BlockList, control: DnsAnswer): Piece | null => {
  const why = whyNothing(control);
  if (why !== null) return open(list, NEVER_LISTED, why, control);
  if (valuesOf(control, 'A').length === 0) return null;
  return open(
    list,
    NEVER_LISTED,
    `${list.zone} lists even ${NEVER_LISTED}, which no list may, so it says yes to everything. It may have closed; switch it off in the settings.`,
    control,
  );
};

const codeText = ({ zone }: BlockList, code: string): string => {
  const means = givenBlockList(zone)?.replies.find((reply) => reply.code === code)?.means;
  return means === undefined ? code : `${code}: ${means}`;
};

const judgeOne = (list: BlockList, ip: Ip, answer: DnsAnswer): Piece => {
  const address = formatIp(ip);
  const why = whyNothing(answer);
  if (why !== null) return open(list, address, why, answer, address);
  const codes = valuesOf(answer, 'A');
  const term = `${address} not in ${list.name}`;
  if (codes.length === 0)
    return piece('matching', `${address} is not in ${list.name}.`, answer, {
      terms: [{ term, state: 'same' }],
    });
  const said = codes.map((code) => codeText(list, code)).join('; ');
  return piece('differing', `${address} is in ${list.name} (${said}).`, answer, {
    found: foundIn(list, address, answer),
    terms: [{ term, state: 'missing' }],
  });
};

const judgeList = async (
  context: FollowContext,
  list: BlockList,
  ips: readonly Ip[],
): Promise<readonly Piece[]> => {
  const own = ips.filter(({ family }) => family === 4 || list.ipv6);
  const test = await askFor(context, list, TEST_ENTRY);
  const silent = deaf(list, test);
  if (silent !== null) return [silent];
  if (own.length === 0) return [piece('matching', `${list.name} holds no IPv6 addresses.`, test)];
  const pieces = await Promise.all(
    own.map(async (ip) => judgeOne(list, ip, await ask(context, list, reversed(ip)))),
  );
  if (!pieces.some(({ verdict }) => verdict === 'differing')) return gathered(list, pieces);
  const doubt = indiscriminate(list, await askFor(context, list, NEVER_LISTED));
  return doubt === null ? gathered(list, pieces) : [doubt];
};

/** Of more addresses than these the clear ones are not named one by one. */
const MAX_NAMED = 8;

const gathered = ({ name }: BlockList, pieces: readonly Piece[]): readonly Piece[] => {
  const clear = pieces.filter(({ verdict }) => verdict === 'matching');
  const [first] = clear;
  if (first === undefined || clear.length <= MAX_NAMED) return pieces;
  const all = {
    ...first,
    sentence: `${clear.length} addresses are not in ${name}.`,
    terms: clear.flatMap(({ terms }) => terms),
  };
  return [all, ...pieces.filter(({ verdict }) => verdict !== 'matching')];
};

/** What is left to say where no list was asked about an address, or not about all of them. */
const notAskedFor = (
  lists: readonly BlockList[],
  { ips, total }: ReturnType<typeof addressesOf>,
  answer: DnsAnswer,
): readonly Piece[] => {
  const more = total - BigInt(ips.length);
  const six = lists.some(({ ipv6 }) => ipv6) ? [] : ips.filter(({ family }) => family === 6).map(formatIp);
  return [
    ...(six.length > 0
      ? [
          piece(
            'unanswered',
            `No list that is switched on holds IPv6 addresses, so none was asked about ${listed(six)}.`,
            answer,
          ),
        ]
      : []),
    ...(more > 0n
      ? [
          piece(
            'unanswered',
            `${more} more addresses of the profile were not asked for, so whether one of them is listed stays open.`,
            answer,
          ),
        ]
      : []),
  ];
};

export const blockLists: Follow = async (context) => {
  const { blockLists: lists, profile } = context;
  const [first] = lists;
  if (first === undefined) throw new RangeError('no block list to ask');
  const addresses = addressesOf(profile.onPremPublicIps, MAX_ADDRESSES);
  if (addresses.ips.length === 0) {
    // One question is asked all the same, since a judgement rests on an answer.
    const sentence =
      'The profile holds no public address of the on-premises servers, so no list was asked about one.';
    return {
      expected: [],
      pieces: [piece('unanswered', sentence, await askFor(context, first, TEST_ENTRY))],
    };
  }
  const judged = await Promise.all(lists.map((list) => judgeList(context, list, addresses.ips)));
  const [one, ...rest] = judged.flat();
  if (one === undefined) throw new RangeError('a block list gave no judgement');
  return {
    expected: addresses.ips.map(
      (ip) => `${formatIp(ip)} in no list of ${lists.map(({ name }) => name).join(', ')}`,
    ),
    pieces: [one, ...rest, ...notAskedFor(lists, addresses, one.deciding)],
  };
};
