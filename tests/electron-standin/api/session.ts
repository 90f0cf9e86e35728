import type { OnBeforeRequestListenerDetails, Session, WebContents } from 'electron';
import type { typed } from '../cdp.ts';
import { browser } from '../host.ts';
import { notHere, refusing } from '../refuse.ts';
import { originOf, toApp, toChromium } from '../urls.ts';
import { KnownEvents } from './emitter.ts';
import { protocol } from './protocol.ts';

type RequestHandler = NonNullable<Parameters<Session['setPermissionRequestHandler']>[0]>;
type CheckHandler = NonNullable<Parameters<Session['setPermissionCheckHandler']>[0]>;
type BeforeRequest = (
  details: OnBeforeRequestListenerDetails,
  answer: (response: { cancel?: boolean; redirectURL?: string }) => void,
) => void;
type Descriptor = NonNullable<Parameters<typeof typed.send<'Browser.setPermission'>>[1]>['permission'];

/** Electron's permission names and what Chromium calls them. */
const PERMISSIONS: ReadonlyArray<readonly [Parameters<RequestHandler>[1], Descriptor]> = [
  ['clipboard-read', { name: 'clipboard-read' }],
  ['clipboard-sanitized-write', { name: 'clipboard-write', allowWithoutSanitization: false }],
  ['geolocation', { name: 'geolocation' }],
  ['media', { name: 'camera' }],
  ['media', { name: 'microphone' }],
  ['midiSysex', { name: 'midi', sysex: true }],
  ['notifications', { name: 'notifications' }],
];

/** A URL pattern of the extensions' kind (`https://*\/*`), as webRequest filters take it. */
function matcher(pattern: string): RegExp {
  if (pattern === '<all_urls>') return /^/;
  const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  return new RegExp(`^${escaped}$`);
}

type Members = Pick<
  Session,
  | 'setDevicePermissionHandler'
  | 'setPermissionCheckHandler'
  | 'setPermissionRequestHandler'
  | 'setSpellCheckerEnabled'
>;

class StandinSession extends KnownEvents implements Members {
  readonly protocol = protocol;
  #request: RequestHandler | null = null;
  #check: CheckHandler | null = null;
  #beforeRequest: BeforeRequest | undefined;
  #patterns: RegExp[] | undefined;

  readonly webRequest = refusing('session.webRequest', {
    onBeforeRequest: (
      first: { urls: string[] } | BeforeRequest | null,
      second?: BeforeRequest | null,
    ): void => {
      const filter = typeof first === 'function' || first === null ? undefined : first;
      this.#patterns = filter?.urls.map(matcher);
      this.#beforeRequest = (typeof first === 'function' ? first : second) ?? undefined;
    },
  });

  constructor() {
    super('session', ['will-download', 'select-hid-device', 'select-serial-port', 'select-usb-device']);
  }
  setPermissionRequestHandler(handler: RequestHandler | null): void {
    this.#request = handler;
  }
  setPermissionCheckHandler(handler: CheckHandler | null): void {
    this.#check = handler;
  }
  setDevicePermissionHandler(): void {
    // A headless browser offers no device to choose, so the handler is never asked.
  }
  setSpellCheckerEnabled(): void {
    // No dictionaries are loaded here.
  }

  /** The filter's verdict on one request, with the app's own addresses. */
  async cancels(details: OnBeforeRequestListenerDetails): Promise<boolean> {
    const listener = this.#beforeRequest;
    const filtered = this.#patterns?.some((pattern) => pattern.test(details.url)) ?? true;
    if (!listener || !filtered) return false;
    const response = await new Promise<{ cancel?: boolean; redirectURL?: string }>((answer) =>
      listener(details, answer),
    );
    if (response.redirectURL !== undefined) throw notHere('webRequest redirectURL');
    return response.cancel === true;
  }

  /**
   * The protocol can't ask the app at the moment of a request, so the handlers are asked before each load and
   * Chromium is told their answers. Without handlers everything is granted, as in Electron.
   */
  async applyPermissions(contents: WebContents, url: string): Promise<void> {
    const origin = URL.parse(toChromium(url))?.origin;
    if (origin === undefined || origin === 'null') return;
    const { connection } = await browser;
    const tell = async ([name, permission]: (typeof PERMISSIONS)[number]): Promise<void> => {
      const setting = (await this.#grants(contents, name, toApp(url))) ? 'granted' : 'denied';
      await connection.root.send('Browser.setPermission', { permission, setting, origin });
    };
    await Promise.all(PERMISSIONS.map(tell));
  }
  async #grants(contents: WebContents, name: Parameters<RequestHandler>[1], url: string): Promise<boolean> {
    const details = { isMainFrame: true, requestingUrl: url };
    const checked = this.#check?.(contents, name, originOf(url), details) ?? true;
    const handler = this.#request;
    if (!checked || !handler) return checked;
    return new Promise((resolve) => handler(contents, name, resolve, details));
  }
}

export const standinSession = new StandinSession();
export const session = refusing('session', {
  defaultSession: refusing('session.defaultSession', standinSession),
});
