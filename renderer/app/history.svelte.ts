/** Undo and redo for everything the person changes: profile values, log entries, deleted customers. */
export interface Change {
  /** What was changed, for the toast: 'Undone: EOP host of contoso.com'. */
  readonly label: string;
  /** Changes with the same key within a short while count as one, e.g. the letters of a word. */
  readonly key: string;
  /** Stays when another customer is opened, e.g. the deletion of one. */
  readonly lasting?: boolean;
  readonly undo: () => void | Promise<void>;
  readonly redo: () => void | Promise<void>;
}
interface Timed extends Change {
  readonly at: number;
}

/** Milliseconds within which typing in one field is one change. */
const TOGETHER = 1500;
const DEPTH = 200;

export class History {
  #done: readonly Timed[] = $state.raw([]);
  #undone: readonly Change[] = $state.raw([]);

  get canUndo(): boolean {
    return this.#done.length > 0;
  }
  get canRedo(): boolean {
    return this.#undone.length > 0;
  }

  /** Notes a change that was just made. `now` in milliseconds tells typing apart from separate edits. */
  note(change: Change, now: number): void {
    const last = this.#done.at(-1);
    const joins =
      last !== undefined && change.key !== '' && last.key === change.key && now - last.at < TOGETHER;
    const kept = joins ? this.#done.slice(0, -1) : this.#done;
    const merged = joins ? { ...change, undo: last.undo, at: now } : { ...change, at: now };
    this.#done = [...kept, merged].slice(-DEPTH);
    this.#undone = [];
  }

  /** Takes the last change back; gives its label, or `null` when there is none. */
  async undo(): Promise<string | null> {
    const last = this.#done.at(-1);
    if (last === undefined) return null;
    this.#done = this.#done.slice(0, -1);
    try {
      await last.undo();
    } catch (thrown) {
      this.#done = [...this.#done, last];
      throw thrown;
    }
    this.#undone = [...this.#undone, last];
    return last.label;
  }

  /** Makes the last change that was taken back again. */
  async redo(): Promise<string | null> {
    const last = this.#undone.at(-1);
    if (last === undefined) return null;
    this.#undone = this.#undone.slice(0, -1);
    try {
      await last.redo();
    } catch (thrown) {
      this.#undone = [...this.#undone, last];
      throw thrown;
    }
    this.#done = [...this.#done, { ...last, key: '', at: 0 }];
    return last.label;
  }

  /** Takes one certain change back, wherever it stands; for the Undo of its own message. */
  async undoThis(change: Change): Promise<void> {
    await change.undo();
    this.#done = this.#done.filter((other) => other.undo !== change.undo);
    this.#undone = [...this.#undone, change];
  }

  /** Drops a change that something else has taken back meanwhile. */
  forget(change: Change): void {
    const isOther = (other: Change): boolean => other.undo !== change.undo;
    this.#done = this.#done.filter(isOther);
    this.#undone = this.#undone.filter(isOther);
  }

  /** Forgets what belongs to the customer that was open. */
  clear(): void {
    this.#done = this.#done.filter(({ lasting }) => lasting === true);
    this.#undone = this.#undone.filter(({ lasting }) => lasting === true);
  }
}

export const history = new History();
