/**
 * The app under test, with a user data folder of its own. `_electron.launch()` finds the program through the
 * electron package, so ELECTRON_OVERRIDE_DIST_PATH alone decides between the stand-in and real Electron.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { _electron, expect, test as base, type ElectronApplication, type Page } from '@playwright/test';

export { expect };
const ROOT = join(import.meta.dirname, '..', '..');
/** Milliseconds: a browser and the app start here, perhaps on a busy machine. */
const PATIENCE = 120_000;

export interface Running {
  app: ElectronApplication;
  page: Page;
}
interface Fixtures {
  /** What the browser may complain about because the test makes it: refused addresses. */
  expectedComplaints: readonly RegExp[];
  /** Beginning of the name of each test's folder. */
  folderPrefix: string;
  userDataDir: string;
  /** Starts the app on the test's folder; ends with the test, which fails when a page has reported an error. */
  launch: () => Promise<Running>;
  running: Running;
  app: ElectronApplication;
  page: Page;
  /** Ends the running app (gently, or by SIGKILL) and starts it again on the same folder. */
  relaunch: (how?: 'quit' | 'kill') => Promise<Running>;
}

export const test = base.extend<Fixtures>({
  expectedComplaints: [[], { option: true }],
  folderPrefix: ['mailflow-e2e-', { option: true }],
  userDataDir: async ({ folderPrefix }, use) => {
    const folder = await mkdtemp(join(tmpdir(), folderPrefix));
    await use(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  },
  launch: async ({ userDataDir, expectedComplaints }, use, info) => {
    const started: ElectronApplication[] = [];
    const complaints: string[] = [];
    const unexpected = (): string[] =>
      complaints.filter((text) => !expectedComplaints.some((pattern) => pattern.test(text)));
    const ended = new Set<ElectronApplication>();
    await use(async () => {
      const running = await start(userDataDir, complaints);
      started.push(running.app);
      running.app.once('close', () => ended.add(running.app));
      return running;
    });
    const failed = info.status !== info.expectedStatus || unexpected().length > 0;
    for (const [index, app] of started.entries()) {
      if (ended.has(app)) continue;
      await app.context().tracing.stop(failed ? { path: info.outputPath(`trace-${index}.zip`) } : {});
      await app.close();
    }
    expect(unexpected(), 'errors in the page').toEqual([]);
  },
  running: async ({ launch }, use) => use(await launch()),
  app: async ({ running }, use) => use(running.app),
  page: async ({ running }, use) => use(running.page),
  relaunch: async ({ launch, running }, use) => {
    let current = running;
    await use(async (how = 'quit') => {
      await end(current.app, how);
      current = await launch();
      return current;
    });
  },
});

async function start(userDataDir: string, complaints: string[]): Promise<Running> {
  const app = await _electron.launch({
    args: [ROOT, `--user-data-dir=${userDataDir}`],
    cwd: ROOT,
    // The app's own theme setting decides, not Playwright's default of light.
    colorScheme: null,
    timeout: PATIENCE,
  });
  await app.context().tracing.start({ screenshots: true, snapshots: true });
  const page = await app.firstWindow({ timeout: PATIENCE });
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
  // A blocked resource is reported on the console too, so this covers violations of the content security policy.
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`);
  });
  await page.waitForURL((url) => url.protocol !== 'about:', { timeout: PATIENCE });
  return { app, page };
}

async function end(app: ElectronApplication, how: 'quit' | 'kill'): Promise<void> {
  if (how === 'quit') return app.close();
  const exited = new Promise((resolve) => app.process().once('exit', resolve));
  app.process().kill('SIGKILL');
  await exited;
}

/** The next file and folder dialogs answer with `folder`, or are cancelled when it is null. */
export async function stubOpenDialog(app: ElectronApplication, folder: string | null): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    const answer = { canceled: chosen === null, filePaths: chosen === null ? [] : [chosen] };
    dialog.showOpenDialog = () => Promise.resolve(answer);
  }, folder);
}

/** Accessibility findings of the whole page, worded so that a failing test tells rule and place. */
export async function axe(page: Page): Promise<string[]> {
  // Legacy mode: without it axe opens a second page, which an Electron window can't.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help} at ${node.target.join(' ')}`),
  );
}
