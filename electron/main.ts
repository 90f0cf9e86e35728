/** Composition root of the main process: what has to be said before ready, then services, then the window. */
import { app, nativeTheme, session } from 'electron';
import { join } from 'node:path';
import { declareAppScheme, handleAppScheme } from './security/app-scheme.ts';
import { guardNavigation } from './security/navigation.ts';
import { blockNetwork } from './security/network.ts';
import { denyPermissions } from './security/permissions.ts';
import { openMainWindow } from './window/main-window.ts';

const DIST = join(import.meta.dirname, '..');

const start = (): void => {
  denyPermissions(session.defaultSession);
  blockNetwork(session.defaultSession);
  handleAppScheme(session.defaultSession, join(DIST, 'renderer'));
  openMainWindow(join(DIST, 'preload', 'preload.cjs'), nativeTheme.shouldUseDarkColors);
};

app.enableSandbox();
declareAppScheme();
guardNavigation(app);
app.on('window-all-closed', () => app.quit());
void app.whenReady().then(start);
