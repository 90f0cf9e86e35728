/** Starts the system's Chromium without a window of its own and connects to it. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { Connection } from './cdp.ts';
import { findChromium } from './find-chromium.ts';

export interface ChromiumOptions {
  headless: boolean;
  /** Open a port on loopback for Playwright; without it only this process can reach the browser. */
  port: boolean;
  sandbox: boolean;
  /** Further switches, without the leading dashes. */
  switches: ReadonlyMap<string, string>;
}
export interface Chromium {
  connection: Connection;
  /** Rejects when the browser ends, with its last words. */
  ended: Promise<never>;
  /** The address that Playwright waits for; undefined without a port. */
  endpoint: string | undefined;
  /** Ends the browser and removes its profile. */
  stop(): void;
}

const PROFILE = 'electron-standin-';

/** A left-over that another user owns, or that another start is taking away too, stays. */
function drop(profile: string): void {
  try {
    rmSync(profile, { recursive: true, force: true });
  } catch {
    // It is in nobody's way.
  }
}

/** The profile is a throw-away: what the app keeps is its own files. Those of killed runs go at the next start. */
function freshProfile(): string {
  for (const name of readdirSync(tmpdir())) {
    const pid = new RegExp(`^${PROFILE}(\\d+)-`).exec(name)?.[1];
    if (pid !== undefined && !alive(Number(pid))) drop(join(tmpdir(), name));
  }
  return mkdtempSync(join(tmpdir(), `${PROFILE}${process.pid}-`));
}

export function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Headed, the first window is an app window without tabs and address bar; headless has none until it is created. */
export const APP_WINDOW = 'data:text/html,';

function commandLine(profile: string, options: ChromiumOptions): string[] {
  const standing = [
    '--remote-debugging-pipe',
    `--user-data-dir=${profile}`,
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-default-apps',
    '--disable-sync',
    '--disable-popup-blocking',
    '--password-store=basic',
    '--test-type',
    ...(options.headless ? ['--headless=new', '--no-startup-window'] : [`--app=${APP_WINDOW}`]),
    ...(options.port ? ['--remote-debugging-port=0'] : []),
    ...(options.sandbox ? [] : ['--no-sandbox']),
  ];
  const given = [...options.switches].map(([name, value]) =>
    value === '' ? `--${name}` : `--${name}=${value}`,
  );
  return [...standing, ...given];
}

/**
 * Resolves once the browser answers. Rejects with the words to show when there is none or it ends at once; on Linux
 * the kernel also ends it when this process is killed.
 */
export async function startChromium(options: ChromiumOptions): Promise<Chromium> {
  const program = findChromium();
  if (program === undefined) {
    throw new Error('No Chromium found. Install it (Debian: apt-get install chromium) or set CHROMIUM_PATH.');
  }
  const profile = freshProfile();
  const args = commandLine(profile, options);
  const leash = existsSync('/usr/bin/setpriv') ? ['/usr/bin/setpriv', '--pdeathsig', 'KILL'] : [];
  const [command = program, ...rest] = [...leash, program, ...args];
  const child = spawn(command, rest, { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] });
  const [, , errors, commands, answers] = child.stdio as unknown as [
    null,
    null,
    Readable,
    Writable,
    Readable,
  ];
  const stop = (): void => {
    child.kill('SIGKILL');
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  };
  const connection = new Connection(answers, commands);
  const endpoint = options.port ? endpointOf(errors) : Promise.resolve(undefined);
  const ended = new Promise<never>((_, reject) => {
    let last = '';
    errors.setEncoding('utf8').on('data', (text: string) => (last = (last + text).slice(-2000)));
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      reject(new Error(`Chromium (${program}) ended with ${signal ?? `code ${code ?? 0}`}:\n${last}`));
    });
  });
  ended.catch(() => undefined);
  await Promise.race([connection.root.send('Browser.getVersion'), ended]);
  return { connection, ended, endpoint: await Promise.race([endpoint, ended]), stop };
}

function endpointOf(errors: Readable): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const look = (chunk: string): void => {
      text += chunk;
      const found = /DevTools listening on (ws:\/\/\S+)\n/.exec(text)?.[1];
      if (found === undefined) return;
      errors.off('data', look);
      resolve(found);
    };
    errors.setEncoding('utf8').on('data', look);
  });
}
