/** Reads a file that a person named; whatever is wrong with it is said with a code. */
import { createReadStream } from 'node:fs';
import { AppError } from '../../shared/result.ts';
import { MAX_DOCUMENT_BYTES } from '../store/document.ts';
import { storeError } from '../store/store-error.ts';
import { errno } from '../store/store-fs.ts';

/**
 * A pipe can be named as well. What never ends, such as a device, is given up after 64 MB.
 * AppError `not-found`, `bad-input` for a folder or a file that is too large, `store-read-only` or `store-io`.
 */
export const readBytes = async (path: string): Promise<Uint8Array> => {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of createReadStream(path)) {
      if (!Buffer.isBuffer(chunk)) continue;
      size += chunk.byteLength;
      if (size > MAX_DOCUMENT_BYTES)
        throw new AppError(
          'bad-input',
          `${path} is larger than 64 MB, more than any file for this command.`,
          {
            path,
          },
        );
      chunks.push(chunk);
    }
  } catch (cause) {
    if (errno(cause) === 'ENOENT')
      throw new AppError('not-found', `${path} does not exist.`, { path }, cause);
    if (errno(cause) === 'EISDIR')
      throw new AppError('bad-input', `${path} is a folder. Name a file.`, { path }, cause);
    throw storeError(cause, path, 'read');
  }
  return Buffer.concat(chunks);
};
