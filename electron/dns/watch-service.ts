/**
 * Carries out a watch: asks what is due, by a real clock, and keeps every answer. It ends when all have turned, when
 * the person stops it, or when the program ends; each way it hands back a run with all that was seen.
 */
import { AppError } from '../../shared/result.ts';
import type { CheckSources } from '../../shared/dns/checks.ts';
import type { Profile } from '../../shared/profile/schema.ts';
import { questionKey } from '../../shared/dns/question.ts';
import { formatServer } from '../../shared/dns/server.ts';
import type { RunDraft } from '../../shared/dns/stored-run.ts';
import type { AbortSignalLike, DnsLookup, DnsQuestion, DnsServer } from '../../shared/dns/types.ts';
import type { Vantage } from '../../shared/dns/vantage.ts';
import {
  applyAnswer,
  dueQuestions,
  markAsked,
  nextDue,
  pauseWatch,
  resumeWatch,
  startWatch,
  stopWatch,
  type WatchAnswer,
  type WatchQuestion,
} from '../../shared/dns/watch.ts';
import type { WatchState } from '../../shared/dns/watch-state.ts';
import { watchPlan } from '../../shared/dns/watch-targets.ts';
import { watchLine } from '../../shared/dns/watch-words.ts';
import { checkDomainName } from '../../shared/net/domain-name.ts';
import { vantagesThrough } from '../../shared/dns/authoritative.ts';
import { DnsRun } from './run.ts';

export interface WatchServiceOptions {
  readonly lookup: DnsLookup;
  readonly sources: Pick<CheckSources, 'planned'>;
  readonly now?: () => Date;
  /** Milliseconds; another value than that of the state machine only in tests. */
  readonly minIntervalMs?: number;
  /** Port of the domains' own name servers; another one than 53 only in tests. */
  readonly authoritativePort?: number;
}

export interface WatchRequest {
  readonly profile: Profile;
  /** Names as the profile has them; every domain when empty. */
  readonly domains: readonly string[];
  /** Where to ask; those without a server are left out. */
  readonly vantages: readonly Vantage[];
  /** What has to be said about the choice of vantage points; goes into the run. */
  readonly notes?: readonly string[];
}

export interface WatchHooks {
  readonly signal?: AbortSignalLike | undefined;
  /** Told of the first state at once, later of several changes together. */
  readonly onState?: ((state: WatchState) => void) | undefined;
}

export interface RunningWatch {
  readonly state: () => WatchState;
  readonly pause: (paused: boolean) => void;
  readonly stop: () => void;
  /** The run with every answer, however the watch ended. */
  readonly done: Promise<RunDraft>;
}

const MAX_AT_ONCE = 16;
const MAX_PER_SERVER = 4;
/** Changes within so many milliseconds are told together. */
const TOLD_TOGETHER_MS = 100;
/** The longest sleep of a timer; after a computer's own sleep the clock decides, not the timer. */
const LONGEST_SLEEP_MS = 60_000;
/** A run keeps no more answers than it can be stored with; a watch that reaches it ends and says so. */
const MAX_ANSWERS = 20_000;
const MAX_NOTES = 1000;
const MAX_NOTE = 2000;

const keyOf = ({ server, question }: Pick<WatchQuestion, 'server' | 'question'>): string =>
  `${formatServer(server)} ${questionKey(question)}`;

interface Held {
  readonly answer: WatchAnswer['answer'];
  readonly came: string;
}

export class WatchService {
  readonly #options: WatchServiceOptions;
  /** The last answer to each question, so that a watch that starts anew keeps the distance of the one before. */
  readonly #held = new Map<string, Held>();

  constructor(options: WatchServiceOptions) {
    this.#options = options;
  }

  /** The name servers of the domains (all when empty), found through the first of `servers` that knows any of them. */
  async findOwn(
    profile: Profile,
    domains: readonly string[],
    servers: readonly DnsServer[],
    signal?: AbortSignalLike,
  ): ReturnType<typeof vantagesThrough> {
    const run = new DnsRun(this.#options.lookup, { signal });
    const names = profile.domains
      .filter(({ name }) => domains.length === 0 || domains.includes(name))
      .map(({ name }) => checkDomainName(name.trim(), { allowUnderscore: true }))
      .flatMap((read) => (read.ok ? [read.name] : []));
    const guides = servers.map((server) => (question: DnsQuestion) => run.ask(question, server));
    return vantagesThrough(guides, names, this.#options.authoritativePort);
  }

  /** @throws AppError `bad-input` when there is nothing to watch or nobody to ask */
  start({ profile, domains, vantages, notes = [] }: WatchRequest, hooks: WatchHooks = {}): RunningWatch {
    const { lookup, sources, minIntervalMs, now = () => new Date() } = this.#options;
    const { targets, left } = watchPlan(profile, domains, sources);
    if (targets.length === 0 && left.length > 0) throw new AppError('bad-input', left.join(' '));
    const asked = vantages.filter(({ server }) => server !== null);
    const time = now().toISOString();
    const state = startWatch(
      { targets, vantages: asked, ...(minIntervalMs === undefined ? {} : { minIntervalMs }) },
      time,
    );
    const watch = new Watch(state, { lookup, now, held: this.#held, notes: [...left, ...notes] }, hooks);
    watch.begin();
    return watch;
  }
}

interface WatchTools {
  readonly lookup: DnsLookup;
  readonly now: () => Date;
  readonly held: Map<string, Held>;
  readonly notes: readonly string[];
}

class Watch implements RunningWatch {
  #state: WatchState;
  readonly #tools: WatchTools;
  readonly #hooks: WatchHooks;
  readonly #answers: WatchAnswer[] = [];
  readonly #ended = new AbortController();
  readonly #finish = Promise.withResolvers<RunDraft>();
  #timer: NodeJS.Timeout | undefined;
  #telling: NodeJS.Timeout | undefined;
  readonly #onAbort = (): void => this.stop();

  constructor(state: WatchState, tools: WatchTools, hooks: WatchHooks) {
    this.#state = state;
    this.#tools = tools;
    this.#hooks = hooks;
  }

  get done(): Promise<RunDraft> {
    return this.#finish.promise;
  }

  state(): WatchState {
    return this.#state;
  }

  pause(paused: boolean): void {
    this.#move(paused ? pauseWatch(this.#state, this.#now()) : resumeWatch(this.#state, this.#now()));
    this.#askDue();
  }

  stop(): void {
    this.#move(stopWatch(this.#state, this.#now()));
  }

  begin(): void {
    const { signal } = this.#hooks;
    signal?.addEventListener('abort', this.#onAbort);
    this.#recall();
    this.#tell();
    this.#move(signal?.aborted === true ? stopWatch(this.#state, this.#now()) : this.#state);
    this.#askDue();
  }

  #now(): string {
    return this.#tools.now().toISOString();
  }

  /** What was asked a moment ago by an earlier watch is not asked again before its time. */
  #recall(): void {
    const now = this.#now();
    for (const question of dueQuestions(this.#state, now)) {
      const held = this.#tools.held.get(keyOf(question));
      if (held === undefined) continue;
      const answer = { vantage: question.vantage, answer: held.answer };
      const next = applyAnswer(this.#state, { ...answer, came: held.came }, now);
      const pair = next.pairs.find(
        ({ vantage, target }) =>
          vantage === question.vantage && next.targets[target]?.question === question.question,
      );
      if (Date.parse(pair?.nextAt ?? now) <= Date.parse(now)) continue;
      this.#state = next;
      this.#answers.push(answer);
    }
  }

  #askDue(): void {
    clearTimeout(this.#timer);
    const now = this.#now();
    const due = dueQuestions(this.#state, now);
    for (const question of due) this.#state = markAsked(this.#state, question, now);
    const { lookup } = this.#tools;
    const run = new DnsRun(lookup, {
      maxAtOnce: MAX_AT_ONCE,
      maxPerServer: MAX_PER_SERVER,
      signal: this.#ended.signal,
      now: this.#tools.now,
    });
    for (const question of due) void this.#ask(run, question);
    if (due.length > 0) this.#tellSoon();
    this.#sleep();
  }

  async #ask(run: DnsRun, question: WatchQuestion): Promise<void> {
    try {
      const answer = await run.ask(question.question, question.server, question.recursive);
      if (answer.outcome === 'cancelled' || this.#state.endedAt !== null) return;
      const now = this.#now();
      const seen = { vantage: question.vantage, answer };
      this.#answers.push(seen);
      this.#tools.held.set(keyOf(question), { answer, came: now });
      this.#move(applyAnswer(this.#state, seen, now));
      if (this.#answers.length >= MAX_ANSWERS) this.stop();
      this.#sleep();
    } catch (cause) {
      this.#end();
      this.#finish.reject(cause instanceof Error ? cause : new Error(String(cause)));
    }
  }

  #sleep(): void {
    clearTimeout(this.#timer);
    const next = nextDue(this.#state);
    if (next === null) return;
    const wait = Date.parse(next) - this.#tools.now().getTime();
    this.#timer = setTimeout(() => this.#askDue(), Math.min(Math.max(wait, 0), LONGEST_SLEEP_MS));
  }

  #move(next: WatchState): void {
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
    this.#telling ??= setTimeout(() => this.#tell(), TOLD_TOGETHER_MS);
  }

  #draft(): RunDraft {
    const state = this.#state;
    const full =
      this.#answers.length >= MAX_ANSWERS
        ? [`The watch ended by itself after ${MAX_ANSWERS} answers, which is all that one run keeps.`]
        : [];
    const head = [...this.#tools.notes, ...full];
    const lines = state.log.map((event) => `${event.at} ${watchLine(state, event)}`);
    const room = MAX_NOTES - head.length - 1;
    const cut =
      lines.length > room
        ? [`${lines.length - room} more changes are left out here; the answers show them.`]
        : [];
    return {
      startedAt: state.startedAt,
      endedAt: state.endedAt ?? this.#now(),
      domains: [...new Set(state.targets.map(({ domain }) => domain))],
      vantages: [...state.vantages],
      answers: [...this.#answers],
      notes: [...head, ...lines.slice(0, room), ...cut].map((note) => note.slice(0, MAX_NOTE)),
    };
  }
}
