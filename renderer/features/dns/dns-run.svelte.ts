/** The one DNS run of the window: started from the DNS view, a step or the records, shown wherever it matters. */
import type { DnsRun } from '../../../shared/ipc/contract.ts';
import type { AppError } from '../../../shared/result.ts';
import { asAppError, call, listen } from '../../app/client.ts';
import { connection } from '../../app/connection.svelte.ts';
import { session } from '../../app/session.svelte.ts';
import { settings } from '../../app/settings.svelte.ts';
import { toasts } from '../../app/toasts.svelte.ts';

export interface Scope {
  /** All steps with a DNS check when empty. */
  readonly stepIds: readonly string[];
  /** All domains when empty. */
  readonly domains: readonly string[];
}
export interface Finished {
  readonly customerId: string;
  readonly scope: Scope;
  readonly result: DnsRun;
  /** UTC, ISO 8601. */
  readonly at: string;
}

class DnsRunner {
  /** Set while a run is going. */
  scope: Scope | null = $state.raw(null);
  done = $state(0);
  total = $state(0);
  label = $state('');
  cancelling = $state(false);
  last: Finished | null = $state.raw(null);
  error: AppError | null = $state.raw(null);
  #runId = '';

  get running(): boolean {
    return this.scope !== null;
  }

  /** Whether the going run looks at this step. */
  covers(stepId: string): boolean {
    return this.scope !== null && (this.scope.stepIds.length === 0 || this.scope.stepIds.includes(stepId));
  }

  /** Asks DNS; a second start while one is going does nothing. Errors are kept in `error`. */
  async start(scope: Scope): Promise<void> {
    if (this.scope !== null) return;
    this.#begin(scope);
    const stop = listen('dns.progress', (progress) => {
      if (progress.runId !== this.#runId) return;
      this.done = progress.done;
      this.total = progress.total;
      this.label = progress.label;
    });
    try {
      await settings.requireOperator();
      const customerId = session.customer?.id ?? '';
      const result = await session.check((id) =>
        call('dns.check', {
          id,
          runId: this.#runId,
          stepIds: [...scope.stepIds],
          domains: [...scope.domains],
          server: settings.value.dnsServer,
        }),
      );
      connection.unreached = result.offline;
      this.last = { customerId, scope, result, at: new Date().toISOString() };
    } catch (thrown) {
      const error = asAppError(thrown);
      if (error.code !== 'cancelled') {
        this.error = error;
        toasts.fail(error);
      }
    } finally {
      stop();
      this.scope = null;
      this.cancelling = false;
    }
  }

  /** Stops the run; what was already answered is kept. */
  async cancel(): Promise<void> {
    if (this.scope === null) return;
    this.cancelling = true;
    await call('dns.cancel', { runId: this.#runId });
  }

  #begin(scope: Scope): void {
    this.scope = scope;
    this.#runId = crypto.randomUUID();
    this.done = 0;
    this.total = 0;
    this.label = '';
    this.error = null;
  }
}

export const dnsRun = new DnsRunner();

/** One sentence on a finished run. */
export const runSentence = ({ matching, differing, unanswered, offline }: DnsRun): string => {
  const total = matching + differing + unanswered;
  const checks = (count: number): string => `${String(count)} ${count === 1 ? 'check' : 'checks'}`;
  if (offline) return 'No DNS server could be reached. That says nothing about the records.';
  if (total === 0) return 'There was nothing to check.';
  if (matching === total) return total === 1 ? 'The check matches.' : `All ${checks(total)} match.`;
  const parts = [
    ...(differing > 0 ? [`${String(differing)} ${differing === 1 ? 'differs' : 'differ'}`] : []),
    ...(unanswered > 0 ? [`${String(unanswered)} got no answer`] : []),
    ...(matching > 0 ? [`${String(matching)} ${matching === 1 ? 'matches' : 'match'}`] : []),
  ];
  return `Of ${checks(total)}, ${parts.join(', ')}.`;
};
