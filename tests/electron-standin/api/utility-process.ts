import { fork as forkChild, type ChildProcess, type StdioOptions } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ForkOptions, UtilityProcess } from 'electron';
import { notHere, refusing } from '../refuse.ts';
import { KnownEvents } from './emitter.ts';

type Members = Pick<UtilityProcess, 'kill' | 'pid' | 'postMessage' | 'stderr' | 'stdout'>;
const PARENT_PORT = pathToFileURL(join(import.meta.dirname, '..', 'parent-port.ts')).href;

class StandinUtility extends KnownEvents implements Members {
  readonly #child: ChildProcess;
  constructor(child: ChildProcess) {
    super('UtilityProcess', ['exit', 'message', 'spawn']);
    this.#child = child;
    child.once('spawn', () => this.emit('spawn'));
    child.on('message', (message) => this.emit('message', message));
    child.once('error', (error) => this.emit('error', 'FatalError', error.message, ''));
    // Not `exit`, which may come before the last message.
    child.once('close', (code, signal) => this.emit('exit', code ?? (signal === null ? 0 : 1)));
  }
  get pid(): number | undefined {
    return this.#child.exitCode === null ? this.#child.pid : undefined;
  }
  get stdout(): UtilityProcess['stdout'] {
    return this.#child.stdout;
  }
  get stderr(): UtilityProcess['stderr'] {
    return this.#child.stderr;
  }
  postMessage(message: unknown, transfer: unknown[] = []): void {
    if (transfer.length > 0) throw notHere('UtilityProcess.postMessage with ports');
    this.#child.send(message as object);
  }
  kill(): boolean {
    return this.#child.kill();
  }
}

export const utilityProcess = refusing('utilityProcess', {
  /** A Node child with `process.parentPort`; messages are structured clones, as in Electron. */
  fork(modulePath: string, args: string[] = [], options: ForkOptions = {}): Members {
    const stdio = options.stdio ?? 'inherit';
    if (Array.isArray(stdio)) throw notHere('utilityProcess.fork with a list of stdio');
    const child = forkChild(modulePath, args, {
      serialization: 'advanced',
      execArgv: [...(options.execArgv ?? []), '--import', PARENT_PORT],
      env: (options.env ?? process.env) as NodeJS.ProcessEnv,
      stdio: ['ignore', stdio, stdio, 'ipc'] as StdioOptions,
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    });
    return refusing('UtilityProcess', new StandinUtility(child));
  },
});
