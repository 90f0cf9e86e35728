/** The process of a watch is killed: what it had heard until then is a stored run after the next start. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { RunStore } from '../../../electron/store/run-store.ts';
import { freshFolder } from '../store/support.ts';
import { startKnot } from '../support/dns-servers.ts';

const WRITER = join(import.meta.dirname, 'watch-writer.ts');
const ENOUGH = 12;

const open = (dir: string, takesOver = true): RunStore =>
  new RunStore({ dir, newId: () => crypto.randomUUID(), appVersion: '0.1.0', takesOver });

/** Watches until so many answers are on the disk, then kills; gives how many were told to be there. */
const watchUntilKilled = async (dir: string): Promise<number> => {
  const knot = await startKnot({ zones: { 'contoso.com': ['@ 0 MX 10 mail', '@ 0 TXT "v=spf1 -all"'] } });
  const child = spawn(process.execPath, [WRITER, dir, knot.server], { stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  let last = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    last = Number(line);
    if (last >= ENOUGH) child.kill('SIGKILL');
  }
  await closed;
  await knot.stop();
  return last;
};

it('takes over what a killed watch had written down, once, and says how it ended', async () => {
  const dir = await freshFolder();
  const told = await watchUntilKilled(dir);
  const folder = join(dir, 'dns-runs', 'contoso');
  const [journal = ''] = await readdir(folder);
  expect(journal).toMatch(/\.journal$/u);
  expect((await stat(join(folder, journal))).mode & 0o777).toBe(0o600);
  // The last line is torn, as by a power cut.
  await appendFile(join(folder, journal), '{"at":"2026-12-05T21:00:00.000Z","entry":{"vant');

  // The command line leaves it alone: the watch may be going on in the app.
  expect((await open(dir, false).list('contoso')).runs).toEqual([]);
  const { runs, unreadable } = await open(dir).list('contoso');
  expect(unreadable).toEqual([]);
  expect(runs).toHaveLength(1);
  expect(runs[0]).toMatchObject({
    kind: 'watch',
    operator: 'op1',
    domains: ['contoso.com'],
    cutShort: true,
  });
  const { run } = await open(dir).get('contoso', runs[0]?.id ?? '');
  expect(run.answers.length).toBeGreaterThanOrEqual(told);
  const [ended, unread, ...log] = run.notes;
  expect(ended).toMatch(/^The watch did not end by itself: the app was closed or killed after 20/u);
  expect(unread).toBe('1 line of its journal could not be read and is missing here.');
  expect(log[0]).toBe('by hand');
  expect(log.join('\n')).toMatch(/MX of contoso\.com: old\. 10 mail\.contoso\.com, TTL 0 s/u);
  expect(await readdir(folder)).toEqual([`${run.id}.json`]);
  expect((await open(dir).list('contoso')).runs).toEqual(runs);
});

it('names a journal whose beginning is damaged and leaves it as it is', async () => {
  const dir = await freshFolder();
  await watchUntilKilled(dir);
  const folder = join(dir, 'dns-runs', 'contoso');
  const [journal = ''] = await readdir(folder);
  const text = await readFile(join(folder, journal), 'utf8');
  const damaged = `x${text.slice(1)}`;
  await writeFile(join(folder, journal), damaged);
  const { runs, unreadable } = await open(dir).list('contoso');
  expect(runs).toEqual([]);
  expect(unreadable).toMatchObject([{ file: journal, error: { code: 'store-damaged' } }]);
  expect(await readFile(join(folder, journal), 'utf8')).toBe(damaged);
});
