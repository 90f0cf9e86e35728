/** May the step take the state now, and if not, what is asked of the person? */
import type { Customer } from '../../../shared/customer.ts';
import type { Blocker } from '../../../shared/runbook/blockers.ts';
import type { RunState } from '../../../shared/runbook/fold.ts';
import type { StepState } from '../../../shared/runbook/log.ts';
import { canSet } from '../../../shared/runbook/rules.ts';
import { missingInputs } from '../../../shared/profile/missing.ts';
import type { InputPath, Step } from '../../../shared/runbook/step.ts';

export type Answer =
  | { readonly kind: 'allowed' }
  /** A reason, given with the state, makes it allowed. */
  | { readonly kind: 'reason'; readonly why: string; readonly blockers: readonly Blocker[] }
  | { readonly kind: 'evidence'; readonly why: string }
  | { readonly kind: 'inputs'; readonly why: string; readonly missing: readonly InputPath[] };

/** `now` is ISO 8601. A step can't be done while values that it can't be carried out without are unknown. */
export const askState = (
  step: Step,
  state: StepState,
  run: RunState,
  customer: Customer,
  reason: string,
  now: string,
): Answer => {
  const missing = state === 'done' ? missingInputs(step, customer.profile) : [];
  if (missing.length > 0) {
    return { kind: 'inputs', missing, why: 'The step needs values that are not known yet.' };
  }
  const permission = canSet(step, state, run, customer, { reason, now });
  if (permission.allowed) return { kind: 'allowed' };
  return permission.needs === 'evidence'
    ? { kind: 'evidence', why: permission.why }
    : { kind: 'reason', why: permission.why, blockers: permission.blockers };
};
