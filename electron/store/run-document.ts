/** A stored DNS run as a file: its hash, its text, and reading it back so that a changed one is noticed. */
import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import {
  STORED_RUN_FORMAT,
  STORED_RUN_SCHEMA_VERSION,
  storedRunFileSchema,
} from '../../shared/dns/stored-run.ts';
import type { StoredRun, StoredRunFile } from '../../shared/dns/stored-run.ts';
import { canonicalParts } from '../../shared/report/canonical.ts';
import { AppError } from '../../shared/result.ts';
import { MAX_DOCUMENT_BYTES, parseJson } from './document.ts';
import { isObject } from './migrations.ts';

/** Characters that are hashed before others get their turn; 200 domains from five places are 18 million. */
const SLICE = 1 << 18;

const hashOf = async (run: StoredRun): Promise<string> => {
  const hash = createHash('sha256');
  let size = 0;
  for (const part of canonicalParts(run)) {
    hash.update(part);
    size += part.length;
    if (size < SLICE) continue;
    size = 0;
    await setImmediate();
  }
  return hash.digest('hex');
};

export const runFile = async (run: StoredRun, appVersion: string): Promise<StoredRunFile> => ({
  format: STORED_RUN_FORMAT,
  schemaVersion: STORED_RUN_SCHEMA_VERSION,
  appVersion,
  sha256: await hashOf(run),
  run,
});

/** Pretty JSON with a trailing newline, as a customer document. */
export const formatRun = (file: StoredRunFile): string => `${JSON.stringify(file, null, 2)}\n`;

const damaged =
  (path: string) =>
  (why: string, cause?: unknown): AppError =>
    new AppError(
      'store-damaged',
      `${path} can't be read as a DNS run: ${why}. The file was left as it is; it proves nothing any more.`,
      { path },
      cause,
    );

/**
 * `path` is only named in errors.
 * @throws AppError `store-damaged`, also when the content does not fit the hash, or `store-newer`
 */
export const parseRun = async (bytes: Uint8Array, path: string): Promise<StoredRunFile> => {
  const bad = damaged(path);
  if (bytes.byteLength > MAX_DOCUMENT_BYTES) throw bad('it is larger than 64 MB');
  const json = parseJson(bytes, bad);
  if (!isObject(json) || json['format'] !== STORED_RUN_FORMAT)
    throw bad('it is not a DNS run of Mailflow Runbook');
  const version = json['schemaVersion'];
  if (typeof version === 'number' && version > STORED_RUN_SCHEMA_VERSION)
    throw new AppError(
      'store-newer',
      `${path} was written by a newer version of Mailflow Runbook (schema ${version}, this app knows ${STORED_RUN_SCHEMA_VERSION}). The file was left as it is. Update the app to open it.`,
      { path, schemaVersion: String(version) },
    );
  const checked = storedRunFileSchema.safeParse(json);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    const where = issue === undefined || issue.path.length === 0 ? 'the document' : issue.path.join('.');
    throw bad(`${where} does not fit (${issue?.message ?? 'schema'})`);
  }
  const { run, sha256 } = checked.data;
  if ((await hashOf(run)) !== sha256)
    throw bad('it was changed after it was stored, its SHA-256 is another one');
  return checked.data;
};
