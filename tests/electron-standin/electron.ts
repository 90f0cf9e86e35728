/** The `electron` module of the stand-in, as main and Playwright's loader see it. */
export { app, becomeReady, readyAsked } from './api/app.ts';
export { BrowserWindow } from './api/browser-window.ts';
export { dialog } from './api/dialog.ts';
export { ipcMain } from './api/ipc-main.ts';
export { Menu, MenuItem } from './api/menu.ts';
export { nativeTheme } from './api/native-theme.ts';
export { protocol } from './api/protocol.ts';
export { session } from './api/session.ts';
export { clipboard, safeStorage, screen, shell } from './api/system.ts';
export { utilityProcess } from './api/utility-process.ts';
export { webContents } from './api/web-contents.ts';
