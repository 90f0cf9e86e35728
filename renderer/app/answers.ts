/** Answers that are kept, from one place or several, behind the ports that the engine asks. */
import { isNotAsked, notAsked } from '../../shared/dns/stored-lookup.ts';
import type { DnsAnswer, DnsLookup, DnsQuestion } from '../../shared/dns/types.ts';
import { spfLookupOver } from '../../shared/spf/dns-lookup.ts';
import type { SpfLookup } from '../../shared/spf/lookup-port.ts';
import type { RunState } from '../../shared/runbook/fold.ts';

/** Why a look-up gives nothing when its question was never asked. */
export const NOT_ASKED = 'it was not asked yet';

/** Every kept answer to a question, the one that says most first; loads what it needs. */
export type AnswerSource = (question: DnsQuestion) => readonly DnsAnswer[] | Promise<readonly DnsAnswer[]>;

export interface KeptAnswers {
  readonly dns: DnsLookup;
  /** A question that was not asked fails with `NOT_ASKED` in its reason. */
  readonly spf: SpfLookup;
  /** Every answer of the newest source that holds the question; none where it was not asked. */
  readonly all: AnswerSource;
}

/** Of several sources, the newest first, the first that holds the question answers it. */
export const keptAnswers = (sources: readonly AnswerSource[]): KeptAnswers => {
  const all: AnswerSource = async (question) => {
    for (const source of sources) {
      const answers = await source(question);
      if (answers.length > 0) return answers;
    }
    return [];
  };
  const dns: DnsLookup = {
    lookup: async (question) => (await all(question))[0] ?? notAsked(question, new Date().toISOString()),
  };
  const spf = spfLookupOver(dns, (answer) => (isNotAsked(answer) ? NOT_ASKED : undefined));
  return { dns, spf, all };
};

/** The answers in the log's evidence, the newest of each question first: what is left where no run is kept. */
export const loggedAnswers = (run: RunState): AnswerSource => {
  const all = [...run.steps.values()]
    .flatMap((step) => [...step.dns.values()])
    .flatMap(({ evidence }) => [evidence.answer, ...(evidence.otherAnswers ?? [])])
    .toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at));
  return ({ name, type }) =>
    all.filter(({ question }) => question.name === name.toLowerCase() && question.type === type);
};
