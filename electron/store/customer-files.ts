/** Where the documents lie, and reading and writing one of them; no order between calls is kept here. */
import { dirname, join } from 'node:path';
import { customerIdSchema } from '../../shared/customer-id.ts';
import type { CustomerFile } from '../../shared/customer.ts';
import { AppError } from '../../shared/result.ts';
import { makeFolder, sweepStaleTemps, syncFolder, writeAtomically } from './atomic-write.ts';
import { formatDocument, MAX_DOCUMENT_BYTES, parseDocument } from './document.ts';
import { storeError } from './store-error.ts';
import { errno } from './store-fs.ts';
import type { StoreFs } from './store-fs.ts';

export const CUSTOMERS_FOLDER = 'customers';
export const RUNS_FOLDER = 'dns-runs';

/** Names that Windows keeps for devices, whatever the extension. */
const DEVICE_NAMES = /^(?:con|prn|aux|nul|com\d|lpt\d)$/u;

/** True for an id that can be a file name on every system. */
export const isUsableId = (id: string): boolean =>
  customerIdSchema.safeParse(id).success && !DEVICE_NAMES.test(id);

export class CustomerFiles {
  readonly folder: string;
  readonly trash: string;
  readonly #runs: string;
  readonly #trashedRuns: string;
  readonly #fs: StoreFs;

  constructor(dir: string, fs: StoreFs) {
    this.folder = join(dir, CUSTOMERS_FOLDER);
    this.trash = join(dir, 'trash');
    this.#runs = join(dir, RUNS_FOLDER);
    this.#trashedRuns = join(this.trash, RUNS_FOLDER);
    this.#fs = fs;
  }

  path(id: string): string {
    return join(this.folder, `${id}.json`);
  }
  trashPath(id: string): string {
    return join(this.trash, `${id}.json`);
  }
  /** The folder of the customer's stored DNS runs; it goes where the document goes. */
  runsPath(id: string): string {
    return join(this.#runs, id);
  }
  trashedRunsPath(id: string): string {
    return join(this.#trashedRuns, id);
  }

  async exists(path: string): Promise<boolean> {
    try {
      await this.#fs.stat(path);
      return true;
    } catch (cause) {
      if (errno(cause) === 'ENOENT') return false;
      throw storeError(cause, path, 'read');
    }
  }

  /** AppError `not-found` when there is none; `store-…` when it can't be read. */
  async read(id: string, folder = this.folder): Promise<CustomerFile> {
    const path = join(folder, `${id}.json`);
    if (!isUsableId(id)) throw this.#notFound(id);
    let bytes: Uint8Array;
    try {
      if ((await this.#fs.stat(path)).size > MAX_DOCUMENT_BYTES)
        bytes = new Uint8Array(MAX_DOCUMENT_BYTES + 1);
      else bytes = await this.#fs.readFile(path);
    } catch (cause) {
      throw errno(cause) === 'ENOENT' ? this.#notFound(id) : storeError(cause, path, 'read');
    }
    const file = parseDocument(bytes, path);
    if (file.data.id === id) return file;
    throw new AppError(
      'store-damaged',
      `${path} is the document of another customer (${file.data.id}), copied under a new name. The file was left as it is. Move it away and import it.`,
      { path },
    );
  }

  /** Replaces the document, or makes it; the caller knows that nothing unread is lost by that. */
  async write(file: CustomerFile): Promise<void> {
    const path = this.path(file.data.id);
    try {
      await writeAtomically(this.#fs, path, formatDocument(file));
    } catch (cause) {
      throw storeError(cause, path, 'write');
    }
  }

  /** The document lies in the trash, and no other of its id among the customers. */
  async isDeleted(id: string): Promise<boolean> {
    return !(await this.exists(this.path(id))) && (await this.exists(this.trashPath(id)));
  }

  /** Makes room at `path`: what lies there is kept under a name with `stamp` that nothing else has. */
  async #setAside(path: string, stamp: string): Promise<void> {
    if (!(await this.exists(path))) return;
    const ending = path.endsWith('.json') ? '.json' : '';
    const base = path.slice(0, path.length - ending.length);
    for (let count = 1; ; count += 1) {
      const aside = `${base}.${stamp}${count === 1 ? '' : `-${String(count)}`}${ending}`;
      if (await this.exists(aside)) continue;
      await this.#fs.rename(path, aside);
      return;
    }
  }

  /** Moves a file as it is, readable or not; an earlier one at the target is kept under a name with `stamp`. */
  async move(from: string, to: string, stamp: string): Promise<void> {
    try {
      await makeFolder(this.#fs, this.trash);
      await this.#setAside(to, stamp);
      await this.#fs.rename(from, to);
      await syncFolder(this.#fs, this.folder, process.platform);
      await syncFolder(this.#fs, this.trash, process.platform);
    } catch (cause) {
      throw storeError(cause, from, 'write');
    }
  }

  /** Stamps the document with the time of its deletion (UTC, ISO 8601), which the trash shows; its text stays. */
  async stampDeletion(path: string, at: string): Promise<void> {
    try {
      await this.#fs.utimes(path, new Date(at), new Date(at));
    } catch (cause) {
      throw storeError(cause, path, 'write');
    }
  }

  /**
   * Moves the folder of the customer's runs, if there is one, out of the way of the next customer of this id or back;
   * what lies at the target is kept under a name with `stamp`, so that runs of two customers are never mixed.
   */
  async moveRuns(from: string, to: string, stamp: string): Promise<void> {
    try {
      await this.#setAside(to, stamp);
      if (!(await this.exists(from))) return;
      await makeFolder(this.#fs, dirname(to));
      await this.#fs.rename(from, to);
      await syncFolder(this.#fs, dirname(from), process.platform);
      await syncFolder(this.#fs, dirname(to), process.platform);
    } catch (cause) {
      throw storeError(cause, from, 'write');
    }
  }

  /**
   * Makes the folders. At the very first start the customers folder comes into being in one go together with
   * `example`, so that a crash in between can't lose it and a deleted example never comes back.
   */
  async prepare(example: CustomerFile | null, now: Date): Promise<void> {
    try {
      if (!(await this.exists(this.folder))) {
        const fresh = `${this.folder}.new`;
        await makeFolder(this.#fs, fresh);
        if (example) {
          await writeAtomically(this.#fs, join(fresh, `${example.data.id}.json`), formatDocument(example));
        }
        await this.#fs.rename(fresh, this.folder);
        await syncFolder(this.#fs, dirname(this.folder), process.platform);
      }
      await sweepStaleTemps(this.#fs, this.folder, now);
    } catch (cause) {
      throw storeError(cause, this.folder, 'write');
    }
  }

  #notFound(id: string): AppError {
    return new AppError(
      'not-found',
      `There is no customer '${id}'. It may have been deleted; look in the list.`,
      {
        id,
        path: this.folder,
      },
    );
  }
}
