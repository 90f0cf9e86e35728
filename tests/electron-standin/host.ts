/** What the parts of the stand-in share: the run's facts and the browser, once it is there. */
import type { Chromium } from './chromium.ts';

export interface Run {
  /** Folder of the app, with its package.json. */
  appPath: string;
  name: string;
  version: string;
  /** Given by --user-data-dir. */
  userData: string | undefined;
  headless: boolean;
}

export const run: Run = {
  appPath: '',
  name: 'Electron',
  version: '0.0.0',
  userData: undefined,
  headless: true,
};
export const switches = new Map<string, string>();

const started = Promise.withResolvers<Chromium>();
export const browser: Promise<Chromium> = started.promise;
export const browserStarted = started.resolve;

/** A failure inside the stand-in itself: said aloud, never swallowed. Silent once the browser is being stopped. */
export function report(error: unknown): void {
  if (ending.value) return;
  process.stderr.write(
    `electron stand-in: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
}
export const ending = { value: false };
