/**
 * The one DNS run of the window: started from the DNS view, a step or the records, shown wherever it matters. What
 * reached no server waits and is asked again when a network comes back.
 */
import type { StoredRunSummary } from '../../../shared/dns/stored-run.ts';
import type { DnsRun } from '../../../shared/ipc/contract.ts';
import type { AppError } from '../../../shared/result.ts';
import { asAppError, call, followProgress } from '../../app/client.ts';
import { connection } from '../../app/connection.svelte.ts';
import { published } from '../../app/published.svelte.ts';
import { session } from '../../app/session.svelte.ts';
import { settings } from '../../app/settings.svelte.ts';
import { toasts } from '../../app/toasts.svelte.ts';
import { storedRuns } from './stored-runs.svelte.ts';

export interface Scope {
  /** All steps with a DNS check when empty. */
  readonly stepIds: readonly string[];
  /** All domains when empty. */
  readonly domains: readonly string[];
}
export interface SnapshotRequest {
  /** Empty for a run without a name. */
  readonly name: string;
  /** All domains when empty. */
  readonly domains: readonly string[];
  readonly vantageIds: readonly string[];
  readonly authoritative: boolean;
  /** Ask an address without a server too. */
  readonly probe: boolean;
}
export type Job =
  | { readonly kind: 'check'; readonly scope: Scope }
  | { readonly kind: 'snapshot'; readonly request: SnapshotRequest };
/** A job that reached no server. */
export interface Waiting {
  readonly id: string;
  readonly customerId: string;
  readonly job: Job;
  /** When it was tried last (UTC, ISO 8601). */
  readonly at: string;
}
export interface Finished {
  readonly customerId: string;
  readonly scope: Scope;
  readonly result: DnsRun;
  /** UTC, ISO 8601. */
  readonly at: string;
}

const isOfOpenCustomer = ({ customerId }: Waiting): boolean => customerId === session.customer?.id;

class DnsRunner {
  /** Set while a run is going. */
  job: Job | null = $state.raw(null);
  done = $state(0);
  total = $state(0);
  label = $state('');
  cancelling = $state(false);
  last: Finished | null = $state.raw(null);
  error: AppError | null = $state.raw(null);
  waiting: readonly Waiting[] = $state.raw([]);
  #runId = '';

  get running(): boolean {
    return this.job !== null;
  }

  /** Whether the going run looks at this step. */
  covers(stepId: string): boolean {
    if (this.job?.kind !== 'check') return false;
    const { stepIds } = this.job.scope;
    return stepIds.length === 0 || stepIds.includes(stepId);
  }

  /** Runs the checks of `scope`; a second start while something is going does nothing. Errors are kept in `error`. */
  start(scope: Scope): Promise<void> {
    return this.#run({ kind: 'check', scope });
  }

  /** Asks everything about the domains at every chosen place and keeps the answers. */
  snapshot(request: SnapshotRequest): Promise<void> {
    return this.#run({ kind: 'snapshot', request });
  }

  /** Something waits for the open customer, and a server was reached since, or may be. */
  get canRunWaiting(): boolean {
    return !this.running && !connection.offline && this.waiting.some(isOfOpenCustomer);
  }

  /**
   * Tries what waits for the open customer; ends at the first that reaches no server again. What was tried within the
   * last `pause` milliseconds is left alone, and then nobody is asked for a name either: all goes on waiting.
   */
  async runWaiting(pause = 0): Promise<void> {
    if (!this.waiting.some(isOfOpenCustomer) || (pause > 0 && settings.operator === '')) return;
    await settings.requireOperator();
    const now = Date.now();
    for (const one of this.waiting) {
      const { id, job, at } = one;
      if (this.running || !isOfOpenCustomer(one) || now - Date.parse(at) < pause) continue;
      this.drop(id);
      await this.#run(job);
      if (connection.unreached) return;
    }
  }

  /** Takes a job out of those that wait. */
  drop(id: string): void {
    this.waiting = this.waiting.filter((one) => one.id !== id);
  }

  /** Stops the run; what was already answered is kept. */
  async cancel(): Promise<void> {
    if (this.job === null) return;
    this.cancelling = true;
    await call('dns.cancel', { runId: this.#runId });
  }

  async #run(job: Job): Promise<void> {
    if (this.job !== null) return;
    this.#begin(job);
    const stop = followProgress('dns.progress', this.#runId, this);
    try {
      await settings.requireOperator();
      const customerId = session.customer?.id ?? '';
      const { offline, run } =
        job.kind === 'check' ? await this.#check(job.scope) : await this.#take(job.request);
      connection.unreached = offline;
      if (run !== null) storedRuns.add(run);
      if (offline) this.#wait(customerId, job);
      else this.#unwait(customerId, job);
    } catch (thrown) {
      const error = asAppError(thrown);
      if (error.code !== 'cancelled') {
        this.error = error;
        toasts.fail(error);
      }
    } finally {
      stop();
      this.job = null;
      this.cancelling = false;
    }
  }

  async #check(scope: Scope): Promise<DnsRun> {
    const customerId = session.customer?.id ?? '';
    const result = await session.check((id) =>
      call('dns.check', {
        id,
        runId: this.#runId,
        stepIds: [...scope.stepIds],
        domains: [...scope.domains],
        server: settings.value.dnsServer,
        nonePublished: [...published.nonePublished(id)],
      }),
    );
    this.last = { customerId, scope, result, at: new Date().toISOString() };
    return result;
  }

  async #take(request: SnapshotRequest): Promise<{ run: StoredRunSummary | null; offline: boolean }> {
    await session.flush();
    const { name, domains, vantageIds, authoritative, probe } = request;
    const result = await call('dns.snapshot', {
      id: session.customer?.id ?? '',
      runId: this.#runId,
      name,
      domains: [...domains],
      authoritative,
      probe,
      vantageIds: [...vantageIds],
    });
    if (result.run !== null) storedRuns.wish = result.run.id;
    return result;
  }

  #wait(customerId: string, job: Job): void {
    this.#unwait(customerId, job);
    const at = new Date().toISOString();
    this.waiting = [...this.waiting, { id: crypto.randomUUID(), customerId, job, at }];
  }

  #unwait(customerId: string, job: Job): void {
    const key = JSON.stringify(job);
    this.waiting = this.waiting.filter(
      (one) => one.customerId !== customerId || JSON.stringify(one.job) !== key,
    );
  }

  #begin(job: Job): void {
    this.job = job;
    this.#runId = crypto.randomUUID();
    this.done = 0;
    this.total = 0;
    this.label = '';
    this.error = null;
  }
}

export const dnsRun = new DnsRunner();

/** What a job is about, in a few words. */
export const jobWords = (job: Job): string => {
  const of = (domains: readonly string[]): string =>
    domains.length === 0
      ? 'all domains'
      : domains.length === 1
        ? (domains[0] ?? '')
        : `${String(domains.length)} domains`;
  if (job.kind === 'snapshot') {
    const { name, domains } = job.request;
    return `${name === '' ? 'Asking' : `Snapshot ‘${name}’:`} ${of(domains)} at every place`;
  }
  const { stepIds, domains } = job.scope;
  return `${stepIds.length === 0 ? 'All checks' : `Checks of ${stepIds.join(', ')}`}, ${of(domains)}`;
};

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
