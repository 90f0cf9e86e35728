/** The list of customers, and what can be taken back in a profile. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { contosoProfile, customerFile, manyDomains } from '../fixtures/customer.ts';
import { expect, stubOpenDialog, test } from './fixtures.ts';
import { openCustomer, saved } from './pages/keyboard.ts';
import { customerRow, fromMenu, plannedSpf, showSection, value } from './pages/pointer.ts';

const FABRIKAM = join(import.meta.dirname, '..', '..', 'examples', 'fabrikam.json');

test('customers are made, copied, found, deleted and brought back', async ({ page, relaunch }) => {
  await page.getByRole('button', { name: 'New customer' }).click();
  await page.getByLabel('Customer', { exact: true }).fill('Adatum');
  await page.getByRole('button', { name: 'Create' }).click();
  await expect(page.getByRole('button', { name: 'Switch customer: Adatum' })).toBeVisible();
  await page.keyboard.press('Control+o');

  await fromMenu(page, 'Adatum', 'Duplicate');
  const rows = page.getByRole('list', { name: 'Customers' }).getByRole('listitem');
  await expect(rows).toHaveCount(3);
  await page.getByRole('searchbox', { name: 'Find a customer' }).fill('contoso.com');
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText('Contoso AG');
  await page.getByRole('searchbox', { name: 'Find a customer' }).fill('nobody');
  await expect(page.getByText('No customer matches ‘nobody’.')).toBeVisible();
  await page.getByRole('searchbox', { name: 'Find a customer' }).fill('');

  await fromMenu(page, 'Contoso AG', 'Delete');
  await expect(customerRow(page, 'Contoso AG')).toHaveCount(0);
  await page.getByRole('status').getByRole('button', { name: 'Undo' }).click();
  await expect(customerRow(page, 'Contoso AG')).toContainText('contoso.com');

  await fromMenu(page, 'Contoso AG', 'Delete');
  await expect(customerRow(page, 'Contoso AG')).toHaveCount(0);
  // a deleted example does not come back by itself
  const again = await relaunch('quit');
  await expect(customerRow(again.page, 'Adatum')).toBeVisible();
  await expect(customerRow(again.page, 'Contoso AG')).toHaveCount(0);
});

test('a customer is imported; its values are undone, done again and mended by a finding', async ({
  app,
  page,
}) => {
  await stubOpenDialog(app, null);
  await page.getByRole('button', { name: 'Import' }).click();
  await expect(page.getByRole('heading', { name: 'Customers' })).toBeVisible();
  await stubOpenDialog(app, FABRIKAM);
  await page.getByRole('button', { name: 'Import' }).click();
  await expect(page.getByRole('button', { name: 'Switch customer: Fabrikam Manufacturing' })).toBeVisible();

  await showSection(page, 'Engagement');
  const site = value(page, 'siteName');
  await expect(site).toHaveValue('Plant north and head office');
  await site.fill('Plant south');
  await page.locator('#view-title').focus();
  await page.keyboard.press('Control+z');
  await expect(site).toHaveValue('Plant north and head office');
  await page.keyboard.press('Control+y');
  await expect(site).toHaveValue('Plant south');
  await saved(page);

  await showSection(page, 'On-premises');
  const inbound = value(page, 'onPremInboundHost');
  const host = await inbound.inputValue();
  await inbound.fill(`${host}.`);
  await page.getByRole('button', { name: `Change to ${host}` }).click();
  await expect(inbound).toHaveValue(host);
  await expect(page.getByRole('button', { name: `Change to ${host}` })).toHaveCount(0);
});

test('a document of 500 domains is edited like any other', async ({ app, page, userDataDir }) => {
  const document = join(userDataDir, 'many.json');
  await writeFile(
    document,
    JSON.stringify(customerFile(contosoProfile({ customerName: 'Many Domains', domains: manyDomains(500) }))),
  );
  await stubOpenDialog(app, document);
  await page.getByRole('button', { name: 'Import' }).click();
  await expect(page.getByRole('button', { name: 'Switch customer: Many Domains' })).toBeVisible();

  await showSection(page, 'On-premises');
  const address = page.getByLabel('Public addresses 1', { exact: true });
  await address.fill('');
  await address.pressSequentially('192.0.2.44');
  await expect(plannedSpf(page, 'contoso.com')).toContainText('ip4:192.0.2.44 ');
  await saved(page);

  await showSection(page, 'Domains');
  await page.getByRole('searchbox', { name: 'Find a domain' }).fill('domain-417.');
  await page.getByRole('button', { name: 'domain-417.example', exact: true }).click();
  await expect(plannedSpf(page, 'domain-417.example')).toContainText('ip4:192.0.2.44 ');
});

test('what could not be imported is refused with its reason', async ({ app, page, userDataDir }) => {
  const document = join(userDataDir, 'broken.json');
  await writeFile(document, '{"format": "mailflow-runbook/customer", "schemaVersion"');
  await stubOpenDialog(app, document);
  await page.getByRole('button', { name: 'Import' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'it is not complete JSON' })).toBeVisible();
  await openCustomer(page, 'Contoso AG');
});
