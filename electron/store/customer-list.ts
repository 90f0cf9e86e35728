/** Lists the documents of a folder. Summaries are kept by identity of the file, so that only changed ones are read. */
import { join } from 'node:path';
import type { CustomerSummary } from '../../shared/customer.ts';
import type { CustomerList } from '../../shared/ipc/contract.ts';
import { AppError } from '../../shared/result.ts';
import type { CustomerFiles } from './customer-files.ts';
import { isUsableId } from './customer-files.ts';
import { mapBounded } from './serial.ts';
import { storeError } from './store-error.ts';
import { errno } from './store-fs.ts';
import type { StoreFs } from './store-fs.ts';
import { summarise } from './summary.ts';
import type { IndexEntry, SummaryIndex } from './summary-index.ts';

const AT_ONCE = 32;
/** Below this a list is quick without an index. */
const WORTH_KEEPING = 200;

const misnamed = (path: string): AppError =>
  new AppError(
    'store-damaged',
    `${path} has a name that no customer of the app has. The file was left as it is. Move it away and import it.`,
    { path },
  );

export class CustomerLister {
  #cache: Map<string, IndexEntry<CustomerSummary>> | null = null;
  readonly #files: CustomerFiles;
  readonly #fs: StoreFs;
  readonly #index: SummaryIndex<CustomerSummary>;

  constructor(files: CustomerFiles, fs: StoreFs, index: SummaryIndex<CustomerSummary>) {
    this.#files = files;
    this.#fs = fs;
    this.#index = index;
  }

  /** Sorted by name; a file that can't be read is named with its reason and never touched. */
  async list(): Promise<CustomerList> {
    let names: readonly string[];
    try {
      names = await this.#fs.readdir(this.#files.folder);
    } catch (cause) {
      throw storeError(cause, this.#files.folder, 'read');
    }
    const documents = names.filter((name) => name.endsWith('.json') && !name.startsWith('.'));
    const cache = (this.#cache ??= await this.#index.read());
    let changed = false;
    const found = await mapBounded(documents, AT_ONCE, async (name) => {
      const before = cache.get(name);
      const entry = await this.#entry(name, cache);
      changed ||= cache.get(name) !== before;
      return entry;
    });
    const kept = new Set(documents);
    for (const name of cache.keys()) if (!kept.has(name)) changed = cache.delete(name) || changed;
    if (changed && cache.size >= WORTH_KEEPING) await this.#index.write(cache);
    const customers = found.filter((entry) => entry !== null && 'id' in entry);
    customers.sort((a, b) => a.customerName.localeCompare(b.customerName) || (a.id < b.id ? -1 : 1));
    return { customers, unreadable: found.filter((entry) => entry !== null && 'file' in entry) };
  }

  async #entry(
    name: string,
    cache: Map<string, IndexEntry<CustomerSummary>>,
  ): Promise<CustomerSummary | CustomerList['unreadable'][number] | null> {
    const path = join(this.#files.folder, name);
    try {
      const { mtimeNs, size, ino } = await this.#fs.stat(path, { bigint: true });
      const stamp = `${String(mtimeNs)} ${String(size)} ${String(ino)}`;
      const cached = cache.get(name);
      if (cached?.stamp === stamp) return cached.summary;
      const id = name.slice(0, -'.json'.length);
      if (!isUsableId(id)) throw misnamed(path);
      const summary = summarise(await this.#files.read(id));
      cache.set(name, { stamp, summary });
      return summary;
    } catch (cause) {
      // Gone between reading the folder and reading the file: deleted, not damaged.
      if (errno(cause) === 'ENOENT' || (cause instanceof AppError && cause.code === 'not-found')) return null;
      return { file: name, error: storeError(cause, path, 'read').toData() };
    }
  }
}
