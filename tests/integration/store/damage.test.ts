/** Files that can't be read: said aloud, left byte for byte as they are, never written over. */
import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { contosoProfile, freshFolder, note, openStore } from './support.ts';

const folderWith = async (content: string | Uint8Array): Promise<{ dir: string; path: string }> => {
  const dir = await freshFolder();
  await openStore(dir).list();
  const path = join(dir, 'customers', 'contoso.json');
  await writeFile(path, content);
  return { dir, path };
};

const whole = async (): Promise<string> => {
  const dir = await freshFolder();
  await openStore(dir, { newId: () => 'contoso' }).create('Contoso AG');
  return readFile(join(dir, 'customers', 'contoso.json'), 'utf8');
};

describe('a document that can not be read', () => {
  it.each<[string, string, (text: string) => string | Uint8Array]>([
    ['is cut', 'store-damaged', (text) => text.slice(0, text.length / 2)],
    ['is empty', 'store-damaged', () => ''],
    ['is zeroes, as after a power cut', 'store-damaged', () => new Uint8Array(4096)],
    [
      'is no UTF-8',
      'store-damaged',
      (text) => Buffer.from(text.replace('Contoso AG', 'Cont\u00f6so'), 'latin1'),
    ],
    ['is another kind of JSON', 'store-damaged', () => '[1, 2]'],
    ['has another format', 'store-damaged', (text) => text.replace('mailflow-runbook/customer', 'other')],
    ['has no version', 'store-damaged', (text) => text.replace('"schemaVersion": 2', '"schemaVersion": "2"')],
    ['misses a value', 'store-damaged', (text) => text.replace('"siteName": "",', '')],
    ['has a value too many', 'store-damaged', (text) => text.replace('"siteName"', '"more": 1, "siteName"')],
    [
      'names another customer',
      'store-damaged',
      (text) => text.replace('"id": "contoso"', '"id": "fabrikam"'),
    ],
    ['is of a newer app', 'store-newer', (text) => text.replace('"schemaVersion": 2', '"schemaVersion": 3')],
  ])('because it %s is told as %s and left alone', async (_what, code, damage) => {
    const content = damage(await whole());
    const { dir, path } = await folderWith(content);
    const store = openStore(dir);
    const told = { code, message: expect.stringContaining(path) as string };
    await expect(store.get('contoso')).rejects.toMatchObject(told);
    await expect(store.saveProfile('contoso', 1, contosoProfile())).rejects.toMatchObject(told);
    await expect(store.appendLog('contoso', [note('x')], 'op1')).rejects.toMatchObject(told);
    const { customers, unreadable } = await store.list();
    expect(customers).toEqual([]);
    expect(unreadable).toMatchObject([{ file: 'contoso.json', error: { code } }]);
    expect(await readFile(path)).toEqual(Buffer.from(content));
  });

  it('does not hide the others', async () => {
    const { dir } = await folderWith('{');
    const store = openStore(dir);
    await store.create('Fabrikam');
    const { customers, unreadable } = await store.list();
    expect(customers.map(({ customerName }) => customerName)).toEqual(['Fabrikam']);
    expect(unreadable.map(({ file }) => file)).toEqual(['contoso.json']);
  });

  it('is taken when only a byte order mark stands before it', async () => {
    const { dir } = await folderWith(`\ufeff${await whole()}`);
    expect((await openStore(dir).get('contoso')).data.profile.customerName).toBe('Contoso AG');
  });
});

describe('what else lies in the folder', () => {
  it('is told when it has a name that no customer has, and ignored when it is no JSON', async () => {
    const { dir } = await folderWith(await whole());
    await writeFile(join(dir, 'customers', 'Contoso (2).json'), await whole());
    await writeFile(join(dir, 'customers', 'notes.txt'), 'x');
    await mkdir(join(dir, 'customers', 'folder.json'));
    const { customers, unreadable } = await openStore(dir).list();
    expect(customers.map(({ id }) => id)).toEqual(['contoso']);
    expect(unreadable.map(({ file }) => file).sort()).toEqual(['Contoso (2).json', 'folder.json']);
  });

  it('is swept when it is a temporary file of a crash, not when it may be in use', async () => {
    const { dir } = await folderWith(await whole());
    const [old, young] = ['.contoso.json.1-1.tmp', '.contoso.json.2-1.tmp'];
    for (const name of [old, young]) await writeFile(join(dir, 'customers', name), '{');
    const longAgo = new Date('2026-11-24T10:00:00Z');
    await utimes(join(dir, 'customers', old), longAgo, longAgo);
    const store = openStore(dir, { clock: () => new Date() });
    expect((await store.list()).unreadable).toEqual([]);
    expect((await readdir(join(dir, 'customers'))).sort()).toEqual([young, 'contoso.json'].sort());
  });
});
