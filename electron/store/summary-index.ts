/**
 * What the list knows of the documents, kept in `<data>/customer-list.json` between starts, so that 10,000 customers
 * need not be read anew. Derived from the documents and worth nothing without them: an index that is damaged, of
 * another version or can't be written only costs time, so nobody is told.
 */
import { z } from 'zod';
import { customerSummarySchema } from '../../shared/customer.ts';
import type { CustomerSummary } from '../../shared/customer.ts';
import { writeAtomically } from './atomic-write.ts';
import type { StoreFs } from './store-fs.ts';

export interface IndexEntry {
  /** Identity of the file that the summary was made from: time of change, size, inode. */
  readonly stamp: string;
  readonly summary: CustomerSummary;
}

const indexSchema = z.strictObject({
  /** Another version of the app may count steps otherwise. */
  appVersion: z.string(),
  entries: z.array(z.strictObject({ name: z.string(), stamp: z.string(), summary: customerSummarySchema })),
});

/** Below this a list is quick without an index. */
const WORTH_KEEPING = 200;

export class SummaryIndex {
  readonly #path: string;
  readonly #fs: StoreFs;
  readonly #appVersion: string;

  constructor(path: string, fs: StoreFs, appVersion: string) {
    this.#path = path;
    this.#fs = fs;
    this.#appVersion = appVersion;
  }

  async read(): Promise<Map<string, IndexEntry>> {
    try {
      const index = indexSchema.parse(JSON.parse(await this.#fs.readFile(this.#path, 'utf8')));
      if (index.appVersion !== this.#appVersion) return new Map();
      return new Map(index.entries.map(({ name, ...entry }) => [name, entry]));
    } catch {
      return new Map(); // the documents are read instead
    }
  }

  async write(entries: ReadonlyMap<string, IndexEntry>): Promise<void> {
    if (entries.size < WORTH_KEEPING) return;
    const list = [...entries].map(([name, entry]) => ({ name, ...entry }));
    try {
      await writeAtomically(
        this.#fs,
        this.#path,
        JSON.stringify({ appVersion: this.#appVersion, entries: list }),
      );
    } catch {
      // the next start reads the documents again
    }
  }
}
