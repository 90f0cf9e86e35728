/**
 * What a watch writes down while it runs, a line each, so that its run can be put together when the process is gone
 * before its end.
 */
import { z } from 'zod';
import { runDraftSchema, type RunDraft } from './stored-run.ts';

const headSchema = runDraftSchema.pick({ startedAt: true, domains: true, vantages: true, notes: true });
const entrySchema = runDraftSchema.shape.answers.element;
const moment = z.iso.datetime();

/** First the head, then every answer and every line of the log, in their order. */
export const journalLineSchema = z.union([
  z.strictObject({ head: headSchema }),
  z.strictObject({ at: moment, entry: entrySchema }),
  z.strictObject({ at: moment, note: z.string() }),
]);
export type JournalLine = z.infer<typeof journalLineSchema>;

const MAX_NOTES = 1000;
const MAX_NOTE = 2000;

/** The notes of a run: what has to be said of the whole first, then as much of the log as there is room for. */
export const watchNotes = (head: readonly string[], log: readonly string[]): string[] => {
  const room = MAX_NOTES - head.length - 1;
  const cut =
    log.length > room ? [`${log.length - room} more changes are left out here; the answers show them.`] : [];
  return [...head, ...log.slice(0, room), ...cut].map((note) => note.slice(0, MAX_NOTE));
};

/** The run of a watch whose process ended first. `unread` lines could not be read; `null` when the head is missing. */
export const draftOfJournal = (lines: readonly JournalLine[], unread: number): RunDraft | null => {
  const head = lines.flatMap((line) => ('head' in line ? [line.head] : []))[0];
  if (head === undefined) return null;
  const later = lines.flatMap((line) => ('head' in line ? [] : [line]));
  const endedAt = later.reduce(
    (last, { at }) => (Date.parse(at) > Date.parse(last) ? at : last),
    head.startedAt,
  );
  const lost =
    unread === 0
      ? []
      : [
          `${unread} ${unread === 1 ? 'line' : 'lines'} of its journal could not be read and ${unread === 1 ? 'is' : 'are'} missing here.`,
        ];
  const ended = `The watch did not end by itself: the app was closed or killed after ${endedAt}. All that it had written down until then is here.`;
  return {
    startedAt: head.startedAt,
    endedAt,
    domains: head.domains,
    vantages: head.vantages,
    answers: later.flatMap((line) => ('entry' in line ? [line.entry] : [])),
    notes: watchNotes(
      [ended, ...lost, ...head.notes],
      later.flatMap((line) => ('note' in line ? [`${line.at} ${line.note}`] : [])),
    ),
    cutShort: true,
  };
};
