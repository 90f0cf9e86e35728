/** A cut-over watched from old to new: real servers, whose zones are changed while the app watches. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from '@playwright/test';
import { storedRunFileSchema } from '../../shared/dns/stored-run.ts';
import { CONTOSO_SPF } from '../integration/support/contoso-zones.ts';
import { startKnot, startUnbound, type Zones } from '../integration/support/dns-servers.ts';
import { axe, expect, test } from './fixtures.ts';
import { openCustomer, saved } from './pages/keyboard.ts';
import { showSection } from './pages/pointer.ts';

/** A short TTL, so that the 30 seconds between two questions decide when the change is seen. */
const BEFORE: Zones = {
  'contoso.com': ['@ 5 MX 10 mail', 'mail A 192.0.2.1', '@ 5 TXT "v=spf1 mx ip4:131.107.21.231 ~all"'],
};
const AFTER: Zones = {
  'contoso.com': [
    '@ 5 MX 10 mx1.filter.example.',
    '@ 5 MX 20 mx2.filter.example.',
    `@ 5 TXT "${CONTOSO_SPF}"`,
  ],
};
/** One interval of the watch, and some time for a busy machine. */
const INTERVAL = { timeout: 120_000 };

test('a cut-over is watched from old to new, paused in between, and kept as evidence', async ({
  page,
  userDataDir,
}) => {
  const [first, second] = await Promise.all([startKnot({ zones: BEFORE }), startKnot({ zones: BEFORE })]);
  const cache = await startUnbound({ 'contoso.com': second.port });
  await openCustomer(page, 'Contoso AG');
  await showSection(page, 'On-premises');
  for (const [index, { server }] of [first, second, cache].entries())
    await page.getByRole('textbox', { name: `DNS servers inside ${String(index + 1)}` }).fill(server);
  await saved(page);

  await page.keyboard.press('Control+4');
  await page.getByRole('tab', { name: 'Watch' }).click();
  await page.getByRole('checkbox', { name: /^the domain’s own name servers/u }).uncheck();
  await expect(page.getByRole('checkbox', { name: /inside$/u })).toHaveCount(3);
  for (const box of await page.getByRole('checkbox', { name: /this computer$/u }).all()) await box.uncheck();
  await page.getByRole('button', { name: 'Start watching' }).click();
  await page.getByRole('textbox', { name: 'Name or initials' }).fill('op1');
  await page.keyboard.press('Enter');

  const row = (record: string, server: string): Locator =>
    page
      .getByRole('region', { name: `${record} of contoso.com by server` })
      .getByRole('row', { name: server });
  const sentence = page.getByText(/servers shows? the new MX/u);
  await expect(sentence).toContainText('0 of 3 servers show the new MX');
  for (const { server } of [first, second, cache])
    for (const record of ['MX', 'SPF']) await expect(row(record, server)).toContainText('Old');
  await expect(row('MX', first.server)).toContainText('10 mail.contoso.com');
  expect(await axe(page)).toEqual([]);

  await first.reload(AFTER);
  await expect(row('MX', first.server)).toContainText('New', INTERVAL);
  await expect(row('SPF', first.server)).toContainText('New');
  await expect(sentence).toContainText('1 of 3 servers shows the new MX');
  await expect(row('MX', second.server)).toContainText('Old');

  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(row('MX', second.server)).toContainText('paused');
  await second.reload(AFTER);
  await page.keyboard.press('Control+1');
  await page.keyboard.press('Control+4');
  await page.getByRole('tab', { name: 'Watch' }).click();
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(page.getByText('All 3 servers show the new MX.')).toBeVisible(INTERVAL);
  await expect(page.getByText(/Kept with \d+ answers/u)).toBeVisible(INTERVAL);
  await expect(page.getByRole('list', { name: /^Log of the watch/u })).toContainText(
    'Every watched server shows the new values.',
  );
  expect(await axe(page)).toEqual([]);

  const folder = join(userDataDir, 'dns-runs', 'contoso');
  const [file = ''] = await readdir(folder);
  const { run } = storedRunFileSchema.parse(JSON.parse(await readFile(join(folder, file), 'utf8')));
  expect(run).toMatchObject({ kind: 'watch', operator: 'op1', domains: ['contoso.com'] });
  expect(run.vantages.map(({ server }) => server?.port)).toEqual(
    [first.server, second.server, cache.server].map((text) => Number(text.split(':')[1])),
  );
  expect(run.notes.join('\n')).toMatch(/MX of contoso\.com: old → new\. 10 mx1\.filter\.example/u);

  // Each record of each server was asked at most once in 30 seconds.
  const times = new Map<string, number[]>();
  for (const { vantage, answer } of run.answers) {
    const key = `${vantage} ${answer.question.type}`;
    times.set(key, [...(times.get(key) ?? []), Date.parse(answer.at)]);
  }
  expect(times.size).toBe(6);
  for (const at of times.values())
    for (const [index, time] of at.slice(1).entries())
      expect(time - (at[index] ?? 0)).toBeGreaterThanOrEqual(30_000);
  await Promise.all([first.stop(), second.stop(), cache.stop()]);
});

test('a watch whose app is killed is a stored run at the next start, and the watch tab says so', async ({
  page,
  relaunch,
  userDataDir,
}) => {
  const knot = await startKnot({ zones: BEFORE });
  await openCustomer(page, 'Contoso AG');
  await showSection(page, 'On-premises');
  await page.getByRole('textbox', { name: 'DNS servers inside 1' }).fill(knot.server);
  await saved(page);
  await page.keyboard.press('Control+4');
  await page.getByRole('tab', { name: 'Watch' }).click();
  await page.getByRole('checkbox', { name: /^the domain’s own name servers/u }).uncheck();
  await expect(page.getByRole('checkbox', { name: /inside$/u })).toHaveCount(1);
  for (const box of await page.getByRole('checkbox', { name: /this computer$/u }).all()) await box.uncheck();
  await page.getByRole('button', { name: 'Start watching' }).click();
  await page.getByRole('textbox', { name: 'Name or initials' }).fill('op1');
  await page.keyboard.press('Enter');
  const log = page.getByRole('list', { name: /^Log of the watch/u });
  for (const record of ['MX', 'SPF']) await expect(log).toContainText(`${record} of contoso.com: old`);

  const folder = join(userDataDir, 'dns-runs', 'contoso');
  // What the screen shows is on the disk a moment later.
  const journal = async (): Promise<string> => {
    const [file = ''] = await readdir(folder);
    return readFile(join(folder, file), 'utf8');
  };
  await expect.poll(async () => (await journal()).match(/^\{"at":"[^"]+","entry":/gmu)?.length).toBe(2);

  const { page: again } = await relaunch('kill');
  await openCustomer(again, 'Contoso AG');
  await again.keyboard.press('Control+4');
  await again.getByRole('tab', { name: 'Watch' }).click();
  await expect(again.getByText(/did not end by itself/u)).toContainText(
    'Its 2 answers are kept, under Runs.',
  );
  const [file = ''] = await readdir(folder);
  const { run } = storedRunFileSchema.parse(JSON.parse(await readFile(join(folder, file), 'utf8')));
  expect(run).toMatchObject({ kind: 'watch', operator: 'op1', cutShort: true });
  await knot.stop();
});
