/** What DNS shows decides the checklist: against a real server whose zone changes during the test. */
import type { Locator } from '@playwright/test';
import { CONTOSO_AFTER, CONTOSO_BEFORE } from '../integration/support/contoso-zones.ts';
import { startKnot } from '../integration/support/dns-servers.ts';
import { expect, test } from './fixtures.ts';
import { openCustomer, openStep, pressOn, typeInto } from './pages/keyboard.ts';

test('marks a step as differing, matching and unanswered as the zone changes', async ({ page }) => {
  test.setTimeout(120_000);
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
  await expect(page.getByText('Of 1 check, 1 differs.')).toBeVisible();
  await expect(detail).toContainText('10 mail.contoso.com');
  await expect(detail).toContainText('20 mx2.filter.example');

  await knot.reload(CONTOSO_AFTER);
  await page.keyboard.press('r');
  await expect(page.getByText('The check matches.')).toBeVisible();
  await expect(detail).toContainText('127.0.0.1');
  await expect(page.getByRole('region', { name: 'Log' })).toContainText(
    'MX as planned, contoso.com: matches',
  );
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
  await expect(page.getByText(/^No DNS server could be reached/u)).toBeVisible({ timeout: 20_000 });
});
