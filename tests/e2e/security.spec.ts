/** The page can neither leave its origin, nor open windows, nor reach a network, nor get at more than the bridge. */
import type { ElectronApplication } from '@playwright/test';
import { expect, test } from './fixtures.ts';

/** The window's address as main knows it. */
const addressOf = (app: ElectronApplication): Promise<string[]> =>
  app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map(({ webContents }) => webContents.getURL()),
  );

/** Chromium says so on the console when it refuses an address by itself. */
test.use({
  expectedComplaints: [
    /^console: Not allowed to (?:launch|load local resource|navigate)|Content Security Policy|Failed to load resource/u,
  ],
});

test('stays on its own origin whatever the page asks for', async ({ app, page }) => {
  const home = await addressOf(app);
  // gone as soon as the document is another one
  await page.evaluate(() => {
    document.documentElement.dataset['mark'] = 'first document';
  });
  const mark = (): Promise<string | undefined> =>
    page.evaluate(() => document.documentElement.dataset['mark']);
  const addresses = [
    'https://example.com/',
    'http://mailflow/',
    'app://mailflow.example.com/',
    'app://other/',
    'app://mailflow:81/index.html',
    'app://user@mailflow/index.html',
    'data:text/html,elsewhere',
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
    // the browser throws for an address that a page may not even name
    await page
      .evaluate((target) => {
        location.assign(target);
      }, address)
      .catch(() => undefined);
    await expect.poll(mark, address).toBe('first document');
  }
  await expect.poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  expect(await addressOf(app)).toEqual(home);
  expect(await mark()).toBe('first document');
});

test('reaches no network, loads nothing from elsewhere and runs no text as code', async ({ page }) => {
  const outcomes = await page.evaluate(async () => {
    const violations: string[] = [];
    document.addEventListener('securitypolicyviolation', (event) => {
      violations.push(event.effectiveDirective);
    });
    const attempt = (made: () => Promise<unknown>): Promise<string> =>
      made().then(
        () => 'reached',
        (error: unknown) => (error instanceof Error ? error.name : 'refused'),
      );
    const fetched = await attempt(() => fetch('https://contoso.com/'));
    const plain = await attempt(() => fetch('http://127.0.0.1:9/'));
    const inline = document.createElement('script');
    inline.textContent = 'document.documentElement.dataset.ran = "yes"';
    document.body.append(inline);
    const image = document.createElement('img');
    const imageLoad = new Promise((resolve) => {
      image.onerror = () => resolve('refused');
      image.onload = () => resolve('reached');
    });
    image.src = 'https://contoso.com/pixel.png';
    return {
      fetched,
      plain,
      image: await imageLoad,
      ran: document.documentElement.dataset['ran'] ?? 'no',
      violations: [...new Set(violations)].toSorted(),
    };
  });
  expect(outcomes).toEqual({
    fetched: 'TypeError',
    plain: 'TypeError',
    image: 'refused',
    ran: 'no',
    violations: ['connect-src', 'img-src', 'script-src-elem'],
  });
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
