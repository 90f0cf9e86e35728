/** Real folders and stores for the tests of this folder. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { CustomerStore } from '../../../electron/store/customer-store.ts';
import type { StoreOptions } from '../../../electron/store/customer-store.ts';
import { nodeFs } from '../../../electron/store/store-fs.ts';
import type { StoreFs } from '../../../electron/store/store-fs.ts';
import { emptyDomain, emptyProfile } from '../../../shared/profile/empty.ts';
import type { Profile } from '../../../shared/profile/schema.ts';
import type { NewLogEntry } from '../../../shared/runbook/log.ts';

export const START = '2026-11-24T20:00:00.000Z';

/** A folder of its own for the running test, removed afterwards. */
export const freshFolder = async (): Promise<string> => {
  const dir = await mkdtemp(join(tmpdir(), 'mailflow-store-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
};

/** Ids `c-0001`, `c-0002` and so on. */
export const counter = (prefix = 'c-'): (() => string) => {
  let last = 0;
  return () => {
    last += 1;
    return prefix + String(last).padStart(4, '0');
  };
};

/** A clock that moves on by one second with each look. */
export const tickingClock = (start = START): (() => Date) => {
  let at = Date.parse(start) - 1000;
  return () => {
    at += 1000;
    return new Date(at);
  };
};

export const openStore = (dir: string, options: Partial<StoreOptions> = {}): CustomerStore =>
  new CustomerStore({ dir, clock: tickingClock(), newId: counter(), appVersion: '0.1.0', ...options });

export const contosoProfile = (): Profile => ({
  ...emptyProfile('Contoso AG'),
  domains: [emptyDomain('contoso.com', 'primary')],
});

export const note = (text: string): NewLogEntry => ({ kind: 'note', stepId: 'DNS-01', text });

const systemError = (code: string): Error => Object.assign(new Error(`${code}: made by the test`), { code });

/** The real file system, but writing the content of any file fails with `code`. */
export const failingWrite = (code: string): StoreFs => ({
  ...nodeFs,
  open: async (...args: Parameters<StoreFs['open']>) => {
    const handle = await nodeFs.open(...args);
    handle.writeFile = () => Promise.reject(systemError(code));
    return handle;
  },
});

/** The real file system, but `call` fails with `code` as long as `times` lasts. */
export const failing = (call: keyof StoreFs, code: string, times = Infinity): StoreFs => {
  let left = times;
  const real = nodeFs[call] as (...args: unknown[]) => Promise<unknown>;
  const broken = (...args: unknown[]): Promise<unknown> => {
    left -= 1;
    return left >= 0 ? Promise.reject(systemError(code)) : real(...args);
  };
  return { ...nodeFs, [call]: broken };
};
