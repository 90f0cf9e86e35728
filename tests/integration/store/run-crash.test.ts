/** The process dies while it stores the run of a watch: the run is there once, whole, and its file is proved. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { RunStore } from '../../../electron/store/run-store.ts';
import { freshFolder } from './support.ts';

const WRITER = join(import.meta.dirname, 'run-writer.ts');
const HOURS = 2 * 3_600_000;

it.each([
  ['written down', true],
  ['half-written', true],
  ['written', true],
  ['flushed', true],
  ['renamed', false],
  ['unlinked', false],
])(
  'a run that is %s when the process is killed is there after the next start, once',
  async (moment, cut) => {
    const dir = await freshFolder();
    const child = spawn(process.execPath, [WRITER, dir, 'contoso', moment], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    expect((await once(child, 'close'))[1]).toBe('SIGKILL');
    for (let start = 0; start < 2; start += 1) {
      const store = new RunStore({
        dir,
        newId: () => 'another',
        appVersion: '0.1.0',
        takesOver: true,
        clock: () => new Date(Date.now() + HOURS),
      });
      const { runs, unreadable } = await store.list('contoso');
      expect(unreadable).toEqual([]);
      expect(runs.map(({ id, answerCount }) => [id, answerCount])).toEqual([['run-0001', 300]]);
      expect(runs[0]?.cutShort === true).toBe(cut);
      expect((await store.get('contoso', 'run-0001')).sha256).toBe(runs[0]?.sha256);
      expect(await readdir(join(dir, 'dns-runs', 'contoso'))).toEqual(['run-0001.json']);
    }
  },
  60_000,
);
