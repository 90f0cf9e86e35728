/**
 * The customers on disk: one document each in `<dir>/customers`, deleted ones in `<dir>/trash`. Calls for the same
 * customer run one after another; a promise is only fulfilled once the change is on the disk. Every rejection is an
 * AppError.
 */
import { join } from 'node:path';
import { CUSTOMER_FORMAT, CUSTOMER_SCHEMA_VERSION, customerSummarySchema } from '../../shared/customer.ts';
import type { Customer, CustomerFile } from '../../shared/customer.ts';
import type { CustomerList, TrashList } from '../../shared/ipc/contract.ts';
import { changedSince, momentAfter, stampChanges, stampsUntil } from '../../shared/profile/changes.ts';
import { emptyProfile } from '../../shared/profile/empty.ts';
import type { Profile } from '../../shared/profile/schema.ts';
import { AppError } from '../../shared/result.ts';
import { logEntrySchema } from '../../shared/runbook/log.ts';
import type { LogEntry, NewLogEntry } from '../../shared/runbook/log.ts';
import { CustomerFiles, isUsableId } from './customer-files.ts';
import { CustomerLister } from './customer-list.ts';
import { parseDocument } from './document.ts';
import { Revisions } from './revisions.ts';
import { Serial } from './serial.ts';
import { nodeFs } from './store-fs.ts';
import type { StoreFs } from './store-fs.ts';
import { SummaryIndex } from './summary-index.ts';
import { listTrash } from './trash-list.ts';

export interface StoreOptions {
  /** The app's data folder. */
  readonly dir: string;
  readonly clock: () => Date;
  /** A new id, for customers and log entries: lower-case letters, digits and hyphens, never the same twice. */
  readonly newId: () => string;
  readonly appVersion: string;
  /** Put there at the very first start. */
  readonly example?: CustomerFile | null;
  /** That of the store of the runs, so that none is written while the customer goes to the trash or comes back. */
  readonly serial?: Serial;
  readonly fs?: StoreFs;
}

const COPY_MARK = ' (copy)';
const NAME_MAX = 500;

export class CustomerStore {
  readonly #files: CustomerFiles;
  readonly #lister: CustomerLister;
  readonly #revisions = new Revisions();
  readonly #serial: Serial;
  readonly #options: StoreOptions;
  readonly #fs: StoreFs;
  #prepared: Promise<void> | null = null;

  constructor(options: StoreOptions) {
    const fs = options.fs ?? nodeFs;
    this.#options = options;
    this.#serial = options.serial ?? new Serial();
    this.#fs = fs;
    this.#files = new CustomerFiles(options.dir, fs);
    const index = new SummaryIndex({
      path: join(options.dir, 'customer-list.json'),
      fs,
      appVersion: options.appVersion,
      summary: customerSummarySchema,
    });
    this.#lister = new CustomerLister(this.#files, fs, index);
  }

  async list(): Promise<CustomerList> {
    await this.#prepare();
    return this.#lister.list();
  }

  /** The deleted customers. */
  trash(): Promise<TrashList> {
    return listTrash(this.#files, this.#fs);
  }

  get(id: string): Promise<CustomerFile> {
    return this.#inTurn(id, () => this.#files.read(id));
  }

  create(customerName: string): Promise<CustomerFile> {
    return this.#add({
      createdAt: this.#now(),
      example: false,
      profile: emptyProfile(customerName),
      changedAt: {},
      log: [],
    });
  }

  /** Copies the profile; the run belongs to the original and starts anew. */
  async duplicate(id: string): Promise<CustomerFile> {
    const { data } = await this.get(id);
    const customerName = data.profile.customerName.slice(0, NAME_MAX - COPY_MARK.length) + COPY_MARK;
    return this.#add({
      createdAt: this.#now(),
      example: false,
      profile: { ...data.profile, customerName },
      changedAt: {},
      log: [],
    });
  }

  /** Moves the document, readable or not, and the stored runs to the trash folder; both or none. */
  remove(id: string): Promise<void> {
    return this.#inTurn(id, async () => {
      const path = this.#files.path(id);
      if (!isUsableId(id) || !(await this.#files.exists(path))) await this.#files.read(id);
      const at = this.#now();
      const stamp = at.replaceAll(/\D/gu, '');
      const [trashed, runs] = [this.#files.trashPath(id), this.#files.runsPath(id)];
      await this.#files.stampDeletion(path, at);
      await this.#files.move(path, trashed, stamp);
      try {
        await this.#files.moveRuns(runs, this.#files.trashedRunsPath(id), stamp);
      } catch (cause) {
        if (await this.#files.exists(runs)) await this.#files.move(trashed, path, stamp);
        throw cause;
      }
    });
  }

  /** Brings a deleted customer back; one that is back already is given as it is. */
  restore(id: string): Promise<CustomerFile> {
    return this.#inTurn(id, async () => {
      const [path, trashed] = [this.#files.path(id), this.#files.trashPath(id)];
      if (isUsableId(id) && (await this.#files.exists(path))) {
        if (!(await this.#files.exists(trashed))) return this.#files.read(id);
        throw new AppError(
          'conflict',
          `There is a customer '${id}' already; the deleted one stays in the trash.`,
          {
            path,
          },
        );
      }
      if (!isUsableId(id) || !(await this.#files.exists(trashed))) {
        throw new AppError('not-found', `The trash has no customer '${id}' to bring back.`, {
          path: trashed,
        });
      }
      const stamp = this.#now().replaceAll(/\D/gu, '');
      // Runs that a crash kept from the trash are still where they belong.
      if (!(await this.#files.exists(this.#files.runsPath(id))))
        await this.#files.moveRuns(this.#files.trashedRunsPath(id), this.#files.runsPath(id), stamp);
      await this.#files.move(trashed, path, stamp);
      return this.#files.read(id);
    });
  }

  /** `bytes` is a whole customer document; it gets a new id when its own is taken. `name` is named in errors. */
  async importDocument(bytes: Uint8Array, name: string): Promise<CustomerFile> {
    const { data } = parseDocument(bytes, name);
    return this.#inTurn(data.id, async () => {
      // Runs without a document are those of a customer whose deletion was cut short; nobody else takes them over.
      const free =
        isUsableId(data.id) &&
        !(await this.#files.exists(this.#files.path(data.id))) &&
        !(await this.#files.exists(this.#files.runsPath(data.id)));
      const file = this.#envelope({ ...data, id: free ? data.id : this.#options.newId() }, 1);
      await this.#files.write(file);
      return file;
    });
  }

  /** AppError `conflict` when the profile was changed since `revision`; nothing is written then. */
  saveProfile(id: string, revision: number, profile: Profile): Promise<CustomerFile> {
    return this.#inTurn(id, async () => {
      const current = await this.#files.read(id);
      if (!this.#revisions.sameProfile(id, revision, current.revision)) {
        throw new AppError(
          'conflict',
          `The profile was changed elsewhere since it was opened (saved ${current.savedAt}). Nothing was overwritten. Open the customer again and repeat the change.`,
          { id, base: String(revision), current: String(current.revision) },
        );
      }
      const { data } = current;
      const at = momentAfter(data.log.at(-1)?.at, this.#now());
      const changedAt = stampChanges(data.profile, profile, at, data.changedAt);
      const next = this.#envelope({ ...data, profile, changedAt: { ...changedAt } }, current.revision + 1);
      await this.#files.write(next);
      this.#revisions.profileSaved(id, next.revision);
      return next;
    });
  }

  /**
   * Appends to the log and gives back the document and the stamped entries. Times never run backwards, even when the
   * clock does, neither against each other nor against the changes of the profile. AppError `bad-input` when `operator` is empty or an entry corrects one that is not there.
   */
  appendLog(
    id: string,
    entries: readonly NewLogEntry[],
    operator: string,
  ): Promise<{ readonly file: CustomerFile; readonly entries: readonly LogEntry[] }> {
    return this.#inTurn(id, async () => {
      const current = await this.#files.read(id);
      const { data } = current;
      const at = this.#logTime(data);
      const stamped = entries.map((entry) => this.#stamp(entry, { at, operator, log: data.log }));
      const changedAt = stampsUntil(data.changedAt, at);
      const next = this.#envelope(
        { ...data, changedAt: { ...changedAt }, log: [...data.log, ...stamped] },
        current.revision + 1,
      );
      await this.#files.write(next);
      this.#revisions.logAppended(id, current.revision);
      return { file: next, entries: stamped };
    });
  }

  /** Fulfilled once every change that was asked for is on the disk or has failed. */
  idle(): Promise<void> {
    return this.#serial.idle();
  }

  /** Now, or when the clock went back, as soon after the last entry and the changes since as can be. */
  #logTime({ log, changedAt }: Customer): string {
    const [last, now] = [log.at(-1)?.at, this.#now()];
    if (last === undefined || Date.parse(last) < Date.parse(now)) return now;
    return changedSince(changedAt, last) ? momentAfter(last, now) : last;
  }

  #stamp(
    entry: NewLogEntry,
    { at, operator, log }: Pick<LogEntry, 'at' | 'operator'> & Pick<Customer, 'log'>,
  ): LogEntry {
    if (entry.kind === 'correction' && !log.some(({ id }) => id === entry.corrects)) {
      throw new AppError('bad-input', `The log has no entry '${entry.corrects}' to correct.`);
    }
    const checked = logEntrySchema.safeParse({ id: this.#options.newId(), at, operator, entry });
    if (checked.success) return checked.data;
    const [issue] = checked.error.issues;
    const why =
      issue?.path[0] === 'operator'
        ? 'the name of the person at this computer is not known. Enter it in the settings'
        : (issue?.message ?? 'it does not fit');
    throw new AppError('bad-input', `The entry can't go into the log: ${why}.`);
  }

  async #add(data: Omit<Customer, 'id'>): Promise<CustomerFile> {
    const file = this.#envelope({ id: this.#options.newId(), ...data }, 1);
    return this.#inTurn(file.data.id, async () => {
      await this.#files.write(file);
      return file;
    });
  }

  #envelope(data: Customer, revision: number): CustomerFile {
    return {
      format: CUSTOMER_FORMAT,
      schemaVersion: CUSTOMER_SCHEMA_VERSION,
      appVersion: this.#options.appVersion,
      savedAt: this.#now(),
      revision,
      data,
    };
  }

  #now(): string {
    return this.#options.clock().toISOString();
  }

  async #inTurn<T>(id: string, task: () => Promise<T>): Promise<T> {
    await this.#prepare();
    return this.#serial.run(id, task);
  }

  /** Once; a failure is told to each caller and tried again with the next call. */
  #prepare(): Promise<void> {
    this.#prepared ??= this.#files
      .prepare(this.#options.example ?? null, this.#options.clock())
      .catch((cause: unknown) => {
        this.#prepared = null;
        throw cause;
      });
    return this.#prepared;
  }
}
