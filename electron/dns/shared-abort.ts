/**
 * One signal for thousands of questions: a listener of the platform for each of them costs more than the question.
 * It listens to the real one only while somebody listens here.
 */
import type { AbortSignalLike } from '../../shared/dns/types.ts';

export class SharedAbort implements AbortSignalLike {
  readonly #signal: AbortSignalLike;
  readonly #listeners = new Set<() => void>();
  readonly #onAbort = (): void => {
    for (const listener of [...this.#listeners]) listener();
  };

  constructor(signal: AbortSignalLike) {
    this.#signal = signal;
  }

  get aborted(): boolean {
    return this.#signal.aborted;
  }

  addEventListener(type: 'abort', listener: () => void): void {
    if (this.#listeners.size === 0) this.#signal.addEventListener(type, this.#onAbort);
    this.#listeners.add(listener);
  }

  removeEventListener(type: 'abort', listener: () => void): void {
    if (this.#listeners.delete(listener) && this.#listeners.size === 0)
      this.#signal.removeEventListener(type, this.#onAbort);
  }
}
