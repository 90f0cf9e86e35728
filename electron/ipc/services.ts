/** What the handlers need from the services; `main.ts` builds the real ones. */
import type { Customer, CustomerFile } from '../../shared/customer.ts';
import type { RunDraft } from '../../shared/dns/stored-run.ts';
import type { DnsServer } from '../../shared/dns/types.ts';
import type { ExportResult } from '../../shared/ipc/contract.ts';
import type { DnsEvidence } from '../../shared/runbook/log.ts';
import type { DnsCheckRequest } from '../dns/service.ts';
import type { Snapshot, SnapshotRequest } from '../dns/snapshot-service.ts';
import type { BulkService } from '../dns/bulk-service.ts';
import type { WatchService } from '../dns/watch-service.ts';
import type { PlannedCustomer } from '../../shared/records/planned.ts';
import type { CustomerStore } from '../store/customer-store.ts';
import type { RunStore } from '../store/run-store.ts';
import type { SettingsStore } from '../store/settings-store.ts';

interface Hooks {
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number, label: string) => void;
}

export interface DnsService {
  systemServers(): readonly DnsServer[];
  /** AppError `dns-bad-server`, or `cancelled` when the signal fires; an unanswered question is no error. */
  check(
    customer: Customer,
    request: DnsCheckRequest,
    hooks: Hooks,
  ): Promise<{
    readonly evidence: ReadonlyArray<{ readonly stepId: string; readonly evidence: DnsEvidence }>;
    readonly run: RunDraft;
    readonly offline: boolean;
  }>;
}

export interface Snapshots {
  /** AppError `bad-input`, or `cancelled` when the signal fires; an unanswered question is no error. */
  take(request: SnapshotRequest, hooks: Hooks): Promise<Snapshot>;
}

export interface Exporter {
  /**
   * Writes all files into `targetFolder`, which must not exist yet; `planned` is what follows from `file`.
   * AppError `export-…`, `store-…` or `cancelled`.
   */
  run(
    file: CustomerFile,
    targetFolder: string,
    options: Hooks & { readonly planned: PlannedCustomer },
  ): Promise<ExportResult>;
}

/** The parts of the desktop that handlers use; one place to see them all. */
export interface Desktop {
  readonly info: {
    readonly version: string;
    readonly platform: string;
    readonly dataDir: string;
    readonly electron: string;
  };
  /** Null when the person closed the dialog. */
  chooseFile(kind?: 'customer' | 'collected'): Promise<string | null>;
  /** Where to write a new file; `name` is proposed. Null when the person closed the dialog. */
  saveFile(name: string): Promise<string | null>;
  chooseFolder(): Promise<string | null>;
  reveal(path: string): void;
  writeClipboard(text: string): Promise<void>;
  setTheme(theme: 'system' | 'light' | 'dark'): void;
}

export interface Services {
  readonly customers: CustomerStore;
  readonly settings: SettingsStore;
  readonly dns: DnsService;
  readonly snapshots: Snapshots;
  readonly watches: WatchService;
  readonly bulk: BulkService;
  readonly storedRuns: RunStore;
  readonly exporter: Exporter;
  readonly desktop: Desktop;
  readonly clock: () => Date;
  readonly newId: () => string;
}
