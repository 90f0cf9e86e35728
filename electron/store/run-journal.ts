/**
 * The journal of a watch that runs: `<run id>.journal` beside the customer's stored runs, a JSON text a line, flushed
 * to the disk with each write. It goes once the run is stored; one that is found at a start is of a watch whose
 * process was killed.
 */
import { dirname } from 'node:path';
import { z } from 'zod';
import { draftOfJournal, journalLineSchema, type JournalLine } from '../../shared/dns/watch-journal.ts';
import type { RunDraft } from '../../shared/dns/stored-run.ts';
import { AppError } from '../../shared/result.ts';
import { FILE_MODE, FOLDER_MODE } from './atomic-write.ts';
import { storeError } from './store-error.ts';
import { errno } from './store-fs.ts';
import type { StoreFs } from './store-fs.ts';

export const JOURNAL_ENDING = '.journal';
const FORMAT = 'mailflow-runbook/watch-journal';
const VERSION = 1;
const firstSchema = z.strictObject({
  format: z.literal(FORMAT),
  schemaVersion: z.literal(VERSION),
  operator: z.string().trim().min(1).max(120),
});

export interface JournalOptions {
  readonly fs: StoreFs;
  readonly path: string;
  readonly operator: string;
  /** Told when lines can't be written, and with `null` when they are at last. */
  readonly onTrouble: (trouble: AppError | null) => void;
}

export class RunJournal {
  readonly #options: JournalOptions;
  #pending: string[] = [];
  /** The last write failed; half a line of it may be there. */
  #torn = false;
  #writing: Promise<void> | null = null;

  constructor(options: JournalOptions) {
    this.#options = options;
    const first = { format: FORMAT, schemaVersion: VERSION, operator: options.operator };
    this.#pending.push(JSON.stringify(first));
  }

  /** Written at once, together with what came meanwhile; what can't be written is tried again with the next line. */
  add(line: JournalLine): void {
    this.#pending.push(JSON.stringify(line));
    this.#writing ??= this.#write();
  }

  /** Fulfilled once all that can be written is on the disk. */
  async idle(): Promise<void> {
    await this.#writing;
  }

  /** Takes the file away once the run is stored; nothing is added from then on. */
  async remove(): Promise<void> {
    const { fs, path, onTrouble } = this.#options;
    await this.idle();
    this.#pending = [];
    try {
      await fs.unlink(path);
    } catch (cause) {
      // The run is stored under the same id, by which a later start knows that the journal is spent.
      if (errno(cause) !== 'ENOENT') onTrouble(storeError(cause, path, 'write'));
    }
  }

  async #write(): Promise<void> {
    try {
      while (this.#pending.length > 0 && (await this.#writeNow())) continue;
    } finally {
      // In one go with the last look at what is pending, or a line that comes between waits for the next one.
      this.#writing = null;
    }
  }

  /** False when it could not be written. */
  async #writeNow(): Promise<boolean> {
    const { path, onTrouble } = this.#options;
    const lines = this.#pending.splice(0);
    try {
      await this.#append(`${this.#torn ? '\n' : ''}${lines.join('\n')}\n`);
      if (this.#torn) onTrouble(null);
      this.#torn = false;
      return true;
    } catch (cause) {
      this.#pending.unshift(...lines);
      this.#torn = true;
      onTrouble(storeError(cause, path, 'write'));
      return false;
    }
  }

  async #append(text: string): Promise<void> {
    const { fs, path } = this.#options;
    await fs.mkdir(dirname(path), { recursive: true, mode: FOLDER_MODE });
    const handle = await fs.open(path, 'a', FILE_MODE);
    try {
      await handle.writeFile(text);
      await handle.datasync();
    } finally {
      await handle.close();
    }
  }
}

const jsonOf = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
};

/**
 * Lines that are torn or damaged are counted in `unread`, the others kept; `null` when nothing was written down yet.
 * @throws AppError `store-damaged` when answers are there but not whose they are
 */
export const readJournal = (
  text: string,
  path: string,
): { readonly operator: string; readonly draft: RunDraft; readonly unread: number } | null => {
  const texts = [...new Set(text.split('\n'))].filter((line) => line !== '');
  const [first = '', ...rest] = texts;
  if (rest.length === 0) return null;
  const envelope = firstSchema.safeParse(jsonOf(first));
  const read = rest.map((line) => journalLineSchema.safeParse(jsonOf(line)));
  const lines = read.flatMap(({ data }) => data ?? []);
  const unread = read.length - lines.length;
  const draft = draftOfJournal(lines, unread);
  if (envelope.success && draft !== null) return { operator: envelope.data.operator, draft, unread };
  if (envelope.success && lines.length === 0) return null;
  throw new AppError(
    'store-damaged',
    `${path}, the journal of a watch, can't be read: its beginning is damaged or of another version. The file was left as it is.`,
    { path },
  );
};
