import { resolve } from 'node:path';

export interface CommandLine {
  appPath: string;
  /** Modules to load before the app (`-r FILE`). */
  preload: string[];
  userData: string | undefined;
  port: boolean;
  sandbox: boolean;
  headless: boolean;
}

/**
 * The switches that Electron takes and the tests use; those meant for the app stay in `process.argv`. A window
 * needs a display: without one, or with STANDIN_HEADLESS=1, the browser runs headless. Throws without an app folder.
 */
export function readCommandLine(args: readonly string[], env: NodeJS.ProcessEnv): CommandLine {
  const preload: string[] = [];
  const switched = new Set<string>();
  let appPath: string | undefined;
  let userData: string | undefined;
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? '';
    if (arg === '-r' || arg === '--require') preload.push(args[++at] ?? '');
    else if (arg.startsWith('--user-data-dir=')) userData = resolve(arg.slice('--user-data-dir='.length));
    else if (arg.startsWith('-')) switched.add(arg.split('=')[0] ?? arg);
    else appPath ??= resolve(arg);
  }
  if (appPath === undefined) throw new Error('Name the folder of the app: electron [switches] FOLDER');
  const root = process.getuid?.() === 0;
  return {
    appPath,
    preload,
    userData,
    port: switched.has('--remote-debugging-port'),
    sandbox: !root && !switched.has('--no-sandbox'),
    headless: env['STANDIN_HEADLESS'] === '1' || !hasDisplay(env),
  };
}

export function hasDisplay(env: NodeJS.ProcessEnv): boolean {
  if (process.platform !== 'linux') return true;
  return [env['DISPLAY'], env['WAYLAND_DISPLAY']].some((display) => display !== undefined && display !== '');
}
