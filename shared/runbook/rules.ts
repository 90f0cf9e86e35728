/** Which states a step may take, and which evidence or reason that needs (domain brief, sections 2 and 5). */
import type { Customer } from '../customer.ts';
import { blockersOf } from './blockers.ts';
import type { Blocker } from './blockers.ts';
import { stepRun } from './fold.ts';
import type { RunState } from './fold.ts';
import { REASON_MIN } from './log.ts';
import type { StepState } from './log.ts';
import { dnsStanding } from './status.ts';
import type { DnsStanding } from './status.ts';
import type { Step } from './step.ts';

export type Permission =
  | { readonly allowed: true; readonly blockers: readonly Blocker[] }
  | {
      readonly allowed: false;
      /** What would make it allowed: evidence in the log, or a reason given with the state. */
      readonly needs: 'evidence' | 'reason';
      readonly why: string;
      readonly blockers: readonly Blocker[];
    };

export interface SetOptions {
  /** The reason that would be written with the state. */
  readonly reason?: string;
  /** ISO 8601; needed to tell whether a required wait is over. */
  readonly now?: string;
}

const DNS_WORDS: Readonly<Record<Exclude<DnsStanding, 'proved'>, string>> = {
  differing: 'DNS does not show what was planned',
  unanswered: 'DNS gave no answer',
  unchecked: 'DNS has not been checked',
};

const LENGTH = `at least ${String(REASON_MIN)} characters`;

/**
 * Whether the step may take the state now. Done needs evidence where the step asks for it, and a DNS proof where there
 * is one to be had, or a reason instead of that proof; waived and not applicable always need a reason; a step that
 * others must precede needs a reason to be started or done before them.
 */
export const canSet = (
  step: Step,
  state: StepState,
  run: RunState,
  customer: Customer,
  { reason = '', now }: SetOptions = {},
): Permission => {
  const blockers =
    state === 'in-progress' || state === 'done' ? blockersOf(step.id, customer.profile, run, now) : [];
  const reasoned = reason.trim().length >= REASON_MIN;
  const refuse = (needs: 'evidence' | 'reason', why: string): Permission => ({
    allowed: false,
    needs,
    why,
    blockers,
  });
  if ((state === 'waived' || state === 'not-applicable') && !reasoned) {
    return refuse('reason', `Say why in ${LENGTH}; the reason is printed in the runbook.`);
  }
  if (state === 'done') {
    if (step.evidence.required && stepRun(run, step.id).evidence.length === 0) {
      return refuse('evidence', `Add the evidence first: ${step.evidence.text}`);
    }
    const dns = dnsStanding(step, customer.profile, run);
    if (dns !== null && dns !== 'proved' && !reasoned) {
      return refuse('reason', `${DNS_WORDS[dns]}; check again, or say in ${LENGTH} why the step is done.`);
    }
  }
  const [first] = blockers;
  if (first !== undefined && !reasoned) {
    return refuse('reason', `${first.stepId} comes first. ${first.why} To go on, say why in ${LENGTH}.`);
  }
  return { allowed: true, blockers };
};
