/** Whether the zone still is what was signed. */
import { stepRun } from '../runbook/fold.ts';
import type { RunState } from '../runbook/fold.ts';
import { timeText } from './agreement.ts';
import { compareRuns } from './compare-runs.ts';
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
  /** Records that are another now; the serial of a zone alone is none. */
  readonly drifted: number;
}

const isDrift = ({ change, question }: RunDifference): boolean =>
  question.type !== 'SOA' && (change === 'changed' || change === 'added' || change === 'removed');

/** Compares a later run with the signed one; only what was asked for the signed state counts. */
export const driftFrom = (signed: StoredRun, now: StoredRun): Drift => {
  const differences = compareRuns(signed, now);
  const drifted = differences.filter(isDrift).length;
  const open = differences.filter(({ change, before }) => change === 'not-known' && before.length > 0).length;
  const called = signed.name === '' ? 'the snapshot' : `“${signed.name}”`;
  const since = `since ${called} of ${timeText(signed.endedAt)}`;
  const what =
    drifted === 0
      ? `Nothing that could be compared has changed ${since}.`
      : `${drifted === 1 ? '1 record has' : `${drifted} records have`} changed ${since}.`;
  const rest =
    open === 0 ? '' : ` ${open === 1 ? '1 record' : `${open} records`} of then could not be compared.`;
  return { sentence: what + rest, differences, drifted };
};
