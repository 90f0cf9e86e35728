import type { App, Event } from 'electron';
import { notHere, refusing } from '../refuse.ts';
import { browser, ending, report, run, switches } from '../host.ts';
import { KnownEvents, preventable } from './emitter.ts';
import { isPathName, paths } from './paths.ts';
import { takeLock } from './single-instance.ts';
import { windows } from './windows.ts';

const asked = Promise.withResolvers<undefined>();
const ready = Promise.withResolvers<undefined>();
/** Settles when main has asked for "ready", so that its import may be left pending. */
export const readyAsked = asked.promise;
let isReady = false;
let quitting = false;

type Members = Pick<
  App,
  | 'commandLine'
  | 'enableSandbox'
  | 'exit'
  | 'focus'
  | 'getAppPath'
  | 'getLocale'
  | 'getName'
  | 'getPath'
  | 'getVersion'
  | 'isPackaged'
  | 'isReady'
  | 'name'
  | 'quit'
  | 'requestSingleInstanceLock'
  | 'setAppUserModelId'
  | 'setName'
  | 'setPath'
  | 'whenReady'
>;

const EVENTS = [
  'activate', 'before-quit', 'browser-window-created', 'child-process-gone', 'quit', 'ready', 'render-process-gone',
  'second-instance', 'web-contents-created', 'will-finish-launching', 'will-quit', 'window-all-closed',
] as const; // prettier-ignore

class StandinApp extends KnownEvents implements Members {
  readonly isPackaged = false;
  name = '';
  readonly commandLine = refusing('app.commandLine', {
    appendSwitch: (name: string, value = ''): void => void switches.set(name, value),
    appendArgument: (): void => {
      throw notHere('app.commandLine.appendArgument');
    },
    getSwitchValue: (name: string): string => switches.get(name) ?? '',
    hasSwitch: (name: string): boolean => switches.has(name),
    removeSwitch: (name: string): void => void switches.delete(name),
  });

  constructor() {
    super('app', EVENTS);
  }

  whenReady(): Promise<void> {
    asked.resolve(undefined);
    return ready.promise;
  }
  isReady(): boolean {
    return isReady;
  }
  enableSandbox(): void {
    // The preload of the stand-in is always the sandboxed kind.
  }
  setAppUserModelId(): void {
    // A name for the task bar of Windows: nothing to show here.
  }
  focus(): void {
    windows.at(-1)?.focus();
  }
  getAppPath(): string {
    return run.appPath;
  }
  getVersion(): string {
    return run.version;
  }
  getName(): string {
    return this.name === '' ? run.name : this.name;
  }
  setName(name: string): void {
    this.name = name;
  }
  getLocale(): string {
    return Intl.DateTimeFormat().resolvedOptions().locale;
  }
  getPath(name: Parameters<App['getPath']>[0]): string {
    if (!isPathName(name)) throw notHere(`app.getPath('${name}')`);
    return paths(this.getName())[name];
  }
  setPath(name: string, path: string): void {
    if (name !== 'userData') throw notHere(`app.setPath('${name}')`);
    run.userData = path;
  }
  requestSingleInstanceLock(data?: Record<string, unknown>): boolean {
    return takeLock(this.getPath('userData'), data ?? {}, (argv, folder, sent) =>
      app.emit('second-instance', preventable(), argv, folder, sent),
    );
  }

  quit(): void {
    if (quitting) return;
    const event = preventable();
    app.emit('before-quit', event);
    if (event.defaultPrevented) return;
    quitting = true;
    for (const window of [...windows]) window.close();
    if (windows.length === 0) this.#willQuit();
  }
  /** Called after each closed window. */
  windowClosed(): void {
    if (windows.length > 0) return;
    if (quitting) this.#willQuit();
    else if (!app.emit('window-all-closed')) app.quit();
  }
  /** A window refused to close: the quit is off, as in Electron. */
  closeRefused(): void {
    quitting = false;
  }
  #willQuit(): void {
    const event = preventable();
    app.emit('will-quit', event);
    if (event.defaultPrevented) quitting = false;
    else app.exit(0);
  }
  exit(code = 0): void {
    if (ending.value) return;
    ending.value = true;
    app.emit('quit', preventable(), code);
    const limit = setTimeout(() => process.exit(code), 2000);
    browser
      .then((chromium) => chromium.stop(), report)
      .finally(() => {
        clearTimeout(limit);
        process.exit(code);
      });
  }
}

const standinApp = new StandinApp();
export const app = refusing('app', standinApp);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());

/** Tells the app that it may open windows. `emit` is looked up on `app`, since Playwright's loader replaces it. */
export function becomeReady(): void {
  isReady = true;
  app.emit('will-finish-launching');
  const event: Pick<Event, 'defaultPrevented'> = preventable();
  app.emit('ready', event, {});
  ready.resolve(undefined);
}
