import { expect, test } from './fixtures.ts';

test('the built app opens its one window on its own origin, with nothing of Node in the page', async ({
  app,
  page,
}) => {
  const seen = await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) => window.webContents.getURL()),
  );
  expect(seen).toEqual(['app://mailflow/index.html']);
  expect(await page.evaluate(() => [typeof globalThis.require, typeof globalThis.process])).toEqual([
    'undefined',
    'undefined',
  ]);
});
