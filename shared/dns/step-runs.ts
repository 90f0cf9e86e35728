/** Which stored run answers a step that asks for a snapshot of DNS: known by its kind and by its name. */
import type { NewLogEntry } from '../runbook/log.ts';
import type { StepRun } from '../runbook/fold.ts';
import { timeText } from './agreement.ts';
import type { StoredRun, StoredRunSummary } from './stored-run.ts';

export const SNAPSHOT_NAMES = ['before', 'after'] as const;
export type SnapshotName = (typeof SNAPSHOT_NAMES)[number];

/** The steps that ask for a snapshot, and what the person called it (domain brief, DIS-04 and SGN-01). */
const BY_STEP: Readonly<Record<string, SnapshotName>> = { 'DIS-04': 'before', 'SGN-01': 'after' };

/** `null` for a step that asks for none. */
export const snapshotOf = (stepId: string): SnapshotName | null => BY_STEP[stepId] ?? null;

const isCalled = (run: Pick<StoredRun, 'kind' | 'name'>, name: SnapshotName): boolean =>
  (run.kind === 'snapshot' || run.kind === 'collected') &&
  new RegExp(`^${name}\\b`, 'iu').test(run.name.trim());

/** The newest run that is called so; `null` while there is none. */
export const runCalled = (runs: readonly StoredRunSummary[], name: SnapshotName): StoredRunSummary | null => {
  const [newest] = runs
    .filter((run) => isCalled(run, name))
    .toSorted((a, b) => Date.parse(b.endedAt) - Date.parse(a.endedAt));
  return newest ?? null;
};

/** Domains of the profile that the run does not speak about. */
export const domainsMissingIn = (
  run: Pick<StoredRun, 'domains'>,
  names: readonly string[],
): readonly string[] => names.filter((name) => !run.domains.includes(name));

/** ‘before’ of 2026-12-05 20:01:07 UTC */
export const runTitle = ({ name, kind, endedAt }: Pick<StoredRun, 'name' | 'kind' | 'endedAt'>): string =>
  `${name === '' ? `(${kind})` : `“${name}”`} of ${timeText(endedAt)}`;

/** Whether the run already is evidence of the step. */
export const isTaken = (
  { evidence }: Pick<StepRun, 'evidence'>,
  { sha256 }: Pick<StoredRunSummary, 'sha256'>,
): boolean => evidence.some(({ evidence: one }) => one.kind === 'text' && one.text.includes(sha256));

/** The run as evidence of a step: what it is, and the hash by which it can be checked. */
export const runEvidence = (stepId: string, run: StoredRunSummary): NewLogEntry => ({
  kind: 'evidence',
  stepId,
  evidence: {
    kind: 'text',
    title: `DNS run ${runTitle(run)}`.slice(0, 200),
    text: [
      `Kind: ${run.kind}`,
      `Name: ${run.name}`,
      `From ${timeText(run.startedAt)} to ${timeText(run.endedAt)}, by ${run.operator}`,
      `Domains: ${run.domains.join(', ')}`,
      `Asked at: ${run.vantages.map(({ label }) => label).join(', ')}`,
      `Answers: ${run.answerCount}`,
      ...(run.source === undefined ? [] : [`File: ${run.source.file}, SHA-256 ${run.source.sha256}`]),
      `Run ${run.id}, SHA-256 ${run.sha256}`,
    ].join('\n'),
  },
});
