/** Each screen in both themes and at the smallest window: nothing for axe to find, nothing outside the window. */
import { axe, expect, test } from './fixtures.ts';
import { openCustomer } from './pages/keyboard.ts';

const VIEWS = ['Overview', 'Runbook', 'Records', 'DNS', 'Profile', 'Export', 'Sign-off'];

for (const theme of ['light', 'dark'] as const) {
  test(`every screen is accessible and fits the smallest window, ${theme}`, async ({ app, page }, info) => {
    test.setTimeout(180_000);
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
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow, `${name} scrolls sideways`).toBe(0);
    };
    await expect(page.getByRole('button', { name: /^Contoso AG/u })).toBeVisible();
    await look('customers');
    await openCustomer(page, 'Contoso AG');
    for (const [index, view] of VIEWS.entries()) {
      await page.keyboard.press(`Control+${index + 1}`);
      await expect(page.locator('#view-title')).toBeVisible();
      await look(view);
    }
    await page.keyboard.press('Control+K');
    await expect(page.getByRole('combobox', { name: /Commands/u })).toBeFocused();
    await look('palette');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
    await look('keys');
  });
}
