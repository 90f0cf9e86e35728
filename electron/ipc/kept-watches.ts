/** The watches that this process has: those that go on, and those that are over but not stored yet. */
import { runSummary } from '../../shared/dns/stored-run.ts';
import type { RunDraft, StoredRunFile, StoredRunSummary } from '../../shared/dns/stored-run.ts';
import type { WatchState } from '../../shared/dns/watch-state.ts';
import type { WatchTold } from '../../shared/ipc/contract.ts';
import { AppError, type AppErrorData } from '../../shared/result.ts';
import type { RunningWatch } from '../dns/running-watch.ts';
import type { OpenJournal } from '../store/run-store.ts';

interface NewWatch {
  readonly watchId: string;
  readonly customerId: string;
  readonly operator: string;
  readonly watch: RunningWatch;
  readonly journal: OpenJournal['journal'];
  readonly save: (draft: RunDraft) => Promise<StoredRunFile>;
}

/** What the page is told of a watch, and what it asks for when it was loaded anew. */
export class WatchNews {
  #state: WatchState | null = null;
  #trouble: AppErrorData | null = null;
  readonly #tell: (news: Pick<WatchTold, 'state' | 'trouble'>) => void;

  constructor(tell: (news: Pick<WatchTold, 'state' | 'trouble'>) => void) {
    this.#tell = tell;
  }

  state(state: WatchState): void {
    this.#state = state;
    this.#send();
  }

  /** Why what was seen is not on the disk; `null` when it is at last. */
  trouble(problem: AppError | null): void {
    this.#trouble = problem?.toData() ?? null;
    this.#send();
  }

  /** The run is on the disk; who asked for that is told by the answer. */
  stored(): void {
    this.#trouble = null;
  }

  get latest(): Pick<WatchTold, 'state' | 'trouble'> | null {
    return this.#state === null ? null : { state: this.#state, trouble: this.#trouble };
  }

  #send(): void {
    const { latest } = this;
    if (latest !== null) this.#tell(latest);
  }
}

interface KeptWatch extends NewWatch {
  readonly news: WatchNews;
  /** Its run was written to a file of the person's choice. */
  elsewhere: boolean;
  /** The stored run; tried again when it could not be written. */
  readonly keep: () => Promise<StoredRunSummary>;
}

export class KeptWatches {
  readonly #all = new Map<string, KeptWatch>();
  /** Of a watch that is stored only this stays: its answers are on the disk. */
  readonly #stored = new Map<string, StoredRunSummary>();

  add(given: NewWatch, news: WatchNews): KeptWatch {
    const kept: KeptWatch = { ...given, news, elsewhere: false, keep: this.#keeper(given) };
    this.#all.set(given.watchId, kept);
    return kept;
  }

  /** @throws AppError `not-found` when it is stored already, or from an earlier start */
  get(watchId: string): KeptWatch {
    const found = this.#all.get(watchId);
    if (found !== undefined) return found;
    throw new AppError(
      'not-found',
      this.#stored.has(watchId)
        ? 'This watch is over, and its run is stored.'
        : `There is no watch '${watchId}'. It ended with an earlier start of the app.`,
    );
  }

  stored(watchId: string): StoredRunSummary | undefined {
    return this.#stored.get(watchId);
  }

  list(): WatchTold[] {
    return [...this.#all.values()].flatMap(({ watchId, customerId, news }) =>
      news.latest === null ? [] : [{ id: customerId, watchId, ...news.latest }],
    );
  }

  /**
   * Before the customer goes to the trash: its watches, which are over, are stored, or written down in full.
   * @throws AppError with the code of what keeps a run from the disk, when answers would be in memory alone
   */
  async settle(customerId: string): Promise<void> {
    for (const { keep, journal, elsewhere, ...kept } of [...this.#all.values()]) {
      if (kept.customerId !== customerId) continue;
      await keep().catch((cause: unknown) => {
        if (journal.isWhole || elsewhere) return;
        if (!(cause instanceof AppError)) throw cause;
        throw new AppError(
          cause.code,
          `The customer was not deleted: its watch is over, but what it heard is not on the disk yet. ${cause.message}`,
          cause.toData().detail,
          cause,
        );
      });
    }
  }

  /** Written once; a failed try is made again by the next call. */
  #keeper({ watchId, save, watch }: NewWatch): () => Promise<StoredRunSummary> {
    let kept: Promise<StoredRunSummary> | null = null;
    const store = async (draft: RunDraft): Promise<StoredRunSummary> => {
      const { run, sha256 } = await save(draft);
      const summary = runSummary(run, sha256);
      this.#stored.set(watchId, summary);
      this.#all.delete(watchId);
      return summary;
    };
    return () => {
      kept ??= watch.done.then(store).catch((cause: unknown) => {
        kept = null;
        throw cause;
      });
      return kept;
    };
  }
}
