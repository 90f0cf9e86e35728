import { beforeEach, describe, expect, it, vi } from 'vitest';
import { emptyProfile } from '../../shared/profile/empty.ts';
import { AppError } from '../../shared/result.ts';
import { customers } from '../../renderer/app/customers.svelte.ts';
import { history } from '../../renderer/app/history.svelte.ts';
import { session } from '../../renderer/app/session.svelte.ts';
import { settings } from '../../renderer/app/settings.svelte.ts';
import { documentOf, install, MemoryMain } from './bridge.ts';

const CONTOSO = 'contoso';
let main: MemoryMain;

const saves = (): number => main.calls.filter(([channel]) => channel === 'customers.saveProfile').length;
const onDisk = (): string | undefined => main.files.get(CONTOSO)?.data.profile.siteName;
const type = (text: string): void => session.setValue('siteName', 'Site', text);

beforeEach(async () => {
  vi.useRealTimers();
  session.drop();
  main = new MemoryMain(
    documentOf(CONTOSO, emptyProfile('Contoso AG')),
    documentOf('other', emptyProfile('Other')),
  );
  install(main);
  await settings.load();
  await session.open(CONTOSO);
});

describe('saving as one types', () => {
  it('writes once after the last letter and says saved only when main has answered', async () => {
    vi.useFakeTimers();
    for (const text of ['H', 'He', 'Head office']) type(text);
    expect(session.saveState).toBe('pending');
    expect(saves()).toBe(0);
    await vi.advanceTimersByTimeAsync(299);
    expect(saves()).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(saves()).toBe(1);
    expect(onDisk()).toBe('Head office');
    expect(session.saveState).toBe('saved');
  });
  it('writes at once on flush, and nothing when nothing changed', async () => {
    type('Head office');
    await session.flush();
    await session.flush();
    expect(onDisk()).toBe('Head office');
    expect(saves()).toBe(1);
  });
  it('says saved when an edit and its undo leave nothing to write', async () => {
    type('Head office');
    await history.undo();
    await session.flush();
    expect(saves()).toBe(0);
    expect(session.saveState).toBe('saved');
  });
  it('writes again after a failed write, even when the edit was undone meanwhile', async () => {
    main.failing.set('customers.saveProfile', new AppError('store-io', 'The drive is gone.'));
    type('Head office');
    await expect(session.flush()).rejects.toMatchObject({ code: 'store-io' });
    await history.undo();
    main.failing.clear();
    await session.flush();
    expect(saves()).toBe(2);
    expect(session.saveState).toBe('saved');
    expect(session.saveError).toBeNull();
  });
  it('writes the last edit before another customer is opened', async () => {
    type('Head office');
    await session.open('other');
    expect(onDisk()).toBe('Head office');
    expect(session.customer?.id).toBe('other');
  });
  it('keeps the text and says why when the disk is full, and saves it once there is room', async () => {
    main.failing.set('customers.saveProfile', new AppError('store-full', 'The disk is full.'));
    type('Head office');
    await expect(session.flush()).rejects.toMatchObject({ code: 'store-full' });
    expect(session.saveState).toBe('failed');
    expect(session.saveError?.message).toBe('The disk is full.');
    expect(session.profile?.siteName).toBe('Head office');
    main.failing.clear();
    await session.flush();
    expect(onDisk()).toBe('Head office');
    expect(session.saveError).toBeNull();
  });
  it('does not leave a customer whose last edit could not be written', async () => {
    main.failing.set('customers.saveProfile', new AppError('store-read-only', 'The folder is read-only.'));
    type('Head office');
    await expect(session.open('other')).rejects.toMatchObject({ code: 'store-read-only' });
    expect(session.customer?.id).toBe(CONTOSO);
    expect(session.profile?.siteName).toBe('Head office');
  });
  it('goes on when only the log grew on disk meanwhile', async () => {
    main.append(CONTOSO, [{ kind: 'note', stepId: 'DNS-01', text: 'checked' }]);
    type('Head office');
    await session.flush();
    expect(onDisk()).toBe('Head office');
    expect(session.customer?.log).toHaveLength(1);
  });
  it('overwrites nothing when the profile on disk is another, and can load that one', async () => {
    const file = main.files.get(CONTOSO);
    if (file === undefined) throw new Error('the document is there');
    const profile = { ...file.data.profile, siteName: 'Elsewhere' };
    main.files.set(CONTOSO, { ...file, revision: 9, data: { ...file.data, profile } });
    type('Head office');
    await expect(session.flush()).rejects.toMatchObject({ code: 'conflict' });
    expect(onDisk()).toBe('Elsewhere');
    await session.reload();
    expect(session.profile?.siteName).toBe('Elsewhere');
    await history.undo();
    expect(session.profile?.siteName).toBe('Head office');
    await session.flush();
    expect(onDisk()).toBe('Head office');
  });
});

describe('undo', () => {
  it('takes a typed word back as a whole and makes it again', async () => {
    for (const text of ['H', 'He', 'Head']) type(text);
    expect(await history.undo()).toBe('Site');
    expect(session.profile?.siteName).toBe('');
    await history.redo();
    expect(session.profile?.siteName).toBe('Head');
    await session.flush();
    expect(onDisk()).toBe('Head');
  });
  it('takes a log entry back with a correction, never by removing it', async () => {
    await session.append('Note', [{ kind: 'note', stepId: 'DIS-01', text: 'Asked the owner.' }]);
    await history.undo();
    expect(main.files.get(CONTOSO)?.data.log.map(({ entry }) => entry)).toEqual([
      { kind: 'note', stepId: 'DIS-01', text: 'Asked the owner.' },
      { kind: 'correction', stepId: 'DIS-01', corrects: 'entry-1', reason: 'Undone by the operator.' },
    ]);
    await history.redo();
    expect(session.customer?.log.at(-1)?.entry).toMatchObject({ kind: 'note' });
  });
  it('brings a deleted customer back, even after another one was opened', async () => {
    await customers.remove(CONTOSO, 'Contoso AG');
    expect(main.files.has(CONTOSO)).toBe(false);
    expect(session.customer).toBeNull();
    await session.open('other');
    expect(await history.undo()).toBe('Deleted Contoso AG');
    expect(main.files.has(CONTOSO)).toBe(true);
    expect(customers.list.customers.map(({ id }) => id)).toContain(CONTOSO);
  });
});

describe('a customer that was restored from the list of the deleted', () => {
  it('leaves nothing of its deletion to undo or redo', async () => {
    await session.open('other');
    session.setValue('siteName', 'Site', 'Head office');
    await session.close();
    await customers.remove(CONTOSO, 'Contoso AG');
    await customers.restore(CONTOSO, 'Contoso AG');
    expect(history.canUndo).toBe(false);
    expect(await history.undo()).toBeNull();
    expect(await history.redo()).toBeNull();
    expect(main.files.has(CONTOSO)).toBe(true);
    await customers.remove(CONTOSO, 'Contoso AG');
    expect(await history.undo()).toBe('Deleted Contoso AG');
    expect(main.files.has(CONTOSO)).toBe(true);
  });
});

describe('the operator', () => {
  it('is asked for once, and nothing is written without a name', async () => {
    await settings.set({ operator: '' });
    const refused = session.append('Note', [{ kind: 'note', stepId: 'DIS-01', text: 'first' }]);
    expect(settings.asking).toBe(true);
    await settings.answer('');
    await expect(refused).rejects.toMatchObject({ code: 'cancelled' });
    const written = session.append('Note', [{ kind: 'note', stepId: 'DIS-01', text: 'second' }]);
    await settings.answer('op2');
    expect((await written).map(({ operator }) => operator)).toEqual(['op2']);
    await session.append('Note', [{ kind: 'note', stepId: 'DIS-01', text: 'third' }]);
    expect(settings.asking).toBe(false);
    expect(main.files.get(CONTOSO)?.data.log).toHaveLength(2);
  });
});
