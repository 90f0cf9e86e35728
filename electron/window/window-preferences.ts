/** Every preference of the window's page, written out: a default that changes upstream must not open a door. */
import type { WebPreferences } from 'electron';

export const windowPreferences = (preload: string): WebPreferences => ({
  preload,
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  plugins: false,
  webgl: false,
  navigateOnDragDrop: false,
  disableDialogs: true,
  safeDialogs: true,
  autoplayPolicy: 'user-gesture-required',
  spellcheck: false,
  images: true,
  javascript: true,
  // Middle click would open links in new windows; there are none to open.
  disableBlinkFeatures: 'Auxclick',
});
