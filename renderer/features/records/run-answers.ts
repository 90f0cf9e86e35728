/** The kept answers about a domain, of its stored runs and then of the log. */
import { storedAnswers } from '../../../shared/dns/stored-lookup.ts';
import type { StoredRun, StoredRunSummary } from '../../../shared/dns/stored-run.ts';
import type { RunState } from '../../../shared/runbook/fold.ts';
import { keptAnswers, loggedAnswers } from '../../app/answers.ts';
import type { AnswerSource, KeptAnswers } from '../../app/answers.ts';

/** The newest runs of a domain that are looked through for an answer. */
const MOST = 12;

interface Runs {
  /** Newest first. */
  readonly list: readonly StoredRunSummary[];
  open(storedId: string): Promise<StoredRun>;
}

/** @param domain as the profile names it */
export const runAnswers = (runs: Runs, run: RunState, domain: string): KeptAnswers => {
  const about = runs.list.filter(({ domains }) => domains.includes(domain)).slice(0, MOST);
  const sources = about.map(({ id }): AnswerSource => {
    let answers: Promise<ReturnType<typeof storedAnswers>> | undefined;
    return async (question) => {
      answers ??= runs.open(id).then(storedAnswers);
      return (await answers)(question);
    };
  });
  return keptAnswers([...sources, loggedAnswers(run)]);
};
