/**
 * `runbook.json`: the whole runbook for programs, and the customer document it was made from, so that it can be
 * imported again. A reader decides by `format` and `schemaVersion` before it looks at anything else.
 */
import type { CustomerFile } from '../customer.ts';
import type { RunbookReport } from './types.ts';

export const RUNBOOK_FORMAT = 'mailflow-runbook/runbook';
export const RUNBOOK_SCHEMA_VERSION = 1;

export interface FileHash {
  /** Path inside the export folder, with `/`. */
  readonly name: string;
  readonly bytes: number;
  /** Hex. */
  readonly sha256: string;
}

export interface RunbookJson {
  readonly format: typeof RUNBOOK_FORMAT;
  readonly schemaVersion: typeof RUNBOOK_SCHEMA_VERSION;
  readonly report: RunbookReport;
  readonly customer: CustomerFile;
  /** The other files of the folder; `SHA256SUMS` lists this one too. */
  readonly files: readonly FileHash[];
}

export const runbookJson = (parts: Pick<RunbookJson, 'report' | 'customer' | 'files'>): string => {
  const value: RunbookJson = { format: RUNBOOK_FORMAT, schemaVersion: RUNBOOK_SCHEMA_VERSION, ...parts };
  return `${JSON.stringify(value, null, 2)}\n`;
};
