/**
 * Composition root of the main process: what has to be said before the app is ready, then the services, then the
 * window. Nothing here waits for customers to be read before the window opens.
 */
import { app, nativeTheme, screen, session } from 'electron';
import type { BrowserWindow } from 'electron';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import contoso from '../examples/contoso.json' with { type: 'json' };
import { customerFileSchema } from '../shared/customer.ts';
import type { WindowPlace } from '../shared/ipc/contract.ts';
import {
  createBulkService,
  createDnsCheckService,
  createSnapshotService,
  createWatchService,
} from './dns/create.ts';
import { createDesktop } from './ipc/desktop.ts';
import { createExporter } from './ipc/exporter.ts';
import { createHandle } from './ipc/handle.ts';
import { createHandlers } from './ipc/handlers/index.ts';
import { registerChannels, sendEvent } from './ipc/register.ts';
import { Runs } from './ipc/runs.ts';
import { declareAppScheme, handleAppScheme } from './security/app-scheme.ts';
import { guardNavigation } from './security/navigation.ts';
import { blockNetwork } from './security/network.ts';
import { denyPermissions } from './security/permissions.ts';
import { CustomerStore } from './store/customer-store.ts';
import { RunStore } from './store/run-store.ts';
import { Serial } from './store/serial.ts';
import { SettingsStore } from './store/settings-store.ts';
import { endOnDefect, recoverPage } from './window/crash.ts';
import { openMainWindow } from './window/main-window.ts';
import { setMenu } from './window/menu.ts';
import { placeOnScreens, placeToKeep } from './window/window-place.ts';
import { watchNetwork } from './window/network-change.ts';

/** `dist` of the built app; this file lies in `dist/main`. */
const DIST = join(import.meta.dirname, '..');

const log = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

let window: BrowserWindow | null = null;
const clock = (): Date => new Date();
const dir = app.getPath('userData');
const settings = new SettingsStore({ dir, clock });
const serial = new Serial();
const customers = new CustomerStore({
  dir,
  serial,
  clock,
  newId: randomUUID,
  appVersion: app.getVersion(),
  example: customerFileSchema.parse(contoso),
});
const storedRuns = new RunStore({
  dir,
  clock,
  serial,
  newId: randomUUID,
  appVersion: app.getVersion(),
  takesOver: true,
});
const runs = new Runs();

const logSettings = (cause: unknown): void =>
  log(`settings: ${cause instanceof Error ? cause.message : String(cause)}`);

/** A settings file that can't be read is told by the page; the window opens in the middle. */
const keptPlace = async (): Promise<WindowPlace | undefined> => {
  try {
    return (await settings.get()).window;
  } catch (cause) {
    logSettings(cause);
    return undefined;
  }
};

const openWindow = async (): Promise<void> => {
  const areas = screen.getAllDisplays().map(({ workArea }) => workArea);
  const place = placeOnScreens(await keptPlace(), areas);
  const opened = openMainWindow(join(DIST, 'preload', 'preload.cjs'), {
    dark: nativeTheme.shouldUseDarkColors,
    place,
  });
  window = opened;
  opened.on('close', () => {
    const now = placeToKeep(opened, place);
    if (now !== null) settings.set({ window: now }).catch(logSettings);
  });
  recoverPage(opened, log);
  opened.on('closed', () => {
    runs.cancelAll();
    window = null;
  });
};

const focusWindow = (): void => {
  if (!window) return;
  if (window.isMinimized()) window.restore();
  window.focus();
};

/** Only the colours hang on it here; the page says what is wrong with the file when it asks for the settings. */
const applyTheme = async (): Promise<void> => {
  try {
    nativeTheme.themeSource = (await settings.get()).theme;
  } catch (cause) {
    logSettings(cause);
  }
};

const start = async (): Promise<void> => {
  denyPermissions(session.defaultSession);
  blockNetwork(session.defaultSession);
  handleAppScheme(session.defaultSession, join(DIST, 'renderer'));
  const handlers = createHandlers(
    {
      customers,
      settings,
      dns: createDnsCheckService(clock),
      snapshots: createSnapshotService(clock),
      watches: createWatchService(clock),
      bulk: createBulkService(clock),
      storedRuns,
      exporter: createExporter(DIST, clock, app.getVersion()),
      desktop: createDesktop(() => window),
      clock,
      newId: randomUUID,
    },
    runs,
  );
  registerChannels(
    createHandle(handlers, { checkOutput: !app.isPackaged, log }),
    (sender) => sender === window?.webContents,
  );
  await applyTheme();
  nativeTheme.on('updated', () => {
    if (window) sendEvent(window.webContents, 'theme.changed', { dark: nativeTheme.shouldUseDarkColors });
  });
  setMenu({
    mac: process.platform === 'darwin',
    development: !app.isPackaged,
    command: (id) => {
      if (window) sendEvent(window.webContents, 'menu.command', { id });
    },
  });
  watchNetwork(() => {
    if (window) sendEvent(window.webContents, 'network.changed', {});
  });
  await openWindow();
  app.on('activate', () => {
    if (!window) void openWindow();
  });
};

/** What the page sent last, and what a run has to keep, is written before the process goes. */
const drainBeforeQuit = (): void => {
  let drained = false;
  app.on('will-quit', (event) => {
    if (drained) return;
    event.preventDefault();
    void Promise.all([customers.idle(), storedRuns.idle(), runs.idle(), settings.idle()]).then(() => {
      drained = true;
      app.quit();
    });
  });
};

if (app.requestSingleInstanceLock()) {
  endOnDefect(log);
  app.enableSandbox();
  declareAppScheme();
  guardNavigation(app);
  drainBeforeQuit();
  app.on('second-instance', focusWindow);
  app.on('window-all-closed', () => app.quit());
  void app.whenReady().then(start);
} else {
  app.quit();
}
