/** Files and streams that a person names: read up to a limit, and whatever is wrong with them is said with a code. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { AppError } from '../../shared/result.ts';
import { MAX_DOCUMENT_BYTES } from '../store/document.ts';
import { storeError } from '../store/store-error.ts';
import { errno } from '../store/store-fs.ts';

export interface Limit {
  /** Octets that are read at most. */
  readonly octets: number;
  /** Why no more than that, as the end of “is larger than 64 MB, …”. */
  readonly why: string;
}

export interface GivenFile {
  readonly limit?: Limit;
  /** Devices, pipes and sockets are refused too: evidence names the file that it came from. */
  readonly plain?: boolean;
}

const ANY_FILE: Limit = { octets: MAX_DOCUMENT_BYTES, why: 'more than any file of this program' };

const KB = 1024;
const sizeWords = (octets: number): string =>
  octets % (KB * KB) === 0 ? `${octets / KB / KB} MB` : `${octets / KB} KB`;

/** `size` is `null` where it can't be known, since reading ended at the limit. */
const tooLarge = (name: string, { octets, why }: Limit, size: number | null): AppError =>
  new AppError(
    'bad-input',
    `${name} is larger than ${sizeWords(octets)}, ${why}.${size === null ? '' : ` It has ${size.toLocaleString('en')} octets.`}`,
    { path: name, limit: String(octets), ...(size === null ? {} : { size: String(size) }) },
  );

const folder = (path: string, cause?: unknown): AppError =>
  new AppError('bad-input', `${path} is a folder. Name a file.`, { path }, cause);

/**
 * What never ends is given up at the limit; the stream is closed then. `name` stands in errors.
 * @throws AppError `bad-input` when it is larger
 */
export const readStream = async (
  stream: AsyncIterable<unknown>,
  name: string,
  limit: Limit = ANY_FILE,
): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    if (!(chunk instanceof Uint8Array)) continue;
    size += chunk.byteLength;
    if (size > limit.octets) throw tooLarge(name, limit, null);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

/**
 * A file that is too large is refused before it is read.
 * @throws AppError `not-found`, `bad-input` for a folder or what is too large or not plain, `store-read-only` or `store-io`
 */
export const readGiven = async (
  path: string,
  { limit = ANY_FILE, plain = false }: GivenFile = {},
): Promise<Uint8Array> => {
  try {
    const stats = await stat(path);
    if (stats.isDirectory()) throw folder(path);
    if (plain && !stats.isFile())
      throw new AppError(
        'bad-input',
        `${path} is no plain file but a device, a pipe or a socket. Name the file itself.`,
        { path },
      );
    if (stats.isFile() && stats.size > limit.octets) throw tooLarge(path, limit, stats.size);
    return await readStream(createReadStream(path), path, limit);
  } catch (cause) {
    if (errno(cause) === 'ENOENT')
      throw new AppError('not-found', `${path} does not exist.`, { path }, cause);
    if (errno(cause) === 'EISDIR') throw folder(path, cause);
    throw storeError(cause, path, 'read');
  }
};
