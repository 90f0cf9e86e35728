/** What DNS shows decides the checklist: against a real server whose zone changes during the test. */
import type { Locator } from '@playwright/test';
import { CONTOSO_AFTER, CONTOSO_BEFORE } from '../integration/support/contoso-zones.ts';
import { startKnot } from '../integration/support/dns-servers.ts';
import { axe, expect, test } from './fixtures.ts';
import { openCustomer, openStep, pressOn, typeInto } from './pages/keyboard.ts';

test('marks a step as differing, matching and unanswered as the zone changes', async ({ page }) => {
  const knot = await startKnot({ zones: CONTOSO_BEFORE });
  await openCustomer(page, 'Contoso AG');
  await page.keyboard.press('Control+4');
  await pressOn(page, page.getByRole('tab', { name: 'Records' }), 'ArrowRight');
  await typeInto(page, page.getByRole('textbox', { name: /^Address of the server/u }), knot.server);
  await page.keyboard.press('Enter');

  const detail = page.locator('#step-detail');
  await openStep(page, 'DNS-07');
  await page.keyboard.press('r');
  await typeInto(page, page.getByRole('textbox', { name: 'Name or initials' }), 'op1');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/^Of 2 checks, 1 differs/u)).toBeVisible();
  await expect(detail).toContainText('10 mail.contoso.com');
  await expect(detail).toContainText('20 mx2.filter.example');

  await knot.reload(CONTOSO_AFTER);
  await page.keyboard.press('r');
  await expect(page.getByRole('region', { name: 'Log' })).toContainText(
    'MX as planned, contoso.com: matches',
  );
  await expect(detail).toContainText('127.0.0.1');
  await page.getByText('Raw answer').first().click();
  await expect(page.getByLabel('Raw answer').first()).toContainText('mx2.filter.example');

  await page.keyboard.press('Control+4');
  await page.getByRole('button', { name: 'Check all domains' }).click();
  const row = (check: string): Locator =>
    page.getByRole('row', { name: new RegExp(`^${check}`, 'u') }).first();
  await expect(row('MX as noted before')).toContainText('Differs');
  await expect(row('SPF as planned')).toContainText('Matches');
  await expect(page.getByRole('button', { name: 'Check all domains' })).toBeVisible();
  await openStep(page, 'DNS-07');

  await knot.stop();
  await page.keyboard.press('r');
  await expect(page.getByText(/^No DNS server could be reached/u)).toBeVisible({ timeout: 60_000 });
});

const PASTED = [
  '; <<>> DiG 9.18.28 <<>> contoso.com MX +noall +answer',
  'contoso.com.\t\t300\tIN\tMX\t10 mx1.filter.example.',
  'a line of something else',
].join('\n');

test('asks who is working in front of the output that was pasted', async ({ page }) => {
  await openCustomer(page, 'Contoso AG');
  await page.keyboard.press('Control+4');
  await page.getByRole('button', { name: 'Paste output' }).click();
  await page.getByRole('dialog', { name: 'Paste output' }).getByRole('textbox').first().fill(PASTED);
  await page.keyboard.press('Control+Enter');
  await page.getByRole('textbox', { name: 'Name or initials' }).fill('op1');
  // A click counts only where nothing lies over the button.
  await page.getByRole('button', { name: 'Use this name' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('tab', { name: /^Runs/u })).toContainText('1');
});

test('keeps what each place answered, compares two snapshots, and takes pasted output', async ({ page }) => {
  const [first, second] = await Promise.all([
    startKnot({ zones: CONTOSO_BEFORE }),
    startKnot({ zones: CONTOSO_AFTER }),
  ]);
  await openCustomer(page, 'Contoso AG');
  await page.keyboard.press('Control+4');
  await page.getByRole('button', { name: /^Where to ask/u }).click();
  await page.getByRole('checkbox', { name: 'each one directly' }).uncheck();
  for (const [name, { server }] of [['first', first] as const, ['second', second] as const]) {
    await page.getByRole('textbox', { name: 'Name of the resolver' }).fill(name);
    await page.getByRole('textbox', { name: /^Address of the resolver/u }).fill(server);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('checkbox', { name: new RegExp(`^${name}`, 'u') })).toBeChecked();
  }
  const system = page
    .getByRole('group', { name: 'Where to ask' })
    .getByRole('checkbox', { name: /^[\d.:a-f]+$/u });
  for (const box of await system.all()) await box.uncheck();
  expect(await axe(page)).toEqual([]);
  await page.locator('#view-title').focus();
  await page.keyboard.press('r');
  await page.getByRole('textbox', { name: 'Name or initials' }).fill('op1');
  await page.keyboard.press('Enter');
  const cell = (place: string): Locator =>
    page.getByRole('button', { name: new RegExp(` MX of contoso\\.com at ${place}$`, 'u') });
  await expect(cell('second')).toBeVisible({ timeout: 60_000 });
  await page.setViewportSize({ width: 1024, height: 640 });
  await expect(page.getByRole('region', { name: 'Records by place' })).toBeInViewport({ ratio: 1 });
  const around = await page
    .locator('main')
    .evaluate((main) => [main.scrollHeight - main.clientHeight, main.scrollWidth - main.clientWidth]);
  expect(around, 'the table by place is what scrolls').toEqual([0, 0]);
  await cell('second').click();
  await expect(page.getByLabel('Raw answer', { exact: true })).toContainText('mx2.filter.example');
  await page.keyboard.press('ArrowLeft');
  await expect(cell('first')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Raw answer', { exact: true })).toContainText('mail.contoso.com');
  expect(await axe(page)).toEqual([]);

  await page.getByRole('tab', { name: 'Runs' }).click();
  const take = (name: string): Locator => page.getByRole('button', { name: `Take ${name}-snapshot` });
  await take('before').click();
  await expect(page.getByRole('radio', { name: /^Compare from ‘before’/u })).toBeVisible({ timeout: 60_000 });
  await first.reload(CONTOSO_AFTER);
  await take('after').click();
  await expect(page.getByRole('radio', { name: /^Compare to ‘after’/u })).toBeVisible({ timeout: 60_000 });
  await page.getByRole('radio', { name: /^Compare from ‘before’/u }).check();
  await page.getByRole('radio', { name: /^Compare to ‘after’/u }).check();
  await page.getByRole('button', { name: 'Compare the two' }).click();
  const differences = page.getByRole('list', { name: 'Differences' });
  await expect(differences.getByRole('listitem').filter({ hasText: 'MX contoso.com' }).first()).toContainText(
    '10 mail.contoso.com',
  );
  await expect(differences).toContainText('20 mx2.filter.example');
  expect(await axe(page)).toEqual([]);

  await page.getByRole('button', { name: 'Paste output' }).click();
  const dialog = page.getByRole('dialog', { name: 'Paste output' });
  await dialog.getByRole('textbox', { name: 'Output' }).fill(PASTED);
  await expect(dialog.getByRole('list', { name: 'What was read' })).toContainText('10 mx1.filter.example');
  await expect(dialog.getByRole('list', { name: 'What was not read' })).toContainText('Line 3');
  expect(await axe(page)).toEqual([]);
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText(/^Pasted/u)).toBeVisible();
  await expect(page.getByRole('button', { name: /^Answered MX of contoso\.com/u })).toBeVisible();
  await Promise.all([first.stop(), second.stop()]);
});
