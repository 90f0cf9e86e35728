import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { DEFAULT_SETTINGS, SettingsStore } from '../../../electron/store/settings-store.ts';
import { blockListOf } from '../../../shared/dns/block-lists.ts';
import { failing, failingWrite, freshFolder, tickingClock } from './support.ts';

const open = (dir: string, fs?: ConstructorParameters<typeof SettingsStore>[0]['fs']): SettingsStore =>
  new SettingsStore({ dir, clock: tickingClock(), ...(fs ? { fs } : {}) });

it('starts with the defaults and keeps what is set', async () => {
  const dir = await freshFolder();
  const settings = open(join(dir, 'new folder'));
  expect(await settings.get()).toEqual(DEFAULT_SETTINGS);
  await Promise.all([settings.set({ theme: 'dark' }), settings.set({ operator: ' op1 ' })]);
  const expected = { ...DEFAULT_SETTINGS, theme: 'dark', operator: 'op1' };
  expect(await settings.get()).toEqual(expected);
  expect(await open(join(dir, 'new folder')).get()).toEqual(expected);
  expect(settings.notices).toEqual([]);
});

it('reads the file of a version that knew no public resolvers, with all of them off', async () => {
  const dir = await freshFolder();
  await writeFile(join(dir, 'settings.json'), '{"theme":"light","operator":"op1","dnsServer":""}');
  const settings = open(dir);
  const read = await settings.get();
  expect(read).toEqual({ ...DEFAULT_SETTINGS, theme: 'light', operator: 'op1' });
  expect(read.publicResolvers.filter(({ asked }) => asked)).toEqual([]);
  expect(settings.notices).toEqual([]);
  const publicResolvers = read.publicResolvers.slice(0, 1).map((one) => ({ ...one, asked: true }));
  await settings.set({ publicResolvers });
  await settings.set({ theme: 'dark' });
  expect((await open(dir).get()).publicResolvers).toEqual(publicResolvers);
});

it('reads the file of a version that knew no block lists, with those that the app brings', async () => {
  const dir = await freshFolder();
  await writeFile(
    join(dir, 'settings.json'),
    '{"theme":"light","operator":"op1","dnsServer":"","publicResolvers":[]}',
  );
  const settings = open(dir);
  const { blockLists } = await settings.get();
  expect(settings.notices).toEqual([]);
  expect(blockLists.filter(({ asked }) => asked).map(({ zone }) => zone)).toEqual([
    'zen.spamhaus.org',
    'bl.spamcop.net',
    'psbl.surriel.com',
  ]);
  const own = [blockListOf('bl.example', 'Own'), ...blockLists.slice(0, 1)];
  await settings.set({ blockLists: own });
  await settings.set({ theme: 'dark' });
  expect((await open(dir).get()).blockLists).toEqual(own);
});

it.each(['{"theme"', '{"theme":"pink","operator":"","dnsServer":""}', ''])(
  'sets a damaged file aside and says so: %j',
  async (content) => {
    const dir = await freshFolder();
    await writeFile(join(dir, 'settings.json'), content);
    const settings = open(dir);
    expect(await settings.get()).toEqual(DEFAULT_SETTINGS);
    const [kept = '', ...others] = await readdir(dir);
    expect(others).toEqual([]);
    expect(kept).toMatch(/^settings\.corrupt-2026-11-24T20-00-\d\d\.\d+Z\.json$/u);
    expect(await readFile(join(dir, kept), 'utf8')).toBe(content);
    expect(settings.notices).toHaveLength(1);
    expect(settings.notices[0]).toContain(join(dir, kept));
  },
);

it('is not reset because it could not be read', async () => {
  const dir = await freshFolder();
  await open(dir).set({ operator: 'op1' });
  const settings = open(dir, failing('readFile', 'EACCES', 2));
  await expect(settings.get()).rejects.toMatchObject({ code: 'store-read-only' });
  await expect(settings.set({ theme: 'dark' })).rejects.toMatchObject({ code: 'store-read-only' });
  expect(await settings.get()).toMatchObject({ operator: 'op1', theme: 'system' });
});

it('keeps the old settings, in the file and in force, when the new ones can not be saved', async () => {
  const dir = await freshFolder();
  await open(dir).set({ operator: 'op1' });
  const settings = open(dir, failingWrite('ENOSPC'));
  await expect(settings.set({ operator: 'op2' })).rejects.toMatchObject({ code: 'store-full' });
  expect(await settings.get()).toMatchObject({ operator: 'op1' });
  expect(await open(dir).get()).toMatchObject({ operator: 'op1' });
});

it('says so when a folder lies in its place', async () => {
  const dir = await freshFolder();
  await mkdir(join(dir, 'settings.json'));
  await expect(open(dir).get()).rejects.toMatchObject({ code: 'store-io' });
});
