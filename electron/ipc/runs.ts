/** Long work that the page started and may cancel, by the id that the page gave it. */
import { AppError } from '../../shared/result.ts';

interface Going {
  readonly runId: string;
  readonly customerId: string | null;
  readonly done: Promise<unknown>;
}

export class Runs {
  readonly #controllers = new Map<string, AbortController>();
  readonly #going = new Set<Going>();

  /** `customerId` where the work is about one alone. AppError `bad-input` when a run of this id is still going. */
  async during<T>(
    runId: string,
    work: (signal: AbortSignal) => Promise<T>,
    customerId: string | null = null,
  ): Promise<T> {
    if (this.#controllers.has(runId)) {
      throw new AppError('bad-input', `The run '${runId}' is going on already. Wait for it or cancel it.`);
    }
    const controller = new AbortController();
    this.#controllers.set(runId, controller);
    const done = work(controller.signal);
    const going = { runId, customerId, done };
    this.#going.add(going);
    try {
      return await done;
    } finally {
      this.#going.delete(going);
      this.#controllers.delete(runId);
    }
  }

  /** Fulfilled once nothing is going any more, however it ended. */
  async idle(): Promise<void> {
    while (this.#going.size > 0) await Promise.allSettled([...this.#going].map(({ done }) => done));
  }

  /** Stops what is about the customer; fulfilled once all of it is over, however it ended. */
  async end(customerId: string): Promise<void> {
    const about = [...this.#going].filter((going) => going.customerId === customerId);
    for (const { runId } of about) this.cancel(runId);
    await Promise.allSettled(about.map(({ done }) => done));
  }

  /** A run that has ended meanwhile is no error. */
  cancel(runId: string): void {
    this.#controllers.get(runId)?.abort();
  }
  cancelAll(): void {
    for (const controller of this.#controllers.values()) controller.abort();
  }
}
