import { expect, it } from 'vitest';
import { windowPreferences } from '../../../electron/window/window-preferences.ts';

it('keeps the page in its sandbox, each preference said aloud', () => {
  expect(windowPreferences('/app/preload.cjs')).toEqual({
    preload: '/app/preload.cjs',
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
    disableBlinkFeatures: 'Auxclick',
  });
});
