/**
 * What all watches of the program asked, so that together they keep the distance of one: a record is on the way to a
 * server once, every watch gets that answer, and who gives up a question leaves behind when it was asked.
 */
import { questionKey } from '../../shared/dns/question.ts';
import { serverKey } from '../../shared/dns/server.ts';
import type { DnsAnswer, DnsLookup } from '../../shared/dns/types.ts';
import { waitAfter, type WatchQuestion } from '../../shared/dns/watch.ts';
import { DnsRun } from './run.ts';
import { setBetween, type Steady } from './steady-clock.ts';

export interface WatchLedgerOptions {
  readonly lookup: DnsLookup;
  readonly now: () => Date;
  /** Distances are kept by it, so that a clock that is set neither floods a server nor leaves it unasked. */
  readonly steady: Steady;
  /** Milliseconds between two questions about a record to a server, at least. */
  readonly minIntervalMs: number;
}

/** An answer, and when it came (UTC, ISO 8601). */
export interface Held {
  readonly answer: DnsAnswer;
  readonly came: string;
  readonly recursive: boolean;
}

interface Entry {
  readonly held: Held | null;
  /** When `held` came, when the server was asked last, and from when on the entry holds nobody back: steady. */
  readonly cameAt: number;
  readonly askedAt: number;
  readonly spentAt: number;
}

interface Flight {
  readonly recursive: boolean;
  readonly abort: AbortController;
  readonly done: Promise<Held>;
  /** Watches that wait for it; left by all of them it is given up. */
  waiting: number;
}

/** What may be done about a question now. */
export type Turn =
  /** Nobody asked within its time. */
  | { readonly may: 'ask' }
  /** It was answered, or is on its way: `held` is the last answer and stands `until`, `join` waits for the next. */
  | { readonly may: 'take'; readonly held: Held; readonly until: number }
  | { readonly may: 'join' }
  /** It was asked without an answer that serves here; not to be asked again before (milliseconds, by the clock). */
  | { readonly may: 'wait'; readonly until: number };

const MAX_AT_ONCE = 16;
const MAX_PER_SERVER = 4;
/** Beyond that the entries that run out first are dropped: a program that watches so much at once is unheard of. */
const MAX_ENTRIES = 5000;

const keyOf = ({ server, question }: Pick<WatchQuestion, 'server' | 'question'>): string =>
  `${serverKey(server)} ${questionKey(question)}`;

export class WatchLedger {
  readonly #options: WatchLedgerOptions;
  readonly #entries = new Map<string, Entry>();
  readonly #flights = new Map<string, Flight>();

  constructor(options: WatchLedgerOptions) {
    this.#options = options;
  }

  /** `waitMs` is how long the asker's rule lets an answer stand. */
  turn(question: WatchQuestion, waitMs: (answer: DnsAnswer) => number): Turn {
    const { now, steady, minIntervalMs } = this.#options;
    const [time, clock] = [steady(), now().getTime()];
    const key = keyOf(question);
    const flight = this.#flights.get(key);
    if (flight !== undefined)
      return flight.recursive === question.recursive
        ? { may: 'join' }
        : { may: 'wait', until: clock + minIntervalMs };
    const entry = this.#entries.get(key);
    if (entry === undefined) return { may: 'ask' };
    const { held, cameAt, askedAt } = entry;
    const stands = held === null ? 0 : cameAt + waitMs(held.answer);
    // A cache that was asked for what it holds itself, or the other way round, said something else.
    const serves = held !== null && (held.recursive === question.recursive || held.answer.flags.aa);
    if (held !== null && serves && stands > time) {
      const came = Date.parse(held.came);
      const byMs = setBetween({ wall: came, steady: cameAt }, { wall: clock, steady: time });
      return {
        may: 'take',
        until: Math.ceil(clock + stands - time),
        held: {
          ...held,
          came: new Date(came + byMs).toISOString(),
          answer: { ...held.answer, server: question.server },
        },
      };
    }
    const until = Math.max(stands, askedAt + minIntervalMs);
    return until > time ? { may: 'wait', until: Math.ceil(clock + until - time) } : { may: 'ask' };
  }

  /** Asks of `questions` what nobody asks yet, few at a time; `join` waits for each. */
  send(questions: readonly WatchQuestion[]): void {
    const { lookup, now } = this.#options;
    const flights = new Map<string, Flight>();
    const run = new DnsRun(
      {
        lookup: (question, options = {}) => {
          const key = options.server === undefined ? '' : keyOf({ server: options.server, question });
          const signal = flights.get(key)?.abort.signal;
          if (signal?.aborted === false) this.#note(key, null);
          return lookup.lookup(question, signal === undefined ? options : { ...options, signal });
        },
      },
      { maxAtOnce: MAX_AT_ONCE, maxPerServer: MAX_PER_SERVER, now },
    );
    for (const question of questions) {
      const key = keyOf(question);
      if (this.#flights.has(key)) continue;
      const { promise: done, resolve, reject } = Promise.withResolvers<Held>();
      const { recursive, server } = question;
      const flight: Flight = { recursive, abort: new AbortController(), done, waiting: 0 };
      flights.set(key, flight);
      this.#flights.set(key, flight);
      run
        .ask(question.question, server, recursive)
        .then((answer) => {
          const held = { answer, came: now().toISOString(), recursive };
          if (answer.outcome !== 'cancelled') this.#note(key, held);
          resolve(held);
        }, reject)
        .finally(() => {
          if (this.#flights.get(key) === flight) this.#flights.delete(key);
        });
      // Whoever waits for it is told.
      done.catch(() => undefined);
    }
  }

  /** The answer to a question that was sent; `null` when `signal` fired before it came. */
  join(question: WatchQuestion, signal: AbortSignal): Promise<Held | null> {
    const key = keyOf(question);
    const flight = this.#flights.get(key);
    if (flight === undefined || signal.aborted) return Promise.resolve(null);
    flight.waiting += 1;
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        flight.waiting -= 1;
        resolve(null);
        if (flight.waiting > 0) return;
        this.#flights.delete(key);
        flight.abort.abort();
      };
      signal.addEventListener('abort', leave, { once: true });
      flight.done
        .then((held) => resolve({ ...held, answer: { ...held.answer, server: question.server } }), reject)
        .finally(() => signal.removeEventListener('abort', leave));
    });
  }

  /** `held` is `null` when the question goes on its way. */
  #note(key: string, held: Held | null): void {
    const { steady, minIntervalMs } = this.#options;
    const time = steady();
    const before = this.#entries.get(key);
    const last = held ?? before?.held ?? null;
    const cameAt = held === null ? (before?.cameAt ?? time) : time;
    const stands = last === null ? 0 : cameAt + waitAfter(last.answer, minIntervalMs);
    this.#entries.delete(key);
    const spentAt = Math.max(stands, time + minIntervalMs);
    this.#entries.set(key, { held: last, cameAt, askedAt: time, spentAt });
    if (this.#entries.size > MAX_ENTRIES) this.#shrink(time);
  }

  #shrink(time: number): void {
    for (const [key, { spentAt }] of this.#entries) if (spentAt <= time) this.#entries.delete(key);
    const over = this.#entries.size - MAX_ENTRIES;
    if (over <= 0) return;
    const first = [...this.#entries].toSorted(([, a], [, b]) => a.spentAt - b.spentAt);
    // A tenth at once, so that a full ledger is not sorted for every answer.
    for (const [key] of first.slice(0, over + MAX_ENTRIES / 10)) this.#entries.delete(key);
  }
}
