import type {
  PrintToPDFOptions,
  WebContents,
  WindowOpenHandlerResponse,
  WebFrameMain,
  HandlerDetails,
} from 'electron';
import type { Session as CdpSession } from '../cdp.ts';
import { report } from '../host.ts';
import { documentScript, BINDING } from '../page/source.ts';
import { notHere, refusing } from '../refuse.ts';
import { toApp, toChromium } from '../urls.ts';
import { app } from './app.ts';
import { KnownEvents, preventable } from './emitter.ts';
import { FrameTree } from './frames.ts';
import { colorScheme } from './native-theme.ts';
import { Navigation } from './navigation.ts';
import { PageIpc } from './page-ipc.ts';
import { pdfOptions } from './pdf-options.ts';
import { takePicture } from './screenshot.ts';
import { standinSession } from './session.ts';
import type { Target } from './targets.ts';

type Members = Pick<
  WebContents,
  | 'close'
  | 'executeJavaScript'
  | 'focus'
  | 'getTitle'
  | 'getURL'
  | 'id'
  | 'isDestroyed'
  | 'isDevToolsOpened'
  | 'isLoading'
  | 'loadURL'
  | 'mainFrame'
  | 'printToPDF'
  | 'reload'
  | 'send'
  | 'setWindowOpenHandler'
>;

const EVENTS = [
  'before-input-event', 'console-message', 'context-menu', 'destroyed', 'did-create-window', 'did-fail-load',
  'did-finish-load', 'did-navigate', 'dom-ready', 'preload-error', 'render-process-gone', 'unresponsive',
  'will-attach-webview', 'will-frame-navigate', 'will-navigate', 'will-prevent-unload', 'will-redirect',
] as const; // prettier-ignore

const all = new Map<number, StandinWebContents>();

export class StandinWebContents extends KnownEvents implements Members {
  readonly id: number;
  readonly session = standinSession;
  readonly handle: WebContents;
  readonly #frames = new FrameTree();
  readonly #navigation = new Navigation(this, this.#frames);
  readonly #target = Promise.withResolvers<Target>();
  readonly #close: () => void;
  #windowOpen: ((details: HandlerDetails) => WindowOpenHandlerResponse) | undefined;
  #ipc: PageIpc | undefined;
  #early: Array<[string, unknown[]]> = [];
  #loading = false;
  #destroyed = false;
  targetId = '';
  static #last = 0;

  constructor(close: () => void) {
    super('webContents', EVENTS);
    this.id = ++StandinWebContents.#last;
    this.#close = close;
    this.handle = refusing('webContents', this) as unknown as WebContents;
    all.set(this.id, this);
    this.#target.promise.catch(() => undefined);
  }

  /** Prepares a page that is still paused: bridge, guards and theme come before its first document. */
  async adopt(target: Target, preload: string | undefined): Promise<void> {
    const { session, targetId } = target;
    this.targetId = targetId;
    this.#frames.follow(session, targetId);
    this.#navigation.follow(session);
    this.#ipc = new PageIpc(session, (frameId) => {
      const senderFrame = this.#frames.get(frameId);
      return (
        senderFrame && {
          sender: this.handle,
          senderFrame,
          processId: this.id,
          frameId: senderFrame.routingId,
        }
      );
    });
    session.on('Page.domContentEventFired', () => this.emit('dom-ready', preventable()));
    session.on('Page.loadEventFired', () => {
      this.#loading = false;
      this.emit('did-finish-load', preventable());
      takePicture(session).catch(report);
    });
    session.on('Page.frameNavigated', ({ frame }) => {
      if (frame.id === targetId) this.emit('did-navigate', preventable(), this.getURL(), 200, 'OK');
    });
    session.on('Page.windowOpen', (opening) => this.#askWindowOpen(opening));
    session.on('Inspector.targetCrashed', () => {
      const details = { reason: 'crashed', exitCode: 1 } as const;
      this.emit('render-process-gone', preventable(), details);
      app.emit('render-process-gone', preventable(), this.handle, details);
    });
    await Promise.all([
      session.send('Page.enable'),
      session.send('Inspector.enable'),
      session.send('Runtime.enable'),
      session.send('Runtime.addBinding', { name: BINDING }),
      session.send('Page.addScriptToEvaluateOnNewDocument', { source: documentScript(preload) }),
      this.#emulateTheme(session),
      session.send('Runtime.runIfWaitingForDebugger'),
    ]);
    for (const [channel, args] of this.#early) this.#ipc.send(channel, args);
    this.#target.resolve(target);
  }

  get mainFrame(): WebFrameMain {
    return this.#frames.main;
  }
  ownsFrame(frameId: string): boolean {
    return this.#frames.has(frameId);
  }
  allowsNavigation(frameId: string, url: string, redirected: boolean): boolean {
    return this.#navigation.allows(frameId, url, redirected);
  }
  getURL(): string {
    return this.#frames.main.url;
  }
  getTitle(): string {
    return app.getName();
  }
  isLoading(): boolean {
    return this.#loading;
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }
  isDevToolsOpened(): boolean {
    return false;
  }
  focus(): void {
    this.#do((session) => session.send('Page.bringToFront'));
  }
  close(): void {
    this.#close();
  }
  destroyed(): void {
    this.#destroyed = true;
    all.delete(this.id);
    this.#frames.destroy();
    this.#target.reject(new Error('Object has been destroyed'));
    this.emit('destroyed');
  }
  setWindowOpenHandler(handler: (details: HandlerDetails) => WindowOpenHandlerResponse): void {
    this.#windowOpen = handler;
  }
  send(channel: string, ...args: unknown[]): void {
    if (this.#ipc) this.#ipc.send(channel, args);
    else this.#early.push([channel, args]);
  }
  reload(): void {
    this.#loading = true;
    this.#do((session) => session.send('Page.reload'));
  }
  async executeJavaScript(code: string): Promise<unknown> {
    const { session } = await this.#target.promise;
    const options = { expression: code, awaitPromise: true, returnByValue: true };
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', options);
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value as unknown;
  }
  async printToPDF(options: PrintToPDFOptions): Promise<Buffer> {
    const { session } = await this.#target.promise;
    const { data } = await session.send('Page.printToPDF', pdfOptions(options));
    return Buffer.from(data, 'base64');
  }
  /** Resolves when the page has loaded; rejects with Chromium's code as Electron does. */
  async loadURL(url: string): Promise<void> {
    this.#loading = true;
    const { session } = await this.#target.promise;
    await standinSession.applyPermissions(this.handle, url);
    const loaded = new Promise<void>((resolve) => this.once('did-finish-load', () => resolve()));
    const { errorText } = await session.send('Page.navigate', { url: toChromium(url) });
    if (errorText !== undefined) {
      this.#loading = false;
      const code = errorText.replace('net::', '');
      this.emit('did-fail-load', preventable(), -2, code, url, true);
      throw new Error(`${code} (-2) loading '${url}'`);
    }
    await loaded;
  }
  applyTheme(): void {
    this.#do((session) => this.#emulateTheme(session));
  }
  /** Runs once the page is there; a page that closed in between is no failure. */
  #do(action: (session: CdpSession) => Promise<unknown>): void {
    this.#target.promise
      .then(({ session }) => action(session))
      .catch((error: unknown) => (this.#destroyed ? undefined : report(error)));
  }
  #emulateTheme(session: CdpSession): Promise<unknown> {
    return session.send('Emulation.setEmulatedMedia', {
      features: [{ name: 'prefers-color-scheme', value: colorScheme() }],
    });
  }
  #askWindowOpen({
    url,
    windowName,
    windowFeatures,
  }: {
    url: string;
    windowName: string;
    windowFeatures: string[];
  }): void {
    const response = this.#windowOpen?.({
      url: toApp(url),
      frameName: windowName,
      features: windowFeatures.join(','),
      disposition: windowFeatures.length > 0 ? 'new-window' : 'foreground-tab',
      referrer: { url: this.getURL(), policy: 'strict-origin-when-cross-origin' },
    });
    if (response?.action !== 'deny')
      report(notHere('child windows (the window-open handler has not denied one)'));
  }
}

export const contentsOfFrame = (frameId: string): StandinWebContents | undefined =>
  [...all.values()].find((contents) => contents.ownsFrame(frameId));
export const everyContents = (): StandinWebContents[] => [...all.values()];

export const webContents = refusing('webContents', {
  fromId: (id: number): WebContents | undefined => all.get(id)?.handle,
  fromDevToolsTargetId: (targetId: string): WebContents | undefined =>
    everyContents().find((contents) => contents.targetId === targetId)?.handle,
  getAllWebContents: (): WebContents[] => everyContents().map((contents) => contents.handle),
});
