/**
 * Stored runs that the page reads, an answer at a time in small messages: one of thousands of answers in one message
 * would hold up this process and the page for as long as it takes to copy.
 */
import type { StoredRun, StoredRunHead } from '../../shared/dns/stored-run.ts';
import { runHead } from '../../shared/dns/stored-run.ts';

/** As many answers go into one message, and as many characters of raw text. */
const PART = 200;
const PART_CHARACTERS = 500_000;
/** Runs that are held between two messages. */
const HELD = 2;

interface RunPart {
  readonly answers: StoredRun['answers'];
  /** Where the next part begins; `null` after the last. */
  readonly next: number | null;
}

export class OpenedRuns {
  readonly #read: (customerId: string, id: string) => Promise<StoredRun>;
  readonly #held = new Map<string, Promise<StoredRun>>();

  /** `read` gives the run as it is on the disk, or rejects. */
  constructor(read: (customerId: string, id: string) => Promise<StoredRun>) {
    this.#read = read;
  }

  /** Reads the run anew. Rejects as the store does. */
  async head(customerId: string, id: string): Promise<StoredRunHead> {
    const key = `${customerId} ${id}`;
    this.#held.delete(key);
    return runHead(await this.#open(key, customerId, id));
  }

  async part(customerId: string, id: string, from: number): Promise<RunPart> {
    const key = `${customerId} ${id}`;
    const run = await (this.#held.get(key) ?? this.#open(key, customerId, id));
    let characters = 0;
    let to = from;
    while (to < run.answers.length && to - from < PART && characters < PART_CHARACTERS) {
      characters += run.answers[to]?.answer.raw.length ?? 0;
      to += 1;
    }
    const next = to < run.answers.length ? to : null;
    if (next === null) this.#held.delete(key);
    return { answers: run.answers.slice(from, to), next };
  }

  #open(key: string, customerId: string, id: string): Promise<StoredRun> {
    const opened = this.#read(customerId, id);
    this.#held.set(key, opened);
    opened.catch(() => this.#held.delete(key));
    for (const first of [...this.#held.keys()].slice(0, -HELD)) this.#held.delete(first);
    return opened;
  }
}
