/**
 * A folder that appears whole or not at all: written beside its target under a temporary name, flushed to the
 * disk, then renamed. An existing folder with anything in it is never touched.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { AppError } from '../../shared/result.ts';
import { storeError } from '../store/store-error.ts';
import { errno } from '../store/store-fs.ts';

/** Path inside the folder, with `/`, and its content. */
export interface OutputFile {
  readonly name: string;
  readonly content: Uint8Array;
}

const exists = (target: string): AppError =>
  new AppError(
    'export-exists',
    `${target} already exists and is not empty. Choose another folder; nothing was overwritten.`,
    { folder: target },
  );

/** Refuses a target that holds something; a missing or empty one is fine. */
export const assertFree = async (target: string): Promise<void> => {
  try {
    if ((await readdir(target)).length > 0) throw exists(target);
  } catch (cause) {
    if (errno(cause) !== 'ENOENT')
      throw errno(cause) === 'ENOTDIR' ? exists(target) : storeError(cause, target, 'read');
  }
};

const writeDurably = async (path: string, content: Uint8Array): Promise<void> => {
  await mkdir(dirname(path), { recursive: true });
  const handle = await open(path, 'wx');
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** Windows has no flush for folders; elsewhere it makes the rename survive a power cut. */
const syncFolder = async (path: string): Promise<void> => {
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

const dropEmpty = async (target: string): Promise<void> => {
  try {
    await rmdir(target);
  } catch (cause) {
    if (errno(cause) !== 'ENOENT') throw cause;
  }
};

/** The last step; whatever has come to lie at `goal` since it was looked at stays there. */
const takePlace = async (partial: string, goal: string): Promise<void> => {
  try {
    await dropEmpty(goal);
    await rename(partial, goal);
  } catch (cause) {
    if (['ENOTEMPTY', 'EEXIST', 'ENOTDIR'].includes(errno(cause))) throw exists(goal);
    throw cause;
  }
};

/**
 * Writes `files` as the folder `target`. `beforeFile` is called before each one and may throw to stop. Whatever
 * goes wrong, no partial folder is left behind. Errors: `export-exists`, `store-full`, `store-read-only`, `store-io`.
 */
export const writeFolder = async (
  target: string,
  files: readonly OutputFile[],
  beforeFile: (file: OutputFile) => void,
): Promise<void> => {
  const goal = resolve(target);
  const parent = dirname(goal);
  const partial = join(parent, `.${basename(goal).slice(0, 100)}.partial-${randomBytes(6).toString('hex')}`);
  try {
    await mkdir(parent, { recursive: true });
    await mkdir(partial);
    for (const file of files) {
      beforeFile(file);
      await writeDurably(join(partial, ...file.name.split('/')), file.content);
    }
    for (const folder of new Set(files.map((file) => dirname(join(partial, ...file.name.split('/')))))) {
      await syncFolder(folder);
    }
    await syncFolder(partial);
    await takePlace(partial, goal);
    await syncFolder(parent);
  } catch (cause) {
    await rm(partial, { recursive: true, force: true });
    throw storeError(cause, goal, 'write');
  }
};
