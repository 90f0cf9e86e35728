/** What answers prove that were not asked for a check: pasted, collected or stored ones. */
import type { Profile } from '../profile/schema.ts';
import type { DnsEvidence } from '../runbook/log.ts';
import { judge, plannedChecks, toEvidence, type CheckSources } from './checks.ts';
import { storedAnswers } from './stored-lookup.ts';
import type { RunDraft } from './stored-run.ts';

/** Evidence for each check of which every question has an answer in `run`; those that stay open are left out. */
export const heldEvidence = (
  run: RunDraft,
  profile: Profile,
  sources: CheckSources,
): ReadonlyArray<{ readonly stepId: string; readonly evidence: DnsEvidence }> => {
  const answers = storedAnswers(run);
  return plannedChecks(profile, { stepIds: [], domains: [] }, sources).flatMap((check) => {
    const own = check.questions.flatMap((question) => answers(question)[0] ?? []);
    if (check.unaskable !== null || own.length === 0 || own.length < check.questions.length) return [];
    const evidence = toEvidence(check, judge(check, own), own);
    return evidence.verdict === 'unanswered' ? [] : [{ stepId: check.stepId, evidence }];
  });
};
