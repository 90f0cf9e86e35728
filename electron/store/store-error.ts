/** Says what a failed system call means for the person and what to do; the code stays in the details. */
import { AppError } from '../../shared/result.ts';
import { errno } from './store-fs.ts';

const READ_ONLY = new Set(['EACCES', 'EPERM', 'EROFS']);
const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
/** Something else lies where a folder or file of the store belongs. */
const WRONG_KIND = new Set(['ENOTDIR', 'EISDIR', 'EEXIST']);

/**
 * `path` is the file or folder in hand; `access` decides the wording. Errors that already have a code of ours pass
 * through unchanged.
 */
export const storeError = (cause: unknown, path: string, access: 'read' | 'write'): AppError => {
  if (cause instanceof AppError) return cause;
  const code = errno(cause);
  const detail = { path, errno: code };
  const kept = access === 'write' ? ' What was saved before is unchanged.' : '';
  if (FULL.has(code)) {
    return new AppError(
      'store-full',
      `There is no space left to save ${path}.${kept} Free some space on this drive, then try again.`,
      detail,
      cause,
    );
  }
  if (READ_ONLY.has(code)) {
    const what = access === 'read' ? 'be read' : 'be written';
    return new AppError(
      'store-read-only',
      `${path} can't ${what}: the system denies access (${code}).${kept} Give your user account access to this folder, or close the program that holds the file, then try again.`,
      detail,
      cause,
    );
  }
  if (WRONG_KIND.has(code)) {
    return new AppError(
      'store-io',
      `${path} can't be used: a file lies where a folder belongs, or the other way round (${code}).${kept} Move it away, then try again.`,
      detail,
      cause,
    );
  }
  return new AppError(
    'store-io',
    `${path} can't be ${access === 'read' ? 'read' : 'saved'} (${code || String(cause)}).${kept} Check that the drive is connected and in order, then try again.`,
    detail,
    cause,
  );
};
