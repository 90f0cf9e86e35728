/** Two runs side by side: what each record was, and what it is. */
import { questionKey } from './question.ts';
import { saidBy, viewsOf } from './place-view.ts';
import type { View } from './place-view.ts';
import { isCanary } from './question-plan.ts';
import { storedAnswers } from './stored-lookup.ts';
import type { RunDraft } from './stored-run.ts';
import type { DnsAnswer, DnsQuestion } from './types.ts';
import type { Vantage } from './vantage.ts';

export interface RunDifference {
  readonly question: DnsQuestion;
  /** `not-known`: one of the runs did not ask, or got no answer; the sentence says which. */
  readonly change: 'same' | 'changed' | 'added' | 'removed' | 'not-known';
  /** The records' values in order; empty when there was none, or when it is not known. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Seconds, the shortest of the records; `null` without records, or where the source does not show it. */
  readonly beforeTtl: number | null;
  readonly afterTtl: number | null;
  readonly sentence: string;
}

const NOWHERE: Vantage = { id: 'run', kind: 'file', label: 'stored run', server: null };

const recordsOf = (view: View | undefined): readonly string[] =>
  view?.values.filter((text) => view.answer.records.some(({ value }) => value === text)) ?? [];

const ttlOf = (answer: DnsAnswer | undefined): number | null => {
  const ttls = answer?.records.map(({ ttl }) => ttl) ?? [];
  return ttls.length === 0 || ttls.includes(null) ? null : Math.min(...ttls.map((ttl) => ttl ?? 0));
};

const openIn = (view: View | undefined, when: string): string =>
  view === undefined ? `it was not asked ${when}` : `${when} there was no answer to it: ${saidBy(view)}`;

/** A TTL says something about the zone only where one of its own servers gave it. */
const ttlChange = (before: View, after: View): string => {
  const [was, is] = [ttlOf(before.answer), ttlOf(after.answer)];
  const shown = before.answer.flags.aa && after.answer.flags.aa && was !== null && is !== null && was !== is;
  return shown ? ` Its TTL was ${was} s and is ${is} s.` : '';
};

const sentenceOf = (
  name: string,
  before: View | undefined,
  after: View | undefined,
): Pick<RunDifference, 'change' | 'sentence'> => {
  if (before === undefined || after === undefined || !before.settled || !after.settled) {
    const open = before?.settled === true ? openIn(after, 'afterwards') : openIn(before, 'before');
    return { change: 'not-known', sentence: `${name} can’t be compared: ${open}.` };
  }
  if (before.key === after.key)
    return { change: 'same', sentence: `${name} is unchanged: ${saidBy(after)}.${ttlChange(before, after)}` };
  const [had, has] = [recordsOf(before).length > 0, recordsOf(after).length > 0];
  if (had && has)
    return {
      change: 'changed',
      sentence: `${name} was ${saidBy(before)} and is ${saidBy(after)}.${ttlChange(before, after)}`,
    };
  if (has) return { change: 'added', sentence: `${name} is new: ${saidBy(after)}.` };
  if (had) return { change: 'removed', sentence: `${name} is gone; it was ${saidBy(before)}.` };
  // No such name, and no such record at a name that exists: either way there is none.
  return { change: 'same', sentence: `${name} has no record, as before.` };
};

/** One for each question that either run asked, in the order of the later run; from each run the answer that says most. */
export const compareRuns = (before: RunDraft, after: RunDraft): readonly RunDifference[] => {
  const [earlier, later] = [storedAnswers(before), storedAnswers(after)];
  const questions = new Map(
    [...after.answers, ...before.answers]
      .map(({ answer }) => answer.question)
      .filter((question) => !isCanary(question))
      .map((question) => [questionKey(question), question]),
  );
  return [...questions.values()].map((question) => {
    const [was] = earlier(question);
    const [is] = later(question);
    // Together, since an alias that only one side followed is compared as the alias.
    const views = viewsOf([was, is].flatMap((answer) => (answer ? [{ vantage: NOWHERE, answer }] : [])));
    const first = views.find(({ answer }) => answer === was);
    const second = views.find(({ answer }) => answer === is);
    return {
      question,
      ...sentenceOf(`${question.name} ${question.type}`, first, second),
      before: recordsOf(first),
      after: recordsOf(second),
      beforeTtl: ttlOf(was),
      afterTtl: ttlOf(is),
    };
  });
};
