/** Everything that is wrong or doubtful in a profile, in the order of the editor. Values not yet known are no findings. */
import type { Finding } from '../finding.ts';
import { domainFindings, domainSetFindings } from './findings/domains.ts';
import { certificateFindings, serverFindings, tenantFindings } from './findings/servers.ts';
import { thirdPartyFindings } from './findings/third-party.ts';
import { peopleFindings, senderFindings, testFindings, windowFindings } from './findings/work.ts';
import type { Profile } from './schema.ts';

export { domainFindings } from './findings/domains.ts';

export interface FindingOptions {
  /** The present time, ISO 8601; without it nothing is called old. */
  readonly now?: string;
}

/** All findings of the profile's own values; `path` says where each belongs. Records have their own findings. */
export const profileFindings = (profile: Profile, { now }: FindingOptions = {}): readonly Finding[] => [
  ...peopleFindings(profile),
  ...windowFindings(profile),
  ...tenantFindings(profile),
  ...domainSetFindings(profile),
  ...profile.domains.flatMap((domain, index) => domainFindings(domain, profile, index)),
  ...serverFindings(profile),
  ...certificateFindings(profile),
  ...thirdPartyFindings(profile, now),
  ...senderFindings(profile),
  ...testFindings(profile, now),
];
