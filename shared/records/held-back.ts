/**
 * The one decision whether the planned SPF of a domain is held back: while what it would replace was asked for and
 * could not be read, a record composed without it would drop senders that nobody knows of. Views, exports, DNS checks
 * and the command line all take it from here.
 */
import type { DnsOutcome } from '../dns/types.ts';
import type { DomainProfile, Profile } from '../profile/schema.ts';
import { isUnread } from './last-answers.ts';
import type { PublishedOutcomes } from './last-answers.ts';

/** Domains, by their names in the profile, of which a person says that they publish no SPF. */
export type NonePublished = readonly string[] | 'all';

/** Names of the profile whose planned SPF is held back. */
export type HeldBack = ReadonlySet<string>;

/**
 * `outcome` is that of the last question, `undefined` while nobody asked. A noted record is what the plan builds on,
 * and a person's word that there is none counts too.
 */
export const isHeldBack = (
  { name, currentSpf }: Pick<DomainProfile, 'name' | 'currentSpf'>,
  outcome: DnsOutcome | undefined,
  nonePublished: NonePublished,
): boolean =>
  outcome !== undefined &&
  isUnread(outcome) &&
  currentSpf.every((text) => text.trim() === '') &&
  nonePublished !== 'all' &&
  !nonePublished.includes(name);

/** The same for every domain of a profile. */
export const heldBackDomains = (
  { domains }: Pick<Profile, 'domains'>,
  seen: PublishedOutcomes,
  nonePublished: NonePublished = [],
): HeldBack =>
  new Set(
    domains
      .filter((domain) => isHeldBack(domain, seen.get(domain.name)?.outcome, nonePublished))
      .map(({ name }) => name),
  );

/** Of each domain what was seen last. */
export const newestSeen = (a: PublishedOutcomes, b: PublishedOutcomes): PublishedOutcomes => {
  if (b.size === 0) return a;
  const all = new Map(a);
  for (const [name, seen] of b) {
    const known = all.get(name);
    if (known === undefined || Date.parse(seen.at) > Date.parse(known.at)) all.set(name, seen);
  }
  return all;
};
