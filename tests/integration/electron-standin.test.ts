/** The stand-in by its own small app: what it promises about Electron's behaviour is what the e2e specs rest on. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const STANDIN = join(import.meta.dirname, '..', 'electron-standin');
const LOADER = join(
  import.meta.dirname, '..', '..', 'node_modules', 'playwright-core', 'lib', 'server', 'electron', 'loader.js',
); // prettier-ignore

/** Milliseconds: a browser and the app start here, perhaps on a busy machine. */
const PATIENCE = 110_000;

let folder: string;
let app: ElectronApplication;
let page: Page;

const launch = async (): Promise<void> => {
  app = await _electron.launch({
    executablePath: join(STANDIN, 'electron'),
    args: ['-r', LOADER, join(STANDIN, 'fixture-app'), `--user-data-dir=${folder}`],
    env: { ...process.env, STANDIN_HEADLESS: '1' },
    colorScheme: null,
    timeout: PATIENCE,
  });
  page = await app.firstWindow({ timeout: PATIENCE });
  await page.getByText('ready').waitFor();
};
const invoke = (channel: string, value?: unknown): Promise<unknown> =>
  page.evaluate(
    ([name, data]) =>
      (globalThis as unknown as Fixture).fixture
        .invoke(name, data)
        .catch((e: unknown) => (e as Error).message),
    [channel, value] as const,
  );
interface Fixture {
  fixture: { invoke(channel: string, value?: unknown): Promise<unknown>; require(name: string): string };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'standin-test-'));
  await launch();
});
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

describe('messages', () => {
  it('arrive as structured clones, with the address of the app as their sender', async () => {
    const value = {
      at: new Date(0),
      none: undefined,
      list: [1, -0, Number.NaN],
      big: 2n,
    };
    expect(await invoke('echo', value)).toEqual({
      value,
      from: 'app://fixture/index.html',
      origin: 'app://fixture',
    });
  });
  it('carry sets and maps', async () => {
    const kept =
      await page.evaluate(`fixture.invoke('echo', new Map([['a', new Set([1])]])).then(({ value }) =>
      [...value].map(([key, set]) => [key, [...set]]))`);
    expect(kept).toEqual([['a', [1]]]);
  });
  it('give an error back as its message alone', async () => {
    expect(await invoke('fail')).toBe("Error invoking remote method 'fail': TypeError: no such thing");
    expect(await invoke('nothing')).toBe(
      "Error invoking remote method 'nothing': Error: No handler registered for 'nothing'",
    );
  });
  it('reach the page from main', async () => {
    await app.evaluate(({ nativeTheme }) => (nativeTheme.themeSource = 'dark'));
    await page.getByText('dark true').waitFor();
    expect(await page.evaluate('matchMedia("(prefers-color-scheme: dark)").matches')).toBe(true);
  });
});

describe('the page', () => {
  it('has the exposed object and nothing else of the preload', async () => {
    const names = await page.evaluate(
      'Object.getOwnPropertyNames(window).filter((name) => /fixture|standin|^require$|electron/i.test(name))',
    );
    expect(names).toEqual(['fixture']);
    expect(await page.evaluate('Object.isFrozen(fixture)')).toBe(true);
    const required = page.evaluate(() => (globalThis as unknown as Fixture).fixture.require('fs'));
    await expect(required).rejects.toThrow('module not found: fs');
  });
  it('is under the content security policy that the app sent', async () => {
    const ran = await page.evaluate(`(() => {
      const script = document.createElement('script');
      script.textContent = 'globalThis.injected = true';
      document.body.append(script);
      return 'injected' in globalThis;
    })()`);
    expect(ran).toBe(false);
  });
  it('can neither leave nor open windows against the handlers', async () => {
    await page.getByText('away', { exact: true }).click();
    await page.getByText('new window').click();
    await expect
      .poll(() => invoke('seen'))
      .toEqual({
        stopped: ['https://www.example.com/'],
        denied: ['https://www.example.com/new'],
      });
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
    expect(await app.evaluate(({ webContents }) => webContents.getAllWebContents()[0]?.getURL())).toBe(
      'app://fixture/index.html',
    );
  });
  it('has the permissions that the handlers gave', async () => {
    const state = await page.evaluate(
      `navigator.permissions.query({ name: 'notifications' }).then((p) => p.state)`,
    );
    expect(state).toBe('denied');
  });
  it('is as large as the window asks', async () => {
    await expect.poll(() => page.evaluate('[innerWidth, innerHeight]')).toEqual([900, 600]);
  });
});

describe('main', () => {
  it('has the facts of its package and the given folder', async () => {
    const facts = await app.evaluate((electron) => [
      electron.app.getName(),
      electron.app.getVersion(),
      electron.app.getPath('userData'),
    ]);
    expect(facts).toEqual(['Fixture', '1.2.3', folder]);
  });
  it('starts utility processes', async () => {
    expect(await invoke('add', [1, 2, 3])).toEqual({ answer: 6, code: 0 });
  });
  it('is told by name what the stand-in does not have', async () => {
    const used = app.evaluate((electron) => electron.app.getFileIcon('x'));
    await expect(used).rejects.toThrow('The Electron stand-in has no app.getFileIcon');
  });
});

it('takes Chromium along when it is killed, and starts again on the same folder', async () => {
  const browserPid = await app.evaluate(() => process.pid);
  const exited = new Promise((resolve) => app.process().once('exit', resolve));
  app.process().kill('SIGKILL');
  await exited;
  await expect.poll(() => childrenOf(browserPid)).toEqual([]);
  await launch();
  expect(await invoke('echo', 1)).toMatchObject({ value: 1 });
});

/** Running processes whose command line names the profile of that run. */
async function childrenOf(pid: number): Promise<string[]> {
  const { readdir, readFile } = await import('node:fs/promises');
  if (!existsSync('/proc')) return [];
  const found: string[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const line = await readFile(join('/proc', name, 'cmdline'), 'utf8').catch(() => '');
    if (line.includes(`electron-standin-${pid}-`)) found.push(name);
  }
  return found;
}
