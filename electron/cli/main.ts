/** The command line: the same services as the app, without a window. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../shared/result.ts';
import { runCli } from './run.ts';

const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')));

const stop = new AbortController();
// The second time the signal ends the program at once, as everywhere.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stop.abort());

// What can't be written is told to whoever writes, in `out`; there is nobody left to tell of stderr.
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);

/** A reader that has seen enough (`| head`) is no failure; a command that goes on for it may end. */
const out = (text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    process.stdout.write(text, (error: NodeJS.ErrnoException | null | undefined) => {
      if (error?.code === 'EPIPE') stop.abort();
      if (!error || error.code === 'EPIPE') resolve();
      else
        reject(
          new AppError(
            'store-io',
            `Standard output can't be written (${error.code ?? error.message}).`,
            {},
            error,
          ),
        );
    });
  });

process.exitCode = await runCli(process.argv.slice(2), {
  out,
  input: () => process.stdin,
  err: (text) => process.stderr.write(text),
  now: () => new Date().toISOString(),
  monotonic: () => performance.now(),
  randomId: randomUUID,
  appVersion: version,
  signal: stop.signal,
});
