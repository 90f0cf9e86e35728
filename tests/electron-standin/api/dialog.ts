/**
 * File dialogs by what the desktop has (zenity or kdialog). Without a display they reject: a test replaces them on
 * the `dialog` object, and one that forgot must fail rather than go on with a made-up answer.
 */
import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type {
  MessageBoxOptions,
  MessageBoxReturnValue,
  OpenDialogOptions,
  SaveDialogOptions,
} from 'electron';
import { run } from '../host.ts';
import { notHere, refusing } from '../refuse.ts';
import { paths } from './paths.ts';

/** Standard output of a desktop tool, undefined when the person cancelled, null when the tool is not there. */
function ask(program: string, args: string[]): Promise<string | undefined | null> {
  return new Promise((resolve) =>
    execFile(program, args, (error, stdout) => {
      if (error && (error as NodeJS.ErrnoException).code === 'ENOENT') resolve(null);
      else resolve(error ? undefined : stdout.trim());
    }),
  );
}

async function choose(title: string, zenity: string[], kdialog: string[]): Promise<string | undefined> {
  if (run.headless) throw notHere('file dialog without a display; a test replaces dialog.show…Dialog');
  const answer = (await ask('zenity', ['--file-selection', `--title=${title}`, ...zenity])) ?? undefined;
  if (answer !== undefined) return answer;
  const other = await ask('kdialog', kdialog);
  if (other !== null) return other;
  const fallback = join(paths(run.name).documents, run.name);
  mkdirSync(fallback, { recursive: true });
  process.stderr.write(`No zenity and no kdialog to ask with: using ${fallback}\n`);
  return fallback;
}

/** Electron takes the parent window as an optional first argument. */
const last = (args: readonly unknown[]): object => Object(args.at(-1)) as object;

export const dialog = refusing('dialog', {
  async showOpenDialog(...args: unknown[]): Promise<{ canceled: boolean; filePaths: string[] }> {
    const { title = 'Open', properties = [] } = last(args) as OpenDialogOptions;
    const folder = properties.includes('openDirectory');
    const home = paths(run.name).documents;
    const path = await choose(title, folder ? ['--directory'] : [], [
      folder ? '--getexistingdirectory' : '--getopenfilename',
      home,
    ]);
    return { canceled: path === undefined, filePaths: path === undefined ? [] : [path] };
  },
  async showSaveDialog(...args: unknown[]): Promise<{ canceled: boolean; filePath: string }> {
    const { title = 'Save', defaultPath = '' } = last(args) as SaveDialogOptions;
    const path = await choose(
      title,
      ['--save', `--filename=${defaultPath}`],
      ['--getsavefilename', defaultPath],
    );
    return { canceled: path === undefined, filePath: path ?? '' };
  },
  async showMessageBox(...args: unknown[]): Promise<MessageBoxReturnValue> {
    const options = last(args) as MessageBoxOptions;
    if (run.headless) throw notHere('message box without a display; a test replaces dialog.showMessageBox');
    const answer = await ask('zenity', ['--question', `--text=${options.message}`]);
    if (answer === null) throw notHere('message box without zenity');
    return {
      response: answer === undefined ? (options.cancelId ?? 0) : (options.defaultId ?? 0),
      checkboxChecked: false,
    };
  },
  showErrorBox(title: string, content: string): void {
    process.stderr.write(`${title}\n${content}\n`);
  },
});
