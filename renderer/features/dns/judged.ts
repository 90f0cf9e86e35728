/** Checks judged by a stored run, as entries of the log; nobody is asked. */
import { switchedOn } from '../../../shared/dns/block-lists.ts';
import type { CheckSelection } from '../../../shared/dns/checks.ts';
import { fromRun, judgeRun } from '../../../shared/dns/judge-run.ts';
import { RUNBOOK_CHECKS } from '../../../shared/dns/sources.ts';
import type { StoredRunSummary } from '../../../shared/dns/stored-run.ts';
import type { Profile } from '../../../shared/profile/schema.ts';
import { foldRun } from '../../../shared/runbook/fold.ts';
import type { RunState } from '../../../shared/runbook/fold.ts';
import type { NewLogEntry } from '../../../shared/runbook/log.ts';
import { published } from '../../app/published.svelte.ts';
import { settings } from '../../app/settings.svelte.ts';
import { storedRuns } from './stored-runs.svelte.ts';

export interface JudgedEntry {
  readonly entry: NewLogEntry;
  /** The run asked everything that the check asks, so that its verdict can stand as evidence. */
  readonly complete: boolean;
}

/** One for each step, check and domain; rejects when the run can't be read. */
export const judgedEntries = async (
  run: StoredRunSummary,
  profile: Profile,
  selection: CheckSelection = { stepIds: [], domains: [] },
): Promise<readonly JudgedEntry[]> => {
  const chosen = {
    blockLists: switchedOn(settings.value.blockLists),
    nonePublished: published.nonePublished(run.customerId),
    ...selection,
  };
  const { judged } = await judgeRun(await storedRuns.open(run.id), profile, chosen, RUNBOOK_CHECKS);
  return judged.map(({ stepId, evidence, missing }) => ({
    entry: { kind: 'evidence', stepId, evidence: fromRun(evidence, run) },
    complete: missing.length === 0,
  }));
};

export const completeEntries = (judged: readonly JudgedEntry[]): readonly NewLogEntry[] =>
  judged.filter(({ complete }) => complete).map(({ entry }) => entry);

/** What the log would say with these entries alone, each stamped as the run is. */
export const stateOf = (
  judged: readonly JudgedEntry[],
  { endedAt, operator }: Pick<StoredRunSummary, 'endedAt' | 'operator'>,
): RunState =>
  foldRun(
    judged.map(({ entry }, index) => ({ id: `judged-${String(index)}`, at: endedAt, operator, entry })),
  );
