/** Registers the app's own scheme, so that the page has a real origin instead of `file:`. */
import { protocol } from 'electron';
import type { Session } from 'electron';
import { serveAppFiles } from './app-files.ts';
import { APP_SCHEME } from './app-origin.ts';

/** Has to run before the app is ready (Electron's rule for privileged schemes). */
export const declareAppScheme = (): void =>
  protocol.registerSchemesAsPrivileged([
    {
      scheme: APP_SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ]);

export const handleAppScheme = (session: Session, root: string): void =>
  session.protocol.handle(APP_SCHEME, serveAppFiles(root));
