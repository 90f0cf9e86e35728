/** Each screen in both themes and at the smallest window: nothing for axe to find, nothing outside the window. */
import type { Page } from '@playwright/test';
import { axe, expect, test } from './fixtures.ts';
import { openCustomer } from './pages/keyboard.ts';

const VIEWS = ['Overview', 'Runbook', 'Records', 'DNS', 'Profile', 'Export', 'Sign-off'];

/** Controls that are cut off by the window, and the page itself when it is wider. */
const outside = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    const scrolls = (element: Element | null): boolean =>
      element !== null &&
      (/auto|scroll/u.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
    const lost = [...document.querySelectorAll('button, input, select, textarea')].filter((control) => {
      const { left, right, width } = control.getBoundingClientRect();
      return width > 1 && (left < 0 || right > clientWidth) && !scrolls(control.parentElement);
    });
    return [
      ...(scrollWidth > clientWidth ? [`the page is ${String(scrollWidth)} wide`] : []),
      ...lost.map((control) => control.outerHTML.slice(0, 120)),
    ];
  });

for (const theme of ['light', 'dark'] as const) {
  test(`every screen is accessible and fits the smallest window, ${theme}`, async ({ app, page }, info) => {
    await app.evaluate(({ nativeTheme }, wanted) => {
      nativeTheme.themeSource = wanted;
    }, theme);
    await expect
      .poll(() => page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches))
      .toBe(theme === 'dark');
    await page.setViewportSize({ width: 1024, height: 640 });
    const look = async (name: string): Promise<void> => {
      await page.screenshot({ path: info.outputPath(`${name}.png`) });
      expect(await axe(page), `axe on ${name}`).toEqual([]);
      expect(await outside(page), `${name} fits`).toEqual([]);
    };
    const lookAndClose = async (role: 'dialog' | 'menu', name: string): Promise<void> => {
      await expect(page.getByRole(role)).toBeVisible();
      await look(name);
      await page.keyboard.press('Escape');
      await expect(page.getByRole(role)).toHaveCount(0);
    };
    await expect(page.getByRole('button', { name: /^Contoso AG/u })).toBeVisible();
    await look('customers');
    await page.getByRole('button', { name: 'New customer' }).click();
    await lookAndClose('dialog', 'new customer');
    await openCustomer(page, 'Contoso AG');
    for (const [index, view] of VIEWS.entries()) {
      await page.keyboard.press(`Control+${index + 1}`);
      await expect(page.locator('#view-title')).toBeVisible();
      await look(view);
    }
    await page.keyboard.press('Control+K');
    await expect(page.getByRole('combobox', { name: /Commands/u })).toBeFocused();
    await lookAndClose('dialog', 'palette');
    await page.keyboard.press('?');
    await lookAndClose('dialog', 'keys');
    await page.keyboard.press('Control+,');
    await lookAndClose('dialog', 'settings');
    await page.getByRole('button', { name: /^Operator:/u }).click();
    await lookAndClose('dialog', 'operator');
    await page.keyboard.press('Control+2');
    await expect(page.locator('#view-title')).toBeFocused();
    // list and detail scroll by themselves, the view around them does not
    const spare = await page.locator('main').evaluate((main) => main.scrollHeight - main.clientHeight);
    expect(spare, 'the runbook has one scroll bar a pane').toBe(0);
    await page.keyboard.press('Space');
    await lookAndClose('menu', 'state');
    await page.keyboard.press('Control+B');
    await expect(page.getByRole('complementary')).toBeVisible();
    await look('panel');
  });
}

test('tells states and focus apart in forced colours', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await openCustomer(page, 'Contoso AG');
  await page.keyboard.press('Control+2');
  const row = page.locator('button[aria-current="true"][id^="step-row-"]');
  await row.focus();
  await page.keyboard.press('ArrowDown');
  await expect(row).toBeFocused();
  const { outline, words } = await row.evaluate((element) => ({
    outline: getComputedStyle(element).outlineStyle,
    words: element.textContent,
  }));
  expect(outline).not.toBe('none');
  expect(words).toMatch(/Done|In progress|Not started|Failed|Waived|Not applicable|Waits/u);
});
