/** What a step looks like right now: its state, and what makes that state doubtful or keeps it from moving on. */
import type { Customer } from '../customer.ts';
import { changedFor } from '../profile/changes.ts';
import { missingInputs } from '../profile/missing.ts';
import type { Profile, ProfileField } from '../profile/schema.ts';
import { CHECK_SCOPES, checkDomains } from './applies.ts';
import { blockersOf } from './blockers.ts';
import type { Blocker } from './blockers.ts';
import { dnsKey, stepRun } from './fold.ts';
import type { RunState, StampedDns, StampedEvidence, StepRun } from './fold.ts';
import type { StepState } from './log.ts';
import type { DnsCheckId, InputPath, Step } from './step.ts';

/** `proved`: every check of every domain matches. The rest names the worst of what is known. */
export type DnsStanding = 'proved' | 'differing' | 'unanswered' | 'unchecked';

export type Staleness =
  | {
      readonly kind: 'inputs';
      readonly since: string;
      readonly fields: readonly ProfileField[];
      /** Which domains changed, where `domains` is among the fields; empty when that can't be told. */
      readonly domains: readonly string[];
    }
  | { readonly kind: 'dns'; readonly since: string; readonly domain: string };

export interface StepStatus {
  readonly state: StepState;
  /** Why a step that was done, or the DNS evidence of any step, has to be looked at again. */
  readonly stale: Staleness | null;
  readonly blockers: readonly Blocker[];
  readonly missing: readonly InputPath[];
  /** `null` when the step has nothing that DNS could prove for this customer. */
  readonly dns: DnsStanding | null;
}

interface Due {
  readonly check: DnsCheckId;
  readonly domain: string;
  readonly latest: StampedDns | undefined;
}

/** These describe a state that is meant to pass: once the step is done, what DNS says later no longer speaks about it. */
const PASSING: ReadonlySet<DnsCheckId> = new Set(['mx-current', 'spf-current', 'ttl-cutover']);

const isDnsOf = (key: string, stamped: StampedEvidence): stamped is StampedDns =>
  stamped.evidence.kind === 'dns' && dnsKey(stamped.evidence.check, stamped.evidence.domain) === key;

const latestEvidence = (run: StepRun, check: DnsCheckId, domain: string): StampedDns | undefined => {
  const key = dnsKey(check, domain);
  const { state, since } = run;
  if (state !== 'done' || since === null || !PASSING.has(check)) return run.dns.get(key);
  return run.evidence
    .filter((stamped) => isDnsOf(key, stamped))
    .findLast((stamped) => Date.parse(stamped.at) <= Date.parse(since));
};

/** Each check of the step with each domain it is carried out for, and the evidence that counts. */
const dueChecks = (step: Step, profile: Profile, run: StepRun): readonly Due[] =>
  step.check.dns.flatMap((check) =>
    checkDomains(check, profile).map((domain) => ({
      check,
      domain: domain.name,
      latest: latestEvidence(run, check, domain.name),
    })),
  );

const standing = (due: readonly Due[]): DnsStanding | null => {
  if (due.length === 0) return null;
  const verdicts = due.map(({ latest }) => latest?.evidence.verdict);
  if (verdicts.includes('differing')) return 'differing';
  if (verdicts.includes('unanswered')) return 'unanswered';
  return verdicts.includes(undefined) ? 'unchecked' : 'proved';
};

/** ISO 8601 UTC strings may differ in their fraction digits, so they are compared as times. */
const later = (a: string | undefined, b: string): boolean => a !== undefined && Date.parse(a) > Date.parse(b);

const staleInputs = (
  step: Step,
  { profile, changedAt }: Pick<Customer, 'profile' | 'changedAt'>,
  run: StepRun,
): Staleness | null => {
  if (run.state !== 'done' || run.since === null) return null;
  const done = run.since;
  const fields = step.inputs.filter((field) => later(changedAt[field], done));
  const changes = fields
    .map((field) => changedAt[field] ?? done)
    .sort((a, b) => Date.parse(a) - Date.parse(b));
  const first = changes[0];
  if (first === undefined) return null;
  const changed = profile.domains
    .map(({ name }) => name)
    .filter((name) => later(changedFor(changedAt, 'domains', name), done));
  const domains = fields.includes('domains') && changed.length < profile.domains.length ? changed : [];
  return { kind: 'inputs', since: first, fields, domains };
};

/** By the profile of which moment the evidence was judged. */
const judgedAt = ({ at, evidence: { asOf } }: StampedDns): string =>
  asOf === undefined || later(asOf, at) ? at : asOf;

/** Evidence that is older than the last change of a value of its own record proves nothing about the new value. */
const staleDns = (changedAt: Customer['changedAt'], due: readonly Due[]): Staleness | null => {
  for (const { check, domain, latest } of due) {
    const changed = CHECK_SCOPES[check].fields
      .map((field) => changedFor(changedAt, field, domain))
      .find((at) => latest !== undefined && later(at, judgedAt(latest)));
    if (changed !== undefined) return { kind: 'dns', since: changed, domain };
  }
  return null;
};

/** How the step's DNS proof stands, by the latest evidence in its log; `null` when nothing can be proved by DNS. */
export const dnsStanding = (step: Step, profile: Profile, run: RunState): DnsStanding | null =>
  step.check.dns.length === 0 ? null : standing(dueChecks(step, profile, stepRun(run, step.id)));

/** The whole status. `now` (ISO 8601) is needed to tell whether a required wait is over. */
export const stepStatus = (step: Step, customer: Customer, run: RunState, now?: string): StepStatus => {
  const current = stepRun(run, step.id);
  const due = dueChecks(step, customer.profile, current);
  return {
    state: current.state,
    stale: staleInputs(step, customer, current) ?? staleDns(customer.changedAt, due),
    blockers: blockersOf(step.id, customer.profile, run, now),
    missing: missingInputs(step, customer.profile),
    dns: standing(due),
  };
};
