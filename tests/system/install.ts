import { spawnSync } from 'node:child_process';
import { findProgram, missing } from './packages.ts';

const manual = (names: readonly string[]): string =>
  `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${names.join(' ')}`;

/** A new machine often runs apt itself at first, and a mirror fails now and then. */
const PATIENT = ['-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=3'];
/** The lock of the lists is waited for by nobody, so that all of it is done once more after a while. */
const ROUNDS = 2;
const PAUSE_MS = 20_000;

/** Words in front of apt-get, or undefined where this user may not install. */
function rights(): string[] | undefined {
  if (findProgram('apt-get') === undefined) return undefined;
  if (process.getuid?.() === 0) return [];
  const mayWithoutPassword = spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0;
  return mayWithoutPassword ? ['sudo', '-n'] : undefined;
}

/**
 * Installs the named Debian packages that are missing, where this user may. Undefined when all are there now, else
 * what to tell the person, with the exact line to type.
 */
export function ensure(names?: readonly string[]): string | undefined {
  const wanted = missing(names);
  if (wanted.length === 0) return undefined;
  const prefix = rights();
  const tell = `Missing: ${missing(names).join(', ')}. On Debian type:\n  ${manual(wanted)}`;
  if (!prefix) return tell;
  console.log(`Installing ${wanted.join(', ')} with apt-get`);
  const aptGet = (...args: string[]): boolean => {
    const [command = 'apt-get', ...rest] = [
      ...prefix,
      'env',
      'DEBIAN_FRONTEND=noninteractive',
      'apt-get',
      ...PATIENT,
      ...args,
    ];
    const run = spawnSync(command, rest, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
    if (run.status !== 0) console.error(run.stdout + run.stderr);
    return run.status === 0;
  };
  // A list that can't be fetched may be one that nothing is wanted of, so only what is installed counts.
  for (let left = ROUNDS; left > 0; left -= 1) {
    aptGet('update');
    const done = aptGet('install', '-y', '--no-install-recommends', ...wanted);
    if (done && missing(names).length === 0) return undefined;
    if (left > 1) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
  }
  return tell;
}
