/** A stored DNS run as a file: its hash, its text, and reading it back so that a changed one is noticed. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import {
  STORED_RUN_FORMAT,
  STORED_RUN_SCHEMA_VERSION,
  storedRunFileSchema,
  storedRunSchema,
} from '../../shared/dns/stored-run.ts';
import type { StoredRun, StoredRunFile } from '../../shared/dns/stored-run.ts';
import { canonicalParts } from '../../shared/report/canonical.ts';
import { AppError } from '../../shared/result.ts';
import { MAX_DOCUMENT_BYTES } from './document.ts';
import { isObject } from './migrations.ts';
import { parseRunText } from './run-text.ts';
import { nextTurn, turnIsOver } from './turns.ts';

/** Everything but the answers, which are checked one by one. */
const frameSchema = storedRunSchema.extend({ answers: z.array(z.unknown()) });
const answerSchema = storedRunSchema.shape.answers.element;
const envelopeSchema = storedRunFileSchema.extend({ run: z.unknown() });

/** What does not fit, and where. */
interface Misfit {
  readonly where: readonly PropertyKey[];
  readonly why: string;
}

const misfit = (error: z.core.$ZodError, before: readonly PropertyKey[] = []): Misfit => {
  const [issue] = error.issues;
  return { where: [...before, ...(issue?.path ?? [])], why: issue?.message ?? 'schema' };
};

/** The run by its schema, checked in turns. */
export const checkRun = async (value: unknown): Promise<StoredRun | Misfit> => {
  const frame = frameSchema.safeParse(value);
  if (!frame.success) return misfit(frame.error);
  const answers: StoredRun['answers'] = [];
  for (const [index, item] of frame.data.answers.entries()) {
    if (turnIsOver()) await nextTurn();
    const answer = answerSchema.safeParse(item);
    if (!answer.success) return misfit(answer.error, ['answers', index]);
    answers.push(answer.data);
  }
  return { ...frame.data, answers };
};

const hashOf = async (run: Readonly<Record<string, unknown>>): Promise<string> => {
  const hash = createHash('sha256');
  for (const part of canonicalParts(run)) {
    if (turnIsOver()) await nextTurn();
    hash.update(part);
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
  const json = await parseRunText(bytes, bad);
  if (!isObject(json) || json['format'] !== STORED_RUN_FORMAT)
    throw bad('it is not a DNS run of Mailflow Runbook');
  const version = json['schemaVersion'];
  if (typeof version === 'number' && version > STORED_RUN_SCHEMA_VERSION)
    throw new AppError(
      'store-newer',
      `${path} was written by a newer version of Mailflow Runbook (schema ${version}, this app knows ${STORED_RUN_SCHEMA_VERSION}). The file was left as it is. Update the app to open it.`,
      { path, schemaVersion: String(version) },
    );
  const unfit = ({ where, why }: Misfit): AppError =>
    bad(`${where.length === 0 ? 'the document' : where.join('.')} does not fit (${why})`);
  const envelope = envelopeSchema.safeParse(json);
  if (!envelope.success) throw unfit(misfit(envelope.error));
  const run = await checkRun(json['run']);
  if ('why' in run) throw unfit({ ...run, where: ['run', ...run.where] });
  // Of what stands there, not of what the schema makes of it.
  if (!isObject(json['run']) || (await hashOf(json['run'])) !== envelope.data.sha256)
    throw bad('it was changed after it was stored, its SHA-256 is another one');
  return { ...envelope.data, run };
};
