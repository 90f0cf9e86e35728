/** Reads and writes the customer document's envelope as text. Nothing that could not be read in full is accepted. */
import { CUSTOMER_FORMAT, CUSTOMER_SCHEMA_VERSION, customerFileSchema } from '../../shared/customer.ts';
import type { CustomerFile } from '../../shared/customer.ts';
import { AppError } from '../../shared/result.ts';
import { isObject, migrate } from './migrations.ts';

/** A document of 500 domains and a long log is about 5 MB; what is larger than this is none of ours. */
export const MAX_DOCUMENT_BYTES = 64 * 1024 * 1024;

const damaged = (path: string, why: string, cause?: unknown): AppError =>
  new AppError(
    'store-damaged',
    `${path} can't be read as a customer: ${why}. The file was left as it is. Move it away and import an exported runbook or a copy of it.`,
    { path },
    cause,
  );

/** UTF-8 JSON; `damaged` makes the error from what is wrong with it. */
export const parseJson = (
  bytes: Uint8Array,
  damaged: (why: string, cause?: unknown) => AppError,
): unknown => {
  let text: string;
  try {
    // Fatal, since replacement characters would be saved over the real ones; a leading BOM is dropped.
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw damaged('it is not UTF-8 text', cause);
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw damaged(text.trim() === '' ? 'it is empty' : 'it is not complete JSON', cause);
  }
};

/** `path` is only named in errors: AppError `store-damaged` or `store-newer`. */
export const parseDocument = (bytes: Uint8Array, path: string): CustomerFile => {
  if (bytes.byteLength > MAX_DOCUMENT_BYTES) throw damaged(path, 'it is larger than 64 MB');
  const json = parseJson(bytes, (why, cause) => damaged(path, why, cause));
  if (!isObject(json) || json['format'] !== CUSTOMER_FORMAT) {
    throw damaged(path, 'it is not a document of Mailflow Runbook');
  }
  const version = json['schemaVersion'];
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    throw damaged(path, 'it has no schema version');
  }
  if (version > CUSTOMER_SCHEMA_VERSION) {
    throw new AppError(
      'store-newer',
      `${path} was written by a newer version of Mailflow Runbook (schema ${version}, this app knows ${CUSTOMER_SCHEMA_VERSION}). The file was left as it is. Update the app to open it.`,
      { path, schemaVersion: String(version) },
    );
  }
  const checked = customerFileSchema.safeParse(migrate(json, CUSTOMER_SCHEMA_VERSION));
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? 'the document' : issue.path.join('.');
  throw damaged(path, `${where} does not fit (${issue?.message ?? 'schema'})`);
};

/** Pretty JSON with a trailing newline, so that a person can read it and a diff is short. */
export const formatDocument = (file: CustomerFile): string => `${JSON.stringify(file, null, 2)}\n`;
