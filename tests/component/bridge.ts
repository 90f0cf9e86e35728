/**
 * A small main process in memory: keeps documents by the contract's rules (revisions, stamps, trash), so that the page
 * can be tested whole. `fail` makes the next calls of a channel fail as a full disk would.
 */
import type { Bridge, Invoke } from '../../shared/ipc/bridge.ts';
import type { Channel, Settings } from '../../shared/ipc/contract.ts';
import { CHANNEL_NAMES, EVENT_NAMES } from '../../shared/ipc/names.ts';
import { BLOCK_LISTS } from '../../shared/dns/block-lists.ts';
import { PUBLIC_RESOLVERS } from '../../shared/dns/public-resolvers.ts';
import { runHead, runSummary } from '../../shared/dns/stored-run.ts';
import type { StoredRun } from '../../shared/dns/stored-run.ts';
import type { CustomerFile, CustomerSummary } from '../../shared/customer.ts';
import { emptyProfile } from '../../shared/profile/empty.ts';
import type { Profile } from '../../shared/profile/schema.ts';
import { AppError, fail, ok } from '../../shared/result.ts';
import type { LogEntry } from '../../shared/runbook/log.ts';
import { partOf } from './support/stored-run.ts';

const AT = '2026-11-24T13:02:00.000Z';

export const documentOf = (id: string, profile: Profile): CustomerFile => ({
  format: 'mailflow-runbook/customer',
  schemaVersion: 2,
  appVersion: '0.1.0',
  savedAt: AT,
  revision: 1,
  data: { id, createdAt: AT, example: false, profile, changedAt: {}, log: [] },
});

const summaryOf = ({ data, savedAt }: CustomerFile): CustomerSummary => ({
  id: data.id,
  customerName: data.profile.customerName,
  engagementRef: data.profile.engagementRef,
  primaryDomain: data.profile.domains[0]?.name ?? '',
  domainCount: data.profile.domains.length,
  vendor: data.profile.thirdParty.vendor,
  example: data.example,
  savedAt,
  settledSteps: 0,
  totalSteps: 63,
  changeWindowStart: data.profile.changeWindowStart,
});

export class MemoryMain {
  readonly files = new Map<string, CustomerFile>();
  readonly trash = new Map<string, CustomerFile>();
  settings: Settings = {
    theme: 'system',
    operator: 'op1',
    dnsServer: '',
    publicResolvers: PUBLIC_RESOLVERS,
    blockLists: BLOCK_LISTS,
  };
  /** The stored runs, newest first. */
  readonly runs: StoredRun[] = [];
  copied = '';
  /** Each call with its input, in order. */
  readonly calls: Array<readonly [Channel, unknown]> = [];
  readonly failing = new Map<Channel, AppError>();
  #entries = 0;

  constructor(...files: readonly CustomerFile[]) {
    for (const file of files) this.files.set(file.data.id, file);
  }

  /** The bridge as the preload would expose it; everything passes through structured clone. */
  bridge(): Bridge {
    const invoke = Object.fromEntries(
      CHANNEL_NAMES.map((channel) => [
        channel,
        (input: unknown): Promise<unknown> => {
          this.calls.push([channel, structuredClone(input)]);
          try {
            const failure = this.failing.get(channel);
            if (failure !== undefined) throw failure;
            return Promise.resolve(ok(structuredClone(this.#answer(channel, structuredClone(input)))));
          } catch (thrown) {
            if (!(thrown instanceof AppError)) throw thrown;
            return Promise.resolve(fail(thrown.toData()));
          }
        },
      ]),
    ) as unknown as Invoke;
    const on = Object.fromEntries(
      EVENT_NAMES.map((event) => [event, () => () => undefined]),
    ) as unknown as Bridge['on'];
    return { invoke, on };
  }

  #file(id: string): CustomerFile {
    const file = this.files.get(id);
    if (file === undefined) throw new AppError('not-found', `There is no customer ${id}.`);
    return file;
  }

  #put(id: string, data: Partial<CustomerFile['data']>): CustomerFile {
    const file = this.#file(id);
    const next = { ...file, revision: file.revision + 1, savedAt: AT, data: { ...file.data, ...data } };
    this.files.set(id, next);
    return next;
  }

  #answer(channel: Channel, given: unknown): unknown {
    const input = given as { readonly id: string; readonly revision: number; readonly profile: Profile };
    switch (channel) {
      case 'settings.get':
        return this.settings;
      case 'settings.set':
        this.settings = { ...this.settings, ...(given as Partial<Settings>) };
        return this.settings;
      case 'customers.list':
        return { customers: [...this.files.values()].map(summaryOf), unreadable: [] };
      case 'customers.get':
        return this.#file(input.id);
      case 'customers.create': {
        const file = documentOf(
          'new-customer',
          emptyProfile((given as { customerName: string }).customerName),
        );
        this.files.set(file.data.id, file);
        return file;
      }
      case 'customers.remove':
        this.trash.set(input.id, this.#file(input.id));
        this.files.delete(input.id);
        return undefined;
      case 'customers.trash':
        return {
          customers: [...this.trash.values()].map((file) => ({ ...summaryOf(file), deletedAt: AT })),
          unreadable: [],
        };
      case 'customers.restore': {
        const file = this.trash.get(input.id);
        this.trash.delete(input.id);
        if (file === undefined) throw new AppError('not-found', 'It is not in the trash.');
        this.files.set(input.id, file);
        return file;
      }
      case 'customers.saveProfile': {
        if (this.#file(input.id).revision !== input.revision)
          throw new AppError('conflict', 'The file is newer.');
        const { revision, savedAt, data } = this.#put(input.id, { profile: input.profile });
        return { revision, savedAt, changedAt: data.changedAt };
      }
      case 'customers.appendLog': {
        const { entries } = given as { readonly entries: ReadonlyArray<LogEntry['entry']> };
        return this.append(input.id, entries);
      }
      case 'dns.vantages':
      case 'dns.watches':
        return [];
      case 'dns.runs':
        return { runs: this.runs.map((run) => runSummary(run, '0'.repeat(64))), unreadable: [] };
      case 'dns.run':
      case 'dns.runAnswers': {
        const { storedId, from } = given as { readonly storedId: string; readonly from?: number };
        const run = this.runs.find(({ id }) => id === storedId);
        if (run === undefined) throw new AppError('not-found', `There is no stored run ${storedId}.`);
        return from === undefined ? runHead(run) : partOf(run, from);
      }
      case 'clipboard.write':
        this.copied = (given as { text: string }).text;
        return undefined;
      default:
        throw new AppError('internal', `${channel} is not part of this test.`);
    }
  }

  /** Appends to a customer's log, as a DNS run in main does on its own. */
  append(id: string, entries: ReadonlyArray<LogEntry['entry']>): unknown {
    const stored = entries.map((entry) => ({
      id: `entry-${String(++this.#entries)}`,
      at: AT,
      operator: this.settings.operator,
      entry,
    }));
    const { revision, savedAt, data } = this.#put(id, { log: [...this.#file(id).data.log, ...stored] });
    return { revision, savedAt, changedAt: data.changedAt, entries: stored };
  }
}

/** Puts the bridge on the window, where the preload would. */
export const install = (main: MemoryMain): void => {
  Object.defineProperty(window, 'mailflow', { value: main.bridge(), configurable: true });
};
