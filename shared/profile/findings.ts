/** Everything that is wrong or doubtful in a profile, in the order of the editor. Values not yet known are no findings. */
import type { Finding } from '../finding.ts';
import { domainFindings, domainSetFindings } from './findings/domains.ts';
import { certificateFindings, serverFindings, tenantFindings } from './findings/servers.ts';
import { thirdPartyFindings } from './findings/third-party.ts';
import { peopleFindings, senderFindings, testFindings, windowFindings } from './findings/work.ts';
import type { DomainProfile, Profile } from './schema.ts';

export { domainFindings } from './findings/domains.ts';

export interface FindingOptions {
  /** The present time, ISO 8601; without it nothing is called old. */
  readonly now?: string;
}

type OfDomain = (domain: DomainProfile, index: number) => readonly Finding[];

const findingsWith = (profile: Profile, now: string | undefined, ofDomain: OfDomain): readonly Finding[] => [
  ...peopleFindings(profile),
  ...windowFindings(profile),
  ...tenantFindings(profile),
  ...domainSetFindings(profile),
  ...profile.domains.flatMap(ofDomain),
  ...serverFindings(profile),
  ...certificateFindings(profile),
  ...thirdPartyFindings(profile, now),
  ...senderFindings(profile),
  ...testFindings(profile, now),
];

/** All findings of the profile's own values; `path` says where each belongs. Records have their own findings. */
export const profileFindings = (profile: Profile, { now }: FindingOptions = {}): readonly Finding[] =>
  findingsWith(profile, now, (domain, index) => domainFindings(domain, profile, index));

/**
 * The same, but a domain that is the same object at the same place, beside the same values of the customer, is not
 * looked at again. One for each open customer.
 */
export const createProfileFindings = (): typeof profileFindings => {
  let kept: { readonly profile: Profile; readonly found: ReadonlyArray<readonly Finding[]> } | null = null;
  return (profile, options) => {
    const before =
      kept?.profile.cloud === profile.cloud &&
      kept.profile.recipientCountOnPrem === profile.recipientCountOnPrem
        ? kept
        : null;
    const found = profile.domains.map(
      (domain, index) =>
        (before?.profile.domains[index] === domain ? before.found[index] : undefined) ??
        domainFindings(domain, profile, index),
    );
    kept = { profile, found };
    return findingsWith(profile, options?.now, (_, index) => found[index] ?? []);
  };
};
