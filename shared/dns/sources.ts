/** What the checks take from the rest of the domain: the runbook's steps and the planned records. */
import type { DomainProfile, Profile } from '../profile/schema.ts';
import { hasErrors } from '../finding.ts';
import type { HeldBack } from '../records/held-back.ts';
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

/** The same sources without a planned SPF for the domains where it is held back. */
export const holdingBack = <Sources extends Pick<CheckSources, 'planned'>>(
  sources: Sources,
  heldBack: HeldBack,
): Sources => ({
  ...sources,
  planned: (profile: Profile, domain: DomainProfile): PlannedRecords => {
    const records = sources.planned(profile, domain);
    return heldBack.has(domain.name) ? { ...records, spf: null, spfHeldBack: true } : records;
  },
});

/**
 * What is planned by the profile alone. A check that asks for the published SPF itself decides by its own answer
 * whether the plan is held back; one that only acts on the plan takes `holdingBack`.
 */
export const RUNBOOK_CHECKS: CheckSources = { steps: STEPS, planned };
