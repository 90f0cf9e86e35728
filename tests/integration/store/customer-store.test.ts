import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { customerFileSchema } from '../../../shared/customer.ts';
import { contosoProfile, freshFolder, note, openStore, START, tickingClock } from './support.ts';

describe('a customer on disk', () => {
  it('is a pretty-printed envelope that only its owner can read', async () => {
    const dir = await freshFolder();
    const made = await openStore(dir).create('Contoso AG');
    const path = join(dir, 'customers', 'c-0001.json');
    const text = await readFile(path, 'utf8');
    expect(customerFileSchema.parse(JSON.parse(text))).toEqual(made);
    expect(text).toMatch(/^\{\n {2}"format": "mailflow-runbook\/customer",\n {2}"schemaVersion": 2,/u);
    expect(text.endsWith('}\n')).toBe(true);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(dir, 'customers'))).mode & 0o777).toBe(0o700);
    expect(await readdir(join(dir, 'customers'))).toEqual(['c-0001.json']);
  });

  it('is there for the next process with everything that was saved', async () => {
    const dir = await freshFolder();
    const store = openStore(dir);
    const { data, revision } = await store.create('Contoso AG');
    await store.saveProfile(data.id, revision, contosoProfile());
    await store.appendLog(data.id, [note('MX noted')], 'op1');
    const again = await openStore(dir).get(data.id);
    expect(again.revision).toBe(3);
    expect(again.data.profile).toEqual(contosoProfile());
    expect(again.data.log.map(({ entry, operator }) => ({ entry, operator }))).toEqual([
      { entry: note('MX noted'), operator: 'op1' },
    ]);
  });

  it('stamps the changed values only', async () => {
    const store = openStore(await freshFolder());
    const { data, revision } = await store.create('Contoso AG');
    const saved = await store.saveProfile(data.id, revision, contosoProfile());
    expect(Object.keys(saved.data.changedAt)).toEqual(['domains', 'domains:contoso.com']);
    expect(saved.data.changedAt['domains']).toBeDefined();
  });

  it('refuses a change that was based on an older profile, and keeps the newer one', async () => {
    const dir = await freshFolder();
    const [mine, other] = [openStore(dir), openStore(dir)];
    const { data } = await mine.create('Contoso AG');
    await other.saveProfile(data.id, 1, { ...data.profile, siteName: 'Head office' });
    await expect(mine.saveProfile(data.id, 1, { ...data.profile, siteName: 'Branch' })).rejects.toMatchObject(
      {
        code: 'conflict',
      },
    );
    expect((await mine.get(data.id)).data.profile.siteName).toBe('Head office');
  });

  it('takes a profile change that was made while the log grew', async () => {
    const store = openStore(await freshFolder());
    const { data } = await store.create('Contoso AG');
    await store.appendLog(data.id, [note('one')], 'op1');
    await store.appendLog(data.id, [note('two')], 'op1');
    const saved = await store.saveProfile(data.id, 1, contosoProfile());
    expect(saved.revision).toBe(4);
    expect(saved.data.log).toHaveLength(2);
    await expect(store.saveProfile(data.id, 3, contosoProfile())).rejects.toMatchObject({ code: 'conflict' });
  });

  it('refuses it when another process had its hand in between', async () => {
    const dir = await freshFolder();
    const [mine, other] = [openStore(dir), openStore(dir)];
    const { data } = await mine.create('Contoso AG');
    await mine.appendLog(data.id, [note('one')], 'op1');
    await other.saveProfile(data.id, 2, contosoProfile());
    await mine.appendLog(data.id, [note('two')], 'op1');
    await expect(mine.saveProfile(data.id, 1, data.profile)).rejects.toMatchObject({ code: 'conflict' });
    expect((await mine.get(data.id)).data.profile).toEqual(contosoProfile());
  });

  it('keeps every one of many entries that are appended at once', async () => {
    const store = openStore(await freshFolder());
    const { data } = await store.create('Contoso AG');
    const texts = Array.from({ length: 60 }, (_, index) => `note ${index}`);
    await Promise.all(texts.map((text) => store.appendLog(data.id, [note(text)], 'op1')));
    const { revision, data: after } = await store.get(data.id);
    expect(after.log.map(({ entry }) => (entry.kind === 'note' ? entry.text : ''))).toEqual(texts);
    expect(new Set(after.log.map(({ id }) => id)).size).toBe(60);
    expect(revision).toBe(61);
  });

  it('never lets the time of the log run backwards', async () => {
    const dir = await freshFolder();
    const { data } = await openStore(dir).create('Contoso AG');
    await openStore(dir, { clock: tickingClock('2026-11-24T22:00:00.000Z') }).appendLog(
      data.id,
      [note('at night')],
      'op1',
    );
    const late = await openStore(dir, { clock: tickingClock(START) }).appendLog(
      data.id,
      [note('later')],
      'op2',
    );
    const times = late.file.data.log.map(({ at }) => at);
    expect(times).toEqual([...times].sort());
    expect(times[1]).toBe(times[0]);
  });

  it.each([
    ['goes back', '2026-11-24T18:00:00.000Z'],
    ['stands still', START],
  ])('tells what came after what although the clock %s', async (_what, later) => {
    const dir = await freshFolder();
    const { data, revision } = await openStore(dir).create('Contoso AG');
    const fixed = (time: string) => openStore(dir, { clock: () => new Date(time) });
    // An entry, a change, another entry: each later than the one before, whatever the clock says.
    await fixed(START).appendLog(data.id, [note('first')], 'op1');
    const changed = await fixed(later).saveProfile(data.id, revision + 1, contosoProfile());
    const since = changed.data.changedAt['domains'] ?? '';
    expect(Date.parse(since)).toBeGreaterThan(Date.parse(changed.data.log[0]?.at ?? ''));
    const { file } = await fixed(later).appendLog(data.id, [note('second')], 'op1');
    const stamps = Object.values(file.data.changedAt).map((at) => Date.parse(at));
    expect(Date.parse(file.data.log[1]?.at ?? '')).toBeGreaterThanOrEqual(Math.max(...stamps));
    expect(Math.min(...stamps)).toBeGreaterThan(Date.parse(file.data.log[0]?.at ?? ''));
  });

  it('does not carry the time of a clock that ran ahead from a change into the log', async () => {
    const dir = await freshFolder();
    const { data, revision } = await openStore(dir).create('Contoso AG');
    const ahead = openStore(dir, { clock: () => new Date('2031-01-01T00:00:00.000Z') });
    await ahead.saveProfile(data.id, revision, contosoProfile());
    const { file } = await openStore(dir, { clock: () => new Date(START) }).appendLog(
      data.id,
      [note('proved')],
      'op1',
    );
    expect(file.data.log[0]?.at).toBe(START);
    expect(file.data.changedAt['domains']).toBe(START);
  });

  it('refuses a nameless entry, and a correction of nothing', async () => {
    const store = openStore(await freshFolder());
    const { data } = await store.create('Contoso AG');
    await expect(store.appendLog(data.id, [note('x')], ' ')).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining('name of the person') as string,
    });
    await expect(
      store.appendLog(
        data.id,
        [{ kind: 'correction', stepId: 'DNS-01', corrects: 'nothing', reason: 'wrong step' }],
        'op1',
      ),
    ).rejects.toMatchObject({ code: 'bad-input' });
    expect((await store.get(data.id)).data.log).toEqual([]);
  });

  it('is duplicated with its profile and without its run', async () => {
    const store = openStore(await freshFolder());
    const { data } = await store.create('Contoso AG');
    await store.saveProfile(data.id, 1, contosoProfile());
    await store.appendLog(data.id, [note('x')], 'op1');
    const copy = await store.duplicate(data.id);
    expect(copy.data.id).not.toBe(data.id);
    expect(copy.data.profile).toEqual({ ...contosoProfile(), customerName: 'Contoso AG (copy)' });
    expect(copy.data.log).toEqual([]);
    expect((await store.get(data.id)).data.log).toHaveLength(1);
  });
});

describe('deleting', () => {
  it('moves the document to the trash, and back', async () => {
    const dir = await freshFolder();
    const store = openStore(dir);
    const { data } = await store.create('Contoso AG');
    await store.remove(data.id);
    expect((await store.list()).customers).toEqual([]);
    expect(await readdir(join(dir, 'trash'))).toEqual([`${data.id}.json`]);
    expect((await store.trash()).customers.map(({ id }) => id)).toEqual([data.id]);
    const [deleted] = (await store.trash()).customers;
    expect(Date.parse(deleted?.deletedAt ?? '')).toBeGreaterThan(Date.parse(deleted?.savedAt ?? ''));
    expect((await store.restore(data.id)).data).toEqual(data);
    expect((await store.trash()).customers).toEqual([]);
    expect((await store.list()).customers.map(({ id }) => id)).toEqual([data.id]);
    await expect(store.remove('nobody')).rejects.toMatchObject({ code: 'not-found' });
    await expect(store.restore('nobody')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('keeps an older document of the same id in the trash', async () => {
    const dir = await freshFolder();
    const store = openStore(dir);
    const { data } = await store.create('Contoso AG');
    const bytes = await readFile(join(dir, 'customers', `${data.id}.json`));
    await store.remove(data.id);
    await store.importDocument(bytes, 'copy.json');
    await store.remove(data.id);
    expect(await readdir(join(dir, 'trash'))).toHaveLength(2);
  });

  it('moves a damaged document as it is', async () => {
    const dir = await freshFolder();
    const store = openStore(dir);
    await store.list();
    await writeFile(join(dir, 'customers', 'broken.json'), '{"format"');
    await store.remove('broken');
    expect(await readFile(join(dir, 'trash', 'broken.json'), 'utf8')).toBe('{"format"');
  });
});

describe('importing', () => {
  it('takes a document under its own id, and under a new one when that is taken', async () => {
    const [from, to] = [await freshFolder(), await freshFolder()];
    const { data } = await openStore(from).create('Contoso AG');
    const bytes = await readFile(join(from, 'customers', `${data.id}.json`));
    const store = openStore(to, { newId: () => 'fresh-id' });
    expect((await store.importDocument(bytes, 'x.json')).data.id).toBe(data.id);
    expect((await store.importDocument(bytes, 'x.json')).data.id).toBe('fresh-id');
    expect((await store.list()).customers).toHaveLength(2);
  });

  it('never makes a file with the name of a device', async () => {
    const dir = await freshFolder();
    const file = await openStore(await freshFolder()).create('Contoso AG');
    const store = openStore(dir, { newId: () => 'fresh-id' });
    const bytes = Buffer.from(JSON.stringify({ ...file, data: { ...file.data, id: 'com1' } }));
    expect((await store.importDocument(bytes, 'x.json')).data.id).toBe('fresh-id');
    await expect(store.get('com1')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('refuses what is no document and writes nothing', async () => {
    const store = openStore(await freshFolder());
    await expect(store.importDocument(Buffer.from('{}'), 'x.json')).rejects.toMatchObject({
      code: 'store-damaged',
      message: expect.stringContaining('x.json') as string,
    });
    expect(await store.list()).toEqual({ customers: [], unreadable: [] });
  });
});

describe('the example', () => {
  it('comes at the very first start and never again after it was deleted', async () => {
    const dir = await freshFolder();
    const made = await openStore(await freshFolder()).create('Example');
    const example = { ...made, data: { ...made.data, id: 'contoso', example: true } };
    const first = openStore(dir, { example });
    expect((await first.list()).customers.map(({ id }) => id)).toEqual(['contoso']);
    await first.remove('contoso');
    expect((await openStore(dir, { example }).list()).customers).toEqual([]);
  });
});
