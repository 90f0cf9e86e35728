import { STEPS } from '../../shared/runbook/catalogue/index.ts';
import { isSettled } from '../../shared/runbook/blockers.ts';
import { stepRun } from '../../shared/runbook/fold.ts';
import type { RunState } from '../../shared/runbook/fold.ts';
import type { PhaseId } from '../../shared/runbook/step.ts';

/** The first step of a phase that is not settled, else its first step. */
export const firstOpen = (phase: PhaseId, run: RunState): string => {
  const steps = STEPS.filter((step) => step.phase === phase);
  return (steps.find((step) => !isSettled(stepRun(run, step.id).state)) ?? steps[0])?.id ?? '';
};
