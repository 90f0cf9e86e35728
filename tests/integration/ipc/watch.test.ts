/** The channels of a watch over real stores and a real DNS server. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DnsClient } from '../../../electron/dns/client.ts';
import { WatchService } from '../../../electron/dns/watch-service.ts';
import { dnsWatchHandlers, type WatchHandlers } from '../../../electron/ipc/handlers/dns-watch.ts';
import { customersHandlers } from '../../../electron/ipc/handlers/customers.ts';
import { KeptWatches } from '../../../electron/ipc/kept-watches.ts';
import type { Desktop } from '../../../electron/ipc/services.ts';
import { Runs } from '../../../electron/ipc/runs.ts';
import type { CustomerStore } from '../../../electron/store/customer-store.ts';
import { RunStore } from '../../../electron/store/run-store.ts';
import { Serial } from '../../../electron/store/serial.ts';
import { SettingsStore } from '../../../electron/store/settings-store.ts';
import { nodeFs, type StoreFs } from '../../../electron/store/store-fs.ts';
import { parseServer } from '../../../shared/dns/server.ts';
import { RUNBOOK_CHECKS } from '../../../shared/dns/sources.ts';
import { storedRunFileSchema } from '../../../shared/dns/stored-run.ts';
import { vantageOf } from '../../../shared/dns/vantage.ts';
import type { WatchState } from '../../../shared/dns/watch-state.ts';
import { EVENTS, type Input } from '../../../shared/ipc/contract.ts';
import { contosoProfile } from '../../fixtures/customer.ts';
import { failingWrite, freshFolder, openStore } from '../store/support.ts';
import { startKnot, type KnotServer, type Zones } from '../support/dns-servers.ts';

const UNCHANGED: Zones = { 'contoso.com': ['@ 0 MX 10 mail', '@ 0 TXT "v=spf1 -all"'] };
const SPF = RUNBOOK_CHECKS.planned(contosoProfile(), contosoProfile().domains[0] ?? expect.fail()).spf ?? '';
const PLANNED: Zones = {
  'contoso.com': ['@ 0 MX 10 mx1.filter.example.', '@ 0 MX 20 mx2.filter.example.', `@ 0 TXT "${SPF}"`],
};
const never = (): never => expect.fail('not part of this test');
const DESKTOP: Desktop = {
  info: { version: '', platform: '', dataDir: '', electron: '' },
  chooseFile: never,
  saveFile: never,
  chooseFolder: never,
  reveal: never,
  writeClipboard: never,
  setTheme: never,
};
let knot: KnotServer;
beforeAll(async () => {
  knot = await startKnot({ zones: UNCHANGED });
});
afterAll(() => knot.stop());

interface Desk {
  readonly dir: string;
  readonly id: string;
  readonly handlers: WatchHandlers;
  readonly runs: Runs;
  readonly stored: RunStore;
  readonly states: WatchState[];
  readonly troubles: Array<string | null>;
  readonly customers: CustomerStore;
  readonly remove: () => Promise<unknown>;
  readonly start: (changes?: Partial<Input<'dns.watchStart'>>) => Promise<void>;
}

const open = async ({
  operator = 'op1',
  fs = {},
}: { operator?: string; fs?: object } = {}): Promise<Desk> => {
  const dir = await freshFolder();
  const clock = (): Date => new Date();
  const serial = new Serial();
  const customers = openStore(dir, { serial });
  const { data, revision } = await customers.create('Contoso AG');
  await customers.saveProfile(data.id, revision, contosoProfile({ internalDnsServers: [knot.server] }));
  const settings = new SettingsStore({ dir, clock });
  await settings.set({ operator });
  const stored = new RunStore({
    dir,
    serial,
    newId: () => crypto.randomUUID(),
    appVersion: '0.1.0',
    takesOver: true,
    ...fs,
  });
  const client = new DnsClient({ server: parseServer(knot.server) });
  const runs = new Runs();
  const kept = new KeptWatches();
  const states: WatchState[] = [];
  const troubles: Array<string | null> = [];
  const handlers = dnsWatchHandlers(
    {
      customers,
      settings,
      storedRuns: stored,
      desktop: { ...DESKTOP, saveFile: (name: string) => Promise.resolve(join(dir, name)) },
      dns: { systemServers: () => [], check: () => Promise.reject(new Error('not part of this test')) },
      watches: new WatchService({ lookup: client, sources: RUNBOOK_CHECKS, minIntervalMs: 50 }),
    },
    runs,
    kept,
  );
  const removing = customersHandlers({ customers, settings, desktop: DESKTOP }, runs, kept);
  const remove = (): Promise<unknown> =>
    Promise.resolve(removing['customers.remove']({ id: data.id }, { emit: () => undefined }));
  const start = async (changes: Partial<Input<'dns.watchStart'>> = {}): Promise<void> => {
    const input = {
      id: data.id,
      watchId: 'w1',
      domains: [],
      vantageIds: [vantageOf('internal', parseServer(knot.server)).id],
      authoritative: false,
      ownAtInterval: false,
      heldBack: [],
      ...changes,
    };
    await handlers['dns.watchStart'](input, {
      emit: (event, given) => {
        if (event !== 'dns.watch') return;
        const told = EVENTS['dns.watch'].parse(given);
        states.push(told.state);
        troubles.push(told.trouble?.code ?? null);
      },
    });
  };
  return { dir, id: data.id, customers, remove, handlers, runs, stored, states, troubles, start };
};
const latest = ({ states }: Desk): string[] => states.at(-1)?.pairs.map(({ shows }) => shows) ?? [];
const call = { emit: () => undefined };

describe('the channels of a watch', () => {
  it('tells its states, pauses, and keeps one run when it is stopped', async () => {
    const desk = await open();
    await desk.start();
    await expect.poll(() => latest(desk)).toEqual(['old', 'other']);
    await desk.handlers['dns.watchPause']({ watchId: 'w1', paused: true }, call);
    await expect.poll(() => desk.states.at(-1)?.phase).toBe('paused');
    const kept = await desk.handlers['dns.watchStop']({ watchId: 'w1' }, call);
    expect(kept).toMatchObject({ kind: 'watch', operator: 'op1', customerId: desk.id });
    expect(await desk.handlers['dns.watchStop']({ watchId: 'w1' }, call)).toEqual(kept);
    const { run } = await desk.stored.get(desk.id, kept.id);
    expect(run.answers).toHaveLength(kept.answerCount);
    expect((await desk.stored.list(desk.id)).runs).toHaveLength(1);
    expect(desk.states.at(-1)?.phase).toBe('stopped');
  });

  it('keeps the run also when the window goes', async () => {
    const desk = await open();
    await desk.start();
    await expect.poll(() => latest(desk)).toEqual(['old', 'other']);
    desk.runs.cancelAll();
    await desk.runs.idle();
    expect(await readdir(join(desk.dir, 'dns-runs', desk.id))).toHaveLength(1);
  });

  it('finds the name servers of the domain through the chosen servers', async () => {
    const desk = await open();
    await desk.start({ authoritative: true });
    await expect
      .poll(() => desk.states.at(-1)?.vantages.map(({ kind }) => kind))
      .toEqual(['authoritative', 'internal']);
    expect(desk.states.at(-1)?.vantages[0]).toMatchObject({
      label: 'ns1.contoso.com',
      zones: ['contoso.com'],
    });
    await desk.handlers['dns.watchStop']({ watchId: 'w1' }, call);
  });

  it('says when the run can’t be written, and tries again', async () => {
    const desk = await open({ fs: { fs: failingWrite('ENOSPC') } });
    await desk.start();
    await expect.poll(() => latest(desk)).toEqual(['old', 'other']);
    const stop = (): unknown => desk.handlers['dns.watchStop']({ watchId: 'w1' }, call);
    await expect(stop()).rejects.toMatchObject({ code: 'store-full' });
    await expect(stop()).rejects.toMatchObject({ code: 'store-full' });
    expect(desk.troubles.at(-1)).toBe('store-full');
  });

  it('tells of a watch that ended by itself and can’t be stored, and has its answers until they are', async () => {
    const full = failingWrite('ENOSPC');
    let broken = true;
    const fs: StoreFs = { ...nodeFs, open: (...args) => (broken ? full : nodeFs).open(...args) };
    const desk = await open({ fs: { fs } });
    await desk.start();
    await expect.poll(() => latest(desk)).toEqual(['old', 'other']);
    // While it runs it is told that a kill would lose what was heard.
    await expect.poll(() => desk.troubles.at(-1)).toBe('store-full');
    await knot.reload(PLANNED);
    await expect.poll(() => desk.states.at(-1)?.phase).toBe('finished');
    await desk.runs.idle();
    expect(desk.troubles.at(-1)).toBe('store-full');

    const elsewhere = await desk.handlers['dns.watchSave']({ watchId: 'w1' }, call);
    const { run } = storedRunFileSchema.parse(JSON.parse(await readFile(elsewhere?.path ?? '', 'utf8')));
    broken = false;
    const kept = await desk.handlers['dns.watchStop']({ watchId: 'w1' }, call);
    expect(kept.answerCount).toBe(run.answers.length);
    expect(await readdir(join(desk.dir, 'dns-runs', desk.id))).toEqual([`${kept.id}.json`]);
    // Its answers are on the disk alone now.
    await expect(desk.handlers['dns.watchSave']({ watchId: 'w1' }, call)).rejects.toThrow(
      /its run is stored/u,
    );
    await knot.reload(UNCHANGED);
  });

  it('is over when its customer is deleted, and its run is there when that is back', async () => {
    const desk = await open();
    await desk.start();
    await expect.poll(() => latest(desk)).toEqual(['old', 'other']);
    await desk.remove();
    expect(desk.states.at(-1)?.phase).toBe('stopped');
    expect(await readdir(join(desk.dir, 'dns-runs'))).toEqual([]);
    await desk.customers.restore(desk.id);
    const { runs } = await desk.stored.list(desk.id);
    expect(runs).toMatchObject([{ kind: 'watch' }]);
    expect(runs[0]?.cutShort).toBeUndefined();
  });

  it('keeps its customer while what it heard is in memory alone, unless it was saved elsewhere', async () => {
    const desk = await open({ fs: { fs: failingWrite('ENOSPC') } });
    await desk.start();
    await expect.poll(() => latest(desk)).toEqual(['old', 'other']);
    await expect(desk.remove()).rejects.toMatchObject({
      code: 'store-full',
      message: expect.stringMatching(/^The customer was not deleted: .* no space left/u) as string,
    });
    expect((await desk.customers.list()).customers).toHaveLength(1);
    await desk.handlers['dns.watchSave']({ watchId: 'w1' }, call);
    await desk.remove();
    expect((await desk.customers.list()).customers).toEqual([]);
  });

  it('tells a page that was loaded anew what goes on and what could not be stored', async () => {
    let full = false;
    const fs: StoreFs = {
      ...nodeFs,
      open: (...args) => (full ? failingWrite('ENOSPC') : nodeFs).open(...args),
    };
    const desk = await open({ fs: { fs } });
    const told = () => desk.handlers['dns.watches'](undefined, call);
    expect(await told()).toEqual([]);
    await desk.start();
    await expect.poll(() => latest(desk)).toEqual(['old', 'other']);
    expect(await told()).toMatchObject([
      { id: desk.id, watchId: 'w1', state: { phase: 'watching' }, trouble: null },
    ]);
    full = true;
    desk.runs.cancelAll();
    await desk.runs.idle();
    expect(await told()).toMatchObject([
      { watchId: 'w1', state: { phase: 'stopped' }, trouble: { code: 'store-full' } },
    ]);
    full = false;
    await desk.handlers['dns.watchStop']({ watchId: 'w1' }, call);
    expect(await told()).toEqual([]);
  });

  it('does not start for nobody, twice, or without anything to watch', async () => {
    await expect((await open({ operator: '' })).start()).rejects.toMatchObject({ code: 'bad-input' });
    const desk = await open();
    await expect(desk.start({ domains: ['other.example'] })).rejects.toThrow(/nothing to watch/u);
    await desk.start();
    await expect(desk.start()).rejects.toMatchObject({ code: 'bad-input' });
    await desk.handlers['dns.watchStop']({ watchId: 'w1' }, call);
    await expect(
      Promise.resolve().then(() => desk.handlers['dns.watchStop']({ watchId: 'never' }, call)),
    ).rejects.toMatchObject({ code: 'not-found' });
  });
});
