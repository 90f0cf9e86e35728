/** What happens when the page's process or the main process itself fails. */
import { app, dialog } from 'electron';
import type { BrowserWindow } from 'electron';

/** The page is loaded once more after a crash; after a second one the person decides. */
export const recoverPage = (window: BrowserWindow, log: (text: string) => void): void => {
  let reloaded = false;
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return;
    log(`page process gone: ${reason} (${exitCode})`);
    if (reloaded) {
      dialog.showErrorBox(
        'Mailflow Runbook has to close',
        `The window failed twice (${reason}). What it showed as saved is on the disk. Start the app again.`,
      );
      app.exit(1);
      return;
    }
    reloaded = true;
    window.webContents.reload();
    void dialog.showMessageBox(window, {
      type: 'warning',
      title: 'Mailflow Runbook',
      message: 'The window failed and was loaded again.',
      detail: `What it showed as saved is on the disk; what was typed in the last moment may be missing (${reason}).`,
      buttons: ['Continue'],
    });
  });
};

/** A defect in main leaves nothing to rely on: say so and end, instead of going on half alive. */
export const endOnDefect = (log: (text: string) => void): void => {
  const end = (cause: unknown): void => {
    log(cause instanceof Error ? (cause.stack ?? cause.message) : String(cause));
    const reason = cause instanceof Error ? cause.message : String(cause);
    dialog.showErrorBox(
      'Mailflow Runbook has to close',
      `The app failed because of a defect of its own. What it showed as saved is on the disk. Start the app again; if it fails again, report this: ${reason}`,
    );
    app.exit(1);
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);
};
