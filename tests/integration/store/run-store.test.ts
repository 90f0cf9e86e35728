import { readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RunStore } from '../../../electron/store/run-store.ts';
import type { RunStoreOptions, RunTitle } from '../../../electron/store/run-store.ts';
import type { RunDraft } from '../../../shared/dns/stored-run.ts';
import type { DnsAnswer } from '../../../shared/dns/types.ts';
import { nodeFs, type StoreFs } from '../../../electron/store/store-fs.ts';
import { counter, failingWrite, freshFolder, openStore, START } from './support.ts';

const server = { address: '192.0.2.53', port: 53, label: 'ns1' };
const draft = (endedAt = START): RunDraft => ({
  startedAt: START,
  endedAt,
  domains: ['contoso.com'],
  vantages: [{ id: 'system:192.0.2.53', kind: 'system', label: 'ns1', server }],
  answers: [],
  notes: ['One server did not answer.'],
});
const title: RunTitle = { kind: 'snapshot', name: 'Before', operator: 'op1' };
const openRuns = (dir: string, options: Partial<RunStoreOptions> = {}): RunStore =>
  new RunStore({ dir, newId: counter('run-'), appVersion: '0.1.0', ...options });

describe('a stored run', () => {
  it('is one private file, read back as it was', async () => {
    const dir = await freshFolder();
    const saved = await openRuns(dir).save('contoso', title, draft());
    expect(saved.run).toEqual({ ...draft(), ...title, id: 'run-0001', customerId: 'contoso' });
    const path = join(dir, 'dns-runs', 'contoso', 'run-0001.json');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await openRuns(dir).get('contoso', 'run-0001')).toEqual(saved);
  });

  it('is refused where it could not be read back, and leaves nothing behind', async () => {
    const dir = await freshFolder();
    const answer: DnsAnswer = {
      ...{ question: { name: 'contoso.com', type: 'TXT' }, outcome: 'timeout', records: [], server },
      ...{ transport: 'udp', flags: { aa: false, ad: false, ra: false, tc: false }, rcode: '' },
      ...{ raw: 'x'.repeat(1_000_000), at: START, elapsedMs: 0 },
    };
    const answers = Array.from({ length: 70 }, () => ({ vantage: 'system:192.0.2.53', answer }));
    await expect(openRuns(dir).save('contoso', title, { ...draft(), answers })).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining('with 70 answers it is larger than 64 MB') as string,
    });
    expect(await openRuns(dir).list('contoso')).toEqual({ runs: [], unreadable: [] });
  });

  it('is listed newest first, without its answers', async () => {
    const store = openRuns(await freshFolder());
    await store.save('contoso', title, draft('2026-11-24T20:00:05.000Z'));
    await store.save('contoso', { ...title, kind: 'check', name: '' }, draft('2026-11-24T20:00:09.000Z'));
    await store.save('fabrikam', title, draft());
    const { runs, unreadable } = await store.list('contoso');
    expect(runs.map(({ id, kind }) => [id, kind])).toEqual([
      ['run-0002', 'check'],
      ['run-0001', 'snapshot'],
    ]);
    expect(runs[0]).toMatchObject({ answerCount: 0, noteCount: 1 });
    expect(unreadable).toEqual([]);
    expect(await store.list('nobody')).toEqual({ runs: [], unreadable: [] });
  });

  it.each<[string, string, (text: string) => string]>([
    ['changed by hand', 'store-damaged', (text) => text.replace('did not answer', 'did answer')],
    ['cut', 'store-damaged', (text) => text.slice(0, 300)],
    ['of a newer app', 'store-newer', (text) => text.replace('"schemaVersion": 1', '"schemaVersion": 2')],
    ['copied from another customer', 'store-damaged', (text) => text],
  ])('that was %s is told as %s, listed and left alone', async (what, code, damage) => {
    const dir = await freshFolder();
    const store = openRuns(dir);
    const owner = what.startsWith('copied') ? 'fabrikam' : 'contoso';
    await store.save(owner, title, draft());
    await store.save('contoso', title, draft());
    const text = damage(await readFile(join(dir, 'dns-runs', owner, 'run-0001.json'), 'utf8'));
    const path = join(dir, 'dns-runs', 'contoso', 'run-0001.json');
    await writeFile(path, text);
    await expect(store.get('contoso', 'run-0001')).rejects.toMatchObject({ code });
    const { runs, unreadable } = await store.list('contoso');
    expect(runs.map(({ id }) => id)).toEqual(['run-0002']);
    expect(unreadable).toMatchObject([{ file: 'run-0001.json', error: { code } }]);
    expect(await readFile(path, 'utf8')).toBe(text);
  });

  it('names what keeps it from being stored', async () => {
    const dir = await freshFolder();
    const full = openRuns(dir, { fs: failingWrite('ENOSPC') });
    await expect(full.save('contoso', title, draft())).rejects.toMatchObject({ code: 'store-full' });
    const unsigned = openRuns(dir).save('contoso', { ...title, operator: '' }, draft());
    await expect(unsigned).rejects.toMatchObject({ code: 'bad-input', message: /Enter it in the settings/u });
    for (const id of ['../customers/contoso', 'missing-run'])
      await expect(openRuns(dir).get('contoso', id)).rejects.toMatchObject({ code: 'not-found' });
    await expect(openRuns(dir).list('../customers')).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('the runs of a customer', () => {
  it('go to the trash and come back with it', async () => {
    const dir = await freshFolder();
    const [customers, runs] = [openStore(dir), openRuns(dir)];
    const { id } = (await customers.create('Contoso AG')).data;
    const saved = await runs.save(id, title, draft());
    await customers.remove(id);
    expect((await runs.list(id)).runs).toEqual([]);
    expect(await readdir(join(dir, 'trash', 'dns-runs', id))).toEqual(['run-0001.json']);
    await customers.restore(id);
    expect(await runs.get(id, 'run-0001')).toEqual(saved);
  });

  it('are not those of a duplicate', async () => {
    const dir = await freshFolder();
    const [customers, runs] = [openStore(dir), openRuns(dir)];
    const { id } = (await customers.create('Contoso AG')).data;
    await runs.save(id, title, draft());
    const copy = await customers.duplicate(id);
    expect((await runs.list(copy.data.id)).runs).toEqual([]);
  });

  it('are kept apart from those of an earlier customer of the same id, and none is lost', async () => {
    const dir = await freshFolder();
    const [customers, runs] = [openStore(dir), openRuns(dir)];
    const document = await readFile('examples/contoso.json');
    for (const name of ['First', 'Second']) {
      const { id } = (await customers.importDocument(document, 'contoso.json')).data;
      expect(id).toBe('contoso');
      await runs.save(id, { ...title, name }, draft());
      await customers.remove(id);
    }
    await customers.restore('contoso');
    expect((await runs.list('contoso')).runs.map(({ name }) => name)).toEqual(['Second']);
    expect(await readdir(join(dir, 'trash', 'dns-runs'))).toHaveLength(1);
  });
});

describe('the list of large runs', () => {
  const large = async () => {
    const dir = await freshFolder();
    const answer: DnsAnswer = {
      ...{ question: { name: 'contoso.com', type: 'TXT' }, outcome: 'timeout', records: [], server },
      ...{ transport: 'udp', flags: { aa: false, ad: false, ra: false, tc: false }, rcode: '' },
      ...{ raw: 'x'.repeat(1_200_000), at: START, elapsedMs: 0 },
    };
    const store = openRuns(dir, { takesOver: true });
    await store.save('contoso', title, {
      ...draft(),
      answers: [{ vantage: 'system:192.0.2.53', answer }],
    });
    await store.save('contoso', title, draft());
    const read: string[] = [];
    const readFileCounted = ((path: string, ...more: never[]) => {
      if (path.endsWith('.json')) read.push(path);
      return (nodeFs.readFile as (path: string, ...rest: never[]) => unknown)(path, ...more);
    }) as StoreFs['readFile'];
    const again = (appVersion = '0.1.0') =>
      openRuns(dir, { takesOver: true, appVersion, fs: { ...nodeFs, readFile: readFileCounted } });
    const folder = join(dir, 'dns-runs', 'contoso');
    return { dir, folder, store, again, read, index: join(folder, 'summaries.index') };
  };

  it('needs none of them at the next start', async () => {
    const { store, again, read } = await large();
    const list = await store.list('contoso');
    expect(list.runs).toHaveLength(2);
    expect(await again().list('contoso')).toEqual(list);
    expect(read).toEqual([]);
  });

  it('reads what is new or changed, and all where the index is damaged or of another version', async () => {
    const { store, again, read, folder, index } = await large();
    const list = await store.list('contoso');
    const path = join(folder, 'run-0002.json');
    await writeFile(path, (await readFile(path, 'utf8')).replace('did not answer', 'did answer'));
    const changed = await again().list('contoso');
    expect(changed.runs.map(({ id }) => id)).toEqual(['run-0001']);
    expect(changed.unreadable).toMatchObject([{ file: 'run-0002.json', error: { code: 'store-damaged' } }]);
    expect(read).toEqual([path]);
    await writeFile(index, '{"appVersion":');
    expect((await again().list('contoso')).runs).toEqual(changed.runs);
    expect((await again('0.2.0').list('contoso')).runs).toEqual(changed.runs);
    expect(read).toHaveLength(5);
    expect(list.runs).toHaveLength(2);
  });

  it('is kept by the app alone', async () => {
    const { dir, folder, store } = await large();
    await openRuns(dir).list('contoso');
    expect(await readdir(folder)).not.toContain('summaries.index');
    await store.list('contoso');
    expect(await readdir(folder)).toContain('summaries.index');
  });
});
