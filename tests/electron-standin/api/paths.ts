import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../host.ts';

type PathName =
  | 'home'
  | 'appData'
  | 'userData'
  | 'sessionData'
  | 'temp'
  | 'exe'
  | 'desktop'
  | 'documents'
  | 'downloads'
  | 'logs';

function appData(): string {
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support');
  if (process.platform === 'win32') return process.env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming');
  return process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config');
}

/** Electron's well-known folders; `userData` is `--user-data-dir` when that was given. */
export function paths(name: string): Record<PathName, string> {
  const userData = run.userData ?? join(appData(), name);
  return {
    home: homedir(),
    appData: appData(),
    userData,
    sessionData: userData,
    temp: tmpdir(),
    exe: process.execPath,
    desktop: join(homedir(), 'Desktop'),
    documents: join(homedir(), 'Documents'),
    downloads: join(homedir(), 'Downloads'),
    logs: join(userData, 'logs'),
  };
}

export const isPathName = (name: string): name is PathName => name in paths('');
