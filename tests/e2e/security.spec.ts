/** The page can neither leave its origin, nor open windows, nor reach a network, nor get at more than the bridge. */
import type { ElectronApplication } from '@playwright/test';
import { expect, test } from './fixtures.ts';

/** The window's address as main knows it. */
const addressOf = (app: ElectronApplication): Promise<string[]> =>
  app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map(({ webContents }) => webContents.getURL()),
  );

/** Chromium says so on the console when it refuses an address by itself. */
test.use({ expectedComplaints: [/^console: Not allowed to (?:launch|load local resource)/u] });

test('stays on its own origin whatever the page asks for', async ({ app, page }) => {
  const home = await addressOf(app);
  const addresses = [
    'https://example.com/',
    'http://mailflow/',
    'app://mailflow.example.com/',
    'app://other/',
    'file:///etc/hostname',
  ];
  for (const address of addresses) {
    await page.evaluate((target) => {
      const link = document.createElement('a');
      link.href = target;
      document.body.append(link);
      link.click();
      link.remove();
    }, address);
    await page.evaluate((target) => void window.open(target), address);
  }
  await expect.poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  expect(await addressOf(app)).toEqual(home);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});

test('exposes one frozen object, and refuses junk with a code', async ({ page }) => {
  const seen = await page.evaluate(async () => {
    const bridge = (
      globalThis as unknown as { mailflow: { invoke: Record<string, (input: unknown) => unknown> } }
    ).mailflow;
    return {
      frozen: Object.isFrozen(bridge) && Object.isFrozen(bridge.invoke),
      node: ['require', 'process', 'module', 'Buffer'].filter((name) => name in globalThis),
      answer: await bridge.invoke['customers.get']?.({ id: '../../etc/passwd' }),
    };
  });
  expect(seen).toMatchObject({ frozen: true, node: [], answer: { ok: false, error: { code: 'bad-input' } } });
});

test('grants no permission', async ({ page }) => {
  const denied = await page.evaluate(async () => {
    const { state } = await navigator.permissions.query({ name: 'geolocation' });
    return state;
  });
  expect(denied).not.toBe('granted');
});
