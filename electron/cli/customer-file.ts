/** Reads a customer document that a command names; whatever is wrong with it is said with a code. */
import { readFile } from 'node:fs/promises';
import type { CustomerFile } from '../../shared/customer.ts';
import { AppError } from '../../shared/result.ts';
import { parseDocument } from '../store/document.ts';
import { storeError } from '../store/store-error.ts';
import { errno } from '../store/store-fs.ts';

/** AppError `not-found`, `store-read-only` or `store-io`. */
export const readBytes = async (path: string): Promise<Uint8Array> => {
  try {
    return await readFile(path);
  } catch (cause) {
    if (errno(cause) === 'ENOENT')
      throw new AppError('not-found', `${path} does not exist.`, { path }, cause);
    throw storeError(cause, path, 'read');
  }
};

/** As `readBytes`, and `store-damaged` or `store-newer` when it is no document that this version reads. */
export const readCustomerFile = async (path: string): Promise<CustomerFile> =>
  parseDocument(await readBytes(path), path);
