/**
 * The block lists that a person may have asked (RFC 5782). Which are kept and switched on is a setting; what is known
 * of a list stands here, so that a newer version of the app says it better. A list sees which addresses somebody
 * cares about, so one that is off is never asked.
 */
import { z } from 'zod';
import { checkDomainName } from '../net/domain-name.ts';
import type { DomainNameResult } from '../net/domain-name.ts';

/** A name in front of the zone is as long as the nibbles of an IPv6 address and their dots (RFC 5782, 2.4): 64 of 253. */
const MAX_ZONE = 189;
export const MAX_BLOCK_LISTS = 50;

/** The zone of a list as typed, in the form in which it is asked. `reason` completes "X is not a domain name: …". */
export const readBlockZone = (text: string): DomainNameResult => {
  const read = checkDomainName(text.trim(), { allowUnderscore: true });
  return read.ok && read.name.length > MAX_ZONE
    ? { ok: false, reason: `it is longer than ${MAX_ZONE} characters, so no address fits in front of it` }
    : read;
};

const isZone = (text: string): boolean => {
  const read = readBlockZone(text);
  return read.ok && read.name === text;
};

export const blockListSchema = z.strictObject({
  /** A-labels, lower case, no final dot. */
  zone: z.string().refine(isZone, 'is not the zone of a list'),
  name: z.string().min(1).max(120),
  /** Holds IPv6 addresses too; without it none is asked for. */
  ipv6: z.boolean(),
  /** One that is not `asked` is never asked. */
  asked: z.boolean(),
});
export type BlockList = z.infer<typeof blockListSchema>;

export const blockListsSchema = z
  .array(blockListSchema)
  .max(MAX_BLOCK_LISTS)
  .readonly()
  .refine((lists) => new Set(lists.map(({ zone }) => zone)).size === lists.length, 'names a zone twice');

/** What an answer of a list means, by its own words. */
export interface BlockReply {
  /** The A record. */
  readonly code: string;
  readonly means: string;
}

/** A list that the app brings, with what its keeper says of it. */
export interface GivenBlockList extends BlockList {
  /** Who may ask, and what becomes of those who may not; one sentence. */
  readonly rules: string;
  /** Empty where the keeper publishes no meanings. */
  readonly replies: readonly BlockReply[];
  /** Where the keeper says so. */
  readonly source: string;
  /** ISO date at which the source was looked at. */
  readonly asOf: string;
}

const AS_OF = '2026-11-29';

export const GIVEN_BLOCK_LISTS: readonly GivenBlockList[] = [
  {
    zone: 'zen.spamhaus.org',
    name: 'Spamhaus ZEN',
    ipv6: true,
    asked: true,
    rules: 'Refuses questions that come through a public resolver, or too many of them.',
    replies: [
      { code: '127.0.0.2', means: 'SBL' },
      { code: '127.0.0.3', means: 'CSS, listed by a machine' },
      { code: '127.0.0.4', means: 'XBL' },
      { code: '127.0.0.9', means: 'DROP, in addition to SBL' },
      { code: '127.0.0.10', means: 'PBL, entered by the provider' },
      { code: '127.0.0.11', means: 'PBL, entered by Spamhaus' },
      { code: '127.0.0.30', means: 'BCL' },
    ],
    source:
      'https://docs.spamhaus.com/datasets/docs/source/10-data-type-documentation/datasets/040-zones.html',
    asOf: AS_OF,
  },
  {
    zone: 'bl.spamcop.net',
    name: 'SpamCop',
    ipv6: false,
    asked: true,
    rules: 'Lists senders of reported mail; an entry ends by itself when the reports do.',
    replies: [],
    source: 'http://spamcop.net/bl.shtml',
    asOf: AS_OF,
  },
  {
    zone: 'psbl.surriel.com',
    name: 'PSBL',
    ipv6: false,
    asked: true,
    rules: 'Anybody may ask.',
    replies: [],
    source: 'http://psbl.surriel.com/howto/',
    asOf: AS_OF,
  },
  {
    zone: 'b.barracudacentral.org',
    name: 'Barracuda',
    ipv6: false,
    asked: false,
    rules: 'Answers only DNS servers that were registered with Barracuda.',
    replies: [{ code: '127.0.0.2', means: 'listed' }],
    source: 'http://www.barracudacentral.org/rbl/how-to-use',
    asOf: AS_OF,
  },
];

/** The setting as the app brings it. */
export const BLOCK_LISTS: readonly BlockList[] = GIVEN_BLOCK_LISTS.map(({ zone, name, ipv6, asked }) => ({
  zone,
  name,
  ipv6,
  asked,
}));

/** What is known of a zone; `undefined` for a list of the person's own. */
export const givenBlockList = (zone: string): GivenBlockList | undefined =>
  GIVEN_BLOCK_LISTS.find((one) => one.zone === zone);

/** A list of this zone, switched on: by what is known of it, else by the name given. */
export const blockListOf = (zone: string, name = '', ipv6 = true): BlockList => {
  const given = givenBlockList(zone);
  return { zone, name: name.trim() || (given?.name ?? zone), ipv6: given?.ipv6 ?? ipv6, asked: true };
};

/** The given lists that were removed, as they come with the app. */
export const missingGiven = (lists: readonly BlockList[]): readonly BlockList[] =>
  BLOCK_LISTS.filter(({ zone }) => !lists.some((one) => one.zone === zone));

export const switchedOn = (lists: readonly BlockList[]): readonly BlockList[] =>
  lists.filter(({ asked }) => asked);

export interface Refusal extends BlockReply {
  /** What can be done about it; one sentence. */
  readonly then: string;
}

/**
 * Answers that say nothing about the address asked for, so that it is neither listed nor not listed. Spamhaus
 * publishes them for its zones (https://www.spamhaus.org/news/article/788/ and …/807/, looked at 2026-11-29); the
 * rest of 127.255.255.0/24 is kept for the same there. RFC 5782 knows no such answers.
 */
export const REFUSALS: readonly Refusal[] = [
  {
    code: '127.255.255.252',
    means: 'the name of the zone is mistyped',
    then: 'Correct it in the settings.',
  },
  {
    code: '127.255.255.254',
    means: 'the question came through a public resolver',
    then: 'Ask the customer’s own DNS server.',
  },
  {
    code: '127.255.255.255',
    means: 'this DNS server asks too often',
    then: 'Ask the customer’s own DNS server, or look on the list’s web page.',
  },
];

const OTHER_REFUSAL = { means: 'it refuses this DNS server', then: 'Ask the customer’s own DNS server.' };

/** What an A record says where it refuses to answer; `null` for every other one. */
export const refusalOf = (code: string): Refusal | null =>
  REFUSALS.find((one) => one.code === code) ??
  (code.startsWith('127.255.255.') ? { code, ...OTHER_REFUSAL } : null);
