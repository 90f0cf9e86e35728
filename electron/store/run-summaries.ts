/** What lists know of the stored runs: in memory by file, and where it is worth it in an index beside the runs. */
import { join } from 'node:path';
import { storedRunSummarySchema, type StoredRunSummary } from '../../shared/dns/stored-run.ts';
import type { StoreFs } from './store-fs.ts';
import { SummaryIndex } from './summary-index.ts';

const INDEX_NAME = 'summaries.index';
/** Octets of all runs of a customer below which a list is quick without an index. */
const WORTH_KEEPING = 1024 * 1024;

/** Identity of a file: it changes whenever the file does. */
export interface RunStamp {
  readonly text: string;
  readonly octets: number;
}

interface Known {
  readonly stamp: RunStamp;
  readonly summary: StoredRunSummary;
}

export class RunSummaries {
  readonly #fs: StoreFs;
  readonly #appVersion: string;
  readonly #known = new Map<string, Known>();
  /** What the index of each folder says, as names and stamps. */
  readonly #kept = new Map<string, string>();

  constructor(fs: StoreFs, appVersion: string) {
    this.#fs = fs;
    this.#appVersion = appVersion;
  }

  async stampOf(path: string): Promise<RunStamp> {
    const { mtimeNs, ctimeNs, size, ino } = await this.#fs.stat(path, { bigint: true });
    return { text: [mtimeNs, ctimeNs, size, ino].map(String).join(' '), octets: Number(size) };
  }

  /** `null` when the file is another one by now, or was never read. */
  of(path: string, stamp: RunStamp): StoredRunSummary | null {
    const known = this.#known.get(path);
    return known?.stamp.text === stamp.text ? known.summary : null;
  }

  set(path: string, stamp: RunStamp, summary: StoredRunSummary): void {
    this.#known.set(path, { stamp, summary });
  }

  /** Takes over what the index of the folder says; once for each folder. */
  async recall(folder: string): Promise<void> {
    if (this.#kept.has(folder)) return;
    const entries = await this.#index(folder).read();
    this.#kept.set(folder, [...entries].map(([name, { stamp }]) => `${name} ${stamp}`).join('\n'));
    for (const [name, { stamp, summary }] of entries) {
      const path = join(folder, name);
      // The size is that of the file that the stamp is of, so it need not be right here.
      if (!this.#known.has(path)) this.#known.set(path, { stamp: { text: stamp, octets: 0 }, summary });
    }
  }

  /** Writes the index into `place`, where the folder lies now, if it is worth it and says something new. */
  async keep(folder: string, found: ReadonlyMap<string, RunStamp>, place = folder): Promise<void> {
    const octets = [...found.values()].reduce((sum, stamp) => sum + stamp.octets, 0);
    if (octets < WORTH_KEEPING) return;
    const entries = new Map(
      [...found].flatMap(([name, stamp]) => {
        const summary = this.of(join(folder, name), stamp);
        return summary === null ? [] : [[name, { stamp: stamp.text, summary }] as const];
      }),
    );
    const says = [...entries].map(([name, { stamp }]) => `${name} ${stamp}`).join('\n');
    if (says === this.#kept.get(folder)) return;
    this.#kept.set(folder, says);
    await this.#index(place).write(entries);
  }

  #index(folder: string): SummaryIndex<StoredRunSummary> {
    const path = join(folder, INDEX_NAME);
    return new SummaryIndex({
      path,
      fs: this.#fs,
      appVersion: this.#appVersion,
      summary: storedRunSummarySchema,
    });
  }
}
