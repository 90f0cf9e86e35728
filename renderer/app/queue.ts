/** Runs asynchronous jobs one after the other; a failed job does not hold back the next. */
export class Queue {
  #tail: Promise<unknown> = Promise.resolve();

  /** Runs the job after all earlier ones; settles as the job does. */
  add<T>(job: () => Promise<T>): Promise<T> {
    const run = this.#tail.then(job);
    this.#tail = run.catch(() => undefined);
    return run;
  }
}
