/** Long work that the page started and may cancel, by the id that the page gave it. */
import { AppError } from '../../shared/result.ts';

export class Runs {
  readonly #controllers = new Map<string, AbortController>();

  /** AppError `bad-input` when a run of this id is still going. */
  async during<T>(runId: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (this.#controllers.has(runId)) {
      throw new AppError('bad-input', `The run '${runId}' is going on already. Wait for it or cancel it.`);
    }
    const controller = new AbortController();
    this.#controllers.set(runId, controller);
    try {
      return await work(controller.signal);
    } finally {
      this.#controllers.delete(runId);
    }
  }

  /** A run that has ended meanwhile is no error. */
  cancel(runId: string): void {
    this.#controllers.get(runId)?.abort();
  }
  cancelAll(): void {
    for (const controller of this.#controllers.values()) controller.abort();
  }
}
