/** The whole DNS job by keyboard: after the first view nothing is reached but by keys, and no run loses the focus. */
import type { Locator } from '@playwright/test';
import { CONTOSO_AFTER, CONTOSO_BEFORE } from '../integration/support/contoso-zones.ts';
import { startKnot } from '../integration/support/dns-servers.ts';
import { expect, test } from './fixtures.ts';
import { openCustomer, openSection, pressOn, saved, tabTo, typeInto } from './pages/keyboard.ts';

const RUN = { timeout: 60_000 };

test('asks, opens an answer, compares two runs and watches without a mouse', async ({ page }) => {
  test.setTimeout(240_000);
  const knot = await startKnot({ zones: CONTOSO_BEFORE });
  await page.setViewportSize({ width: 1024, height: 640 });
  const button = (name: string | RegExp): Locator => page.getByRole('button', { name });
  await openCustomer(page, 'Contoso AG');
  await openSection(page, 'On-premises');
  await typeInto(page, page.getByRole('textbox', { name: 'DNS servers inside 1' }), knot.server);
  await saved(page);

  await page.keyboard.press('Control+4');
  await page.keyboard.press('w');
  await expect(page.getByRole('checkbox', { name: 'each one directly' })).toBeFocused();
  await page.keyboard.press('Space');
  await pressOn(page, page.getByRole('checkbox', { name: /^[\d.:a-f]+$/u }).first(), 'Space');
  await page.keyboard.press('Escape');
  await expect(button(/^Where to ask: 1 place$/u)).toBeFocused();

  await page.keyboard.press('r');
  await page.getByRole('textbox', { name: 'Name or initials' }).fill('op1');
  await page.keyboard.press('Enter');
  const cell = button(/ MX of contoso\.com at /u);
  await expect(cell).toBeVisible(RUN);
  await pressOn(page, cell);
  await expect(page.getByLabel('Raw answer', { exact: true })).toContainText('mail.contoso.com');
  await page.keyboard.press('Escape');
  await expect(cell).toBeFocused();

  await page.keyboard.press('4');
  await pressOn(page, button('Take before-snapshot'));
  await expect(page.getByRole('radio', { name: /^Compare from ‘before’/u })).toBeVisible(RUN);
  await expect(button('Take before-snapshot')).toBeFocused();
  await knot.reload(CONTOSO_AFTER);
  await pressOn(page, button('Take after-snapshot'));
  await expect(page.getByRole('radio', { name: /^Compare to ‘after’/u })).toBeChecked(RUN);
  await pressOn(page, button('Compare the two'));
  await expect(page.getByRole('heading', { name: /^From ‘before’/u })).toBeFocused();
  await expect(page.getByRole('list', { name: 'Differences' })).toContainText('20 mx2.filter.example');

  await knot.reload(CONTOSO_BEFORE);
  await page.keyboard.press('3');
  await expect(button('Start watching')).toBeEnabled();
  await tabTo(page, button('Start watching'));
  await page.keyboard.press('r');
  await expect(button('Pause')).toBeFocused(RUN);
  await page.keyboard.press('Enter');
  await expect(button('Resume')).toBeFocused();
  await pressOn(page, button('Stop and keep'));
  await expect(page.getByText(/^\s*Kept with/u)).toBeVisible(RUN);
  await expect(button('Judge the checks by it')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: 'Checks' })).toBeFocused();
  await expect(page.getByText(/^Judged from the run Watch of/u)).toBeVisible();
  await knot.stop();
});

test('checks all customers without a mouse, and leads to the answers of one', async ({ page }) => {
  const knot = await startKnot({ zones: CONTOSO_BEFORE });
  await openCustomer(page, 'Contoso AG');
  await page.keyboard.press('Control+4');
  await page.keyboard.press('2');
  await typeInto(page, page.getByRole('textbox', { name: /^Address of the server/u }), knot.server);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+o');
  await pressOn(page, page.getByRole('button', { name: 'Check DNS of all' }), 'Enter');
  await page.getByRole('textbox', { name: 'Name or initials' }).fill('op1');
  await page.keyboard.press('Enter');
  const table = page.getByRole('region', { name: 'DNS by customer and domain' });
  await expect(table).toBeVisible(RUN);
  await pressOn(page, table.getByRole('button', { name: 'contoso.com', exact: true }));
  await expect(page.getByRole('region', { name: 'Records by place' })).toBeVisible();
  await expect(page.locator('#view-title')).toBeFocused();
  await knot.stop();
});
