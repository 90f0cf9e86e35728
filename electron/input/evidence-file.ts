/** A file of evidence from another computer: what a collector script wrote, or a run that this program kept there. */
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { readCollected } from '../../shared/dns/collector/index.ts';
import { importedRun } from '../../shared/dns/imported-run.ts';
import { STORED_RUN_FORMAT, type RunDraft, type RunKind } from '../../shared/dns/stored-run.ts';
import type { Profile } from '../../shared/profile/schema.ts';
import { parseRun } from '../store/run-document.ts';
import { readGiven } from './given-file.ts';
import { decodeText } from './given-text.ts';

export interface EvidenceFile {
  readonly kind: RunKind;
  /** Of a snapshot that was named; else empty. */
  readonly name: string;
  /** With the file and the SHA-256 of its octets as its source. */
  readonly draft: RunDraft;
  /** What of the file could not be read, a sentence each. */
  readonly unread: readonly string[];
}

export interface EvidenceOptions {
  /** UTC, ISO 8601; a file from later than this was made by a wrong clock. */
  readonly now: string;
  /** The customer that it must be about. */
  readonly profile: Pick<Profile, 'domains'>;
}

/** Whatever writes runs begins them so. */
const RUN = new RegExp(String.raw`^\s*\{\s*"format"\s*:\s*"${STORED_RUN_FORMAT}"`, 'u');

/**
 * @throws AppError as `readGiven` for what is no plain file or too large, as `parseRun` for a run that was changed, and
 * `bad-input`, `collected-times` or `collected-foreign` for what is no such file, can't be right or is of another customer
 */
export const readEvidence = async (path: string, options: EvidenceOptions): Promise<EvidenceFile> => {
  const bytes = await readGiven(path, { plain: true });
  const text = decodeText(bytes, path);
  const source = {
    file: basename(path).slice(0, 500),
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
  if (RUN.test(text.slice(0, 200))) {
    const file = await parseRun(Buffer.from(text), path);
    const { kind, name } = file.run;
    return { kind, name, draft: { ...importedRun(file, source.file, options), source }, unread: [] };
  }
  const draft = { ...readCollected(text, options), source };
  return { kind: 'collected', name: '', draft, unread: draft.notes.slice(1) };
};
