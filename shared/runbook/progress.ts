/**
 * How far the run is and what comes next.
 *
 * Rolling back (RBK-02 to RBK-04) is not part of a normal run: those steps count, and are proposed, only once one of
 * them was started; so a run that never rolls back still reaches 100 %. RBK-01, the decision whether to roll back, is
 * made in every run and counts like any other step.
 */
import type { Customer } from '../customer.ts';
import type { Profile } from '../profile/schema.ts';
import { blockersOf, isSettled } from './blockers.ts';
import { STEPS } from './catalogue/index.ts';
import { foldRun, stepRun } from './fold.ts';
import type { RunState } from './fold.ts';
import { PHASES } from './step.ts';
import type { PhaseId, Step } from './step.ts';

export interface PhaseProgress {
  readonly phase: PhaseId;
  readonly settled: number;
  readonly total: number;
}
export interface Progress {
  readonly phases: readonly PhaseProgress[];
  readonly settled: number;
  readonly total: number;
}

const ROLLBACK_ACTIONS: ReadonlySet<string> = new Set(['RBK-02', 'RBK-03', 'RBK-04']);
/** Moving mailboxes may go on for months after the cut-over and must not hide what comes next. */
const LONG_RUNNING: ReadonlySet<string> = new Set(['MBX-04']);

/** True once a rollback step was set to anything but 'not started'. */
export const rollbackStarted = (run: RunState): boolean =>
  [...ROLLBACK_ACTIONS].some((id) => stepRun(run, id).state !== 'not-started');

const inRun = (step: Step, run: RunState): boolean =>
  !ROLLBACK_ACTIONS.has(step.id) || stepRun(run, step.id).state !== 'not-started';

/** Steps settled of those that count, by phase and in all. */
export const progress = (customer: Customer, run: RunState = foldRun(customer.log)): Progress => {
  const counted = STEPS.filter((step) => inRun(step, run));
  const settled = counted.filter((step) => isSettled(stepRun(run, step.id).state));
  return {
    phases: PHASES.map(({ id }) => ({
      phase: id,
      settled: settled.filter((step) => step.phase === id).length,
      total: counted.filter((step) => step.phase === id).length,
    })),
    settled: settled.length,
    total: counted.length,
  };
};

const isOpen = (step: Step, run: RunState): boolean => !isSettled(stepRun(run, step.id).state);

const firstFree = (
  steps: readonly Step[],
  profile: Profile,
  run: RunState,
  now: string | undefined,
): Step | undefined =>
  steps.find((step) => isOpen(step, run) && blockersOf(step.id, profile, run, now).length === 0);

/**
 * The step to propose: the first open one that nothing holds back. A rollback that was started goes before all else;
 * `null` when all is settled or everything open has to wait. `now` is ISO 8601.
 */
export const nextStep = (
  customer: Customer,
  run: RunState = foldRun(customer.log),
  now?: string,
): Step | null => {
  const rollback = STEPS.filter((step) => ROLLBACK_ACTIONS.has(step.id));
  const others = STEPS.filter((step) => !ROLLBACK_ACTIONS.has(step.id));
  const inOrder = [
    ...(rollbackStarted(run) ? rollback : []),
    ...others.filter((step) => !LONG_RUNNING.has(step.id)),
    ...others.filter((step) => LONG_RUNNING.has(step.id)),
  ];
  return firstFree(inOrder, customer.profile, run, now) ?? null;
};
