import { spawnSync } from 'node:child_process';
import { findProgram, missing } from './packages.ts';

const manual = (names: readonly string[]): string =>
  `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${names.join(' ')}`;

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
      ...args,
    ];
    const run = spawnSync(command, rest, { encoding: 'utf8' });
    if (run.status !== 0) console.error(run.stdout + run.stderr);
    return run.status === 0;
  };
  const done = aptGet('update') && aptGet('install', '-y', '--no-install-recommends', ...wanted);
  return done && missing(names).length === 0 ? undefined : tell;
}
