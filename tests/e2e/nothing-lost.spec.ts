/** Nothing that the screen showed as saved is ever gone, and nothing that can't be read is ever touched. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from './fixtures.ts';
import { choose, openCustomer, openSection, pressOn, saved, tabTo, typeInto } from './pages/keyboard.ts';

const customersOf = (userDataDir: string): string => join(userDataDir, 'customers');

test('keeps what was shown as saved when it is killed in the middle of typing', async ({
  page,
  relaunch,
  userDataDir,
}) => {
  await openCustomer(page, 'Contoso AG');
  await openSection(page, 'Engagement');
  await typeInto(page, page.getByRole('textbox', { name: 'Site', exact: true }), 'Second hall');
  const file = join(customersOf(userDataDir), 'contoso.json');
  await expect.poll(() => readFile(file, 'utf8')).toContain('"Second hall"');
  await saved(page);
  await tabTo(page, page.getByRole('textbox', { name: 'Consultant’s firm', exact: true }));
  // Letters that nobody has seen as saved yet; the kill falls between them.
  await page.keyboard.type(' and half a w');

  const { page: again } = await relaunch('kill');
  JSON.parse(await readFile(file, 'utf8'));
  expect((await readdir(customersOf(userDataDir))).filter((name) => name.endsWith('.json'))).toEqual([
    'contoso.json',
  ]);
  await openCustomer(again, 'Contoso AG');
  await openSection(again, 'Engagement');
  await expect(again.getByRole('textbox', { name: 'Site', exact: true })).toHaveValue('Second hall');
});

test('shows files that it can’t read with the reason, and leaves each byte of them alone', async ({
  launch,
  userDataDir,
}) => {
  const folder = customersOf(userDataDir);
  await mkdir(folder, { recursive: true });
  const damaged = '{"format":"mailflow-runbook/customer","schemaVersion":1,"da';
  const newer = JSON.stringify({ format: 'mailflow-runbook/customer', schemaVersion: 99, data: {} });
  await writeFile(join(folder, 'damaged.json'), damaged);
  await writeFile(join(folder, 'newer.json'), newer);
  const { page } = await launch();
  await expect(page.getByRole('heading', { name: '2 files could not be read' })).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'damaged.json' })).toContainText('store-damaged');
  await expect(page.getByRole('listitem').filter({ hasText: 'newer.json' })).toContainText('store-newer');
  await pressOn(page, page.getByRole('button', { name: 'New customer' }).first());
  await typeInto(page, page.getByRole('textbox', { name: 'Customer', exact: true }), 'Fabrikam');
  await page.keyboard.press('Enter');
  await expect(page).toHaveTitle(/^Fabrikam/u);
  expect(await readFile(join(folder, 'damaged.json'), 'utf8')).toBe(damaged);
  expect(await readFile(join(folder, 'newer.json'), 'utf8')).toBe(newer);
});

test('brings a deleted customer back with undo', async ({ page, userDataDir }) => {
  await pressOn(page, page.getByRole('button', { name: 'More for Contoso AG' }));
  await choose(page, 'Delete');
  await expect(page.getByRole('heading', { name: 'Every customer is deleted' })).toBeVisible();
  await expect.poll(() => readdir(customersOf(userDataDir))).toEqual([]);
  await pressOn(page, page.getByRole('button', { name: 'Undo' }));
  await expect(page.getByRole('button', { name: /^Contoso AG/u })).toBeVisible();
  await expect.poll(() => readdir(customersOf(userDataDir))).toEqual(['contoso.json']);
});
