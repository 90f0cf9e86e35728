/** System calls that fail: the old content stays, nothing is left behind, the person is told what to do. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeAtomically } from '../../../electron/store/atomic-write.ts';
import type { StoreFs } from '../../../electron/store/store-fs.ts';
import { contosoProfile, failing, failingWrite, freshFolder, note, openStore } from './support.ts';

const cases: ReadonlyArray<readonly [string, string, () => StoreFs]> = [
  ['the disk is full', 'store-full', () => failingWrite('ENOSPC')],
  ['the quota is used up', 'store-full', () => failingWrite('EDQUOT')],
  ['the folder is read-only', 'store-read-only', () => failing('open', 'EACCES')],
  ['the drive is read-only', 'store-read-only', () => failing('open', 'EROFS')],
  ['the target is held', 'store-read-only', () => failing('rename', 'EPERM')],
  ['the drive fails', 'store-io', () => failingWrite('EIO')],
];

describe('when a save fails because', () => {
  it.each(cases)('%s, it says %s and keeps what was there', async (_what, code, brokenFs) => {
    const dir = await freshFolder();
    const { data } = await openStore(dir).create('Contoso AG');
    const path = join(dir, 'customers', `${data.id}.json`);
    const before = await readFile(path);
    const store = openStore(dir, { fs: brokenFs() });
    const told = { code, message: expect.stringContaining(path) as string };
    await expect(store.saveProfile(data.id, 1, contosoProfile())).rejects.toMatchObject(told);
    await expect(store.appendLog(data.id, [note('x')], 'op1')).rejects.toMatchObject(told);
    expect(await readFile(path)).toEqual(before);
    expect(await readdir(join(dir, 'customers'))).toEqual([`${data.id}.json`]);
  });

  it('space was short, the same change can be saved once there is some', async () => {
    const dir = await freshFolder();
    const { data } = await openStore(dir).create('Contoso AG');
    const store = openStore(dir, { fs: failing('open', 'ENOSPC', 1) });
    await expect(store.saveProfile(data.id, 1, contosoProfile())).rejects.toMatchObject({
      code: 'store-full',
    });
    expect((await store.saveProfile(data.id, 1, contosoProfile())).revision).toBe(2);
  });

  it('a file lies where the folder belongs, it names the path and leaves the file', async () => {
    const dir = await freshFolder();
    await writeFile(join(dir, 'customers'), 'mine');
    await expect(openStore(dir).list()).rejects.toMatchObject({
      code: 'store-io',
      message: expect.stringContaining(join(dir, 'customers')) as string,
    });
    expect(await readFile(join(dir, 'customers'), 'utf8')).toBe('mine');
  });
});

describe('when reading fails', () => {
  it('nothing is written over the unread document', async () => {
    const dir = await freshFolder();
    const { data } = await openStore(dir).create('Contoso AG');
    const path = join(dir, 'customers', `${data.id}.json`);
    const before = await readFile(path);
    const store = openStore(dir, { fs: failing('readFile', 'EACCES') });
    await expect(store.saveProfile(data.id, 1, contosoProfile())).rejects.toMatchObject({
      code: 'store-read-only',
    });
    expect((await store.list()).unreadable).toMatchObject([{ error: { code: 'store-read-only' } }]);
    expect(await readFile(path)).toEqual(before);
  });
});

describe('the atomic writer', () => {
  it('waits while another program holds the file on Windows', async () => {
    const path = join(await freshFolder(), 'x.json');
    await writeAtomically(failing('rename', 'EBUSY', 2), path, 'new', 'win32');
    expect(await readFile(path, 'utf8')).toBe('new');
  });

  it('does not wait elsewhere', async () => {
    const dir = await freshFolder();
    await expect(
      writeAtomically(failing('rename', 'EBUSY', 2), join(dir, 'x.json'), 'new', 'linux'),
    ).rejects.toMatchObject({ code: 'EBUSY' });
    expect(await readdir(dir)).toEqual([]);
  });
});
