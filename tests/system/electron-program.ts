import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Milliseconds to begin and end the download in; a network that swallows packets must not hold up the start. */
const PATIENCE = 20_000;

/** Electron's program as the npm package finds it, without its habit of downloading. */
export function installedElectron(root: string): string | undefined {
  const folder = join(root, 'node_modules', 'electron');
  const pathFile = join(folder, 'path.txt');
  if (!existsSync(pathFile)) return undefined;
  const program = join(folder, 'dist', readFileSync(pathFile, 'utf8'));
  return existsSync(program) ? program : undefined;
}

/** Lets the npm package fetch the program, for a while. Undefined when it could not. */
export async function fetchElectron(root: string): Promise<string | undefined> {
  console.log("Looking for Electron's program");
  const script = join(root, 'node_modules', 'electron', 'install.js');
  const child = spawn(process.execPath, [script], { stdio: 'ignore' });
  await new Promise<void>((resolve) => {
    const limit = setTimeout(() => child.kill('SIGKILL'), PATIENCE);
    const done = (): void => {
      clearTimeout(limit);
      resolve();
    };
    child.once('exit', done);
    child.once('error', done);
  });
  return installedElectron(root);
}
