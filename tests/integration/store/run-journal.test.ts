import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readJournal, RunJournal } from '../../../electron/store/run-journal.ts';
import { nodeFs } from '../../../electron/store/store-fs.ts';
import type { StoreFs } from '../../../electron/store/store-fs.ts';
import type { JournalLine } from '../../../shared/dns/watch-journal.ts';
import { freshFolder, START } from './support.ts';

const HEAD: JournalLine = { head: { startedAt: START, domains: [], vantages: [], notes: [] } };
const note = (text: string): JournalLine => ({ at: START, note: text });

/** The disk takes half of a text and is full then, as often as `times` says. */
const halfFull = (times: number): StoreFs => {
  let left = times;
  return {
    ...nodeFs,
    open: async (...args: Parameters<StoreFs['open']>) => {
      const handle = await nodeFs.open(...args);
      const write = handle.writeFile.bind(handle);
      handle.writeFile = async (content) => {
        left -= 1;
        if (left < 0 || !Buffer.isBuffer(content)) return write(content);
        await write(content.subarray(0, Math.floor(content.length / 2)));
        throw Object.assign(new Error('made by the test'), { code: 'ENOSPC' });
      };
      return handle;
    },
  };
};

const read = async (path: string) => readJournal(await readFile(path), path);

describe('the journal of a watch', () => {
  it('misses nothing after a full disk, and says so of none of its lines', async () => {
    const path = join(await freshFolder(), 'dns-runs', 'run-1.journal');
    const troubles: Array<string | null> = [];
    const journal = new RunJournal({
      fs: halfFull(3),
      at: (task) => task(path),
      operator: 'op1',
      onTrouble: (trouble) => troubles.push(trouble?.code ?? null),
    });
    for (const line of [HEAD, note('one'), note('two'), note('three'), note('four')]) {
      journal.add(line);
      await journal.idle();
    }
    expect(troubles).toEqual(['store-full', 'store-full', 'store-full', null]);
    expect(journal.isWhole).toBe(true);
    const [ended, ...notes] = (await read(path))?.draft.notes ?? [];
    expect(ended).toMatch(/^The watch did not end by itself/u);
    expect(notes).toEqual(['one', 'two', 'three', 'four'].map((text) => `${START} ${text}`));
  });

  it('is not whole while a line waits for room', async () => {
    const path = join(await freshFolder(), 'run-1.journal');
    const journal = new RunJournal({
      fs: halfFull(Infinity),
      at: (task) => task(path),
      operator: 'op1',
      onTrouble: () => undefined,
    });
    journal.add(HEAD);
    await journal.idle();
    expect(journal.isWhole).toBe(false);
  });

  it('counts a line with octets that are not UTF-8 as missing and never reads it otherwise', async () => {
    const path = join(await freshFolder(), 'run-1.journal');
    const journal = new RunJournal({
      fs: nodeFs,
      at: (task) => task(path),
      operator: 'op1',
      onTrouble: () => expect.fail('no trouble was to be expected'),
    });
    for (const line of [HEAD, note('Zoë'), note('two')]) journal.add(line);
    await journal.idle();
    const bytes = await readFile(path);
    bytes[bytes.indexOf('ë')] = 0x41;
    const [, ...notes] = (await readJournal(bytes, path))?.draft.notes ?? [];
    expect(notes).toEqual(['1 line of its journal could not be read and is missing here.', `${START} two`]);
  });

  it('keeps two lines of the same content apart from one that was written twice', async () => {
    const path = join(await freshFolder(), 'run-1.journal');
    const journal = new RunJournal({
      fs: nodeFs,
      at: (task) => task(path),
      operator: 'op1',
      onTrouble: () => expect.fail('no trouble was to be expected'),
    });
    for (const line of [HEAD, note('same'), note('same')]) journal.add(line);
    await journal.idle();
    expect((await read(path))?.draft.notes.slice(1)).toEqual([`${START} same`, `${START} same`]);
  });
});
