/**
 * The questions of one run: each is asked once, whoever wants its answer; few at a time, so that no server is
 * flooded; and a server that leaves question after question unanswered is not waited for again.
 */
import type {
  AbortSignalLike,
  DnsAnswer,
  DnsLookup,
  DnsQuestion,
  DnsServer,
} from '../../shared/dns/types.ts';
import { formatServer } from '../../shared/dns/server.ts';
import { SharedAbort } from './shared-abort.ts';

export interface DnsRunOptions {
  readonly maxAtOnce?: number;
  readonly maxPerServer?: number;
  /** So many questions in a row without an answer, and none ever, and the server counts as dead for this run. */
  readonly deadAfter?: number;
  /** The same for one that did answer before, and may leave a question open now and then. */
  readonly silentAfter?: number;
  readonly signal?: AbortSignalLike | undefined;
  readonly now?: () => Date;
}

interface ServerState {
  running: number;
  answered: boolean;
  /** Questions in a row that brought no answer. */
  missed: number;
  /** What came of the last of them, and the reason in its evidence. */
  miss: DnsAnswer['outcome'];
  reason: string;
  /** First come, first served; a list for each server, so that a full one never holds up the others. */
  readonly waiting: Job[];
  /** Where in `waiting` the next one stands: taking the first of thousands off an array moves all the others. */
  next: number;
}

const takeNext = (state: ServerState): Job | undefined => {
  const job = state.waiting[state.next];
  state.next += 1;
  if (state.next < state.waiting.length) return job;
  state.waiting.length = 0;
  state.next = 0;
  return job;
};

interface Job {
  readonly server: DnsServer;
  readonly state: ServerState;
  readonly question: DnsQuestion;
  readonly recursive: boolean;
  readonly done: (answer: DnsAnswer) => void;
  readonly failed: (error: unknown) => void;
}

/** Silent so far: until it answers, one question at a time is enough, so that a dead server costs one deadline. */
const isDoubtful = ({ answered, missed }: ServerState): boolean => !answered && missed > 0;

/** Nobody is there, or nobody who speaks DNS; each costs up to the deadline. */
const MISSES = new Set<DnsAnswer['outcome']>(['timeout', 'unreachable', 'offline', 'malformed']);

/** Of an answer that came, `raw` is not looked at: it is written out when somebody does. */
const note = (state: ServerState, answer: DnsAnswer): void => {
  const { outcome } = answer;
  if (outcome === 'cancelled') return;
  if (MISSES.has(outcome)) {
    state.missed += 1;
    state.miss = outcome;
    state.reason = /^;; no answer: (.*)/u.exec(answer.raw)?.[1] ?? '';
  } else {
    state.missed = 0;
    state.answered = true;
  }
};

export class DnsRun {
  readonly #lookup: DnsLookup;
  readonly #options: DnsRunOptions;
  readonly #signal: SharedAbort | null;
  readonly #now: () => Date;
  readonly #answers = new Map<string, Promise<DnsAnswer>>();
  readonly #servers = new Map<string, ServerState>();
  readonly #names = new WeakMap<DnsServer, string>();
  #running = 0;

  constructor(lookup: DnsLookup, options: DnsRunOptions = {}) {
    this.#lookup = lookup;
    this.#options = options;
    this.#signal = options.signal === undefined ? null : new SharedAbort(options.signal);
    this.#now = options.now ?? (() => new Date());
  }

  /** The answer to `question` of `server`; asked on the wire once for each run. */
  ask(question: DnsQuestion, server: DnsServer, recursive = true): Promise<DnsAnswer> {
    const at = this.#nameOf(server);
    const key = `${at} ${recursive ? 'rd' : '-'} ${question.type} ${question.name}`;
    const known = this.#answers.get(key);
    if (known) return known;
    const state = this.#servers.get(at) ?? {
      running: 0,
      answered: false,
      missed: 0,
      miss: 'timeout',
      reason: '',
      waiting: [],
      next: 0,
    };
    this.#servers.set(at, state);
    const answer = new Promise<DnsAnswer>((done, failed) => {
      state.waiting.push({ server, state, question, recursive, done, failed });
    });
    this.#answers.set(key, answer);
    this.#pump();
    return answer;
  }

  /** Written out once for each object: of thousands of questions nearly all name the same one. */
  #nameOf(server: DnsServer): string {
    let name = this.#names.get(server);
    if (name === undefined) {
      name = formatServer(server);
      this.#names.set(server, name);
    }
    return name;
  }

  /** Starts what may start, one question for each server in turn, until all places are taken. */
  #pump(): void {
    const { maxAtOnce = 32, maxPerServer = 16 } = this.#options;
    let started: boolean;
    do {
      started = false;
      for (const state of this.#servers.values()) {
        if (this.#running >= maxAtOnce) return;
        if (state.running >= (isDoubtful(state) ? 1 : maxPerServer)) continue;
        const job = takeNext(state);
        if (job === undefined) continue;
        started = true;
        this.#running += 1;
        state.running += 1;
        this.#carryOut(job);
      }
    } while (started);
  }

  #carryOut(job: Job): void {
    const { state } = job;
    const unasked = this.#unasked(job);
    const ended = (): void => {
      this.#running -= 1;
      state.running -= 1;
      this.#pump();
    };
    // Waited for either way: thousands of questions that need no wire must not run inside one another.
    (unasked === null ? this.#ask(job) : Promise.resolve(unasked)).then(
      (answer) => {
        if (unasked === null) note(state, answer);
        job.done(answer);
        ended();
      },
      (error: unknown) => {
        job.failed(error);
        ended();
      },
    );
  }

  #ask({ question, server, recursive }: Job): Promise<DnsAnswer> {
    const signal = this.#signal;
    return this.#lookup.lookup(
      question,
      signal === null ? { server, recursive } : { server, recursive, signal },
    );
  }

  /** The answer of a question that need not go on the wire any more; it says so in its evidence. */
  #unasked({ question, server, state }: Job): DnsAnswer | null {
    const { signal, deadAfter = 3, silentAfter = 64 } = this.#options;
    if (signal?.aborted === true)
      return this.#synthetic(question, server, 'cancelled', 'the run was stopped');
    if (state.missed < (state.answered ? silentAfter : deadAfter)) return null;
    // What is no answer came back from other questions, not from this one.
    if (state.miss === 'timeout' || state.miss === 'malformed') {
      const why = `not asked, since the server left ${state.missed} questions of this run unanswered`;
      return this.#synthetic(question, server, 'timeout', why);
    }
    const why = `${state.reason}; not asked, since it was so for ${state.missed} questions of this run`;
    return this.#synthetic(question, server, state.miss, why);
  }

  #synthetic(
    question: DnsQuestion,
    server: DnsServer,
    outcome: DnsAnswer['outcome'],
    why: string,
  ): DnsAnswer {
    const flags = { aa: false, ad: false, ra: false, tc: false };
    const at = this.#now().toISOString();
    const raw = `;; no answer: ${why}\n\n;; QUESTION SECTION:\n;${question.name}.\tIN\t${question.type}`;
    return {
      question,
      outcome,
      records: [],
      server,
      transport: 'udp',
      flags,
      rcode: '',
      raw,
      at,
      elapsedMs: 0,
    };
  }
}
