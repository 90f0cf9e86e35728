/** A watch in words: how far each record has turned, who is still old and until when, and the lines of its log. */
import { listed } from '../listed.ts';
import type { WatchClass, WatchEvent, WatchPair, WatchState, WatchTarget } from './watch-state.ts';

/** How a moment is shown, e.g. `22:14`. */
export type TimeText = (iso: string) => string;

export interface WordsInput {
  readonly now: string;
  readonly time: TimeText;
}

/** So many servers are named, and so many records told of one by one; the rest is counted. */
const NAMED = 3;
const TOLD = 6;

const list = (names: readonly string[]): string => {
  const more = names.length - NAMED;
  const shown = more > 0 ? [...names.slice(0, NAMED), `${more} more`] : names;
  return listed(shown);
};

const labelOf = (state: WatchState, id: string): string =>
  state.vantages.find((vantage) => vantage.id === id)?.label ?? id;

const holdsZone = (state: WatchState, id: string): boolean =>
  state.vantages.find((vantage) => vantage.id === id)?.kind === 'authoritative';

const latest = (pairs: readonly WatchPair[]): string | null =>
  pairs
    .flatMap(({ oldUntil }) => oldUntil ?? [])
    .reduce<string | null>(
      (best, time) => (best === null || Date.parse(time) > Date.parse(best) ? time : best),
      null,
    );

/** "ns2 still old, its cached copy may live until 22:14" */
const stillOld = (state: WatchState, pairs: readonly WatchPair[], time: TimeText): string => {
  const names = list(pairs.map(({ vantage }) => labelOf(state, vantage)));
  const until = latest(pairs);
  if (until === null) return `${names} still old`;
  const own = pairs.some(({ vantage }) => holdsZone(state, vantage));
  const copy = own ? 'copies of it' : pairs.length === 1 ? 'its cached copy' : 'their cached copies';
  return `${names} still old, ${copy} may live until ${time(until)}`;
};

const OPEN: Readonly<Record<Exclude<WatchClass, 'new' | 'old'>, (names: string, one: boolean) => string>> = {
  other: (names, one) => `${names} ${one ? 'shows' : 'show'} another value`,
  'no-answer': (names) => `${names} gave no answer`,
  'not-asked': (names) => `${names} not asked yet`,
};

/** What caches that are not watched may still hold, once every server that is watched has turned. */
const elsewhere = (pairs: readonly WatchPair[], { now, time }: WordsInput): string => {
  const until = latest(pairs);
  return until !== null && Date.parse(until) > Date.parse(now)
    ? ` Caches elsewhere may hold the old one until ${time(until)}.`
    : '';
};

const targetSentence = (state: WatchState, index: number, target: WatchTarget, input: WordsInput): string => {
  const pairs = state.pairs.filter((pair) => pair.target === index);
  const of = (shows: WatchClass): WatchPair[] => pairs.filter((pair) => pair.shows === shows);
  const turned = of('new').length;
  const count =
    turned === pairs.length
      ? pairs.length === 1
        ? 'The one server shows'
        : `${pairs.length === 2 ? 'Both' : `All ${pairs.length}`} servers show`
      : `${turned} of ${pairs.length} servers ${turned === 1 ? 'shows' : 'show'}`;
  const old = of('old');
  const open = (['other', 'no-answer', 'not-asked'] as const).flatMap((shows) => {
    const some = of(shows);
    return some.length === 0
      ? []
      : [OPEN[shows](list(some.map(({ vantage }) => labelOf(state, vantage))), some.length === 1)];
  });
  const rest = [...(old.length === 0 ? [] : [stillOld(state, old, input.time)]), ...open];
  const many = new Set(state.targets.map(({ domain }) => domain)).size > 1;
  const head = `${many ? `${target.domain}: ` : ''}${count} the new ${target.record}`;
  return rest.length === 0 ? `${head}.${elsewhere(pairs, input)}` : `${head}; ${rest.join('; ')}.`;
};

/** How far the watch is, one line for each record: those first that have not turned everywhere. */
export const watchSentences = (state: WatchState, input: WordsInput): readonly string[] => {
  const turned = (index: number): boolean =>
    state.pairs.every((pair) => pair.target !== index || pair.shows === 'new');
  const all = state.targets
    .map((target, index) => ({ target, index, turned: turned(index) }))
    .toSorted((a, b) => Number(a.turned) - Number(b.turned));
  const told = all.slice(0, TOLD).map(({ target, index }) => targetSentence(state, index, target, input));
  const more = all.length - told.length;
  const open = all.slice(TOLD).filter((one) => !one.turned).length;
  if (more > 0)
    told.push(
      `${more} more ${more === 1 ? 'record' : 'records'}, ${open === 0 ? 'all of them new' : `${open} of them not new everywhere`}.`,
    );
  return told;
};

export const watchSentence = (state: WatchState, input: WordsInput): string =>
  watchSentences(state, input).join(' ');

const CLASS_WORDS: Readonly<Record<WatchClass, string>> = {
  'not-asked': 'not asked yet',
  old: 'old',
  new: 'new',
  other: 'another value',
  'no-answer': 'no answer',
};
export const classWord = (shows: WatchClass): string => CLASS_WORDS[shows];

const EVENTS: Readonly<Record<Exclude<WatchEvent['event'], 'changed' | 'clock-set'>, string>> = {
  started: 'Watch started.',
  paused: 'Paused: nothing is asked until it goes on.',
  resumed: 'Goes on.',
  finished: 'Every watched server shows the new values.',
  stopped: 'Watch ended before everything had turned.',
};

const clockWords = (byMs: number): string =>
  `The clock of this computer was set ${byMs < 0 ? 'back' : 'forward'} by ${Math.round(Math.abs(byMs) / 1000)} s; the times from here on are by the new one.`;

/** "ns2, MX of contoso.com: old -> new (10 mx1.filter.example, TTL 300 s)" as one line. */
export const watchLine = (state: WatchState, event: WatchEvent): string => {
  if (event.event === 'clock-set') return clockWords(event.byMs ?? 0);
  if (event.event !== 'changed') return EVENTS[event.event];
  const { vantage = '', target = 0, from = 'not-asked', to = 'not-asked', values = [], ttl, why } = event;
  const record = state.targets[target];
  const where = `${labelOf(state, vantage)}, ${record?.record ?? ''} of ${record?.domain ?? ''}`;
  const turn = from === 'not-asked' ? classWord(to) : `${classWord(from)} → ${classWord(to)}`;
  const seconds = typeof ttl === 'number' ? [`TTL ${ttl} s`] : [];
  const shown = values.length === 0 && to !== 'no-answer' ? ['no such record'] : values;
  const facts = why ?? [...shown, ...seconds].join(', ');
  return `${where}: ${turn}. ${facts}`;
};
