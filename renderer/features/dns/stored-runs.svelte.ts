/** The stored runs of the open customer, and those that were opened. */
import type { StoredRun, StoredRunSummary } from '../../../shared/dns/stored-run.ts';
import type { Output, StoredRunList } from '../../../shared/ipc/contract.ts';
import { call } from '../../app/client.ts';

/** As many opened runs as are kept in memory; a run of a customer with many domains is large. */
const KEPT = 4;

class StoredRuns {
  list: readonly StoredRunSummary[] = $state.raw([]);
  unreadable: StoredRunList['unreadable'] = $state.raw([]);
  loaded = $state(false);
  /** Id of the run that the person wants to see; `null` shows the newest that says something. */
  wish: string | null = $state(null);
  #customerId = '';
  #opened: readonly StoredRun[] = [];
  readonly #opening = new Map<string, Promise<StoredRun>>();

  /** Reads the list; forgets what belongs to another customer. */
  async load(customerId: string): Promise<void> {
    if (customerId !== this.#customerId) {
      this.#customerId = customerId;
      this.list = [];
      this.#opened = [];
      this.wish = null;
      this.loaded = false;
    }
    const { runs, unreadable } = await call('dns.runs', { id: customerId });
    if (customerId !== this.#customerId) return;
    this.list = runs;
    this.unreadable = unreadable;
    this.loaded = true;
  }

  /** A run that was just stored. */
  add(run: StoredRunSummary): void {
    if (run.customerId !== this.#customerId) return;
    this.list = [run, ...this.list.filter(({ id }) => id !== run.id)];
  }

  /** The run with its answers; rejects when its file is gone or not what its hash says. */
  async open(storedId: string): Promise<StoredRun> {
    const known = this.#opened.find(({ id }) => id === storedId);
    if (known !== undefined) return known;
    const opening = this.#opening.get(storedId) ?? this.#read(this.#customerId, storedId);
    this.#opening.set(storedId, opening);
    try {
      const run = await opening;
      if (run.customerId === this.#customerId && !this.#opened.includes(run))
        this.#opened = [run, ...this.#opened].slice(0, KEPT);
      return run;
    } finally {
      this.#opening.delete(storedId);
    }
  }

  /** In small messages, between which the page can draw. */
  async #read(id: string, storedId: string): Promise<StoredRun> {
    const { answerCount, ...head } = await call('dns.run', { id, storedId });
    const answers: StoredRun['answers'] = [];
    for (let from: number | null = answerCount === 0 ? null : 0; from !== null;) {
      const part: Output<'dns.runAnswers'> = await call('dns.runAnswers', { id, storedId, from });
      answers.push(...part.answers);
      from = part.next;
    }
    return { ...head, answers };
  }
}

export const storedRuns = new StoredRuns();

/** What is most often compared: the newest run, and the one before it that asked about the same domains. */
export const usualPair = (
  list: readonly StoredRunSummary[],
): { readonly before: string; readonly after: string } => {
  const [after] = list;
  const before = list
    .slice(1)
    .find(({ domains }) => after?.domains.every((domain) => domains.includes(domain)) === true);
  return before === undefined || after === undefined
    ? { before: '', after: '' }
    : { before: before.id, after: after.id };
};

/** The run to show for a domain when none was picked: the newest that asked many places, else the newest at all. */
export const newestFor = (list: readonly StoredRunSummary[], domain: string): StoredRunSummary | null => {
  const about = list.filter(({ domains }) => domains.includes(domain));
  return about.find(({ kind }) => kind === 'snapshot' || kind === 'collected') ?? about[0] ?? null;
};
