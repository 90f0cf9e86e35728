/**
 * Replaces a file so that at any moment, also after a crash or a power cut, either the old or the new content is
 * there in full: written to a temporary file in the same folder, flushed to the disk, renamed over the old one, and
 * the folder flushed where the system can do that.
 */
import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { errno } from './store-fs.ts';
import type { StoreFs } from './store-fs.ts';

export const FILE_MODE = 0o600;
export const FOLDER_MODE = 0o700;
/** A virus scanner or a sync client may hold the old file for a moment (Windows). */
const RENAME_WAITS_MS = [20, 60, 150, 400, 1000];
const HELD = new Set(['EPERM', 'EBUSY', 'EACCES']);
const TEMP_NAME = /^\..+\.\d+-\d+\.tmp$/u;
const STALE_AFTER_MS = 60 * 60 * 1000;

let written = 0;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Renames, waiting a little while the target is held by another program. Only Windows knows such holding. */
const renameWhenFree = async (fs: StoreFs, from: string, to: string, platform: string): Promise<void> => {
  for (const wait of platform === 'win32' ? RENAME_WAITS_MS : []) {
    try {
      await fs.rename(from, to);
      return;
    } catch (cause) {
      if (!HELD.has(errno(cause))) throw cause;
      await pause(wait);
    }
  }
  await fs.rename(from, to);
};

/** Flushes the entries of a folder; Windows has no such call and does it with the rename. */
export const syncFolder = async (fs: StoreFs, folder: string, platform: string): Promise<void> => {
  if (platform === 'win32') return;
  const handle = await fs.open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } catch (cause) {
    // Some network file systems refuse to flush a folder; the file itself was flushed before the rename.
    if (errno(cause) !== 'EINVAL' && errno(cause) !== 'ENOTSUP') throw cause;
  } finally {
    await handle.close();
  }
};

/** Makes the folder and those above it that are missing; each is there for good, also after a power cut. */
export const makeFolder = async (
  fs: StoreFs,
  folder: string,
  platform: string = process.platform,
): Promise<void> => {
  const first = await fs.mkdir(folder, { recursive: true, mode: FOLDER_MODE });
  if (first === undefined) return;
  for (let made = resolve(folder); made !== dirname(made); made = dirname(made)) {
    await syncFolder(fs, dirname(made), platform);
    if (made === resolve(first)) return;
  }
};

const writeFlushed = async (handle: FileHandle, content: string | readonly Uint8Array[]): Promise<void> => {
  try {
    await handle.writeFile(content, 'utf8');
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** A file of a name that nobody has; an earlier process of the same number may have left one behind. */
const openTemp = async (fs: StoreFs, file: string): Promise<{ handle: FileHandle; temp: string }> => {
  for (;;) {
    written += 1;
    const temp = join(dirname(file), `.${basename(file)}.${process.pid}-${written}.tmp`);
    try {
      return { handle: await fs.open(temp, 'wx', FILE_MODE), temp };
    } catch (cause) {
      if (errno(cause) !== 'EEXIST') throw cause;
    }
  }
};

/** `content` may be given in pieces. System errors pass through as they are; the temporary file is removed on failure. */
export const writeAtomically = async (
  fs: StoreFs,
  file: string,
  content: string | readonly Uint8Array[],
  platform: string = process.platform,
): Promise<void> => {
  const { handle, temp } = await openTemp(fs, file);
  try {
    await writeFlushed(handle, content);
    await renameWhenFree(fs, temp, file, platform);
  } catch (cause) {
    // What failed is told; a temporary file that can't be removed either is swept away at a later start.
    await fs.unlink(temp).catch(() => undefined);
    throw cause;
  }
  await syncFolder(fs, dirname(file), platform);
};

/** Removes temporary files that a crash left behind; younger ones may belong to a running process. */
export const sweepStaleTemps = async (fs: StoreFs, folder: string, now: Date): Promise<void> => {
  for (const name of await fs.readdir(folder)) {
    if (!TEMP_NAME.test(name)) continue;
    const path = join(folder, name);
    const stats = await fs.stat(path).catch(() => null);
    if (stats !== null && now.getTime() - stats.mtimeMs > STALE_AFTER_MS) {
      await fs.unlink(path).catch(() => undefined);
    }
  }
};
