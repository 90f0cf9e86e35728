/**
 * Checks many customers in one run: each question goes on the wire once whoever wants it, few at a time for each
 * server. The answers of each customer are handed over to be kept, and every domain gets one row.
 */
import { bulkQuestions, driftOf, judgeBulk } from '../../shared/dns/bulk.ts';
import type { CheckSources } from '../../shared/dns/checks.ts';
import { runComparison } from '../../shared/dns/compare-runs.ts';
import type { RunDraft } from '../../shared/dns/stored-run.ts';
import type { AbortSignalLike, DnsAnswer, DnsLookup, DnsServer } from '../../shared/dns/types.ts';
import type { Profile } from '../../shared/profile/schema.ts';
import { AppError } from '../../shared/result.ts';
import type { Verdict } from '../../shared/runbook/log.ts';
import { mapBounded } from '../store/serial.ts';
import { nextTurn, turnIsOver } from '../store/turns.ts';
import { askInTurn, NOT_REACHED } from './asking.ts';
import { RunRecorder } from './recorder.ts';
import { DnsRun } from './run.ts';
import { serversToAsk } from './service.ts';

export interface BulkCustomer {
  readonly id: string;
  readonly profile: Profile;
}

/** What of the customers is on disk; each is read only when its turn comes. */
export interface BulkCustomers {
  /** With the number of domains, for the progress. */
  readonly ids: ReadonlyArray<{ readonly id: string; readonly domainCount: number }>;
  readonly read: (id: string) => Promise<BulkCustomer>;
  /** The run to compare with, if there is one. */
  readonly earlier: (id: string) => Promise<RunDraft | null>;
  /** Keeps the run and gives its id. */
  readonly keep: (id: string, draft: RunDraft) => Promise<string>;
}

export interface BulkRow {
  readonly customerId: string;
  readonly customerName: string;
  /** As the profile has it. */
  readonly domain: string;
  readonly verdict: Verdict;
  /** Records that changed since the earlier run; `null` when there was nothing to compare with. */
  readonly drifted: number | null;
  readonly sentence: string;
  /** When the earlier run ended. */
  readonly since: string | null;
  /** The stored run; `null` when nothing was kept, because no server could be reached or the run was stopped. */
  readonly runId: string | null;
}

export interface BulkResult {
  readonly rows: readonly BulkRow[];
  /** Customers that could not be read or kept, with the reason. */
  readonly failed: ReadonlyArray<{ readonly customerId: string; readonly reason: string }>;
  /** No server could be reached at all. */
  readonly offline: boolean;
  readonly stopped: boolean;
}

export interface BulkHooks {
  readonly signal?: AbortSignalLike | undefined;
  /** Counts domains; `label` is the customer that was done last. */
  readonly onProgress?: ((done: number, total: number, label: string) => void) | undefined;
}

export interface BulkServiceOptions {
  readonly lookup: DnsLookup;
  readonly sources: Pick<CheckSources, 'planned'>;
  readonly systemServers: () => readonly DnsServer[];
  readonly now?: () => Date;
}

const CUSTOMERS_AT_ONCE = 16;
/**
 * On their way at once, in all and for each server, wherever that server is: a resolver on loopback hands most
 * questions on to one that others use too. With 22 ms or more an answer it stays below the 1,500 questions a second
 * that Google Public DNS takes from one address, short bursts aside
 * (https://developers.google.com/speed/public-dns/docs/isp, 2026-11-24).
 */
export const BULK_AT_ONCE = 32;

interface Asked {
  readonly draft: RunDraft;
  readonly answers: ReadonlyMap<string, readonly DnsAnswer[]>;
}

export class BulkService {
  readonly #options: BulkServiceOptions;

  constructor(options: BulkServiceOptions) {
    this.#options = options;
  }

  /**
   * Asks the server that `server` names (the system's when empty) about every customer.
   * @throws AppError `dns-bad-server` as a check does
   */
  async check(customers: BulkCustomers, server: string, hooks: BulkHooks = {}): Promise<BulkResult> {
    const { lookup, systemServers, now = () => new Date() } = this.#options;
    const system = systemServers();
    const servers = serversToAsk(server, system);
    const run = new DnsRun(lookup, {
      maxAtOnce: BULK_AT_ONCE,
      maxPerServer: BULK_AT_ONCE,
      signal: hooks.signal,
      now,
    });
    const total = customers.ids.reduce((sum, { domainCount }) => sum + domainCount, 0);
    let done = 0;
    let reached = false;
    const failed: Array<{ customerId: string; reason: string }> = [];
    hooks.onProgress?.(0, total, '');
    const rows = await mapBounded(customers.ids, CUSTOMERS_AT_ONCE, async ({ id, domainCount }) => {
      try {
        if (hooks.signal?.aborted === true) return [];
        const customer = await customers.read(id);
        const asked = await this.#ask(customer.profile, new RunRecorder(run, system), servers, now);
        const all = asked.draft.answers.map(({ answer }) => answer);
        if (all.some(({ outcome }) => outcome === 'cancelled')) return [];
        const silent = all.every(({ outcome }) => NOT_REACHED.has(outcome));
        reached ||= !silent;
        const found = await this.#rows(customer, asked, silent ? null : customers);
        done += domainCount;
        hooks.onProgress?.(done, total, customer.profile.customerName);
        return found;
      } catch (cause) {
        if (!(cause instanceof AppError)) throw cause;
        failed.push({ customerId: id, reason: cause.message });
        return [];
      }
    });
    const stopped = hooks.signal?.aborted === true;
    const found = rows.flat();
    return { rows: found, failed, offline: found.length > 0 && !reached, stopped };
  }

  async #ask(
    profile: Profile,
    recorder: RunRecorder,
    servers: readonly DnsServer[],
    now: () => Date,
  ): Promise<Asked> {
    const startedAt = now().toISOString();
    const names = profile.domains.map(({ name }) => name).filter((name) => name.trim() !== '');
    const entries = names.map(async (name) => {
      const questions = bulkQuestions(name);
      const answers = questions.map((question) => askInTurn({ recorder, servers }, question));
      return [name, await Promise.all(answers)] as const;
    });
    const answers = new Map(await Promise.all(entries));
    const draft = recorder.draft({ startedAt, endedAt: now().toISOString(), domains: names, notes: [] });
    return { draft, answers };
  }

  /** Without `customers` nothing is compared or kept: no server could be reached. */
  async #rows(
    { id, profile }: BulkCustomer,
    { draft, answers }: Asked,
    customers: BulkCustomers | null,
  ): Promise<BulkRow[]> {
    const earlier = (await customers?.earlier(id)) ?? null;
    const comparison = earlier === null ? null : runComparison(earlier, draft);
    const runId = (await customers?.keep(id, draft)) ?? null;
    const rows: BulkRow[] = [];
    for (const [domain, own] of answers) {
      if (turnIsOver()) await nextTurn();
      const { verdict, sentence } = judgeBulk(profile, domain, own, this.#options.sources);
      const drift = driftOf(domain, comparison);
      rows.push({
        customerId: id,
        customerName: profile.customerName,
        domain,
        verdict,
        drifted: drift.drifted,
        sentence:
          customers === null ? 'No server could be reached.' : [...drift.sentences, sentence].join(' '),
        since: earlier?.endedAt ?? null,
        runId,
      });
    }
    return rows;
  }
}
