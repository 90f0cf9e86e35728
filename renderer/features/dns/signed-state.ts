/** What a customer signed, and the stored run that shows best what has become of it. */
import { driftFrom, signedState } from '../../../shared/dns/drift.ts';
import type { RunDifference } from '../../../shared/dns/compare-runs.ts';
import type { StoredRun, StoredRunSummary } from '../../../shared/dns/stored-run.ts';
import { listed } from '../../../shared/listed.ts';
import type { RunState } from '../../../shared/runbook/fold.ts';
import { clock } from '../../app/time.ts';
import type { Mark } from '../../ui/marks.ts';
import { kindOfRun } from './run-words.ts';

export interface Signed {
  readonly run: StoredRunSummary;
  /** UTC, ISO 8601. */
  readonly at: string;
  /** The run to compare with; `null` while nothing was asked again that covers the signed domains. */
  readonly later: StoredRunSummary | null;
}

/** They ask for all records; a check of one step, pasted output or a watch speaks of a few. */
const WHOLE: ReadonlySet<StoredRunSummary['kind']> = new Set(['snapshot', 'collected', 'bulk']);
/** Share of the signed answers from which on a check asked about enough to say something. */
const ENOUGH = 0.5;

/** `null` without a sign-off, or without a snapshot in front of it. */
export const signedBy = (runs: readonly StoredRunSummary[], log: RunState): Signed | null => {
  const found = signedState(runs, log);
  if (!found?.signedAt) return null;
  const { run, signedAt } = found;
  const later = runs
    .filter(
      ({ kind, domains, endedAt, answerCount }) =>
        Date.parse(endedAt) > Date.parse(run.endedAt) &&
        run.domains.every((domain) => domains.includes(domain)) &&
        (WHOLE.has(kind) || (kind === 'check' && answerCount >= run.answerCount * ENOUGH)),
    )
    .toSorted((a, b) => Date.parse(b.endedAt) - Date.parse(a.endedAt));
  return { run, at: signedAt, later: later[0] ?? null };
};

export interface SignedDrift {
  readonly mark: Mark;
  /** What happened, in one sentence. */
  readonly sentence: string;
  /** What to do about it; empty when there is nothing to do. */
  readonly next: string;
  readonly differences: readonly RunDifference[];
  readonly drifted: number;
}

/** Records or domains that a sentence names; the rest is counted. */
const NAMED = 3;
const firstOf = (names: readonly string[]): string => {
  const rest = names.length - NAMED;
  return listed(rest > 0 ? [...names.slice(0, NAMED), `${String(rest)} more`] : names);
};
const called = ({ name, endedAt }: Pick<StoredRunSummary, 'name' | 'endedAt'>): string =>
  `${name === '' ? 'the snapshot' : `‘${name}’`} of ${clock(endedAt)}`;

/**
 * What has become of what was signed, and what to do about it.
 * @param compared the differences of the later run from the signed one
 * @param domains of the customer now, of which some may not be in what was signed
 */
export const signedDrift = (
  signed: StoredRun,
  later: StoredRun,
  compared: readonly RunDifference[],
  domains: readonly string[],
): SignedDrift => {
  const { differences, moved, drifted, compared: known, open } = driftFrom(signed, compared);
  /** What leads mail is named first. */
  const isAddress = ({ question }: RunDifference): boolean => /^A{1,4}$/u.test(question.type);
  const missing = domains.filter((name) => !signed.domains.includes(name));
  const left = [
    ...(open === 0
      ? []
      : [` ${open === 1 ? '1 record' : `${String(open)} records`} of then could not be compared.`]),
    ...(missing.length === 0 ? [] : [` What was signed does not hold ${firstOf(missing)}.`]),
  ].join('');
  const since = `since ${called(signed)} was signed`;
  const by = `the ${kindOfRun(later.kind).toLowerCase()} of ${clock(later.endedAt)}`;
  if (known === 0)
    return {
      mark: 'attention',
      sentence: `What was signed can’t be compared with ${by}: no record has an answer in both.`,
      next: 'Take a snapshot, which asks for all of them again.',
      differences,
      drifted: 0,
    };
  if (drifted === 0)
    return {
      mark: left === '' ? 'proved' : 'waiting',
      sentence: `Nothing has changed ${since}: ${known === 1 ? 'the one record' : `all ${String(known)} records`} that could be compared with ${by} ${known === 1 ? 'is' : 'are'} the same.${left}`,
      next: '',
      differences,
      drifted: 0,
    };
  const names = moved
    .toSorted((a, b) => Number(isAddress(a)) - Number(isAddress(b)))
    .map(({ question }) => `${question.name} ${question.type}`);
  const which = firstOf(names);
  return {
    mark: 'attention',
    sentence: `${drifted === 1 ? '1 record has' : `${String(drifted)} records have`} changed ${since}: ${which}, by ${by}.${left}`,
    next: 'If the change was agreed, take an after-snapshot and sign again, in SGN-03. If nobody knows of it, put the signed record back: it stands below as what is gone.',
    differences,
    drifted,
  };
};
