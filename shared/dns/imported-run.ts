/** A run that this program kept on another computer, taken over with its answers as they are and where it came from. */
import type { Profile } from '../profile/schema.ts';
import { CLOCKS_APART_MS, checkTimes, ownDomains, refuseTimes } from './foreign-file.ts';
import { MOST_NOTES, type RunDraft, type StoredRunFile } from './stored-run.ts';

const withFirst = (first: readonly string[], notes: readonly string[]): string[] => {
  const room = MOST_NOTES - first.length;
  if (notes.length <= room) return [...first, ...notes];
  const kept = notes.slice(0, room - 1);
  return [...first, ...kept, `${notes.length - kept.length} more notes of the file are left out here.`];
};

/**
 * `file` is its name, for the note; the caller has checked its hash.
 * @throws AppError `collected-times` when its times contradict each other or lie ahead, `collected-foreign` when it is
 * about no domain of the customer
 */
export const importedRun = (
  { run, sha256 }: StoredRunFile,
  file: string,
  { now, profile }: { readonly now: string; readonly profile: Pick<Profile, 'domains'> },
): RunDraft => {
  checkTimes(run, now);
  const last = Date.parse(run.endedAt) + CLOCKS_APART_MS;
  const ahead = run.answers.find(({ answer }) => Date.parse(answer.at) > last);
  if (ahead !== undefined)
    throw refuseTimes(
      `${ahead.answer.question.name} ${ahead.answer.question.type} was answered at ${ahead.answer.at}, after the run ended at ${run.endedAt}`,
    );
  const { startedAt, endedAt, vantages, answers, notes, source, cutShort } = run;
  const imported = `Asked by ${run.operator} on another computer and imported from ${file.slice(0, 500)}; the run there is ${run.id}, SHA-256 ${sha256}.`;
  const before =
    source === undefined
      ? []
      : [`There it had been read from ${source.file}, SHA-256 ${source.sha256}.`.slice(0, 2000)];
  return {
    startedAt,
    endedAt,
    domains: [...ownDomains(run.domains, profile)],
    vantages,
    answers,
    notes: withFirst([imported, ...before], notes),
    ...(cutShort === undefined ? {} : { cutShort }),
  };
};
