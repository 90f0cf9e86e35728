/**
 * `npm start`: the app on real Electron where its program is here or can be fetched, else on the stand-in in the
 * system's Chromium. What follows `--` goes to the app.
 */
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasDisplay } from '../electron-standin/command-line.ts';
import { build, isStale } from './build.ts';
import { fetchElectron, installedElectron } from './electron-program.ts';
import { ensure } from './install.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const STANDIN = join(ROOT, 'tests', 'electron-standin', 'launch.ts');

interface Program {
  command: string;
  args: string[];
  env: NodeJS.ProcessEnv;
}

/** Undefined when nothing can show the app; the reason has been said. */
async function choose(given: string[]): Promise<Program | undefined> {
  if (hasDisplay(process.env)) {
    const electron = installedElectron(ROOT) ?? (await fetchElectron(ROOT));
    // Electron refuses to run as root with its sandbox.
    const root = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    if (electron !== undefined)
      return { command: electron, args: [...root, ROOT, ...given], env: process.env };
    console.log(
      "Electron's program is not here and could not be fetched, so the app starts on the stand-in:",
    );
    console.log(
      "the same app on plain Node with its page in this system's Chromium (tests/electron-standin/README.md).",
    );
  }
  const problem = ensure(['chromium']);
  if (problem !== undefined) {
    console.error(
      `No Chromium to show the app in. ${problem}\nOr name one: CHROMIUM_PATH=/path/to/chromium npm start`,
    );
    return undefined;
  }
  if (hasDisplay(process.env))
    return { command: process.execPath, args: [STANDIN, ROOT, ...given], env: process.env };
  const picture = join(tmpdir(), `mailflow-runbook-${process.pid}.png`);
  console.log(
    "There is no display, which Electron's program needs, so it was neither looked for nor fetched:",
  );
  console.log(
    'the app runs on the stand-in (tests/electron-standin/README.md), without a window, until Ctrl+C.',
  );
  console.log(`A picture of its window: ${picture}. To work in it, start it in a desktop session.`);
  return {
    command: process.execPath,
    args: [STANDIN, ROOT, ...given],
    env: { ...process.env, STANDIN_SCREENSHOT: picture },
  };
}

async function main(): Promise<number> {
  if (isStale(ROOT) && !(await build(ROOT))) return 1;
  const program = await choose(process.argv.slice(2));
  if (!program) return 1;
  const child = spawn(program.command, program.args, { cwd: ROOT, env: program.env, stdio: 'inherit' });
  // Ctrl+C reaches the app by itself; a signal to this process alone is passed on. Either way the app's end is ours.
  process.on('SIGINT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => {
    child.once('error', (error) => {
      console.error(`${program.command}: ${error.message}`);
      resolve(1);
    });
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

process.exitCode = await main();
