/** What happens to the runs of a customer that is deleted while something still writes them, and brought back. */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readJournal } from '../../../electron/store/run-journal.ts';
import { RunStore } from '../../../electron/store/run-store.ts';
import type { RunStoreOptions } from '../../../electron/store/run-store.ts';
import { Serial } from '../../../electron/store/serial.ts';
import { nodeFs } from '../../../electron/store/store-fs.ts';
import type { StoreFs } from '../../../electron/store/store-fs.ts';
import type { CustomerStore } from '../../../electron/store/customer-store.ts';
import type { RunDraft } from '../../../shared/dns/stored-run.ts';
import { counter, freshFolder, openStore, START } from './support.ts';

const draft = (note = 'One server did not answer.'): RunDraft => ({
  startedAt: START,
  endedAt: START,
  domains: ['contoso.com'],
  vantages: [],
  answers: [],
  notes: [note],
});
const title = { kind: 'watch', name: '', operator: 'op1' } as const;

interface Stores {
  readonly dir: string;
  readonly id: string;
  readonly customers: CustomerStore;
  readonly runs: RunStore;
  readonly live: string;
  readonly trash: string;
}
const open = async (options: Partial<RunStoreOptions> = {}, fs: StoreFs = nodeFs): Promise<Stores> => {
  const dir = await freshFolder();
  const serial = new Serial();
  const customers = openStore(dir, { serial, fs });
  const runs = new RunStore({ dir, newId: counter('run-'), appVersion: '0.1.0', serial, ...options });
  const { id } = (await customers.create('Contoso AG')).data;
  const [live, trash] = [join(dir, 'dns-runs', id), join(dir, 'trash', 'dns-runs', id)];
  return { dir, id, customers, runs, live, trash };
};
const never = (): never => expect.fail('no trouble was to be expected');

describe('a customer that goes to the trash', () => {
  it('takes a run along that is stored only afterwards, and has all of them when it is back', async () => {
    const { id, customers, runs, live, trash } = await open();
    await runs.save(id, title, draft());
    await customers.remove(id);
    await runs.save(id, title, draft());
    expect(existsSync(live)).toBe(false);
    expect((await readdir(trash)).sort()).toEqual(['run-0001.json', 'run-0002.json']);
    await customers.restore(id);
    expect((await runs.list(id)).runs.map((run) => run.id)).toEqual(['run-0002', 'run-0001']);
    expect(existsSync(trash)).toBe(false);
  });

  it('takes a run along that is being stored, at whatever moment that is', async () => {
    for (let round = 0; round < 8; round += 1) {
      const { id, customers, runs, live } = await open();
      await runs.save(id, title, draft());
      const saved = [1, 2, 3].map((count) => runs.save(id, title, draft(`note ${String(count)}`)));
      for (let turn = 0; turn < round; turn += 1) await new Promise(setImmediate);
      await customers.remove(id);
      await Promise.all(saved);
      expect(existsSync(live)).toBe(false);
      await customers.restore(id);
      expect((await runs.list(id)).runs).toHaveLength(4);
    }
  });

  it('takes the journal of a running watch along, and each line stays in one file', async () => {
    const { id, customers, runs, live, trash } = await open({ takesOver: true });
    const { id: runId, journal } = runs.journal(id, 'op1', never);
    const { startedAt, domains, vantages, notes } = draft();
    const lines = async (folder: string): Promise<readonly string[]> => {
      const path = join(folder, `${runId}.journal`);
      return readJournal(await readFile(path), path).then((read) => read?.draft.notes.slice(1) ?? []);
    };
    journal.add({ head: { startedAt, domains, vantages, notes } });
    journal.add({ at: START, note: 'one' });
    await journal.idle();
    await customers.remove(id);
    journal.add({ at: START, note: 'two' });
    await journal.idle();
    expect(existsSync(live)).toBe(false);
    expect(await lines(trash)).toEqual([...notes, `${START} one`, `${START} two`]);
    await customers.restore(id);
    journal.add({ at: START, note: 'three' });
    await journal.idle();
    expect(await lines(live)).toEqual([...notes, `${START} one`, `${START} two`, `${START} three`]);
    expect((await runs.list(id)).runs).toEqual([]);
    await customers.remove(id);
    await runs.save(id, title, draft(), runId);
    await journal.remove();
    expect(await readdir(trash)).toEqual([`${runId}.json`]);
    expect(existsSync(live)).toBe(false);
  });

  it('never takes the place of an earlier one, though the clock stands still', async () => {
    const dir = await freshFolder();
    const options = { clock: () => new Date(START) };
    const customers = openStore(dir, options);
    const runs = new RunStore({ dir, newId: counter('run-'), appVersion: '0.1.0' });
    const document = await readFile('examples/contoso.json');
    for (let round = 0; round < 4; round += 1) {
      const { id } = (await customers.importDocument(document, 'contoso.json')).data;
      expect(id).toBe('contoso');
      await runs.save(id, title, draft());
      await customers.remove(id);
    }
    const names = (await readdir(join(dir, 'trash'))).filter((name) => name.endsWith('.json'));
    expect(names).toHaveLength(4);
    const folders = await readdir(join(dir, 'trash', 'dns-runs'));
    const files = await Promise.all(folders.map((name) => readdir(join(dir, 'trash', 'dns-runs', name))));
    expect(files.flat().sort()).toEqual([1, 2, 3, 4].map((count) => `run-000${String(count)}.json`));
  });

  it('stays where it is when its runs can’t be moved', async () => {
    const rename: StoreFs['rename'] = (from, to) =>
      String(from).includes('dns-runs')
        ? Promise.reject(Object.assign(new Error('made by the test'), { code: 'EXDEV' }))
        : nodeFs.rename(from, to);
    const { id, customers, runs } = await open({}, { ...nodeFs, rename });
    await runs.save(id, title, draft());
    await expect(customers.remove(id)).rejects.toMatchObject({ code: 'store-io' });
    expect((await customers.list()).customers.map((one) => one.id)).toEqual([id]);
    expect((await customers.trash()).customers).toEqual([]);
    expect((await runs.list(id)).runs).toHaveLength(1);
  });

  it('is there when it was brought back before', async () => {
    const { id, customers } = await open();
    const { data } = await customers.get(id);
    await customers.remove(id);
    await customers.restore(id);
    expect((await customers.restore(id)).data).toEqual(data);
  });

  it('is not mixed with another of its id', async () => {
    const { dir, id, customers } = await open();
    const bytes = await readFile(join(dir, 'customers', `${id}.json`));
    await customers.remove(id);
    await customers.importDocument(bytes, 'copy.json');
    await expect(customers.restore(id)).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('runs of a crash', () => {
  it('that left a half-written file are freed of it after an hour', async () => {
    const { id, runs, live } = await open({ clock: () => new Date(Date.now() + 2 * 3_600_000) });
    await mkdir(live, { recursive: true });
    await writeFile(join(live, '.run-0009.json.4711-1.tmp'), '{');
    await runs.save(id, title, draft());
    expect((await runs.list(id)).runs).toHaveLength(1);
    expect(await readdir(live)).toEqual(['run-0001.json']);
  });

  it('keep the journal where the run that it became can’t be read', async () => {
    const { id, runs, live, dir } = await open();
    const { id: runId, journal } = runs.journal(id, 'op1', never);
    const { startedAt, domains, vantages, notes } = draft();
    journal.add({ head: { startedAt, domains, vantages, notes } });
    journal.add({ at: START, note: 'heard' });
    await journal.idle();
    await runs.save(id, title, draft(), runId);
    const path = join(live, `${runId}.json`);
    await writeFile(path, (await readFile(path, 'utf8')).replace('did not', 'did'));
    const next = new RunStore({ dir, newId: counter('new-'), appVersion: '0.1.0', takesOver: true });
    const { unreadable } = await next.list(id);
    expect(unreadable.map(({ file }) => file).sort()).toEqual([`${runId}.journal`, `${runId}.json`]);
    expect((await readdir(live)).sort()).toEqual([`${runId}.journal`, `${runId}.json`]);
  });
});
