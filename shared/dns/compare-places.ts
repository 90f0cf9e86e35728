/** Two runs place by place: what each place said of a question before and after, where both runs asked it. */
import { saidBy, serverIdentity, settles, viewsOf } from './place-view.ts';
import type { View } from './place-view.ts';
import { isCanary } from './question-plan.ts';
import { describeServer, NO_ADDRESS } from './server.ts';
import { BY_KIND, heardByPlace } from './stored-lookup.ts';
import type { Heard } from './stored-lookup.ts';
import type { RunDraft } from './stored-run.ts';
import { isDoubtful } from './vantage-difference.ts';
import { PROBE_ID } from './vantage.ts';
import type { Vantage } from './vantage.ts';
import type { DnsAnswer, DnsQuestion } from './types.ts';

export type Change = 'same' | 'changed' | 'added' | 'removed' | 'not-known';

export interface Said {
  readonly vantage: Vantage;
  readonly answer: DnsAnswer;
}

export interface PlacePair {
  readonly was: View;
  readonly is: View;
  readonly change: Change;
}

const nameless = ({ server }: DnsAnswer, id: string): Vantage => ({
  id,
  kind: 'file',
  label: describeServer(server),
  server: server.address === NO_ADDRESS ? null : server,
});

const rank = ({ vantage, answer }: Said): number => (settles(answer) ? 0 : 100) + BY_KIND[vantage.kind];

type Placed = Pick<RunDraft, 'answers' | 'vantages'>;

export interface SaidAnswers {
  readonly questions: readonly DnsQuestion[];
  readonly heard: (question: DnsQuestion) => readonly Heard[];
  /** What each place last said; the place that says most comes first. */
  readonly of: (question: DnsQuestion) => readonly Said[];
}

/** Of a run what is about records: no names that can't exist, and not the address without a server. */
export const saidIn = (run: Placed): SaidAnswers => {
  const places = new Map(run.vantages.map((vantage) => [vantage.id, vantage]));
  const heard = heardByPlace({
    answers: run.answers.filter(({ vantage, answer }) => vantage !== PROBE_ID && !isCanary(answer.question)),
  });
  return {
    questions: heard.questions,
    heard: heard.of,
    of: (question) =>
      heard
        .of(question)
        .map(({ vantage, answer }) => ({ vantage: places.get(vantage) ?? nameless(answer, vantage), answer }))
        .sort((a, b) => rank(a) - rank(b)),
  };
};

/** For an answer whose server is not known nobody can say that another one is of the same place. */
const isNamed = ({ answer }: Pick<Said, 'answer'>): boolean => answer.server.address !== NO_ADDRESS;

const hasRecords = ({ answer, values }: View): boolean =>
  answer.records.some(({ value }) => values.includes(value));

/** It says what the zone holds at its time. */
export const isClear = (view: View): boolean => view.settled && !isDoubtful(view.answer);

const changeOf = (was: View, is: View): Change => {
  if (!isClear(was) || !isClear(is)) return 'not-known';
  if (was.key === is.key) return 'same';
  const [had, has] = [hasRecords(was), hasRecords(is)];
  // No such name, and no such record at a name that exists: either way there is none.
  if (!had && !has) return 'same';
  return had && has ? 'changed' : has ? 'added' : 'removed';
};

/** What one place said in the earlier and in the later run. */
export interface BothTimes {
  readonly before: Said;
  readonly after: Said;
}

/** Together, since an alias that only one side followed is compared as the alias. */
export const pairOf = ({ before, after }: BothTimes): PlacePair => {
  const [was, is] = viewsOf([before, after]);
  if (was === undefined || is === undefined) throw new RangeError('two answers make two views');
  return { was, is, change: changeOf(was, is) };
};

/** Every place that both runs asked: by its id, else by its server, however that was chosen or reached. */
const samePlaces = (before: readonly Said[], after: readonly Said[]): BothTimes[] => {
  const left = before.filter(isNamed);
  const take = (matches: (one: Said) => boolean): Said | undefined => {
    const at = left.findIndex(matches);
    return at < 0 ? undefined : left.splice(at, 1)[0];
  };
  const byId = after.filter(isNamed).map((one) => ({
    after: one,
    before: take(({ vantage }) => vantage.id === one.vantage.id),
  }));
  return byId.flatMap(({ before: found, after: one }): BothTimes[] => {
    const was = found ?? take((other) => serverIdentity(other) === serverIdentity(one));
    return was === undefined ? [] : [{ before: was, after: one }];
  });
};

const isOwn = ({ vantage, answer }: Said): boolean =>
  vantage.kind === 'authoritative' && settles(answer) && answer.flags.aa && !isDoubtful(answer);

/** What all of the zone's own servers say; `undefined` when they differ, or none answered with authority. */
const ownWord = (all: readonly Said[]): Said | undefined => {
  const own = all.filter(isOwn);
  return new Set(viewsOf(own).map(({ key }) => key)).size === 1 ? own[0] : undefined;
};

/**
 * The places that both runs asked. Where the zone moved to other name servers, its own servers of then and of now stand
 * for one place, since each speaks for the zone; but only where they are of one mind.
 */
export const askedTwice = (before: readonly Said[], after: readonly Said[]): readonly BothTimes[] => {
  const places = samePlaces(before, after);
  if (places.some((place) => isOwn(place.before) && isOwn(place.after))) return places;
  const [was, is] = [ownWord(before), ownWord(after)];
  return was === undefined || is === undefined ? places : [{ before: was, after: is }, ...places];
};

/** For sentences: why a place has nothing to compare. */
export const openIn = (view: View | undefined, when: string): string => {
  if (view === undefined) return `it was not asked ${when}`;
  return view.settled
    ? `${when} the server itself called its answer, ${saidBy(view)}, changed by rule or past its time`
    : `${when} there was no answer to it: ${saidBy(view)}`;
};

/** The questions of both, those of the later run first. */
export const askedInEither = (earlier: SaidAnswers, later: SaidAnswers): readonly DnsQuestion[] => [
  ...later.questions,
  ...earlier.questions.filter((question) => later.heard(question).length === 0),
];

/** Literally the same records; a quick look that spares most of the work, as most records stay. */
const isAlike = (a: DnsAnswer, b: DnsAnswer): boolean =>
  !isDoubtful(b) &&
  a.outcome === b.outcome &&
  a.records.length === b.records.length &&
  a.records.every((record, index) => {
    const other = b.records[index];
    return record.value === other?.value && record.type === other.type && record.name === other.name;
  });

/** Both runs asked the same places, and all of these say literally the same both times. */
export const isAlikeEverywhere = (before: readonly Heard[], after: readonly Heard[]): boolean => {
  const [first] = after;
  return (
    first !== undefined &&
    settles(first.answer) &&
    before.length === after.length &&
    after.every((one) => isNamed(one) && isAlike(first.answer, one.answer)) &&
    before.every(
      ({ vantage, answer }) => isAlike(first.answer, answer) && after.some((one) => one.vantage === vantage),
    )
  );
};
