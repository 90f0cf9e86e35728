/** One running app per user data folder: a file with the owner's process id, and a signal to wake the owner. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { alive } from '../chromium.ts';

type Second = (argv: string[], workingDirectory: string, data: Record<string, unknown>) => void;
interface Message {
  argv: string[];
  folder: string;
  data: Record<string, unknown>;
}

/** True for the first; a second leaves its command line for the first, wakes it and gets false. */
export function takeLock(userData: string, data: Record<string, unknown>, second: Second): boolean {
  mkdirSync(userData, { recursive: true });
  const lock = join(userData, 'standin.lock');
  const mail = join(userData, 'standin.second');
  const owner = readOwner(lock);
  if (owner !== undefined && owner !== process.pid && alive(owner)) {
    const message: Message = { argv: process.argv, folder: process.cwd(), data };
    writeFileSync(mail, JSON.stringify(message));
    process.kill(owner, 'SIGUSR2');
    return false;
  }
  writeFileSync(lock, String(process.pid));
  process.on('SIGUSR2', () => {
    const { argv, folder, data: sent } = JSON.parse(readFileSync(mail, 'utf8')) as Message;
    second(argv, folder, sent);
  });
  process.on('exit', () => rmSync(lock, { force: true }));
  return true;
}

function readOwner(lock: string): number | undefined {
  try {
    return Number(readFileSync(lock, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
