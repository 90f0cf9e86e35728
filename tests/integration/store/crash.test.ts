/** The process dies in the middle of its work: what was acknowledged is there, and the document is whole. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import type { Profile } from '../../../shared/profile/schema.ts';
import { contosoProfile, freshFolder, openStore } from './support.ts';

const ROUNDS = 4;
const WRITER = join(import.meta.dirname, 'crash-writer.ts');

/** About 250 kB on disk, so that a write takes long enough to be hit. */
const largeProfile = (): Profile => ({
  ...contosoProfile(),
  rollbackCriteria: Array.from({ length: 500 }, (_, index) => `${index} `.padEnd(480, 'x')),
});

const newCustomer = async (dir: string): Promise<string> => {
  const { data } = await openStore(dir).create('Contoso AG');
  await openStore(dir).saveProfile(data.id, 1, largeProfile());
  return data.id;
};

/**
 * Runs the writer until it is killed, by itself at `moment` or from here once it has told `acks` changes. Gives the
 * number of the last change that it told.
 */
const writeUntilKilled = async (args: readonly string[], acks: number): Promise<number> => {
  const child = spawn(process.execPath, [WRITER, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  let told = 0;
  let last = -1;
  for await (const line of createInterface({ input: child.stdout })) {
    last = Number(line);
    told += 1;
    if (told === acks) child.kill('SIGKILL');
  }
  const [, signal] = (await closed) as [number | null, string | null];
  expect(signal).toBe('SIGKILL');
  return last;
};

/** The document is whole and holds at least the changes up to `last`; gives the number of its newest one. */
const newestChange = async (dir: string, id: string, last: number): Promise<number> => {
  const store = openStore(dir);
  expect((await store.list()).unreadable).toEqual([]);
  const { data } = await store.get(id);
  const notes = data.log.map(({ entry }) => (entry.kind === 'note' ? entry.text : entry.kind));
  expect(notes).toEqual(notes.map((_, index) => `note ${index}`));
  expect(notes.length - 1).toBeGreaterThanOrEqual(last);
  expect(Number(data.profile.siteName.replace('site ', ''))).toBeGreaterThanOrEqual(last);
  expect(data.profile.rollbackCriteria).toHaveLength(500);
  return notes.length - 1;
};

it.each([
  ['half-written', 0],
  ['written', 0],
  ['flushed', 0],
  ['renamed', 1],
])('a change that is %s when the process is killed is there in full or not at all', async (moment, more) => {
  const dir = await freshFolder();
  const id = await newCustomer(dir);
  const last = await writeUntilKilled([dir, id, moment], Infinity);
  expect(last).toBeGreaterThanOrEqual(0);
  expect(await newestChange(dir, id, last)).toBe(last + more);
  const saved = await openStore(dir).appendLog(id, [{ kind: 'note', stepId: 'DNS-01', text: 'on' }], 'op1');
  expect(saved.file.data.log.at(-1)?.entry).toMatchObject({ text: 'on' });
});

it(`nothing is lost or torn when the process is killed ${ROUNDS} times while it writes`, async () => {
  const dir = await freshFolder();
  const id = await newCustomer(dir);
  let last = -1;
  for (let round = 1; round <= ROUNDS; round += 1) {
    last = await writeUntilKilled([dir, id], round);
    await newestChange(dir, id, last);
  }
  expect(last).toBeGreaterThanOrEqual((ROUNDS * (ROUNDS + 1)) / 2 - 1);
});
