/** The exporter as the command line has it, and Debian's tools to look at what it made. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { afterAll } from 'vitest';
import { customerFileSchema } from '../../../shared/customer.ts';
import type { CustomerFile } from '../../../shared/customer.ts';
import { Exporter } from '../../../electron/export/exporter.ts';
import type { ExporterOptions } from '../../../electron/export/exporter.ts';
import { nodePdfProcess } from '../../../electron/export/pdf-process.ts';
import { sourceResources } from '../../../electron/export/resources.ts';

const exec = promisify(execFile);
export const ROOT = join(import.meta.dirname, '../../..');
export const WORKER = join(ROOT, 'electron/export/pdf-worker.ts');
export const NOW = '2026-12-06T08:00:00.000Z';

export const newExporter = (changes: Partial<ExporterOptions> = {}): Exporter =>
  new Exporter({
    now: () => NOW,
    monotonic: () => performance.now(),
    appVersion: '0.1.0',
    resources: sourceResources(),
    startPdfProcess: nodePdfProcess(WORKER),
    ...changes,
  });

export const example = async (name: string): Promise<CustomerFile> =>
  customerFileSchema.parse(JSON.parse(await readFile(join(ROOT, 'examples', name), 'utf8')));

const made: string[] = [];
afterAll(() => Promise.all(made.map((folder) => rm(folder, { recursive: true, force: true }))));

/** A folder that is gone after the tests of the file. */
export const tempFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'mailflow-export-'));
  made.push(folder);
  return folder;
};

/** Output of a tool; it must end with 0. */
export const tool = async (name: string, ...args: readonly string[]): Promise<string> => {
  const { stdout } = await exec(name, [...args], {
    maxBuffer: 256 * 1024 * 1024,
    env: { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` },
  });
  return stdout;
};

/** Every file below `folder`, with its bytes. */
export const contents = async (folder: string): Promise<ReadonlyMap<string, Buffer>> => {
  const found = new Map<string, Buffer>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) found.set(relative(folder, path), await readFile(path));
  }
  return found;
};

/** Throws when BIND would not load the zone as it stands. */
export const checkZone = (origin: string, path: string): Promise<string> =>
  tool(
    'named-checkzone',
    ...['-i', 'local', '-k', 'fail', '-m', 'fail', '-M', 'fail', '-n', 'fail', '-r', 'fail', '-S', 'fail'],
    origin,
    path,
  );
