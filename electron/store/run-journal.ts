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
import { FILE_MODE, makeFolder, syncFolder } from './atomic-write.ts';
import { storeError } from './store-error.ts';
import { errno } from './store-fs.ts';
import type { StoreFs } from './store-fs.ts';
import { nextTurn, turnIsOver } from './turns.ts';

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
  /** Gives the path of the file, which may be another one each time, and keeps it there until the task is done. */
  readonly at: <T>(task: (path: string) => Promise<T>) => Promise<T>;
  readonly operator: string;
  /** Told when lines can't be written, and with `null` when they are at last. */
  readonly onTrouble: (trouble: AppError | null) => void;
}

export class RunJournal {
  readonly #options: JournalOptions;
  #pending: string[] = [];
  /** Octets of the file that hold whole lines; `null` while nothing was written. */
  #size: number | null = null;
  /** The last write failed; a part of it may be there. */
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

  /** All that was added is on the disk. */
  get isWhole(): boolean {
    return this.#pending.length === 0 && this.#writing === null;
  }

  /** Takes the file away once the run is stored; nothing is added from then on. */
  async remove(): Promise<void> {
    const { fs, at, onTrouble } = this.#options;
    await this.idle();
    this.#pending = [];
    await at(async (path) => {
      try {
        await fs.unlink(path);
      } catch (cause) {
        // The run is stored under the same id, by which a later start knows that the journal is spent.
        if (errno(cause) !== 'ENOENT') onTrouble(storeError(cause, path, 'write'));
      }
    });
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
    const { at, onTrouble } = this.#options;
    const lines = this.#pending.splice(0);
    try {
      await at(async (path) => {
        try {
          await this.#append(path, Buffer.from(`${lines.join('\n')}\n`));
        } catch (cause) {
          throw storeError(cause, path, 'write');
        }
      });
      if (this.#torn) onTrouble(null);
      this.#torn = false;
      return true;
    } catch (cause) {
      this.#pending.unshift(...lines);
      this.#torn = true;
      onTrouble(storeError(cause, '', 'write'));
      return false;
    }
  }

  async #append(path: string, text: Buffer): Promise<void> {
    const { fs } = this.#options;
    await makeFolder(fs, dirname(path));
    const handle = await fs.open(path, 'a', FILE_MODE);
    try {
      // What a failed write left behind goes, so that no line is there twice or in part.
      if (this.#torn && (await handle.stat()).size > (this.#size ?? 0))
        await handle.truncate(this.#size ?? 0);
      await handle.writeFile(text);
      await handle.datasync();
    } finally {
      await handle.close();
    }
    if (this.#size === null) await syncFolder(fs, dirname(path), process.platform);
    this.#size = (this.#size ?? 0) + text.byteLength;
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true });

/** `null` for what is no JSON or no UTF-8. */
const jsonOf = (line: Uint8Array): unknown => {
  try {
    return JSON.parse(decoder.decode(line));
  } catch {
    return null;
  }
};

/** What stands between the line feeds, empty lines aside. */
function* linesOf(bytes: Buffer): Generator<Uint8Array> {
  for (let from = 0; from < bytes.length;) {
    const found = bytes.indexOf(0x0a, from);
    const end = found < 0 ? bytes.length : found;
    if (end > from) yield bytes.subarray(from, end);
    from = end + 1;
  }
}

/**
 * Lines that are torn or damaged are counted in `unread`, the others kept; `null` when nothing was written down yet.
 * @throws AppError `store-damaged` when answers are there but not whose they are
 */
export const readJournal = async (
  bytes: Buffer,
  path: string,
): Promise<{ readonly operator: string; readonly draft: RunDraft; readonly unread: number } | null> => {
  let envelope: z.infer<typeof firstSchema> | undefined;
  const lines: JournalLine[] = [];
  let [place, unread] = [0, 0];
  for (const text of linesOf(bytes)) {
    if (turnIsOver()) await nextTurn();
    place += 1;
    if (place === 1) {
      envelope = firstSchema.safeParse(jsonOf(text)).data;
      continue;
    }
    const line = journalLineSchema.safeParse(jsonOf(text));
    if (line.success) lines.push(line.data);
    else unread += 1;
  }
  const draft = draftOfJournal(lines, unread);
  if (envelope !== undefined && draft !== null) return { operator: envelope.operator, draft, unread };
  // Nothing was heard: at most the head is torn.
  if (place < 2 || (envelope !== undefined && place === 2)) return null;
  throw new AppError(
    'store-damaged',
    `${path}, the journal of a watch, can't be read: its beginning is damaged or of another version. The file was left as it is.`,
    { path },
  );
};
