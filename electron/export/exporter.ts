/**
 * Makes the folder that is handed over: records for a person, zone files, the runbook as JSON and PDF, and the
 * hashes of all. The same document and time give the same bytes in any folder, time zone and language.
 */
import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import type { CustomerFile } from '../../shared/customer.ts';
import type { ExportResult } from '../../shared/ipc/contract.ts';
import type { Profile } from '../../shared/profile/schema.ts';
import { canonicalJson } from '../../shared/report/canonical.ts';
import { runbookJson } from '../../shared/report/json.ts';
import type { FileHash } from '../../shared/report/json.ts';
import { reportModel } from '../../shared/report/model.ts';
import { recordsText } from '../../shared/report/records-text.ts';
import { plannedOf } from '../../shared/records/planned.ts';
import type { PlannedCustomer } from '../../shared/records/planned.ts';
import { zoneFiles } from '../../shared/report/zones.ts';
import { AppError } from '../../shared/result.ts';
import { assertFree, writeFolder } from './folder.ts';
import type { OutputFile } from './folder.ts';
import { renderPdf } from './pdf-process.ts';
import type { StartPdfProcess } from './pdf-process.ts';
import type { ExportResources } from './resources.ts';

export interface ExporterOptions {
  /** The present time as ISO 8601 in UTC. */
  readonly now: () => string;
  /** Milliseconds of a clock that only runs forward, for `elapsedMs`. */
  readonly monotonic: () => number;
  readonly appVersion: string;
  readonly resources: ExportResources;
  readonly startPdfProcess: StartPdfProcess;
}

export interface ExportProgress {
  readonly done: number;
  readonly total: number;
  /** What comes next. */
  readonly label: string;
}

export interface RunOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ExportProgress) => void;
  /** What was worked out from the same document already; by its log alone when it is left out. */
  readonly planned?: PlannedCustomer | undefined;
}

/** Records, PDF, folder. */
const STAGES = 3;

const encoder = new TextEncoder();
const textFile = (name: string, text: string): OutputFile => ({ name, content: encoder.encode(text) });

const sha256 = (content: Uint8Array | string): string => createHash('sha256').update(content).digest('hex');

const hashed = ({ name, content }: OutputFile): FileHash => ({
  name,
  bytes: content.byteLength,
  sha256: sha256(content),
});

/** SHA-256 of the profile in canonical JSON: equal profiles have equal hashes, whatever the order of their keys. */
export const profileHash = (profile: Profile): string => sha256(canonicalJson(profile));

/** The format of `sha256sum`, so that `sha256sum -c` checks the folder. */
const sumsFile = (files: readonly FileHash[]): OutputFile =>
  textFile('SHA256SUMS', files.map(({ sha256: hash, name }) => `${hash}  ${name}\n`).join(''));

export class Exporter {
  readonly #options: ExporterOptions;
  constructor(options: ExporterOptions) {
    this.#options = options;
  }

  /**
   * Writes everything into `targetFolder`, which must not exist or be empty. Errors: `export-exists`,
   * `export-failed`, `cancelled`, `store-full`, `store-read-only`, `store-io`; after each of them the target is as
   * it was.
   */
  async run(file: CustomerFile, targetFolder: string, options: RunOptions = {}): Promise<ExportResult> {
    const started = this.#options.monotonic();
    const signal = options.signal ?? new AbortController().signal;
    const progress = options.onProgress ?? (() => undefined);
    const stopIfCancelled = (): void => {
      if (signal.aborted) throw new AppError('cancelled', 'The export was cancelled; nothing was written.');
    };
    stopIfCancelled();
    progress({ done: 0, total: STAGES, label: 'Records' });
    await assertFree(resolve(targetFolder));
    const files = await this.#make(file, signal, options.planned ?? plannedOf(file.data), (done, label) =>
      progress({ done, total: STAGES, label }),
    );
    progress({ done: 2, total: STAGES, label: 'Writing the folder' });
    await writeFolder(targetFolder, files, stopIfCancelled);
    progress({ done: STAGES, total: STAGES, label: 'Finished' });
    return {
      folder: resolve(targetFolder),
      files: files.map(hashed),
      elapsedMs: this.#options.monotonic() - started,
    };
  }

  async #make(
    file: CustomerFile,
    signal: AbortSignal,
    planned: PlannedCustomer,
    progress: (done: number, label: string) => void,
  ): Promise<readonly OutputFile[]> {
    const { resources, startPdfProcess, appVersion } = this.#options;
    const now = new Date(this.#options.now()).toISOString();
    const report = reportModel(file, {
      now,
      appVersion,
      planned,
      profileHash: profileHash(file.data.profile),
    });
    const { zones, left } = zoneFiles(file.data.profile, planned.records);
    const texts = [
      textFile('records.txt', recordsText(report, left)),
      ...zones.map(({ fileName, text }) => textFile(`zones/${fileName}`, text)),
    ];
    progress(1, 'PDF');
    const content = await renderPdf(
      startPdfProcess,
      { report: JSON.stringify(report), madeAt: now, ...resources },
      signal,
    );
    const made = [...texts, { name: 'runbook.pdf', content }];
    const json = textFile('runbook.json', runbookJson({ report, customer: file, files: made.map(hashed) }));
    const all = [...made, json];
    return [...all, sumsFile(all.map(hashed))];
  }
}
