/** Two runs side by side: what each record was, and what it is, at every place that both asked. */
import { listed } from '../listed.ts';
import { timeText } from './agreement.ts';
import {
  askedInEither,
  askedTwice,
  isAlikeEverywhere,
  isClear,
  openIn,
  pairOf,
  saidIn,
} from './compare-places.ts';
import type { Change, PlacePair, Said } from './compare-places.ts';
import { placeName, saidBy, viewsOf } from './place-view.ts';
import type { View } from './place-view.ts';
import type { RunDraft } from './stored-run.ts';
import type { DnsAnswer, DnsQuestion } from './types.ts';
import { PROBE_ID } from './vantage.ts';

interface Values {
  /** The records' values in order; empty when there was none, or when it is not known. */
  readonly before: readonly string[];
  readonly after: readonly string[];
}

export interface PlaceDifference extends Values {
  /** Who was asked, e.g. `ns1.contoso.com (192.0.2.1)`. */
  readonly place: string;
  readonly change: Change;
}

/** Its values are those of the place that says most among those where the record changed, else among all. */
export interface RunDifference extends Values {
  readonly question: DnsQuestion;
  /**
   * `changed`, `added`, `removed`: so at one place at least that both runs asked. `not-known`: one of the runs did not
   * ask, got no answer, or asked other places only, which say something else; the sentence says which.
   */
  readonly change: Change;
  /** Seconds, the shortest of the records, where a server gave it with authority, which is the zone's; else `null`. */
  readonly beforeTtl: number | null;
  readonly afterTtl: number | null;
  /** The name that holds the records both times: behind an alias the last one; `null` where it is not one name. */
  readonly holder: string | null;
  /** The places that gave an answer both times. */
  readonly comparedAt: readonly string[];
  /** Each place that both runs asked, where they don't all say the same; empty where they do. */
  readonly places: readonly PlaceDifference[];
  readonly sentence: string;
}

const recordsOf = (view: View | undefined): readonly string[] =>
  view?.values.filter((text) => view.answer.records.some(({ value }) => value === text)) ?? [];

/** What a cache shows is what is left of a TTL. */
const ttlOf = (view: View | undefined): number | null => {
  if (view?.answer.flags.aa !== true) return null;
  const ttls = view.answer.records.map(({ ttl }) => ttl);
  return ttls.length === 0 || ttls.includes(null) ? null : Math.min(...ttls.map((ttl) => ttl ?? 0));
};

const ttlChange = ({ was, is }: PlacePair): string => {
  const [before, after] = [ttlOf(was), ttlOf(is)];
  return before === null || after === null || before === after
    ? ''
    : ` Its TTL was ${before} s and is ${after} s.`;
};

const holderOf = (question: DnsQuestion, views: ReadonlyArray<View | undefined>): string | null => {
  const names = new Set(
    views.flatMap((view) =>
      (view?.answer.records ?? [])
        .filter(({ type }) => type === question.type)
        .map(({ name }) => name.toLowerCase()),
    ),
  );
  const [only] = names;
  return names.size === 1 ? (only ?? null) : null;
};

const FEW = 4;
const namesOf = (places: readonly string[]): string =>
  places.length > FEW + 1
    ? `${places.slice(0, FEW).join(', ')} and ${places.length - FEW} more`
    : listed(places);

/** One place, or the zone's own servers of then and of now. */
const placeOf = ({ was, is }: PlacePair): string => {
  const [before, after] = [placeName(was), placeName(is)];
  const isOne = was.vantage.id === is.vantage.id || !(was.own && is.own) || before === after;
  return isOne ? after : `the zone’s own servers (${before} before, ${after} afterwards)`;
};

const everywhere = ({ was, is, change }: PlacePair): string => {
  switch (change) {
    case 'changed':
      return `was ${saidBy(was)} and is ${saidBy(is)}.`;
    case 'added':
      return `is new: ${saidBy(is)}.`;
    case 'removed':
      return `is gone; it was ${saidBy(was)}.`;
    default:
      return recordsOf(was).length === 0 && recordsOf(is).length === 0 && was.key !== is.key
        ? 'has no record, as before.'
        : `is unchanged: ${saidBy(is)}.`;
  }
};

const somewhere = ({ was, is, change }: PlacePair, places: string): string => {
  switch (change) {
    case 'changed':
      return `was ${saidBy(was)} and is ${saidBy(is)} at ${places}`;
    case 'added':
      return `is new at ${places}: ${saidBy(is)}`;
    case 'removed':
      return `is gone at ${places}, where it was ${saidBy(was)}`;
    default:
      return `is unchanged at ${places}: ${saidBy(is)}`;
  }
};

type Judged = Omit<RunDifference, 'question' | 'holder'>;

/** Where places of both runs gave an answer both times. */
const byPlace = (name: string, pairs: readonly PlacePair[], known: readonly PlacePair[]): Judged => {
  const moved = known.filter(({ change }) => change !== 'same');
  const changes = new Set(moved.map(({ change }) => change));
  const [only = 'same'] = changes;
  const groups = [
    ...Map.groupBy([...moved, ...known.filter(({ change }) => change === 'same')], (pair) =>
      [pair.change, pair.was.key, pair.is.key].join('\n\n'),
    ).values(),
  ];
  const [first = []] = groups;
  const [shown] = first;
  if (shown === undefined) throw new RangeError('there is a place to compare');
  const open = pairs.filter(({ change }) => change === 'not-known').map(placeOf);
  const silent =
    open.length === 0
      ? ''
      : ` Not known at ${namesOf(open)}, where one of the two runs got no answer that counts.`;
  const said =
    groups.length === 1
      ? everywhere(shown)
      : `${groups
          .flatMap((group) => (group[0] ? [somewhere(group[0], namesOf(group.map(placeOf)))] : []))
          .join('; it ')}.`;
  return {
    change: changes.size > 1 ? 'changed' : only,
    before: recordsOf(shown.was),
    after: recordsOf(shown.is),
    beforeTtl: ttlOf(shown.was),
    afterTtl: ttlOf(shown.is),
    comparedAt: known.map(placeOf),
    places:
      groups.length === 1 && open.length === 0
        ? []
        : pairs.map((pair) => ({
            place: placeOf(pair),
            change: pair.change,
            before: recordsOf(pair.was),
            after: recordsOf(pair.is),
          })),
    sentence: `${name} ${said}${ttlChange(shown)}${silent}`,
  };
};

/** Where no place answered both runs. Another place proves no change; it may be another one at all times. */
const elsewhere = (name: string, before: Said | undefined, after: Said | undefined): Judged => {
  const pair = before === undefined || after === undefined ? null : pairOf({ before, after });
  const was = pair?.was ?? viewsOf(before === undefined ? [] : [before])[0];
  const is = pair?.is ?? viewsOf(after === undefined ? [] : [after])[0];
  const judged = (change: Change, sentence: string): Judged => ({
    change,
    before: recordsOf(was),
    after: recordsOf(is),
    beforeTtl: ttlOf(was),
    afterTtl: ttlOf(is),
    comparedAt: [],
    places: [],
    sentence: `${name} ${sentence}`,
  });
  if (pair === null || was === undefined || is === undefined || !isClear(was) || !isClear(is)) {
    const open = was !== undefined && isClear(was) ? openIn(is, 'afterwards') : openIn(was, 'before');
    return judged('not-known', `can’t be compared: ${open}.`);
  }
  const [there, here] = [placeName(was), placeName(is)];
  if (pair.change !== 'same')
    return judged(
      'not-known',
      `can’t be compared: before ${there} said ${saidBy(was)}, afterwards ${here} says ${saidBy(is)}, and no place answered both times.`,
    );
  const where = there === here ? '' : `: ${there} before, ${here} afterwards`;
  const said = recordsOf(is).length === 0 ? 'has no record, as before' : `says the same, ${saidBy(is)}`;
  return judged('same', `${said}, but other places were asked${where}.`);
};

const differenceOf = (
  question: DnsQuestion,
  before: readonly Said[],
  after: readonly Said[],
): RunDifference => {
  const name = `${question.name} ${question.type}`;
  const pairs = askedTwice(before, after).map(pairOf);
  const known = pairs.filter(({ change }) => change !== 'not-known');
  const judged = known.length > 0 ? byPlace(name, pairs, known) : elsewhere(name, before[0], after[0]);
  const views = known.length > 0 ? known.flatMap(({ was, is }) => [was, is]) : viewsOf([...before, ...after]);
  return { question, holder: holderOf(question, views), ...judged };
};

export interface RunComparison {
  /** All that either run asked, in the order of the later one. */
  readonly questions: readonly DnsQuestion[];
  readonly of: (question: DnsQuestion) => RunDifference;
}

/** The short way of most questions: all places say the same both times. `before`: what the first of them said. */
const unchanged = (
  question: DnsQuestion,
  before: DnsAnswer | undefined,
  [first, ...more]: readonly Said[],
): RunDifference | null => {
  if (before === undefined || first === undefined) return null;
  const pair = pairOf({ before: { vantage: first.vantage, answer: before }, after: first });
  const judged = byPlace(`${question.name} ${question.type}`, [pair], [pair]);
  return {
    question,
    holder: null,
    ...judged,
    comparedAt: [first, ...more].map(({ vantage }) => placeName({ vantage })),
  };
};

/** A comparison to be made question by question, as work that must not hold up others needs it. */
export const runComparison = (before: RunDraft, after: RunDraft): RunComparison => {
  const [earlier, later] = [saidIn(before), saidIn(after)];
  return {
    questions: askedInEither(earlier, later),
    of: (question) => {
      const was = earlier.heard(question);
      const now = later.of(question);
      const alike = isAlikeEverywhere(was, later.heard(question))
        ? was.find(({ vantage }) => vantage === now[0]?.vantage.id)?.answer
        : undefined;
      return unchanged(question, alike, now) ?? differenceOf(question, earlier.of(question), now);
    },
  };
};

/** One for each question that either run asked, in the order of the later run. */
export const compareRuns = (before: RunDraft, after: RunDraft): readonly RunDifference[] => {
  const { questions, of } = runComparison(before, after);
  return questions.map(of);
};

/** What has to be said of the two runs besides: their order in time, and the places that only one of them asked. */
export const comparisonNotes = (before: RunDraft, after: RunDraft): readonly string[] => {
  const placesOf = ({ vantages, answers }: RunDraft): readonly string[] => {
    const asked = new Set(answers.map(({ vantage }) => vantage));
    const used = vantages.filter(({ id }) => id !== PROBE_ID && asked.has(id));
    return [...new Set(used.map((vantage) => placeName({ vantage })))];
  };
  const [then, now] = [placesOf(before), placesOf(after)];
  const onlyThen = then.filter((place) => !now.includes(place));
  const onlyNow = now.filter((place) => !then.includes(place));
  const only = [
    ...(onlyThen.length > 0 ? [`the earlier run alone asked ${namesOf(onlyThen)}`] : []),
    ...(onlyNow.length > 0 ? [`the later run alone asked ${namesOf(onlyNow)}`] : []),
  ].join(', ');
  return [
    ...(Date.parse(before.endedAt) > Date.parse(after.endedAt)
      ? [
          `The run given as the earlier one ended at ${timeText(before.endedAt)}, after the other one, ${timeText(after.endedAt)}.`,
        ]
      : []),
    ...(only === ''
      ? []
      : [
          `${only[0]?.toUpperCase() ?? ''}${only.slice(1)}; a change is told only of places that both asked.`,
        ]),
  ];
};
