/**
 * Watching a cut-over, as a state machine without a clock: what is due, what an answer changes, and when all have
 * turned. It is gentle by construction: a record is asked of a server again only once the TTL that the server
 * reported has run out, and never within `minIntervalMs` of the last answer. Only the zone's own servers may be asked
 * without regard to the TTL, where the person chose so.
 */
import { AppError } from '../result.ts';
import { serverKey } from './server.ts';
import type { DnsAnswer, DnsQuestion, DnsServer } from './types.ts';
import { whyUnanswered } from './unanswered.ts';
import type { Vantage } from './vantage.ts';
import type { WatchClass, WatchEvent, WatchPair, WatchState, WatchTarget } from './watch-state.ts';
import { comparable, foundValues } from './watch-targets.ts';

export const WATCH_MIN_INTERVAL_MS = 30_000;
/** So long a TTL is believed at most (RFC 8767, section 4: seven days). */
const MAX_TTL_S = 604_800;
/** Servers times records; more would be a scan, not a watch. */
const MAX_PAIRS = 1000;

export interface WatchInput {
  readonly targets: readonly WatchTarget[];
  readonly vantages: readonly Vantage[];
  readonly minIntervalMs?: number;
  /** Ask the zone's own servers each `minIntervalMs`, whatever TTL they give. */
  readonly ownAtInterval?: boolean;
}

export interface WatchQuestion {
  readonly vantage: string;
  readonly server: DnsServer;
  readonly question: DnsQuestion;
  /** Off for a server that holds the zone: it shall say what it holds itself. */
  readonly recursive: boolean;
}

/** An answer and the vantage point that it came from. */
export interface WatchAnswer {
  readonly vantage: string;
  readonly answer: DnsAnswer;
  /** When it came, where that is not the present. */
  readonly came?: string;
}

const within = (name: string, zone: string): boolean => name === zone || name.endsWith(`.${zone}`);

/** Each server once, under the first of its names. */
const eachServer = (vantages: readonly Vantage[]): readonly Vantage[] => {
  const known = new Set<string>();
  return vantages.filter(({ server }) => {
    const key = server === null ? null : serverKey(server);
    if (key === null || known.has(key)) return false;
    known.add(key);
    return true;
  });
};

/**
 * A server of a zone is asked for names of that zone alone, everyone else for every name; one that was chosen under
 * several names once.
 */
const pairsOf = (targets: readonly WatchTarget[], vantages: readonly Vantage[]): WatchPair[] => {
  const zones = vantages.flatMap((vantage) => vantage.zones ?? []);
  const zoneOf = ({ question }: WatchTarget): string =>
    zones
      .filter((zone) => within(question.name, zone))
      .reduce((best, zone) => (zone.length > best.length ? zone : best), '');
  return targets.flatMap((target, index) =>
    eachServer(vantages.filter(({ zones: own }) => own?.includes(zoneOf(target)) ?? true)).map(
      ({ id }): WatchPair => ({
        vantage: id,
        target: index,
        shows: 'not-asked',
        values: [],
        why: null,
        ttl: null,
        oldUntil: null,
        since: null,
        askedAt: null,
        asking: false,
        nextAt: null,
        waits: 'interval',
      }),
    ),
  );
};

/** @throws AppError `bad-input` when there is nothing to ask, or more than one watch may hold */
export const startWatch = (
  { targets, vantages, minIntervalMs = WATCH_MIN_INTERVAL_MS, ownAtInterval = false }: WatchInput,
  now: string,
): WatchState => {
  const pairs = pairsOf(targets, vantages);
  if (pairs.length === 0)
    throw new AppError(
      'bad-input',
      targets.length === 0
        ? 'There is nothing to watch: the profile holds no planned MX or SPF record for these domains that can be published.'
        : 'There is nobody to ask: no server of these domains was found and no resolver was chosen.',
    );
  if (pairs.length > MAX_PAIRS)
    throw new AppError(
      'bad-input',
      `One watch holds at most ${MAX_PAIRS} records times servers; this would be ${pairs.length}. Watch fewer domains or servers.`,
    );
  return {
    phase: 'watching',
    startedAt: now,
    endedAt: null,
    minIntervalMs,
    ownAtInterval,
    targets: [...targets],
    vantages: [...vantages],
    pairs,
    log: [{ at: now, event: 'started' }],
  };
};

const isDue = ({ asking, nextAt }: WatchPair, now: number): boolean =>
  !asking && (nextAt === null || Date.parse(nextAt) <= now);

/** What may be asked at `now`; nothing while the watch is paused or over. */
export const dueQuestions = (state: WatchState, now: string): readonly WatchQuestion[] => {
  if (state.phase !== 'watching') return [];
  const time = Date.parse(now);
  const vantages = new Map(state.vantages.map((vantage) => [vantage.id, vantage]));
  return state.pairs
    .filter((pair) => isDue(pair, time))
    .flatMap(({ vantage: id, target }): WatchQuestion[] => {
      const vantage = vantages.get(id);
      const question = state.targets[target]?.question;
      if (!vantage?.server || question === undefined) return [];
      return [{ vantage: id, server: vantage.server, question, recursive: vantage.kind !== 'authoritative' }];
    });
};

const withPair = (
  state: WatchState,
  of: Pick<WatchQuestion, 'vantage' | 'question'>,
  change: (pair: WatchPair, target: WatchTarget) => WatchPair,
): WatchState => ({
  ...state,
  pairs: state.pairs.map((pair) => {
    const target = state.targets[pair.target];
    const meant =
      pair.vantage === of.vantage &&
      target?.question.name === of.question.name &&
      target.question.type === of.question.type;
    return meant ? change(pair, target) : pair;
  }),
});

/** The question is on its way: it is not due again before its answer is in. */
export const markAsked = (
  state: WatchState,
  question: Pick<WatchQuestion, 'vantage' | 'question'>,
  now: string,
): WatchState => withPair(state, question, (pair) => ({ ...pair, asking: true, askedAt: now }));

/** Somebody else asked a moment ago and no answer is to be had: it waits until `until`. */
export const holdBack = (
  state: WatchState,
  question: Pick<WatchQuestion, 'vantage' | 'question'>,
  until: string,
): WatchState =>
  withPair(state, question, (pair) => ({
    ...pair,
    asking: false,
    nextAt: until,
    waits: 'interval',
  }));

/** Servers turn the order of a set from answer to answer; that is no change. */
const sameValues = (a: readonly string[], b: readonly string[]): boolean =>
  a.toSorted().join('\n') === b.toSorted().join('\n');

const after = (now: string, ms: number): string => new Date(Date.parse(now) + ms).toISOString();

const later = (a: string | null, b: string): string => (a !== null && Date.parse(a) > Date.parse(b) ? a : b);

/**
 * Seconds that the answer may be kept: the least of its records (RFC 2181, 5.2 wants them equal). A negative answer
 * carries its own in the SOA of the authority section (RFC 2308, section 5).
 */
const ttlOf = ({ records, outcome, raw }: DnsAnswer): number | null => {
  const ttls = records.flatMap(({ ttl }) => ttl ?? []);
  if (outcome !== 'no-data' && outcome !== 'nxdomain') return ttls.length > 0 ? Math.min(...ttls) : null;
  const soa = /^\S+\t(\d+)\tIN\tSOA\t(?:\S+ ){6}(\d+)$/mu.exec(raw);
  return soa === null ? null : Math.min(Number(soa[1]), Number(soa[2]), ...ttls);
};

/** Milliseconds for which this answer stands: its TTL, and `minIntervalMs` at least. */
export const waitAfter = (answer: DnsAnswer, minIntervalMs: number): number =>
  Math.max(Math.min(ttlOf(answer) ?? 0, MAX_TTL_S) * 1000, minIntervalMs);

/** As `waitAfter`, by the rule of this watch for this vantage point; an answer without authority is from a cache. */
export const waitIn = (
  { vantages, minIntervalMs, ownAtInterval }: WatchState,
  { vantage: id, answer }: Pick<WatchAnswer, 'vantage' | 'answer'>,
): number => {
  const own = vantages.some((vantage) => vantage.id === id && vantage.kind === 'authoritative');
  return ownAtInterval && own && answer.flags.aa ? minIntervalMs : waitAfter(answer, minIntervalMs);
};

const classOf = (target: WatchTarget, values: readonly string[]): WatchClass => {
  const is = (others: readonly string[]): boolean =>
    comparable(target.record, values) === comparable(target.record, others);
  if (is(target.planned)) return 'new';
  return target.before !== null && is(target.before) ? 'old' : 'other';
};

/** What the pair shows after this answer, and from when on it may be asked again. */
const afterAnswer = (
  pair: WatchPair,
  target: WatchTarget,
  answer: DnsAnswer,
  { came, waitMs, minIntervalMs }: Readonly<Record<'waitMs' | 'minIntervalMs', number> & { came: string }>,
): WatchPair => {
  const why = whyUnanswered(answer);
  const values = why === null ? foundValues(target.record, answer) : [];
  const shows = why === null ? classOf(target, values) : 'no-answer';
  const ttl = ttlOf(answer);
  const same = shows === pair.shows && sameValues(values, pair.values);
  return {
    ...pair,
    shows,
    values: [...values],
    why,
    ttl,
    oldUntil:
      shows === 'old'
        ? later(pair.oldUntil, after(came, Math.min(ttl ?? 0, MAX_TTL_S) * 1000))
        : pair.oldUntil,
    since: same ? pair.since : came,
    askedAt: answer.at,
    asking: false,
    nextAt: after(came, waitMs),
    waits: waitMs > minIntervalMs ? 'ttl' : 'interval',
  };
};

const allTurned = ({ pairs }: WatchState): boolean => pairs.every(({ shows }) => shows === 'new');

const noted = (state: WatchState, event: WatchEvent, phase = state.phase): WatchState => ({
  ...state,
  phase,
  endedAt: phase === 'finished' || phase === 'stopped' ? event.at : state.endedAt,
  log: [...state.log, event],
});

/**
 * Takes an answer in. Changes go to the log, and the watch is finished once every record shows
 * the new value at every server. An answer to something that is not watched, or to a watch that is over, changes
 * nothing.
 */
export const applyAnswer = (
  state: WatchState,
  { vantage, answer, came }: WatchAnswer,
  now: string,
): WatchState => {
  const { minIntervalMs, endedAt } = state;
  if (endedAt !== null) return state;
  const events: WatchEvent[] = [];
  const next = withPair(state, { vantage, question: answer.question }, (pair, target) => {
    const waitMs = waitIn(state, { vantage, answer });
    const pairNow = afterAnswer(pair, target, answer, { came: came ?? now, waitMs, minIntervalMs });
    const { shows: to, values, ttl, why, target: index } = pairNow;
    if (to !== pair.shows || !sameValues(values, pair.values))
      events.push({
        at: now,
        event: 'changed',
        vantage,
        target: index,
        from: pair.shows,
        to,
        values,
        ttl,
        why,
      });
    return pairNow;
  });
  const told = events.reduce((before, event) => noted(before, event), next);
  return allTurned(told) ? noted(told, { at: now, event: 'finished' }, 'finished') : told;
};

/** Nothing is asked from now on; what is on its way still counts. */
export const pauseWatch = (state: WatchState, now: string): WatchState =>
  state.phase === 'watching' ? noted(state, { at: now, event: 'paused' }, 'paused') : state;

export const resumeWatch = (state: WatchState, now: string): WatchState =>
  state.phase === 'paused' ? noted(state, { at: now, event: 'resumed' }, 'watching') : state;

const moved = (iso: string | null, ms: number): string | null => (iso === null ? null : after(iso, ms));

/** The clock was set by `byMs`; `now` is by the new one. What waits goes on waiting for as long as it would have. */
export const clockSet = (state: WatchState, byMs: number, now: string): WatchState =>
  state.endedAt === null
    ? noted(
        {
          ...state,
          pairs: state.pairs.map((pair) => ({
            ...pair,
            nextAt: moved(pair.nextAt, byMs),
            oldUntil: moved(pair.oldUntil, byMs),
          })),
        },
        { at: now, event: 'clock-set', byMs },
      )
    : state;

/** Ends a watch that is not over yet. */
export const stopWatch = (state: WatchState, now: string): WatchState =>
  state.endedAt === null ? noted(state, { at: now, event: 'stopped' }, 'stopped') : state;

/** When the next question is due, as far as that is known now; `null` while nothing will be asked. */
export const nextDue = (state: WatchState): string | null => {
  if (state.phase !== 'watching') return null;
  const times = state.pairs
    .filter(({ asking }) => !asking)
    .map(({ nextAt }) => nextAt ?? state.startedAt)
    .toSorted((a, b) => Date.parse(a) - Date.parse(b));
  return times[0] ?? null;
};
