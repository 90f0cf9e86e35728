/**
 * Checks that follow what they find: each next question depends on the answers before it. They ask through the port,
 * so that a stored run gives the same judgement as the live one did.
 */
import type { DomainProfile, Profile } from '../../profile/schema.ts';
import type { BlockList } from '../block-lists.ts';
import type { FollowAsking, Followed, Piece, PlannedRecords } from '../check-types.ts';
import type { DnsAnswer } from '../types.ts';

export interface FollowInput {
  readonly profile: Profile;
  readonly domain: DomainProfile;
  /** The name of the domain in A-label form. */
  readonly name: string;
  readonly planned: PlannedRecords;
  /** Those to ask where a check asks block lists. */
  readonly blockLists: readonly BlockList[];
  /** Domains of which a person says that they publish no SPF. */
  readonly nonePublished?: readonly string[];
}

export type FollowContext = FollowInput & FollowAsking;

export type Follow = (context: FollowContext) => Promise<Followed>;

/** One statement with nothing to compare term by term. */
export const piece = (
  verdict: Piece['verdict'],
  sentence: string,
  deciding: DnsAnswer,
  more: Partial<Pick<Piece, 'found' | 'terms'>> = {},
): Piece => ({ verdict, sentence, deciding, found: [], terms: [], ...more });

export const valuesOf = (answer: DnsAnswer, type: string): string[] =>
  answer.records.filter((record) => record.type === type).map(({ value }) => value);

/** The TXT texts of an answer, strings joined without a separator (RFC 7208, 3.3). */
export const txtOf = (answer: DnsAnswer): string[] => valuesOf(answer, 'TXT');
