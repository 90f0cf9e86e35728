/** The command line: the same services as the app, without a window. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { runCli } from './run.ts';

const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')));

/** A reader that has seen enough (`| head`) is no failure; nothing more can be said to it. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
process.stderr.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

const stop = new AbortController();
process.once('SIGINT', () => stop.abort());

process.exitCode = await runCli(process.argv.slice(2), {
  out: (text) =>
    new Promise((resolve, reject) => {
      process.stdout.write(text, (error) => (error ? reject(error) : resolve()));
    }),
  err: (text) => process.stderr.write(text),
  now: () => new Date().toISOString(),
  monotonic: () => performance.now(),
  randomId: randomUUID,
  appVersion: version,
  signal: stop.signal,
});
