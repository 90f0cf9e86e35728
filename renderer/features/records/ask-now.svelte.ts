/** Asking everything about one domain at every place, so that its records can be explained and proved. */
import type { AppError } from '../../../shared/result.ts';
import { asAppError, call, listen } from '../../app/client.ts';
import { connection } from '../../app/connection.svelte.ts';
import { session } from '../../app/session.svelte.ts';
import { settings } from '../../app/settings.svelte.ts';
import { storedRuns } from '../dns/stored-runs.svelte.ts';

class AskNow {
  running = $state(false);
  done = $state(0);
  total = $state(0);
  label = $state('');
  /** Why the last try gave nothing; `null` after one that did. */
  error: AppError | null = $state.raw(null);
  #runId = '';

  /** Asks at every place that is switched on and at the domain's own servers. Errors are kept in `error`. */
  async start(domain: string): Promise<void> {
    if (this.running) return;
    this.running = true;
    this.error = null;
    this.done = 0;
    this.total = 0;
    this.label = '';
    this.#runId = crypto.randomUUID();
    const stop = listen('dns.progress', ({ runId, done, total, label }) => {
      if (runId !== this.#runId) return;
      this.done = done;
      this.total = total;
      this.label = label;
    });
    try {
      await settings.requireOperator();
      await session.flush();
      const { run, offline } = await call('dns.snapshot', {
        id: session.customer?.id ?? '',
        runId: this.#runId,
        name: '',
        domains: [domain],
        authoritative: true,
        vantageIds: [],
      });
      connection.unreached = offline;
      if (run !== null) storedRuns.add(run);
    } catch (thrown) {
      this.error = asAppError(thrown);
    } finally {
      stop();
      this.running = false;
    }
  }

  async cancel(): Promise<void> {
    await call('dns.cancel', { runId: this.#runId });
  }
}

export const askNow = new AskNow();
