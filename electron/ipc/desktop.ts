/** The desktop as Electron gives it: dialogs, clipboard, file manager and theme. */
import { app, clipboard, dialog, nativeTheme, shell } from 'electron';
import type { BrowserWindow, OpenDialogOptions } from 'electron';
import type { Desktop } from './services.ts';

/** `window` gives the window that a dialog belongs to, if one is open. */
export const createDesktop = (window: () => BrowserWindow | null): Desktop => {
  const choose = async (options: OpenDialogOptions): Promise<string | null> => {
    const parent = window();
    const { canceled, filePaths } = await (parent
      ? dialog.showOpenDialog(parent, options)
      : dialog.showOpenDialog(options));
    return canceled ? null : (filePaths[0] ?? null);
  };
  /** Electron's own types promise a version that plain Node does not have. */
  const versions: Partial<NodeJS.ProcessVersions> = process.versions;
  return {
    info: {
      version: app.getVersion(),
      platform: process.platform,
      dataDir: app.getPath('userData'),
      electron: versions.electron ?? '',
    },
    chooseFile: (kind = 'customer') =>
      choose({
        title: kind === 'customer' ? 'Import a customer' : 'Import answers from another computer',
        buttonLabel: 'Import',
        properties: ['openFile'],
        filters: [
          {
            name: kind === 'customer' ? 'Customer document' : 'File of the collector or a kept run',
            extensions: ['json'],
          },
        ],
      }),
    saveFile: async (name) => {
      const parent = window();
      const options = { title: 'Save the script', defaultPath: name };
      const { canceled, filePath } = await (parent
        ? dialog.showSaveDialog(parent, options)
        : dialog.showSaveDialog(options));
      return canceled || filePath === '' ? null : filePath;
    },
    chooseFolder: () =>
      choose({
        title: 'Folder for the export',
        buttonLabel: 'Choose',
        properties: ['openDirectory', 'createDirectory'],
      }),
    reveal: (path) => shell.showItemInFolder(path),
    writeClipboard: (text) => clipboard.writeText(text),
    setTheme: (theme) => {
      nativeTheme.themeSource = theme;
    },
  };
};
