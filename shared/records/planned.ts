/** What is planned for each domain, with what the log knows of the published records. */
import type { Profile } from '../profile/schema.ts';
import type { RunState } from '../runbook/fold.ts';
import { deriveDomainRecords } from './derive.ts';
import type { DomainRecords } from './derive.ts';
import { isUnread, lastAnswers } from './last-answers.ts';

/**
 * The records of all domains, in the profile's order. No SPF is planned where the published one was asked for last
 * without being read, unless one is noted, or a person says that there is none: `nonePublished` holds the names of
 * those domains, as the profile has them; `all` stands for every domain.
 */
export const plannedRecords = (
  profile: Profile,
  run: RunState,
  nonePublished: readonly string[] | 'all' = [],
): readonly DomainRecords[] =>
  profile.domains.map((domain) => {
    const { txt } = lastAnswers(run, domain.name);
    const none = nonePublished === 'all' || nonePublished.includes(domain.name);
    return deriveDomainRecords(profile, domain, {
      existingUnread: !none && txt !== undefined && isUnread(txt.outcome),
    });
  });
