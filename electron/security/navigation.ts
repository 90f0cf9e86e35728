/** Keeps every page where it is: no navigation away, no new window, no guest page. Holds for all web contents. */
import type { App, WebContents } from 'electron';
import { isAppUrl } from './app-origin.ts';

interface Navigation {
  readonly url: string;
  preventDefault(): void;
}

const stayInApp = (navigation: Navigation): void => {
  if (!isAppUrl(navigation.url)) navigation.preventDefault();
};

const guard = (contents: WebContents): void => {
  contents.on('will-navigate', stayInApp);
  contents.on('will-redirect', stayInApp);
  contents.on('will-frame-navigate', stayInApp);
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-attach-webview', (event) => event.preventDefault());
};

export const guardNavigation = (app: App): void => {
  app.on('web-contents-created', (_event, contents) => guard(contents));
};
