/** What `dns watch --out` keeps: a journal while it runs, flushed with each answer, and the run as one file at its end. */
import type { RunDraft } from '../../shared/dns/stored-run.ts';
import type { JournalLine } from '../../shared/dns/watch-journal.ts';
import { AppError } from '../../shared/result.ts';
import { JOURNAL_ENDING, RunJournal } from '../store/run-journal.ts';
import { storeError } from '../store/store-error.ts';
import { nodeFs } from '../store/store-fs.ts';
import type { CliEnvironment } from './command.ts';
import { assertNewFile } from './output-file.ts';
import { asStored, operatorName, sayKept, writeRun } from './snapshots.ts';

export interface WatchRecord {
  readonly add: (line: JournalLine) => void;
  /** Writes the run, then takes the journal away. @throws AppError `export-exists` or `store-…`; the journal stays then */
  readonly keep: (draft: RunDraft, customerId: string) => Promise<void>;
}

const refuseJournal = async (journal: string): Promise<void> => {
  try {
    await assertNewFile(journal);
  } catch (cause) {
    if (!(cause instanceof AppError) || cause.code !== 'export-exists') throw cause;
    throw new AppError(
      'export-exists',
      `${journal} holds what another watch heard that is still going on or was killed. Make a file of it with "dns recover", or choose another --out.`,
      { path: journal },
      cause,
    );
  }
};

/** @throws AppError `export-exists` or `not-found` when the file can't be a new one */
export const openRecord = async (path: string, environment: CliEnvironment): Promise<WatchRecord> => {
  await assertNewFile(path);
  const journalPath = `${path}${JOURNAL_ENDING}`;
  await refuseJournal(journalPath);
  let inTrouble = false;
  const journal = new RunJournal({
    fs: nodeFs,
    at: (task) => task(journalPath),
    operator: operatorName(),
    onTrouble: (trouble) => {
      if (trouble === null) environment.err('mailflow: journal: What is heard is written down again.\n');
      else if (!inTrouble)
        environment.err(
          `mailflow: ${trouble.code}: ${trouble.message} The watch goes on; if it is killed before, what it hears is lost.\n`,
        );
      inTrouble = trouble !== null;
    },
  });
  const keep = async (draft: RunDraft, customerId: string): Promise<void> => {
    const run = asStored(draft, { customerId, name: '', kind: 'watch' }, environment);
    await journal.idle();
    try {
      await writeRun(path, run, environment);
    } catch (cause) {
      const { code, message } = storeError(cause, path, 'write');
      const where = `What could be written down of the watch is in ${journalPath}; "dns recover" makes a file of it.`;
      throw new AppError(code, `${message} ${where}`, { path, journal: journalPath }, cause);
    }
    await journal.remove();
    sayKept(path, draft, environment);
  };
  return { add: (line) => journal.add(line), keep };
};
