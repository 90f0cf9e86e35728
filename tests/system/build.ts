import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const OUTPUTS = ['dist/main/main.js', 'dist/preload/preload.cjs', 'dist/renderer/index.html'];
const SOURCES = ['electron', 'renderer', 'shared'];

/** True when a file of the app is missing from dist/, or older than a source or a build setting. */
export function isStale(root: string): boolean {
  const outputs = OUTPUTS.map((file) => join(root, file));
  if (!outputs.every((file) => existsSync(file))) return true;
  const built = Math.min(...outputs.map((file) => statSync(file).mtimeMs));
  const settings = readdirSync(root).filter((name) => /^vite\..*\.ts$|^package(-lock)?\.json$/.test(name));
  const sources = SOURCES.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  );
  return [...settings, ...sources].some((name) => statSync(join(root, name)).mtimeMs > built);
}

/** Builds the app; what the tools say is shown only when they fail. */
export function build(root: string): Promise<boolean> {
  console.log('Building the app');
  const child = spawn('npm', ['run', '--silent', 'build'], {
    cwd: root,
    shell: process.platform === 'win32',
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
  return new Promise((resolve) => {
    child.once('error', (error) => {
      console.error(error.message);
      resolve(false);
    });
    child.once('close', (code) => {
      if (code !== 0) console.error(output);
      resolve(code === 0);
    });
  });
}
