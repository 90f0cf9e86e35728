/** All DNS checks of the runbook as a table: checks down, domains across. */
import { checkDomains } from '../../../shared/runbook/applies.ts';
import { dnsKey } from '../../../shared/runbook/fold.ts';
import type { RunState, StampedDns } from '../../../shared/runbook/fold.ts';
import type { Profile } from '../../../shared/profile/schema.ts';
import type { Step } from '../../../shared/runbook/step.ts';
import type { DnsCheckId } from '../../../shared/runbook/step.ts';

export interface MatrixCell {
  readonly domain: string;
  /** `undefined` while the check was never run for the domain. */
  readonly latest: StampedDns | undefined;
}
export interface MatrixRow {
  readonly key: string;
  readonly check: DnsCheckId;
  readonly stepId: string;
  readonly stepTitle: string;
  /** Only domains that the check applies to, in the order of the profile. */
  readonly cells: readonly MatrixCell[];
}

/** One row for each step and check; those that apply to none of `domains` are left out. */
export const checkMatrix = (
  steps: readonly Step[],
  profile: Profile,
  run: RunState,
  domains: ReadonlySet<string>,
): readonly MatrixRow[] =>
  steps
    .flatMap((step) =>
      step.check.dns.map((check): MatrixRow => ({
        key: `${step.id} ${check}`,
        check,
        stepId: step.id,
        stepTitle: step.title,
        cells: checkDomains(check, profile)
          .filter(({ name }) => domains.has(name))
          .map(({ name }) => ({
            domain: name,
            latest: run.steps.get(step.id)?.dns.get(dnsKey(check, name)),
          })),
      })),
    )
    .filter(({ cells }) => cells.length > 0);

/** They describe a state that is meant to pass: once the step is done, they say nothing about it any more. */
const PASSING: ReadonlySet<DnsCheckId> = new Set(['mx-current', 'spf-current', 'ttl-cutover']);

/** The rows of steps that have begun: their checks should match now. The rest is not due yet, or no longer. */
export const dueRows = (rows: readonly MatrixRow[], run: RunState): readonly MatrixRow[] =>
  rows.filter(({ stepId, check }) => {
    const state = run.steps.get(stepId)?.state ?? 'not-started';
    if (state === 'done') return !PASSING.has(check);
    return state === 'in-progress' || state === 'failed';
  });

export interface Tally {
  readonly matching: number;
  readonly differing: number;
  readonly unanswered: number;
  readonly unchecked: number;
  /** Times of the oldest and the newest answer (UTC); `null` when there is none. */
  readonly oldest: string | null;
  readonly newest: string | null;
}

export const tally = (rows: readonly MatrixRow[]): Tally => {
  const latest = rows.flatMap(({ cells }) => cells.map((cell) => cell.latest));
  const count = (verdict: string): number =>
    latest.filter((stamped) => stamped?.evidence.verdict === verdict).length;
  const times = latest
    .flatMap((stamped) => (stamped === undefined ? [] : [stamped.evidence.answer.at]))
    .toSorted((a, b) => Date.parse(a) - Date.parse(b));
  return {
    matching: count('matching'),
    differing: count('differing'),
    unanswered: count('unanswered'),
    unchecked: latest.filter((stamped) => stamped === undefined).length,
    oldest: times[0] ?? null,
    newest: times.at(-1) ?? null,
  };
};

const checks = (count: number): string => `${String(count)} ${count === 1 ? 'check' : 'checks'}`;

/** The state of DNS in one sentence for a person: `due` are the checks that should match by now. */
export const tallySentence = (due: Tally, all: Tally): string => {
  const total = due.matching + due.differing + due.unanswered + due.unchecked;
  const every = all.matching + all.differing + all.unanswered + all.unchecked;
  if (every === 0) return 'There is nothing to check yet: no domain of the profile has a DNS check.';
  if (all.unchecked === every) return 'DNS has not been asked yet.';
  if (total === 0) return 'No step with a DNS check is under way or done, so nothing has to match yet.';
  if (due.matching === total) {
    return `DNS is as it should be by now: ${total === 1 ? 'the check' : `all ${checks(total)}`} of the steps under way or done ${total === 1 ? 'matches' : 'match'}.`;
  }
  const parts = [
    ...(due.differing > 0 ? [`${String(due.differing)} ${due.differing === 1 ? 'differs' : 'differ'}`] : []),
    ...(due.unanswered > 0 ? [`${String(due.unanswered)} got no answer`] : []),
    ...(due.unchecked > 0
      ? [`${String(due.unchecked)} ${due.unchecked === 1 ? 'was' : 'were'} not checked yet`]
      : []),
    ...(due.matching > 0 ? [`${String(due.matching)} ${due.matching === 1 ? 'matches' : 'match'}`] : []),
  ];
  return `Of ${checks(total)} of the steps under way or done, ${parts.join(', ')}.`;
};

/** What is known ahead: checks of steps that have not begun. Empty when there is nothing to say. */
export const aheadSentence = (due: Tally, all: Tally): string => {
  const asked = all.matching + all.differing + all.unanswered - due.matching - due.differing - due.unanswered;
  const matching = all.matching - due.matching;
  return asked <= 0
    ? ''
    : `Of ${checks(asked)} that ${asked === 1 ? 'is' : 'are'} not due now, ${String(matching)} ${matching === 1 ? 'matches' : 'match'}.`;
};
