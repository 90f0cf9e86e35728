/** Long work that the page started and may cancel, by the id that the page gave it. */
import { AppError } from '../../shared/result.ts';

export class Runs {
  readonly #controllers = new Map<string, AbortController>();
  readonly #going = new Set<Promise<unknown>>();

  /** AppError `bad-input` when a run of this id is still going. */
  async during<T>(runId: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (this.#controllers.has(runId)) {
      throw new AppError('bad-input', `The run '${runId}' is going on already. Wait for it or cancel it.`);
    }
    const controller = new AbortController();
    this.#controllers.set(runId, controller);
    const done = work(controller.signal);
    this.#going.add(done);
    try {
      return await done;
    } finally {
      this.#going.delete(done);
      this.#controllers.delete(runId);
    }
  }

  /** Fulfilled once nothing is going any more, however it ended. */
  async idle(): Promise<void> {
    while (this.#going.size > 0) await Promise.allSettled(this.#going);
  }

  /** A run that has ended meanwhile is no error. */
  cancel(runId: string): void {
    this.#controllers.get(runId)?.abort();
  }
  cancelAll(): void {
    for (const controller of this.#controllers.values()) controller.abort();
  }
}
