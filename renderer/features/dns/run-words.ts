/** Stored runs in words. */
import type { RunDifference } from '../../../shared/dns/compare-runs.ts';
import type { StoredRunSummary } from '../../../shared/dns/stored-run.ts';
import { clockSeconds } from '../../app/time.ts';
import type { MarkedWord } from './verdicts.ts';

const KINDS: Readonly<Record<StoredRunSummary['kind'], string>> = {
  check: 'Check',
  snapshot: 'Snapshot',
  pasted: 'Pasted',
  collected: 'Collected',
  watch: 'Watch',
  bulk: 'Check of all customers',
};
export const kindOfRun = (kind: StoredRunSummary['kind']): string => KINDS[kind];

/** ‘after’ of 20:14:02, or the kind where it has no name. */
export const titleOfRun = ({
  name,
  kind,
  endedAt,
}: Pick<StoredRunSummary, 'name' | 'kind' | 'endedAt'>): string =>
  `${name === '' ? KINDS[kind] : `‘${name}’`} of ${clockSeconds(endedAt)}`;

const CHANGES: Readonly<Record<RunDifference['change'], MarkedWord>> = {
  same: { mark: 'proved', word: 'Same' },
  changed: { mark: 'running', word: 'Changed' },
  added: { mark: 'running', word: 'New' },
  removed: { mark: 'attention', word: 'Gone' },
  'not-known': { mark: 'not-started', word: 'Not known' },
};
export const changeWord = (change: RunDifference['change']): MarkedWord => CHANGES[change];

/** How two runs differ, in one sentence. */
export const differenceSentence = (differences: readonly RunDifference[]): string => {
  const count = (change: RunDifference['change']): number =>
    differences.filter((one) => one.change === change).length;
  const parts = [
    [count('changed'), 'changed'],
    [count('added'), 'new'],
    [count('removed'), 'gone'],
    [count('not-known'), 'that can’t be compared'],
  ].filter(([number]) => number !== 0);
  if (differences.length === 0) return 'The two runs asked nothing in common.';
  return parts.length === 0
    ? `All ${String(differences.length)} answers are the same.`
    : `Of ${String(differences.length)} answers, ${parts.map((part) => part.join(' ')).join(', ')}.`;
};
