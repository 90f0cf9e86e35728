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

/** The state of DNS in one sentence for a person. */
export const tallySentence = ({ matching, differing, unanswered, unchecked }: Tally): string => {
  const total = matching + differing + unanswered + unchecked;
  if (total === 0) return 'There is nothing to check yet: the profile has no domain with a DNS check.';
  if (unchecked === total) return 'DNS has not been asked yet.';
  if (matching === total) return `Everything is as it should be: all ${String(total)} checks match.`;
  const parts = [
    ...(differing > 0
      ? [`${String(differing)} ${differing === 1 ? 'differs' : 'differ'} from what is expected`]
      : []),
    ...(unanswered > 0 ? [`${String(unanswered)} got no answer, so nothing is known there`] : []),
    ...(unchecked > 0 ? [`${String(unchecked)} ${unchecked === 1 ? 'was' : 'were'} not checked yet`] : []),
  ];
  return `${String(matching)} of ${String(total)} checks match; ${parts.join(', ')}.`;
};
