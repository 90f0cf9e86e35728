/**
 * The open customer. The document is held as an immutable value (`$state.raw`), so that unchanged parts keep their
 * identity and what is derived from them is not derived again. Saves and log appends of a customer go through one
 * queue, because each names the revision that it is based on.
 */
import type { Customer, CustomerFile } from '../../shared/customer.ts';
import type { DnsRun } from '../../shared/ipc/contract.ts';
import type { Profile } from '../../shared/profile/schema.ts';
import type { LogEntry, NewLogEntry } from '../../shared/runbook/log.ts';
import type { AppError } from '../../shared/result.ts';
import { asAppError, call } from './client.ts';
import { history } from './history.svelte.ts';
import { nav } from './nav.svelte.ts';
import { getAt, setAt } from './paths.ts';
import { Queue } from './queue.ts';
import { settings } from './settings.svelte.ts';

/** Milliseconds of quiet after the last keystroke before the profile is written. */
const QUIET = 300;

/** What main hands back when it appended to a log. */
type Logged = Pick<DnsRun, 'entries' | 'revision' | 'savedAt'>;

export type SaveState = 'saved' | 'pending' | 'saving' | 'failed';

class Session {
  customer: Customer | null = $state.raw(null);
  /** When main last acknowledged a write (UTC, ISO 8601). */
  savedAt: string = $state('');
  saveState: SaveState = $state('saved');
  saveError: AppError | null = $state.raw(null);

  #revision = 1;
  /** The profile as main last acknowledged it. */
  #written: Profile | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #queue = new Queue();

  get profile(): Profile | null {
    return this.customer?.profile ?? null;
  }

  /** Opens a customer; an unsaved change of the one before is written first. */
  async open(id: string): Promise<void> {
    await this.flush();
    this.adopt(await call('customers.get', { id }));
  }

  /** Takes over a document that was just read, created or imported. */
  adopt(file: CustomerFile): void {
    history.clear();
    this.#queue = new Queue();
    this.#take(file);
    nav.reset();
  }

  /** Back to the list of customers; rejects, and stays, when the last change can't be written. */
  async close(): Promise<void> {
    await this.flush();
    this.customer = null;
    this.#written = null;
    history.clear();
  }

  /** Takes the version on disk after a conflict; what was typed here comes back with undo. */
  async reload(): Promise<void> {
    const { customer } = this;
    if (customer === null) return;
    const mine = customer.profile;
    this.#take(await call('customers.get', { id: customer.id }));
    const theirs = this.profile ?? mine;
    const change = { label: 'Loaded the version on disk', key: '' };
    history.note(
      { ...change, undo: () => this.#put(mine), redo: () => this.#put(theirs) },
      performance.now(),
    );
  }

  /** Leaves a customer whose document is gone, without writing. */
  drop(): void {
    clearTimeout(this.#timer);
    this.customer = null;
    this.#written = null;
    this.saveState = 'saved';
    this.saveError = null;
    history.clear();
  }

  /** Sets one profile value, e.g. `setValue('domains.0.eopHost', 'EOP host', text)`. */
  setValue(path: string, label: string, value: unknown): void {
    const { profile } = this;
    if (profile === null || Object.is(getAt(profile, path), value)) return;
    this.edit(label, path, setAt(profile, path, value));
  }

  /** Replaces the profile; `key` joins quick successive edits of one value into one undo. */
  edit(label: string, key: string, next: Profile): void {
    const before = this.profile;
    if (before === null || before === next) return;
    this.#put(next);
    const back = (): void => this.#put(before);
    const again = (): void => this.#put(next);
    history.note({ label, key, undo: back, redo: again }, performance.now());
  }

  /** Writes log entries; asks for the operator's name first when none is known. Gives the stored entries. */
  async append(label: string, entries: readonly NewLogEntry[]): Promise<readonly LogEntry[]> {
    await settings.requireOperator();
    const stored = await this.#append(entries);
    let live = stored;
    const undo = async (): Promise<void> => {
      const taken = live.map(({ id, entry }): NewLogEntry => ({
        kind: 'correction',
        stepId: entry.stepId,
        corrects: id,
        reason: 'Undone by the operator.',
      }));
      await this.#append(taken);
    };
    const redo = async (): Promise<void> => {
      live = await this.#append(entries);
    };
    history.note({ label, key: '', undo, redo }, performance.now());
    return stored;
  }

  /** Runs a DNS check for this customer in the queue's order and takes its evidence into the log. */
  async check(run: (id: string) => Promise<DnsRun>): Promise<DnsRun> {
    const { customer } = this;
    if (customer === null) throw asAppError('No customer is open.');
    await this.flush();
    const result = await run(customer.id);
    this.takeLogged(customer.id, result);
    return result;
  }

  /** Takes over what main appended to the customer's log by itself. */
  takeLogged(id: string, { entries, revision, savedAt }: Logged): void {
    if (this.customer?.id !== id) return;
    this.#revision = Math.max(this.#revision, revision);
    this.savedAt = savedAt;
    this.#addEntries(entries);
  }

  /** Writes what is not written yet; rejects with the reason when that fails. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#queue.add(() => this.#save());
  }

  #take(file: CustomerFile): void {
    clearTimeout(this.#timer);
    this.customer = file.data;
    this.#written = file.data.profile;
    this.#revision = file.revision;
    this.savedAt = file.savedAt;
    this.saveState = 'saved';
    this.saveError = null;
  }

  #put(profile: Profile): void {
    if (this.customer === null) return;
    this.customer = { ...this.customer, profile };
    this.saveState = 'pending';
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      // the failure is kept in saveError, which the frame shows until a write succeeds
      this.flush().catch(() => undefined);
    }, QUIET);
  }

  async #save(): Promise<void> {
    const { customer } = this;
    if (customer === null) return;
    // after an edit and its undo nothing is left to write; after a failed write nobody knows what is on disk
    if (customer.profile === this.#written && this.saveError === null) {
      this.saveState = 'saved';
      return;
    }
    this.saveState = 'saving';
    try {
      await this.#write(customer);
      this.saveError = null;
      this.saveState = this.profile === this.#written ? 'saved' : 'pending';
    } catch (thrown) {
      this.saveError = asAppError(thrown);
      this.saveState = 'failed';
      throw this.saveError;
    }
  }

  async #write(customer: Customer, mayRetry = true): Promise<void> {
    const { id, profile } = customer;
    try {
      const saved = await call('customers.saveProfile', { id, revision: this.#revision, profile });
      this.#acknowledge(id, saved);
      this.#written = profile;
    } catch (thrown) {
      if (!mayRetry || asAppError(thrown).code !== 'conflict' || !(await this.#catchUp(id))) throw thrown;
      await this.#write(customer, false);
    }
  }

  /** After a conflict: when only the log grew meanwhile (a DNS check), take it and go on; else leave both alone. */
  async #catchUp(id: string): Promise<boolean> {
    const file = await call('customers.get', { id });
    if (JSON.stringify(file.data.profile) !== JSON.stringify(this.#written)) return false;
    if (this.customer?.id !== id) return false;
    this.#revision = file.revision;
    this.customer = { ...this.customer, log: file.data.log, changedAt: file.data.changedAt };
    return true;
  }

  async #append(entries: readonly NewLogEntry[]): Promise<readonly LogEntry[]> {
    const { customer } = this;
    if (customer === null) throw asAppError('No customer is open.');
    await this.flush();
    return this.#queue.add(async () => {
      const saved = await call('customers.appendLog', { id: customer.id, entries: [...entries] });
      this.#acknowledge(customer.id, saved);
      if (this.customer?.id === customer.id) this.#addEntries(saved.entries);
      return saved.entries;
    });
  }

  #acknowledge(
    id: string,
    saved: { readonly revision: number; readonly savedAt: string; readonly changedAt: Customer['changedAt'] },
  ): void {
    if (this.customer?.id !== id) return;
    this.#revision = Math.max(this.#revision, saved.revision);
    this.savedAt = saved.savedAt;
    this.customer = { ...this.customer, changedAt: saved.changedAt };
  }

  #addEntries(entries: readonly LogEntry[]): void {
    if (this.customer === null) return;
    const known = new Set(this.customer.log.map(({ id }) => id));
    const fresh = entries.filter(({ id }) => !known.has(id));
    if (fresh.length > 0) this.customer = { ...this.customer, log: [...this.customer.log, ...fresh] };
  }
}

export const session = new Session();
