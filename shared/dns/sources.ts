/** What the checks take from the rest of the domain: the runbook's steps and the planned records. */
import type { DomainProfile, Profile } from '../profile/schema.ts';
import { hasErrors } from '../finding.ts';
import { deriveDomainRecords } from '../records/derive.ts';
import { STEPS } from '../runbook/catalogue/index.ts';
import type { CheckSources, PlannedRecords } from './checks.ts';

const planned = (profile: Profile, domain: DomainProfile): PlannedRecords => {
  const { mx, spf } = deriveDomainRecords(profile, domain);
  // With an error in a value the plan is not complete, and a comparison with part of it would prove nothing.
  return {
    mx: hasErrors(mx.findings) ? [] : mx.planned,
    spf: spf.planned.publishable ? spf.planned.record : null,
  };
};

export const RUNBOOK_CHECKS: CheckSources = { steps: STEPS, planned };
