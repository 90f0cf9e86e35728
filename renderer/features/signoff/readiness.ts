/**
 * What still stands in the way of a sign-off. Source: the field brief's list of when to refuse one (open steps, proofs
 * older than the last change, no after-snapshot, a rollback deadline still running), and the values that the signed
 * document can't do without.
 */
import type { Profile } from '../../../shared/profile/schema.ts';
import { isSettled } from '../../../shared/runbook/blockers.ts';
import type { StepStatus } from '../../../shared/runbook/status.ts';
import type { Step } from '../../../shared/runbook/step.ts';
import { windowTime } from '../overview/window.ts';

export interface Condition {
  readonly id: 'steps' | 'proofs' | 'snapshot' | 'deadline' | 'values' | 'findings';
  readonly met: boolean;
  readonly title: string;
  /** What is, and what to do about it; empty when the condition is met. */
  readonly detail: string;
  /** The steps to go to. */
  readonly steps: readonly string[];
  /** Paths of the profile values to go to. */
  readonly values: readonly string[];
}

export interface Grounds {
  readonly profile: Profile;
  readonly statuses: ReadonlyMap<string, StepStatus>;
  /** The steps that count in this run. */
  readonly steps: readonly Step[];
  readonly missing: readonly string[];
  /** Paths of the values with an error. */
  readonly errors: readonly string[];
  /** ISO 8601. */
  readonly now: string;
}

const SNAPSHOT = 'SGN-01';
/** Signing is itself a step, and can't wait for itself. */
const SIGNING = 'SGN-03';

const counted = (count: number, one: string, many: string): string =>
  count === 1 ? `One ${one}` : `${String(count)} ${many}`;

const condition = (
  id: Condition['id'],
  title: string,
  detail: string,
  at: { readonly steps?: readonly string[]; readonly values?: readonly string[] } = {},
): Condition => ({
  id,
  met: detail === '',
  title,
  detail,
  steps: at.steps ?? [],
  values: at.values ?? [],
});

const deadline = (profile: Profile, now: string): Condition => {
  const title = 'The rollback deadline has passed';
  const at = Date.parse(profile.rollbackDeadline);
  const values = ['rollbackDeadline'];
  if (profile.rollbackDeadline.trim() === '') {
    return condition('deadline', title, 'No rollback deadline is agreed.', { values });
  }
  if (Number.isNaN(at)) {
    return condition('deadline', title, `${profile.rollbackDeadline} can’t be read as a time.`, { values });
  }
  const runs = at > Date.parse(now);
  return condition(
    'deadline',
    title,
    runs
      ? `It runs until ${windowTime(profile.rollbackDeadline, profile.timeZone)}. Sign after it, or have the approver accept in writing in SGN-02.`
      : '',
    { values, steps: runs ? ['SGN-02'] : [] },
  );
};

/** Every condition, in the order of the work; the runbook can be signed when all are met. */
export const readiness = ({
  profile,
  statuses,
  steps,
  missing,
  errors,
  now,
}: Grounds): readonly Condition[] => {
  const open = steps
    .filter(({ id }) => id !== SIGNING && !isSettled(statuses.get(id)?.state ?? 'not-started'))
    .map(({ id }) => id);
  const doubtful = steps
    .filter(({ id }) => {
      const status = statuses.get(id);
      return status?.state === 'done' && (status.stale !== null || status.dns === 'differing');
    })
    .map(({ id }) => id);
  const snapshot = statuses.get(SNAPSHOT)?.state === 'done';
  return [
    condition(
      'steps',
      'Every step is done, waived or not applicable',
      open.length === 0 ? '' : `${counted(open.length, 'step is', 'steps are')} open.`,
      { steps: open },
    ),
    condition(
      'proofs',
      'No proof is older than the last change',
      doubtful.length === 0
        ? ''
        : `${counted(doubtful.length, 'step was', 'steps were')} proved before a value changed, or DNS differs now. Check again.`,
      { steps: doubtful },
    ),
    condition(
      'snapshot',
      'The after-snapshot is taken',
      snapshot ? '' : `${SNAPSHOT} compares before, planned and after; the customer signs that page.`,
      { steps: snapshot ? [] : [SNAPSHOT] },
    ),
    deadline(profile, now),
    condition(
      'values',
      'Every required value is known',
      missing.length === 0 ? '' : `${counted(missing.length, 'value is', 'values are')} missing.`,
      { values: missing },
    ),
    condition(
      'findings',
      'No value has an error',
      errors.length === 0 ? '' : `${counted(errors.length, 'value is', 'values are')} wrong.`,
      { values: errors },
    ),
  ];
};
