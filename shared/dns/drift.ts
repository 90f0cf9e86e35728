/** Whether the zone still is what was signed. */
import { stepRun } from '../runbook/fold.ts';
import type { RunState } from '../runbook/fold.ts';
import { asciiName } from '../net/domain-name.ts';
import { timeText } from './agreement.ts';
import type { RunDifference } from './compare-runs.ts';
import type { StoredRun, StoredRunSummary } from './stored-run.ts';

const SIGN_OFF = 'SGN-03';

export interface SignedState<Run> {
  readonly run: Run;
  /** When the sign-off was done, UTC; `null` while it is not, and the last snapshot stands for it. */
  readonly signedAt: string | null;
}

/**
 * The run that the customer signed: the last snapshot before the sign-off; without a sign-off the last one of all.
 * `null` when there is no snapshot to compare with.
 */
export const signedState = <Run extends Pick<StoredRunSummary, 'kind' | 'endedAt'>>(
  runs: readonly Run[],
  log: RunState,
): SignedState<Run> | null => {
  const { state, since } = stepRun(log, SIGN_OFF);
  const signedAt = state === 'done' ? since : null;
  const [run] = runs
    .filter(
      ({ kind, endedAt }) =>
        kind === 'snapshot' && (signedAt === null || Date.parse(endedAt) <= Date.parse(signedAt)),
    )
    .toSorted((a, b) => Date.parse(b.endedAt) - Date.parse(a.endedAt));
  return run === undefined ? null : { run, signedAt };
};

export interface Drift {
  readonly sentence: string;
  readonly differences: readonly RunDifference[];
  /** Records that are another now; the serial of a zone and the addresses of others' hosts are none. */
  readonly moved: readonly RunDifference[];
  /** How many these are. */
  readonly drifted: number;
  /** Records that answered both times at a place that both asked, or say the same at other places. */
  readonly compared: number;
  /** Records of then of which nothing is known now. */
  readonly open: number;
}

const isBelow = (name: string, domains: readonly string[]): boolean =>
  domains.some((domain) => name === domain || name.endsWith(`.${domain}`));

/** Hosts of others, such as a service's, may have other addresses for each who asks, and at each time. */
const isOthers = (
  { question: { type }, change, holder }: RunDifference,
  domains: readonly string[],
): boolean =>
  change === 'changed' && (type === 'A' || type === 'AAAA') && holder !== null && !isBelow(holder, domains);

const count = (number: number, verb: string): string =>
  number === 1 ? `1 record ${verb}` : `${number} records ${verb}`;

/** `differences` are those of a later run from the signed one; only what was asked for the signed state counts. */
export const driftFrom = (signed: StoredRun, differences: readonly RunDifference[]): Drift => {
  const domains = signed.domains.map(asciiName);
  const counted = differences.filter(({ question }) => question.type !== 'SOA');
  const known = counted.filter(({ change }) => change !== 'not-known');
  const other = known.filter(({ change }) => change !== 'same');
  const moved = other.filter((one) => !isOthers(one, domains));
  const drifted = moved.length;
  const open = counted.filter(({ change, before }) => change === 'not-known' && before.length > 0).length;
  const called = signed.name === '' ? 'the snapshot' : `“${signed.name}”`;
  const of = `${called} of ${timeText(signed.endedAt)}`;
  const what =
    known.length === 0
      ? `Nothing could be compared with ${of}.`
      : drifted === 0
        ? `Nothing that could be compared has changed since ${of}.`
        : `${count(drifted, drifted === 1 ? 'has' : 'have')} changed since ${of}.`;
  const others = other.length - drifted;
  const rest = [
    ...(open === 0 ? [] : [`${count(open, 'of then could not be compared')}.`]),
    ...(others === 0
      ? []
      : [`Hosts of others have other addresses in ${count(others, '').trim()}, as they may.`]),
  ];
  return { sentence: [what, ...rest].join(' '), differences, moved, drifted, compared: known.length, open };
};
