import type {
  BrowserWindow as ElectronWindow,
  BrowserWindowConstructorOptions,
  Rectangle,
  WebContents,
} from 'electron';
import { browser, ending, report } from '../host.ts';
import { notHere, refusing } from '../refuse.ts';
import { app } from './app.ts';
import { KnownEvents, preventable } from './emitter.ts';
import { nativeTheme } from './native-theme.ts';
import { guardRequests } from './requests.ts';
import { closeTarget, createTarget, watchTargets, type Target } from './targets.ts';
import { contentsOfFrame, everyContents, StandinWebContents } from './web-contents.ts';
import { windows } from './windows.ts';

type Members = Pick<
  ElectronWindow,
  | 'close' | 'destroy' | 'focus' | 'getBounds' | 'getContentSize' | 'getMinimumSize' | 'getSize' | 'getTitle' | 'hide' | 'id' | 'isDestroyed'
  | 'isFocused' | 'isFullScreen' | 'isMaximized' | 'isMinimized' | 'isVisible' | 'loadURL' | 'maximize' | 'minimize' | 'reload' | 'removeMenu'
  | 'restore' | 'setBackgroundColor' | 'setBounds' | 'setContentSize' | 'setMenu' | 'setMenuBarVisibility' | 'setMinimumSize' | 'setSize'
  | 'setTitle' | 'show' | 'showInactive' | 'unmaximize' | 'webContents'
>; // prettier-ignore

const EVENTS = [
  'blur', 'close', 'closed', 'focus', 'hide', 'maximize', 'minimize', 'moved', 'page-title-updated', 'ready-to-show',
  'resized', 'resize', 'move', 'responsive', 'restore', 'session-end', 'show', 'unmaximize', 'unresponsive',
] as const; // prettier-ignore
/** Preferences that would change what the page may do, and have no counterpart here. */
const REFUSED = ['nodeIntegration', 'nodeIntegrationInSubFrames', 'nodeIntegrationInWorker', 'webviewTag',
  'allowRunningInsecureContent', 'experimentalFeatures', 'partition', 'offscreen'] as const; // prettier-ignore

type State = 'normal' | 'minimized' | 'maximized';

class StandinWindow extends KnownEvents implements Members {
  readonly id: number;
  readonly webContents: WebContents;
  readonly handle: ElectronWindow;
  readonly #contents: StandinWebContents;
  readonly #target: Promise<Target>;
  #bounds: Rectangle;
  #minimum: [number, number];
  #title: string;
  #visible: boolean;
  #state: State = 'normal';
  #closed = false;

  constructor(options: BrowserWindowConstructorOptions) {
    super('BrowserWindow', EVENTS);
    const preferences = options.webPreferences ?? {};
    const refused = REFUSED.find((name) => preferences[name] !== undefined && preferences[name] !== false);
    if (refused !== undefined) throw notHere(`webPreferences.${refused}`);
    if (preferences.contextIsolation === false || preferences.sandbox === false) {
      throw notHere('window without contextIsolation or sandbox');
    }
    this.#bounds = {
      x: options.x ?? 0,
      y: options.y ?? 0,
      width: options.width ?? 800,
      height: options.height ?? 600,
    };
    this.#minimum = [options.minWidth ?? 0, options.minHeight ?? 0];
    this.#title = options.title ?? app.getName();
    this.#visible = options.show !== false;
    this.#contents = new StandinWebContents(() => this.close());
    this.id = this.#contents.id;
    this.webContents = this.#contents.handle;
    this.handle = refusing('BrowserWindow', this) as unknown as ElectronWindow;
    windows.push(this);
    this.#target = this.#open(preferences.preload);
    this.#target.catch((error: unknown) => (this.#closed ? undefined : report(error)));
    this.#contents.once('did-finish-load', () => this.emit('ready-to-show'));
    app.emit('browser-window-created', preventable(), this.handle);
    app.emit('web-contents-created', preventable(), this.webContents);
  }

  async #open(preload: string | undefined): Promise<Target> {
    await prepared();
    const { width, height } = this.#bounds;
    const target = await createTarget({ width, height }, () => this.#gone());
    await this.#contents.adopt(target, preload);
    await this.#place(target);
    return target;
  }

  /** Sizes are those of the page: what Chromium adds around it is measured and taken off. */
  async #place({ targetId, session }: Target): Promise<void> {
    const { root } = (await browser).connection;
    const { windowId, bounds } = await root.send('Browser.getWindowForTarget', { targetId });
    const { cssLayoutViewport } = await session.send('Page.getLayoutMetrics');
    const [minimumWidth, minimumHeight] = this.#minimum;
    const width = Math.max(this.#bounds.width, minimumWidth);
    const height = Math.max(this.#bounds.height, minimumHeight);
    const extra = {
      width: (bounds.width ?? width) - cssLayoutViewport.clientWidth,
      height: (bounds.height ?? height) - cssLayoutViewport.clientHeight,
    };
    this.#bounds = { ...this.#bounds, width, height };
    const outer = { width: width + extra.width, height: height + extra.height };
    await root.send('Browser.setWindowBounds', { windowId, bounds: outer });
  }
  #later(action: (target: Target) => Promise<unknown>): void {
    this.#target.then(action).catch((error: unknown) => (this.#closed ? undefined : report(error)));
  }

  loadURL(url: string): Promise<void> {
    return this.#contents.loadURL(url);
  }
  reload(): void {
    this.#contents.reload();
  }
  show(): void {
    this.#visible = true;
    this.emit('show');
    this.focus();
  }
  showInactive(): void {
    this.#visible = true;
    this.emit('show');
  }
  hide(): void {
    this.#visible = false;
    this.emit('hide');
  }
  focus(): void {
    this.#contents.focus();
  }
  isVisible(): boolean {
    return this.#visible && !this.#closed;
  }
  isFocused(): boolean {
    return this.isVisible() && windows.at(-1) === this;
  }
  isFullScreen(): boolean {
    return false;
  }
  isDestroyed(): boolean {
    return this.#closed;
  }
  isMinimized(): boolean {
    return this.#state === 'minimized';
  }
  isMaximized(): boolean {
    return this.#state === 'maximized';
  }
  minimize(): void {
    this.#setState('minimized', 'minimize');
  }
  maximize(): void {
    this.#setState('maximized', 'maximize');
  }
  unmaximize(): void {
    this.#setState('normal', 'unmaximize');
  }
  restore(): void {
    this.#setState('normal', 'restore');
  }
  #setState(state: State, event: string): void {
    this.#state = state;
    this.emit(event);
  }
  getBounds(): Rectangle {
    return { ...this.#bounds };
  }
  setBounds(bounds: Partial<Rectangle>): void {
    this.#bounds = { ...this.#bounds, ...bounds };
    this.emit('resize');
    this.#later((target) => this.#place(target));
  }
  getSize(): number[] {
    return [this.#bounds.width, this.#bounds.height];
  }
  getContentSize(): number[] {
    return this.getSize();
  }
  setSize(width: number, height: number): void {
    this.setBounds({ width, height });
  }
  setContentSize(width: number, height: number): void {
    this.setBounds({ width, height });
  }
  getMinimumSize(): number[] {
    return [...this.#minimum];
  }
  setMinimumSize(width: number, height: number): void {
    this.#minimum = [width, height];
  }
  getTitle(): string {
    return this.#title;
  }
  setTitle(title: string): void {
    this.#title = title;
  }
  setBackgroundColor(): void {
    // The colour before the first paint; a page that has painted covers it.
  }
  setMenu(): void {
    // Chromium has no menu bar to put it in.
  }
  removeMenu(): void {
    // As setMenu.
  }
  setMenuBarVisibility(): void {
    // As setMenu.
  }

  close(): void {
    if (this.#closed) return;
    const event = preventable();
    this.emit('close', event);
    if (event.defaultPrevented) app.closeRefused();
    else this.destroy();
  }
  destroy(): void {
    if (this.#closed) return;
    this.#gone();
    this.#target
      .then(({ targetId }) => closeTarget(targetId))
      .catch((error: unknown) =>
        ending.value || String(error).includes('No target') ? undefined : report(error),
      );
  }
  /** The page is gone, whether the app or the person closed it. */
  #gone(): void {
    if (this.#closed) return;
    this.#closed = true;
    windows.splice(windows.indexOf(this), 1);
    this.#contents.destroyed();
    this.emit('closed');
    app.windowClosed();
  }
}

let preparing: Promise<void> | undefined;
/** Guards are in place before the first page exists. */
const prepared = (): Promise<void> =>
  (preparing ??= (async () => {
    await watchTargets();
    await guardRequests((await browser).connection, contentsOfFrame);
    nativeTheme.on('updated', () => everyContents().forEach((contents) => contents.applyTheme()));
  })());

const open = (): StandinWindow[] => windows.filter((window) => window instanceof StandinWindow);
const statics = {
  getAllWindows: (): ElectronWindow[] => open().map((window) => window.handle),
  getFocusedWindow: (): ElectronWindow | null => open().at(-1)?.handle ?? null,
  fromId: (id: number): ElectronWindow | null => open().find((window) => window.id === id)?.handle ?? null,
  fromWebContents: (contents: WebContents): ElectronWindow | null =>
    open().find((window) => window.webContents === contents)?.handle ?? null,
};
/** A class to its callers; `new` gives the handle, so that `getAllWindows()` returns the very same objects. */
export const BrowserWindow = new Proxy(StandinWindow, {
  construct: (_, [options]: [BrowserWindowConstructorOptions?]) => {
    if (!app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready');
    return new StandinWindow(options ?? {}).handle;
  },
  get: (target, key) => {
    if (typeof key === 'symbol' || key in target) return Reflect.get(target, key) as unknown;
    const found = Object.entries(statics).find(([name]) => name === key)?.[1];
    if (!found && key !== 'then') throw notHere(`BrowserWindow.${key}`);
    return found;
  },
}) as unknown as typeof ElectronWindow;
