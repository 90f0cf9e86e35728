/** What becomes of the records after they were signed, in the customer’s DNS view and in the check of all customers. */
import { readdir } from 'node:fs/promises';
import { createSocket } from 'node:dgram';
import { join } from 'node:path';
import { CONTOSO_AFTER } from '../integration/support/contoso-zones.ts';
import { startKnot } from '../integration/support/dns-servers.ts';
import { freePort } from '../integration/support/ports.ts';
import { axe, expect, test } from './fixtures.ts';
import { openCustomer, openStep, setState } from './pages/keyboard.ts';
import { askNobodyElse, asksAt, prepareCustomers, prepareSettings } from './pages/prepared.ts';

/** One interval of asking, and some time for a busy machine. */
const PATIENCE = { timeout: 60_000 };
const withMx = (second: string): Record<string, readonly string[]> => ({
  'contoso.com': (CONTOSO_AFTER['contoso.com'] ?? []).map((line) =>
    line.startsWith('@ MX 20') ? `@ MX ${second}` : line,
  ),
});

test('what was signed is compared with what is asked later, record by record', async ({
  launch,
  userDataDir,
}) => {
  const knot = await startKnot({ zones: CONTOSO_AFTER });
  await prepareSettings(userDataDir, asksAt(knot.server));
  const { page } = await launch();
  await page.setViewportSize({ width: 1024, height: 640 });
  await openCustomer(page, 'Contoso AG');
  await askNobodyElse(page);

  await test.step('a snapshot is taken and the sign-off done', async () => {
    await page.keyboard.press('4');
    const take = page.getByRole('button', { name: 'Take after-snapshot' });
    await take.focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('radio', { name: /^Compare to ‘after’/u })).toBeVisible(PATIENCE);
    await expect(take).toBeFocused();
    await openStep(page, 'SGN-03');
    await page.keyboard.press('e');
    await page.getByRole('textbox', { name: 'What it is', exact: true }).fill('The signed runbook');
    await page.getByRole('textbox', { name: 'Text', exact: true }).fill('runbook.pdf, signed by both sides');
    await page.keyboard.press('Control+Enter');
    await expect(page.locator('#step-detail summary', { hasText: 'The signed runbook' })).toBeVisible();
    await expect(page.locator('#step-title')).toBeFocused();
    await page.keyboard.press('Space');
    // The step is scrolled down to its evidence, the button of the menu stands at its top.
    await expect(page.getByRole('menuitem', { name: 'Done' })).toBeInViewport({ ratio: 1 });
    await page.keyboard.press('Escape');
    await setState(page, 'Done');
    await page.getByRole('textbox', { name: 'Reason', exact: true }).fill('All that is open is listed.');
    await page.keyboard.press('Control+Enter');
    await expect(page.getByRole('button', { name: 'State of SGN-03: Done' })).toBeVisible();
    await expect(page.locator('#step-title')).toBeFocused();
  });

  await test.step('nothing was asked since, then nothing has changed', async () => {
    await page.keyboard.press('Control+4');
    await expect(page.getByText(/^Nothing was asked since ‘after’/u)).toBeVisible();
    await page.getByRole('button', { name: 'Ask about every domain' }).click();
    await expect(page.getByText(/^Nothing has changed since ‘after’ of .* was signed/u)).toBeVisible(
      PATIENCE,
    );
  });

  await test.step('a change is said where the records are shown, and leads to before and after', async () => {
    await knot.reload(withMx('30 mail'));
    await page.keyboard.press('1');
    await page.getByRole('button', { name: 'Ask about contoso.com' }).click();
    await expect(page.getByText(/^1 record has changed since ‘after’/u)).toContainText(
      'was signed: contoso.com MX, by the snapshot of',
      PATIENCE,
    );
    expect(await axe(page)).toEqual([]);
    await page.getByRole('button', { name: 'Show what changed' }).click();
    await expect(page.getByRole('heading', { name: 'What changed since it was signed' })).toBeFocused();
    const change = page.getByRole('list', { name: 'Differences' }).getByRole('listitem').first();
    await expect(change).toContainText('20 mx2.filter.example');
    await expect(change).toContainText('30 mail.contoso.com');
    await expect(page.getByText('sign again, in SGN-03')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Open SGN-03' })).toBeVisible();
    expect(await axe(page)).toEqual([]);
  });

  await test.step('the check of all customers tells of a further change, and leads to the answers', async () => {
    await page.keyboard.press('Control+o');
    await page.getByRole('button', { name: 'Check DNS of all' }).click();
    await expect(page.getByText('contoso.com differs from the plan.')).toBeVisible(PATIENCE);
    await knot.reload(withMx('40 other'));
    await page.getByRole('button', { name: 'Check DNS of all' }).click();
    await expect(
      page.getByText('contoso.com drifted since the last run and differs from the plan.'),
    ).toBeVisible(PATIENCE);
    const table = page.getByRole('region', { name: 'DNS by customer and domain' });
    await expect(table).toContainText('40 other.contoso.com');
    await table.getByRole('button', { name: 'contoso.com', exact: true }).click();
    await expect(page.getByRole('region', { name: 'Records by place' })).toContainText(
      '40 other.contoso.com',
    );
    await expect(page.getByText(/^1 record has changed since ‘after’/u)).toContainText(
      'by the check of all customers of',
    );
  });
  await knot.stop();
});

/** Hands each question on to the server at `port` and its answer back after `delay` milliseconds. */
const startSlow = async (port: number, delay: { ms: number }) => {
  const front = createSocket('udp4');
  front.on('message', (question, { port: asker, address }) => {
    const back = createSocket('udp4');
    back.on('message', (answer) => {
      back.close();
      setTimeout(() => front.send(answer, asker, address), delay.ms);
    });
    back.send(question, port, '127.0.0.1');
  });
  const own = await freePort();
  await new Promise<void>((resolve) => front.bind(own, '127.0.0.1', resolve));
  return { server: `127.0.0.1:${String(own)}`, stop: () => front.close() };
};

test('the check of all customers is stopped, keeps what it heard, and goes on with the rest', async ({
  launch,
  userDataDir,
}) => {
  const domains = Array.from({ length: 60 }, (_, index) => `d${String(index)}.example`);
  const records = ['@ MX 10 mx1.filter.example.', '@ TXT "v=spf1 -all"'];
  const knot = await startKnot({ zones: Object.fromEntries(domains.map((domain) => [domain, records])) });
  // 420 questions, 32 on their way at once: as slow as a far resolver, and time enough to stop it.
  const delay = { ms: 1000 };
  const slow = await startSlow(knot.port, delay);
  await prepareCustomers(userDataDir, domains);
  await prepareSettings(userDataDir, asksAt(slow.server));
  const { page } = await launch();
  const kept = async (): Promise<number> => (await readdir(join(userDataDir, 'dns-runs'))).length;

  const check = page.getByRole('button', { name: 'Check DNS of all' });
  await check.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText(/^[1-9]\d* of 60$/u)).toBeVisible(PATIENCE);
  await expect(page.getByRole('button', { name: 'Cancel' })).toBeFocused();
  expect(await axe(page)).toEqual([]);
  await page.keyboard.press('Enter');

  const sentence = page.getByText(/^Stopped after [1-9]\d* of 60 domains: /u);
  await expect(sentence).toContainText('Their answers are kept.');
  const done = Number(/after (\d+) of/u.exec((await sentence.textContent()) ?? '')?.[1]);
  expect(done).toBeLessThan(60);
  expect(await kept()).toBe(done);
  expect(await axe(page)).toEqual([]);

  delay.ms = 0;
  await page.getByRole('button', { name: 'Check the rest' }).click();
  await expect(page.getByText('Of 60 domains, 60 differ from the plan.')).toBeVisible(PATIENCE);
  expect(await kept()).toBe(60);

  await knot.reload({ 'd7.example': ['@ MX 10 elsewhere.example.', '@ TXT "v=spf1 -all"'] });
  await check.click();
  await expect(
    page.getByText('Of 60 domains, 1 drifted since the last run and 60 differ from the plan.'),
  ).toBeVisible(PATIENCE);
  await page.getByRole('radio', { name: 'Drifted 1' }).check();
  const table = page.getByRole('region', { name: 'DNS by customer and domain' });
  await expect(table.getByRole('rowheader')).toHaveCount(1);
  await expect(table).toContainText('elsewhere.example');
  await page.getByRole('searchbox', { name: 'Find a customer' }).fill('d9.example');
  await expect(table).toContainText('d9.example');
  await expect(table).not.toContainText('d7.example');
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(page.getByRole('searchbox', { name: 'Find a customer' })).toBeFocused();
  slow.stop();
  await knot.stop();
});
