/** What DNS last said about a domain's own MX and TXT sets, from the checks in the log of its customer. */
import type { DnsAnswer, DnsOutcome } from '../dns/types.ts';
import { asciiName } from '../net/domain-name.ts';
import type { RunState } from '../runbook/fold.ts';
import type { DnsEvidence } from '../runbook/log.ts';

const READ: ReadonlySet<DnsOutcome> = new Set(['answer', 'alias', 'no-data', 'nxdomain']);

/** The question was asked and nobody learned what is published; one that was stopped counts as not asked. */
export const isUnread = (outcome: DnsOutcome): boolean => !READ.has(outcome) && outcome !== 'cancelled';

/** Checks that ask the domain's own MX or TXT set, not one of another name. */
const APEX_CHECKS = /^(?:mx|spf|ttl)-|^parked$|^verification-txt$/u;

export interface LastAnswers {
  readonly mx: DnsAnswer | undefined;
  readonly txt: DnsAnswer | undefined;
}

/** What came of the last question for a domain's own TXT set. */
export interface PublishedSeen {
  readonly outcome: DnsOutcome;
  /** UTC, ISO 8601. */
  readonly at: string;
}

/** Of each domain, by its name in the profile; one that nobody asked about is not in it. */
export type PublishedOutcomes = ReadonlyMap<string, PublishedSeen>;

const apexEvidence = (run: RunState): readonly DnsEvidence[] =>
  [...run.steps.values()]
    .flatMap((step) => [...step.dns.values()])
    .map(({ evidence }) => evidence)
    .filter(({ check }) => APEX_CHECKS.test(check));

/**
 * Of one check the answers about the domain's own set. Where several servers were asked, those that gave the records
 * alone. A check that follows includes has their records among its answers; those are not the domain's own.
 */
const ownAnswers = (
  { answer, otherAnswers = [] }: DnsEvidence,
  type: 'MX' | 'TXT',
  name: string,
): readonly DnsAnswer[] => {
  const own = [answer, ...otherAnswers].filter(
    ({ question }) => question.type === type && question.name.toLowerCase() === name,
  );
  const read = own.filter(({ outcome }) => !isUnread(outcome));
  return read.length > 0 ? read : own;
};

const latest = (answers: readonly DnsAnswer[]): DnsAnswer | undefined =>
  answers.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at)).at(-1);

/**
 * The latest answers about `domain` (as the profile names it), of whatever check asked last. Where several servers
 * were asked at once, one that gave the records counts before one that failed.
 */
export const lastAnswers = (run: RunState, domain: string): LastAnswers => {
  const name = asciiName(domain);
  const asked = apexEvidence(run).filter((evidence) => evidence.domain === domain);
  const last = (type: 'MX' | 'TXT'): DnsAnswer | undefined =>
    latest(asked.flatMap((evidence) => ownAnswers(evidence, type, name)));
  return { mx: last('MX'), txt: last('TXT') };
};

/**
 * What came of the last question for the TXT set of each domain in the log, in one pass. A question that was stopped
 * was not asked.
 */
export const loggedOutcomes = (run: RunState): PublishedOutcomes => {
  const answers = new Map<string, DnsAnswer[]>();
  for (const evidence of apexEvidence(run)) {
    const own = ownAnswers(evidence, 'TXT', asciiName(evidence.domain));
    const asked = own.filter(({ outcome }) => outcome !== 'cancelled');
    answers.set(evidence.domain, [...(answers.get(evidence.domain) ?? []), ...asked]);
  }
  return new Map(
    [...answers].flatMap(([domain, own]) => {
      const last = latest(own);
      return last === undefined ? [] : [[domain, { outcome: last.outcome, at: last.at }] as const];
    }),
  );
};
