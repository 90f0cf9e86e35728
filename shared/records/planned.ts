/** What follows from a customer's document for its records, worked out once for all that is made of it. */
import type { Customer } from '../customer.ts';
import { foldRun } from '../runbook/fold.ts';
import type { RunState } from '../runbook/fold.ts';
import { createRecordsDeriver } from './derive.ts';
import type { DomainRecords } from './derive.ts';
import { heldBackDomains } from './held-back.ts';
import type { HeldBack, NonePublished } from './held-back.ts';
import { loggedOutcomes } from './last-answers.ts';

export interface PlannedCustomer {
  readonly run: RunState;
  /** Of all domains, in the profile's order. */
  readonly records: readonly DomainRecords[];
}

type Document = Pick<Customer, 'profile' | 'log'>;

/** With the decision which SPF is held back, where it was made with more than the log. */
export const plannedWith = ({ profile, log }: Document, heldBack: HeldBack): PlannedCustomer => ({
  run: foldRun(log),
  records: createRecordsDeriver()(profile, heldBack),
});

/** By the log alone, and a person's word on which domains publish no SPF. */
export const plannedOf = ({ profile, log }: Document, nonePublished: NonePublished = []): PlannedCustomer => {
  const run = foldRun(log);
  const heldBack = heldBackDomains(profile, loggedOutcomes(run), nonePublished);
  return { run, records: createRecordsDeriver()(profile, heldBack) };
};
