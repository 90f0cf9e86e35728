/** A broken record, as guides print it, is explained and repaired in two key strokes: paste and Enter. */
import type { Page } from '@playwright/test';
import { axe, expect, test } from './fixtures.ts';
import { openCustomer, saved, tabTo } from './pages/keyboard.ts';

const MICROSOFT = 'include:spf.protection.outlook.com';
const VENDOR = 'include:third_party_cloud_service.com';
const BROKEN = [
  {
    name: 'ipv4 and a blank behind the colon',
    record: `v=spf1 ipv4:10.10.10.1 ipv4: 131.107.21.231 ${MICROSOFT} -all`,
    repaired: `v=spf1 ip4:10.10.10.1 ip4:131.107.21.231 ${MICROSOFT} -all`,
    marked: ['ipv4:10.10.10.1', 'ipv4:', '131.107.21.231'],
    reason: 'the mechanism is called ip4',
    planned: `v=spf1 ip4:10.10.10.1 ip4:131.107.21.231 ${MICROSOFT} -all`,
  },
  {
    name: 'a torn version and an include for the third party',
    record: `v= ipv4: 131.107.21.231 spf1 ${MICROSOFT} ${VENDOR} -all`,
    repaired: `v=spf1 ip4:131.107.21.231 ${MICROSOFT} ${VENDOR} -all`,
    marked: ['v=', 'ipv4:', '131.107.21.231', 'spf1'],
    reason: 'the record must start with v=spf1 in one piece',
    planned: `v=spf1 ip4:10.10.10.1 ip4:131.107.21.231 ${MICROSOFT} ${VENDOR} -all`,
  },
] as const;

/** Puts a text on the clipboard of the page, by hand: written and cut. */
const cut = async (page: Page, text: string): Promise<void> => {
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText(text);
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Control+X');
};

for (const { name, record, repaired, marked, reason, planned } of BROKEN) {
  test(`explains and repairs ${name}, and the plan follows`, async ({ page }) => {
    await openCustomer(page, 'Contoso AG');
    await page.keyboard.press('Control+3');
    const field = page.getByRole('textbox', { name: 'SPF before the change' });
    await tabTo(page, field);
    await cut(page, record);
    await expect(field).toHaveValue('');

    await page.keyboard.press('Control+V');
    await expect(field).toHaveValue(record);
    const block = page.getByRole('region', { name: 'SPF record of contoso.com' });
    await expect(block.locator('p.marked mark')).toHaveText([...marked]);
    await expect(block).toContainText(/SPF-E-[A-Z-]+ · RFC 7208/u);
    await expect(block.getByRole('list', { name: 'The repair, term by term' })).toContainText(reason);
    await expect(page.getByRole('button', { name: 'Use the repaired record' })).toBeFocused();
    expect(await axe(page)).toEqual([]);

    await page.keyboard.press('Enter');
    await expect(field).toHaveValue(repaired);
    await expect(field).toBeFocused();
    await expect(page.getByRole('region', { name: 'Proposed repair' })).toBeHidden();
    await expect(block.locator('dd.planned > code')).toHaveText(planned);
    await saved(page);
  });
}
