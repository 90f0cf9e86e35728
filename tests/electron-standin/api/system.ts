/** Small parts of the desktop: shell, clipboard, key store and screen. */
import { execFile } from 'node:child_process';
import type { Clipboard, Display, SafeStorage, Screen, Shell } from 'electron';
import { run } from '../host.ts';
import { notHere, refusing } from '../refuse.ts';

const OPENERS: Partial<Record<NodeJS.Platform, string>> = { darwin: 'open', win32: 'explorer' };

function open(target: string): Promise<void> {
  if (run.headless)
    return Promise.reject(notHere('way to open something without a display; a test replaces it on shell'));
  const program = OPENERS[process.platform] ?? 'xdg-open';
  return new Promise((resolve, reject) =>
    execFile(program, [target], (error) =>
      error ? reject(new Error(`${program}: ${error.message}`)) : resolve(),
    ),
  );
}

const shellMembers: Pick<Shell, 'openExternal' | 'openPath' | 'showItemInFolder'> = {
  openExternal: (url) => open(url),
  openPath: (path) =>
    open(path).then(
      () => '',
      (error: unknown) => String(error),
    ),
  showItemInFolder: (path) =>
    void open(path).catch((error: unknown) => process.stderr.write(`${String(error)}\n`)),
};
export const shell = refusing('shell', shellMembers);

let copied = '';
/** In memory: the desktop's clipboard is never touched by a test. */
const clipboardMembers: Pick<Clipboard, 'clear' | 'readText' | 'writeText'> = {
  readText: () => Promise.resolve(copied),
  writeText: (text) => {
    copied = text;
    return Promise.resolve();
  },
  clear: () => void (copied = ''),
};
export const clipboard = refusing('clipboard', clipboardMembers);

/** No key store here, and the app must cope with a system that has none. */
const safeStorageMembers: Pick<SafeStorage, 'isAsyncEncryptionAvailable'> = {
  isAsyncEncryptionAvailable: () => Promise.resolve(false),
};
export const safeStorage = refusing('safeStorage', safeStorageMembers);

const area = { x: 0, y: 0, width: 1920, height: 1080 };
const display: Pick<Display, 'bounds' | 'id' | 'scaleFactor' | 'size' | 'workArea' | 'workAreaSize'> = {
  id: 1,
  bounds: area,
  workArea: area,
  size: { width: area.width, height: area.height },
  workAreaSize: { width: area.width, height: area.height },
  scaleFactor: 1,
};
const primary = refusing('Display', display) as Display;
const screenMembers: Pick<Screen, 'getAllDisplays' | 'getDisplayMatching' | 'getPrimaryDisplay'> = {
  getPrimaryDisplay: () => primary,
  getAllDisplays: () => [primary],
  getDisplayMatching: () => primary,
};
export const screen = refusing('screen', screenMembers);
