// The smallest app that uses what the real one does; tests/integration/electron-standin.test.ts drives it.
import { app, BrowserWindow, ipcMain, nativeTheme, protocol, session, utilityProcess } from 'electron';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }]);
app.enableSandbox();
await app.whenReady();

session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
protocol.handle('app', async (request) => {
  const name = new URL(request.url).pathname.slice(1);
  const types = { 'index.html': 'text/html', 'page.mjs': 'text/javascript' };
  if (!(name in types)) return new Response('not found', { status: 404 });
  return new Response(await readFile(join(import.meta.dirname, name)), {
    headers: {
      'content-type': types[name],
      'content-security-policy': "default-src 'none'; script-src 'self'",
    },
  });
});

const window = new BrowserWindow({
  width: 900,
  height: 600,
  show: false,
  webPreferences: {
    preload: join(import.meta.dirname, 'preload.cjs'),
    sandbox: true,
    contextIsolation: true,
  },
});
const seen = { denied: [], stopped: [] };
window.webContents.setWindowOpenHandler(({ url }) => (seen.denied.push(url), { action: 'deny' }));
window.webContents.on('will-navigate', (event, url) => (seen.stopped.push(url), event.preventDefault()));
window.once('ready-to-show', () => window.show());

ipcMain.handle('echo', (event, value) => ({
  value,
  from: event.senderFrame.url,
  origin: event.senderFrame.origin,
}));
ipcMain.handle('fail', () => {
  throw new TypeError('no such thing');
});
ipcMain.handle('seen', () => seen);
ipcMain.handle('add', (_event, numbers) => {
  const child = utilityProcess.fork(join(import.meta.dirname, 'worker.mjs'), [], { serviceName: 'adder' });
  return new Promise((resolve) => {
    let answer;
    child.once('message', (message) => (answer = message));
    child.once('exit', (code) => resolve({ answer, code }));
    child.postMessage(numbers);
  });
});
nativeTheme.on('updated', () => window.webContents.send('theme', nativeTheme.shouldUseDarkColors));
app.on('window-all-closed', () => app.quit());
await window.loadURL('app://fixture/index.html');
