/** Working the app with the pointer, where the keyboard is not what is tested. */
import { expect, type Locator, type Page } from '@playwright/test';

/** The control of a profile value, e.g. `domains.0.currentMx`. */
export const value = (page: Page, path: string): Locator => page.locator(`[id="value.${path}"]`);

/** The planned SPF record in the panel beside the work. */
export const plannedSpf = (page: Page, domain: string): Locator =>
  page.getByRole('region', { name: `SPF of ${domain}` }).locator('dd.planned code');

/** The row of a customer in the list. */
export const customerRow = (page: Page, name: string): Locator =>
  page
    .getByRole('list', { name: 'Customers' })
    .getByRole('listitem')
    .filter({ has: page.getByRole('button', { name: `More for ${name}`, exact: true }) });

export const fromMenu = async (page: Page, name: string, item: string): Promise<void> => {
  await page.getByRole('button', { name: `More for ${name}`, exact: true }).click();
  await page.getByRole('menuitem', { name: item }).click();
};

export const showSection = async (page: Page, title: string): Promise<void> => {
  await page.keyboard.press('Control+5');
  await page
    .getByRole('navigation', { name: 'Sections of the profile' })
    .getByRole('button', { name: new RegExp(`^${title}`, 'u') })
    .click();
  await expect(page.locator('#view-title')).toContainText(title);
};
