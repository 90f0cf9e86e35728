/** The app's one window: shown once the first frame is painted, in the colour of the theme until then. */
import { BrowserWindow } from 'electron';
import { APP_START_URL } from '../security/app-origin.ts';
import { windowPreferences } from './window-preferences.ts';

/** Page background of each theme (renderer/theme/tokens.css), so that the first frame does not flash. */
const BACKGROUND = { light: '#ffffff', dark: '#18191e' } as const;

/** Opens the window and begins to load the page; does not wait for it. `preload` is the path of the built file. */
export const openMainWindow = (preload: string, dark: boolean): BrowserWindow => {
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    minWidth: 1024,
    minHeight: 640,
    useContentSize: true,
    center: true,
    show: false,
    title: 'Mailflow Runbook',
    backgroundColor: dark ? BACKGROUND.dark : BACKGROUND.light,
    webPreferences: windowPreferences(preload),
  });
  window.once('ready-to-show', () => window.show());
  window.loadURL(APP_START_URL).catch((cause: unknown) => {
    // Closing or reloading the window ends its first load; that is no defect. Anything else is.
    const aborted = cause instanceof Error && cause.message.includes('ERR_ABORTED');
    if (!window.isDestroyed() && !aborted) throw cause;
  });
  return window;
};
