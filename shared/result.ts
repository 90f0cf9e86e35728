/**
 * Typed errors and results that cross every border of the app (services, IPC, command line).
 * A message says what happened, why, and what to do next; the code is stable and meant for machines.
 */
export const ERROR_CODES = [
  'bad-input', // the caller sent something that does not fit the schema
  'foreign-sender', // an IPC message did not come from the app's own page
  'not-found', // no such customer, file, domain or link
  'conflict', // the document on disk is newer than the one that the change was based on
  'store-full', // no space left on the device
  'store-read-only', // folder or file can't be written
  'store-damaged', // the file is not a document of ours, or is cut
  'store-newer', // the file was written by a newer version of the app
  'store-io', // any other input/output error of the file system
  'export-exists', // the target folder exists and is not empty
  'export-failed', // the PDF engine refused the document
  'dns-bad-server', // the text is not an address with an optional port
  'dns-bad-name', // the text is not a name that can be asked
  'collected-foreign', // the collector's file is about no domain of this customer
  'collected-again', // the collector's file was imported before
  'collected-times', // the times in the collector's file can't be right
  'cancelled', // the person stopped it
  'offline', // command line: no DNS server could be reached
  'usage', // command line: bad arguments
  'internal', // a defect of ours
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

export interface AppErrorData {
  readonly code: ErrorCode;
  readonly message: string;
  /** Extra facts for logs and tests, e.g. the path of the file; never secrets. */
  readonly detail?: Readonly<Record<string, string>>;
}

/** Thrown inside a service; becomes a `Result` at the border. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly detail: Readonly<Record<string, string>> | undefined;
  constructor(code: ErrorCode, message: string, detail?: Readonly<Record<string, string>>, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.detail = detail;
  }
  toData(): AppErrorData {
    return { code: this.code, message: this.message, ...(this.detail ? { detail: this.detail } : {}) };
  }
}

export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: AppErrorData };

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });
export const fail = (error: AppErrorData): Result<never> => ({ ok: false, error });
