/** Writes a new file that a person named: whole or not at all, and never over one that is there. */
import { constants } from 'node:fs';
import { copyFile, link, lstat, open, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppError } from '../../shared/result.ts';
import { storeError } from '../store/store-error.ts';
import { errno, nodeFs } from '../store/store-fs.ts';
import { syncFolder } from '../store/atomic-write.ts';

const taken = (path: string): AppError =>
  new AppError('export-exists', `${path} already exists. Choose another name; nothing was overwritten.`, {
    path,
  });

const isThere = async (path: string): Promise<boolean> => {
  try {
    await lstat(path);
    return true;
  } catch (cause) {
    if (errno(cause) === 'ENOENT' || errno(cause) === 'ENOTDIR') return false;
    throw storeError(cause, path, 'read');
  }
};

/**
 * For the beginning of a command, so that its work is not lost for a wrong name at its end.
 * @throws AppError `export-exists`, or `not-found` where the folder is missing
 */
export const assertNewFile = async (path: string): Promise<void> => {
  if (await isThere(path)) throw taken(path);
  const folder = dirname(path);
  const stats = await stat(folder).catch(() => null);
  if (stats?.isDirectory() !== true)
    throw new AppError('not-found', `The folder ${folder} does not exist, so ${path} can't be written.`, {
      path,
    });
};

/** Systems of files without hard links (FAT, some shares) answer with one of these. */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV']);

/** Gives the finished file its name unless somebody has it by now. */
const takeName = async (temp: string, path: string): Promise<void> => {
  try {
    await link(temp, path);
  } catch (cause) {
    if (!NO_LINKS.has(errno(cause))) throw cause;
    await copyFile(temp, path, constants.COPYFILE_EXCL);
  }
};

/**
 * Fulfilled once the file is on the disk, whose text may be given in pieces; killed before, there is no file of that name.
 * @throws AppError as `assertNewFile`, or `store-…`
 */
export const writeNewFile = async (
  path: string,
  text: string | readonly Uint8Array[],
  mode: number,
): Promise<void> => {
  await assertNewFile(path);
  const temp = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    const handle = await open(temp, 'wx', mode);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await takeName(temp, path);
    await syncFolder(nodeFs, dirname(path), process.platform);
  } catch (cause) {
    throw errno(cause) === 'EEXIST' ? taken(path) : storeError(cause, path, 'write');
  } finally {
    await unlink(temp).catch(() => undefined);
  }
};
