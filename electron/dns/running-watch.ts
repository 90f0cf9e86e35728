/**
 * Carries out a watch: asks what is due, and keeps every answer. Moments are by the clock of the computer; distances are
 * by time that passed, so that a clock that is set neither floods a server nor stalls the watch. It ends when all have
 * turned, when the person stops it, or when the program ends; each way it hands back a run with all that was seen.
 */
import { questionKey } from '../../shared/dns/question.ts';
import type { RunDraft } from '../../shared/dns/stored-run.ts';
import type { AbortSignalLike } from '../../shared/dns/types.ts';
import {
  applyAnswer,
  clockSet,
  dueQuestions,
  holdBack,
  markAsked,
  nextDue,
  pauseWatch,
  resumeWatch,
  stopWatch,
  waitIn,
  type WatchAnswer,
  type WatchQuestion,
} from '../../shared/dns/watch.ts';
import { watchNotes, type JournalLine } from '../../shared/dns/watch-journal.ts';
import type { WatchState } from '../../shared/dns/watch-state.ts';
import { watchLine } from '../../shared/dns/watch-words.ts';
import { setBetween, type Steady } from './steady-clock.ts';
import type { Held, WatchLedger } from './watch-ledger.ts';
import { toldTogetherMs } from './watch-telling.ts';

export interface WatchHooks {
  readonly signal?: AbortSignalLike | undefined;
  /** Told of the first state at once, later of several changes together. */
  readonly onState?: ((state: WatchState) => void) | undefined;
  /** Told of all that the run will hold as it comes, so that it can be written down. */
  readonly onLine?: ((line: JournalLine) => void) | undefined;
}

export interface RunningWatch {
  readonly state: () => WatchState;
  readonly pause: (paused: boolean) => void;
  readonly stop: () => void;
  /** The run with every answer, however the watch ended. */
  readonly done: Promise<RunDraft>;
}

/** The longest sleep of a timer; after a computer's own sleep the clock decides, not the timer. */
const LONGEST_SLEEP_MS = 10_000;
/** A run keeps no more answers than it can be stored with; a watch that reaches it ends and says so. */
const MAX_ANSWERS = 20_000;
/** Characters of all answers as they are written; one stored run holds 64 MB. */
const MAX_SIZE = 40_000_000;

const domainsOf = (targets: WatchState['targets']): string[] => [
  ...new Set(targets.map(({ domain }) => domain)),
];

const keyOf = ({ vantage, question }: WatchQuestion): string => `${vantage} ${questionKey(question)}`;

interface WatchTools {
  readonly now: () => Date;
  readonly steady: Steady;
  readonly ledger: WatchLedger;
  readonly notes: readonly string[];
  readonly until: string | null;
}

export class Watch implements RunningWatch {
  #state: WatchState;
  readonly #tools: WatchTools;
  readonly #hooks: WatchHooks;
  readonly #answers: WatchAnswer[] = [];
  /** When the last answer to each question was asked for. */
  readonly #taken = new Map<string, string>();
  readonly #ended = new AbortController();
  readonly #finish = Promise.withResolvers<RunDraft>();
  #timer: NodeJS.Timeout | undefined;
  /** Lines of the log that were told. */
  #logged = 0;
  #size = 0;
  #telling: NodeJS.Timeout | undefined;
  /** The last look at both clocks. */
  #looked: { readonly wall: number; readonly steady: number };
  readonly #onAbort = (): void => this.stop();

  constructor(state: WatchState, tools: WatchTools, hooks: WatchHooks) {
    this.#state = state;
    this.#tools = tools;
    this.#hooks = hooks;
    this.#looked = { wall: tools.now().getTime(), steady: tools.steady() };
  }

  get done(): Promise<RunDraft> {
    return this.#finish.promise;
  }

  state(): WatchState {
    return this.#state;
  }

  pause(paused: boolean): void {
    const now = this.#now();
    this.#move(paused ? pauseWatch(this.#state, now) : resumeWatch(this.#state, now));
    this.#askDue();
  }

  stop(): void {
    const now = this.#now();
    this.#move(stopWatch(this.#state, now));
  }

  begin(): void {
    const { signal } = this.#hooks;
    signal?.addEventListener('abort', this.#onAbort);
    const { startedAt, targets, vantages } = this.#state;
    const notes = [...this.#tools.notes];
    this.#hooks.onLine?.({
      head: { startedAt, domains: domainsOf(targets), vantages: [...vantages], notes },
    });
    if (signal?.aborted === true) this.stop();
    else {
      this.#askDue();
      this.#tell();
    }
  }

  /** By the clock; where that was set since the last look, what waits is moved along first. */
  #now(): string {
    const wall = this.#tools.now();
    const looked = { wall: wall.getTime(), steady: this.#tools.steady() };
    const byMs = setBetween(this.#looked, looked);
    this.#looked = looked;
    const now = wall.toISOString();
    if (byMs !== 0) this.#move(clockSet(this.#state, byMs, now));
    return now;
  }

  /** Asks what is due and was not asked by another watch within its time; what that one heard is taken over. */
  #askDue(): void {
    clearTimeout(this.#timer);
    const { ledger, until } = this.#tools;
    const now = this.#now();
    if (until !== null && Date.parse(now) >= Date.parse(until)) {
      this.stop();
      return;
    }
    const due = dueQuestions(this.#state, now);
    const waited: WatchQuestion[] = [];
    const free: WatchQuestion[] = [];
    for (const question of due) {
      const turn = ledger.turn(question, (answer) =>
        waitIn(this.#state, { vantage: question.vantage, answer }),
      );
      // The clock may reach the moment a little before as much time has passed; that answer was taken already.
      const isNew = turn.may === 'take' && this.#taken.get(keyOf(question)) !== turn.held.answer.at;
      if (turn.may === 'take' && isNew) this.#take(question, turn.held);
      else if (turn.may === 'wait' || turn.may === 'take')
        this.#state = holdBack(this.#state, question, new Date(turn.until).toISOString());
      else {
        this.#state = markAsked(this.#state, question, now);
        waited.push(question);
        if (turn.may === 'ask') free.push(question);
      }
    }
    if (this.#state.endedAt === null) {
      ledger.send(free);
      for (const question of waited) void this.#hear(question);
    }
    if (due.length > 0) this.#tellSoon();
    this.#sleep();
  }

  async #hear(question: WatchQuestion): Promise<void> {
    try {
      const held = await this.#tools.ledger.join(question, this.#ended.signal);
      if (held === null || held.answer.outcome === 'cancelled' || this.#state.endedAt !== null) return;
      this.#take(question, held);
      this.#sleep();
    } catch (cause) {
      this.#end();
      this.#finish.reject(cause instanceof Error ? cause : new Error(String(cause)));
    }
  }

  #take(question: WatchQuestion, { answer, came }: Held): void {
    const entry = { vantage: question.vantage, answer };
    this.#taken.set(keyOf(question), answer.at);
    const now = this.#now();
    this.#answers.push(entry);
    this.#size += JSON.stringify(answer, null, 2).length;
    this.#hooks.onLine?.({ at: now, entry });
    this.#move(applyAnswer(this.#state, { ...entry, came }, now));
    if (this.#isFull()) this.stop();
  }

  #sleep(): void {
    clearTimeout(this.#timer);
    const { until, now } = this.#tools;
    const times = [nextDue(this.#state), until].flatMap((time) => (time === null ? [] : [Date.parse(time)]));
    if (times.length === 0 || this.#state.endedAt !== null) return;
    const wait = Math.min(...times) - now().getTime();
    this.#timer = setTimeout(() => this.#askDue(), Math.min(Math.max(wait, 0), LONGEST_SLEEP_MS));
  }

  #isFull(): boolean {
    return this.#answers.length >= MAX_ANSWERS || this.#size >= MAX_SIZE;
  }

  #move(next: WatchState): void {
    for (const event of next.log.slice(this.#logged))
      this.#hooks.onLine?.({ at: event.at, note: watchLine(next, event) });
    this.#logged = next.log.length;
    const ended = next.endedAt !== null;
    const turned = next.phase !== this.#state.phase;
    this.#state = next;
    if (ended && !this.#ended.signal.aborted) {
      this.#end();
      this.#tell();
      this.#finish.resolve(this.#draft());
    } else if (turned) this.#tell();
    else this.#tellSoon();
  }

  #end(): void {
    this.#ended.abort();
    clearTimeout(this.#timer);
    clearTimeout(this.#telling);
    this.#hooks.signal?.removeEventListener('abort', this.#onAbort);
  }

  #tell(): void {
    clearTimeout(this.#telling);
    this.#telling = undefined;
    this.#hooks.onState?.(this.#state);
  }

  #tellSoon(): void {
    if (this.#ended.signal.aborted) return;
    this.#telling ??= setTimeout(() => this.#tell(), toldTogetherMs(this.#state));
  }

  #draft(): RunDraft {
    const state = this.#state;
    const full = this.#isFull()
      ? [`The watch ended by itself after ${this.#answers.length} answers, which is all that one run keeps.`]
      : [];
    const lines = state.log.map((event) => `${event.at} ${watchLine(state, event)}`);
    return {
      startedAt: state.startedAt,
      endedAt: state.endedAt ?? state.startedAt,
      domains: domainsOf(state.targets),
      vantages: [...state.vantages],
      answers: [...this.#answers],
      notes: watchNotes([...this.#tools.notes, ...full], lines),
    };
  }
}
