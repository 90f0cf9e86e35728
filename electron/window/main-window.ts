/** The app's one window: shown once the first frame is painted, in the colour of the theme until then. */
import { BrowserWindow } from 'electron';
import { APP_START_URL } from '../security/app-origin.ts';
import { windowPreferences } from './window-preferences.ts';
import { SMALLEST } from './window-place.ts';
import type { WindowPlace } from '../../shared/ipc/contract.ts';

/** Page background of each theme (renderer/theme/tokens.css), so that the first frame does not flash. */
const BACKGROUND = { light: '#ffffff', dark: '#18191e' } as const;

/**
 * Opens the window and begins to load the page; does not wait for it. `preload` is the path of the built file;
 * without a `place` the window opens in the middle.
 */
export const openMainWindow = (
  preload: string,
  { dark, place }: { readonly dark: boolean; readonly place: WindowPlace | null },
): BrowserWindow => {
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    useContentSize: true,
    center: true,
    show: false,
    title: 'Mailflow Runbook',
    backgroundColor: dark ? BACKGROUND.dark : BACKGROUND.light,
    webPreferences: windowPreferences(preload),
  });
  if (place !== null) {
    const { x, y, width, height } = place;
    window.setBounds({ x, y, width, height });
  }
  window.once('ready-to-show', () => {
    if (place?.maximized) window.maximize();
    window.show();
  });
  window.loadURL(APP_START_URL).catch((cause: unknown) => {
    // Closing or reloading the window ends its first load; that is no defect. Anything else is.
    const aborted = cause instanceof Error && cause.message.includes('ERR_ABORTED');
    if (!window.isDestroyed() && !aborted) throw cause;
  });
  return window;
};
