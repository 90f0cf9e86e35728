/**
 * The stored DNS runs on disk, one file each in `<dir>/dns-runs/<customer>`. A run is written once and never changed;
 * they go to the trash and come back with their customer (`CustomerStore`).
 */
import { join } from 'node:path';
import { runIdSchema, runSummary } from '../../shared/dns/stored-run.ts';
import type { RunDraft, RunKind, StoredRunFile, StoredRunSummary } from '../../shared/dns/stored-run.ts';
import type { StoredRunList } from '../../shared/ipc/contract.ts';
import { AppError } from '../../shared/result.ts';
import { makeFolder, sweepStaleTemps, writeAtomically } from './atomic-write.ts';
import { CustomerFiles, isUsableId } from './customer-files.ts';
import { MAX_DOCUMENT_BYTES } from './document.ts';
import { checkRun, parseRun, runFile } from './run-document.ts';
import { JOURNAL_ENDING, readJournal, RunJournal } from './run-journal.ts';
import { RunSummaries, type RunStamp } from './run-summaries.ts';
import { runText } from './run-text.ts';
import { mapBounded, Serial } from './serial.ts';
import { storeError } from './store-error.ts';
import { errno, nodeFs } from './store-fs.ts';
import type { StoreFs } from './store-fs.ts';

export interface RunStoreOptions {
  /** The app's data folder. */
  readonly dir: string;
  readonly newId: () => string;
  readonly appVersion: string;
  /**
   * Journals of watches that this process does not write itself are taken over as runs. Only for the app, which runs
   * once: the journal that the command line finds may be of a watch that goes on.
   */
  readonly takesOver?: boolean;
  /** That of the store of the customers, so that none goes to the trash while one of its runs is written. */
  readonly serial?: Serial;
  readonly clock?: () => Date;
  readonly fs?: StoreFs;
}

/** What is kept of a watch while it runs, under the id that its run will have. */
export interface OpenJournal {
  readonly id: string;
  readonly journal: RunJournal;
}

/** What a run is stored as; `name` is empty unless it is a snapshot. */
export interface RunTitle {
  readonly kind: RunKind;
  readonly name: string;
  readonly operator: string;
}

/** Files that are read side by side; each may be 64 MB. */
const AT_ONCE = 2;

type Entry = StoredRunSummary | StoredRunList['unreadable'][number] | null;

const newestFirst = (a: StoredRunSummary, b: StoredRunSummary): number =>
  Date.parse(b.endedAt) - Date.parse(a.endedAt) || (a.id < b.id ? 1 : -1);

export class RunStore {
  readonly #options: RunStoreOptions;
  readonly #fs: StoreFs;
  readonly #files: CustomerFiles;
  readonly #serial = new Serial();
  readonly #placing: Serial;
  readonly #summaries: RunSummaries;
  /** Journals that this process writes, as `customer/run`. */
  readonly #live = new Set<string>();

  constructor(options: RunStoreOptions) {
    this.#options = options;
    this.#fs = options.fs ?? nodeFs;
    this.#files = new CustomerFiles(options.dir, this.#fs);
    this.#summaries = new RunSummaries(this.#fs, options.appVersion);
    this.#placing = options.serial ?? new Serial();
  }

  /**
   * Fulfilled once the run is on the disk: with the customer's others, in the trash where the customer is.
   * @throws AppError `bad-input` when the run does not fit, e.g. without an operator; `store-…` when it can't be saved
   */
  async save(
    customerId: string,
    title: RunTitle,
    draft: RunDraft,
    id = this.#options.newId(),
  ): Promise<StoredRunFile> {
    const { file, text } = await this.document(customerId, title, draft, id);
    return this.#serial.run(customerId, () => this.#write(customerId, file, text));
  }

  /**
   * The run as the text of a file, in pieces, without storing it.
   * @throws AppError `bad-input` when the run does not fit
   */
  async document(
    customerId: string,
    title: RunTitle,
    draft: RunDraft,
    id = this.#options.newId(),
  ): Promise<{ readonly file: StoredRunFile; readonly text: readonly Buffer[] }> {
    const tooLarge = new AppError(
      'bad-input',
      `The run can't be stored: with ${draft.answers.length} answers it is larger than 64 MB. Ask about fewer domains, or from fewer places, at once.`,
    );
    // What could not be read back would be no evidence; the raw texts alone show it before the work is done.
    const raw = draft.answers.reduce((sum, { answer }) => sum + answer.raw.length, 0);
    if (raw > MAX_DOCUMENT_BYTES) throw tooLarge;
    const checked = await checkRun({ ...draft, id, customerId, ...title });
    if ('why' in checked) {
      const why =
        checked.where[0] === 'operator'
          ? 'the name of the person at this computer is not known. Enter it in the settings'
          : `${checked.where.join('.') || 'it'} does not fit (${checked.why})`;
      throw new AppError('bad-input', `The run can't be stored: ${why}.`);
    }
    const file = await runFile(checked, this.#options.appVersion);
    const text = await runText(file);
    if (text.reduce((bytes, piece) => bytes + piece.byteLength, 0) > MAX_DOCUMENT_BYTES) throw tooLarge;
    return { file, text };
  }

  /** Opens the journal of a watch, which goes where the customer goes; `onTrouble` as in `JournalOptions`. */
  journal(customerId: string, operator: string, onTrouble: (trouble: AppError | null) => void): OpenJournal {
    const id = this.#options.newId();
    this.#live.add(`${customerId}/${id}`);
    const at = <T>(task: (path: string) => Promise<T>): Promise<T> =>
      this.#inPlace(customerId, (folder) => task(join(folder, id + JOURNAL_ENDING)));
    return { id, journal: new RunJournal({ fs: this.#fs, at, operator, onTrouble }) };
  }

  /** @throws AppError `not-found`, or `store-damaged` when the content does not fit its hash */
  get(customerId: string, id: string): Promise<StoredRunFile> {
    return this.#serial.run(customerId, async () => {
      const path = join(this.#folder(customerId), `${id}.json`);
      const missing = new AppError('not-found', `There is no stored run '${id}' of this customer.`, { path });
      if (!runIdSchema.safeParse(id).success) throw missing;
      try {
        return await this.#read(customerId, path, id);
      } catch (cause) {
        throw errno(cause) === 'ENOENT' ? missing : storeError(cause, path, 'read');
      }
    });
  }

  /** Newest first; a file that can't be trusted is named with its reason and never touched. */
  list(customerId: string): Promise<StoredRunList> {
    return this.#serial.run(customerId, async () => {
      const folder = this.#folder(customerId);
      let names = await this.#names(folder);
      if (names.some((name) => name.startsWith('.')))
        await sweepStaleTemps(this.#fs, folder, this.#options.clock?.() ?? new Date()).catch(() => undefined);
      const left = await this.#takeOver(customerId, names);
      if (left.taken > 0) names = await this.#names(folder);
      const files = names.filter((name) => name.endsWith('.json') && !name.startsWith('.'));
      const stamps = new Map<string, RunStamp>();
      if (files.length > 0) await this.#summaries.recall(folder);
      const found = await mapBounded(files, AT_ONCE, (name) => this.#entry(customerId, folder, name, stamps));
      // Only the app writes: the command line leaves a data folder as it is.
      if (this.#options.takesOver === true)
        await this.#inPlace(customerId, (place) => this.#summaries.keep(folder, stamps, place));
      return {
        runs: found.filter((entry) => entry !== null && 'id' in entry).toSorted(newestFirst),
        unreadable: [...left.unreadable, ...found.filter((entry) => entry !== null && 'file' in entry)],
      };
    });
  }

  /** Fulfilled once nothing is being read or written any more. */
  async idle(): Promise<void> {
    await this.#serial.idle();
    await this.#placing.idle();
  }

  /** What lies in the folder; nothing when there is none. */
  async #names(folder: string): Promise<readonly string[]> {
    try {
      return await this.#fs.readdir(folder);
    } catch (cause) {
      if (errno(cause) === 'ENOENT') return [];
      throw storeError(cause, folder, 'read');
    }
  }

  /** What watches had written down when their process was killed becomes runs; the serial is held by the caller. */
  async #takeOver(
    customerId: string,
    names: readonly string[],
  ): Promise<{ readonly taken: number; readonly unreadable: StoredRunList['unreadable'] }> {
    const unreadable: StoredRunList['unreadable'] = [];
    let taken = 0;
    for (const name of this.#options.takesOver === true ? names : []) {
      if (!name.endsWith(JOURNAL_ENDING)) continue;
      const id = name.slice(0, -JOURNAL_ENDING.length);
      const path = join(this.#folder(customerId), name);
      if (this.#live.has(`${customerId}/${id}`)) continue;
      try {
        if (names.includes(`${id}.json`)) await this.#readBack(customerId, id, path);
        else if (await this.#becomesRun(customerId, id, path)) taken += 1;
        await this.#fs.unlink(path);
      } catch (cause) {
        if (errno(cause) === 'ENOENT') continue;
        unreadable.push({ file: name, error: storeError(cause, path, 'read').toData() });
      }
    }
    return { taken, unreadable };
  }

  /** @throws AppError `store-damaged` when the run that the journal became can't be read, so that the journal stays */
  async #readBack(customerId: string, id: string, journal: string): Promise<void> {
    const folder = this.#folder(customerId);
    const entry = await this.#entry(customerId, folder, `${id}.json`);
    if (entry === null || 'id' in entry) return;
    throw new AppError(
      'store-damaged',
      `${journal}, the journal of a watch, is kept since the run that it became can't be read: ${join(folder, entry.file)}. Move that file away, and the journal becomes a run again.`,
      { path: journal },
    );
  }

  /** False when nothing was written down. */
  async #becomesRun(customerId: string, id: string, path: string): Promise<boolean> {
    const read = await readJournal(await this.#fs.readFile(path), path);
    if (read === null) return false;
    const title = { kind: 'watch', name: '', operator: read.operator } as const;
    const { file, text } = await this.document(customerId, title, read.draft, id);
    await this.#write(customerId, file, text);
    return true;
  }

  async #write(customerId: string, file: StoredRunFile, text: readonly Buffer[]): Promise<StoredRunFile> {
    return this.#inPlace(customerId, async (folder) => {
      const path = join(folder, `${file.run.id}.json`);
      try {
        await makeFolder(this.#fs, folder);
        await writeAtomically(this.#fs, path, text);
        // Lists need not read back what was just written.
        this.#summaries.set(path, await this.#summaries.stampOf(path), runSummary(file.run, file.sha256));
      } catch (cause) {
        throw storeError(cause, path, 'write');
      }
      return file;
    });
  }

  /** `task` gets the folder where the customer's runs lie, in the trash or not; they stay there until it is done. */
  #inPlace<T>(customerId: string, task: (folder: string) => Promise<T>): Promise<T> {
    const folder = this.#folder(customerId);
    return this.#placing.run(customerId, async () =>
      task((await this.#files.isDeleted(customerId)) ? this.#files.trashedRunsPath(customerId) : folder),
    );
  }

  /** Notes the file's identity in `stamps`. */
  async #entry(
    customerId: string,
    folder: string,
    name: string,
    stamps?: Map<string, RunStamp>,
  ): Promise<Entry> {
    const path = join(folder, name);
    try {
      const stamp = await this.#summaries.stampOf(path);
      stamps?.set(name, stamp);
      const known = this.#summaries.of(path, stamp);
      if (known !== null) return known;
      const { run, sha256 } = await this.#read(customerId, path, name.slice(0, -'.json'.length));
      const summary = runSummary(run, sha256);
      this.#summaries.set(path, stamp, summary);
      return summary;
    } catch (cause) {
      // Gone since the folder was read: its customer was deleted meanwhile.
      if (errno(cause) === 'ENOENT') return null;
      return { file: name, error: storeError(cause, path, 'read').toData() };
    }
  }

  async #read(customerId: string, path: string, id: string): Promise<StoredRunFile> {
    const file = await parseRun(await this.#fs.readFile(path), path);
    if (file.run.id === id && file.run.customerId === customerId) return file;
    throw new AppError(
      'store-damaged',
      `${path} is another run (${file.run.id} of customer ${file.run.customerId}), copied under a new name. The file was left as it is.`,
      { path },
    );
  }

  #folder(customerId: string): string {
    if (isUsableId(customerId)) return this.#files.runsPath(customerId);
    throw new AppError('not-found', `There is no customer '${customerId}'.`);
  }
}
