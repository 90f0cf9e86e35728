/** The export of the open customer: choosing a folder, the run, its result. One at a time. */
import type { ExportResult } from '../../../shared/ipc/contract.ts';
import type { AppError } from '../../../shared/result.ts';
import { asAppError, call, followProgress } from '../../app/client.ts';
import { facts } from '../../app/derived.svelte.ts';
import { session } from '../../app/session.svelte.ts';
import { loadKept } from '../records/kept-published.ts';

interface Target {
  readonly token: string;
  readonly folder: string;
}

class ExportRunner {
  /** Chosen parent folder; the export makes a folder of its own in it. */
  target: Target | null = $state.raw(null);
  running = $state(false);
  cancelling = $state(false);
  done = $state(0);
  total = $state(0);
  label = $state('');
  result: ExportResult | null = $state.raw(null);
  error: AppError | null = $state.raw(null);
  /** The customer that result and error are about. */
  customerId = $state('');
  #runId = '';

  /** Asks for the folder; gives false when the dialog was closed. */
  async choose(): Promise<boolean> {
    const chosen = await call('export.chooseFolder');
    if (chosen === null) return false;
    this.target = chosen;
    this.result = null;
    this.error = null;
    return true;
  }

  /** Writes the export; errors are kept in `error`, a cancelled run leaves nothing behind. */
  async start(): Promise<void> {
    const { customer } = session;
    if (customer === null || this.target === null || this.running) return;
    this.#begin(customer.id);
    const stop = followProgress('export.progress', this.#runId, this);
    try {
      await session.flush();
      await loadKept(customer.id);
      this.result = await call('export.run', {
        id: customer.id,
        token: this.target.token,
        runId: this.#runId,
        heldBack: [...facts.heldBack],
      });
    } catch (thrown) {
      this.error = asAppError(thrown);
    } finally {
      stop();
      this.running = false;
      this.cancelling = false;
    }
  }

  async cancel(): Promise<void> {
    if (!this.running) return;
    this.cancelling = true;
    await call('export.cancel', { runId: this.#runId });
  }

  /** Shows the result in the system's file manager. */
  async reveal(): Promise<void> {
    if (this.target !== null) await call('export.reveal', { token: this.target.token });
  }

  #begin(customerId: string): void {
    this.customerId = customerId;
    this.#runId = crypto.randomUUID();
    this.running = true;
    this.cancelling = false;
    this.done = 0;
    this.total = 0;
    this.label = '';
    this.result = null;
    this.error = null;
  }
}

export const exportRun = new ExportRunner();
