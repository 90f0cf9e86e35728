/**
 * What a list knows of the files of a folder, kept in one file between starts, so that they need not be read anew: of
 * 10,000 customers, or of the runs of one, each of which may hold 64 MB. Derived from those files and worth nothing
 * without them: an index that is damaged, of another version or can't be written only costs time, so nobody is told.
 */
import { z } from 'zod';
import { writeAtomically } from './atomic-write.ts';
import type { StoreFs } from './store-fs.ts';

export interface IndexEntry<Summary> {
  /** Identity of the file that the summary was made from: time of change, size, inode. */
  readonly stamp: string;
  readonly summary: Summary;
}

export interface IndexOptions<Summary> {
  readonly path: string;
  readonly fs: StoreFs;
  /** Another version of the app may see other things in the same file. */
  readonly appVersion: string;
  readonly summary: z.ZodType<Summary>;
}

export class SummaryIndex<Summary> {
  readonly #options: IndexOptions<Summary>;

  constructor(options: IndexOptions<Summary>) {
    this.#options = options;
  }

  /** By the name of the file. */
  async read(): Promise<Map<string, IndexEntry<Summary>>> {
    const { path, fs, appVersion, summary } = this.#options;
    const schema = z.strictObject({
      appVersion: z.string(),
      entries: z.array(z.strictObject({ name: z.string(), stamp: z.string(), summary })),
    });
    try {
      const index = schema.parse(JSON.parse(await fs.readFile(path, 'utf8')));
      if (index.appVersion !== appVersion) return new Map();
      return new Map(index.entries.map(({ name, ...entry }) => [name, entry]));
    } catch {
      return new Map(); // the files are read instead
    }
  }

  async write(entries: ReadonlyMap<string, IndexEntry<Summary>>): Promise<void> {
    const { path, fs, appVersion } = this.#options;
    const list = [...entries].map(([name, { stamp, summary }]) => ({ name, stamp, summary }));
    try {
      await writeAtomically(fs, path, JSON.stringify({ appVersion, entries: list }));
    } catch {
      // the next start reads the files again
    }
  }
}
