/** What DNS last said about a domain's own MX and TXT sets, from the checks in the log of its customer. */
import type { DnsAnswer, DnsOutcome } from '../dns/types.ts';
import { checkDomainName } from '../net/domain-name.ts';
import type { RunState } from '../runbook/fold.ts';

const READ: ReadonlySet<DnsOutcome> = new Set(['answer', 'alias', 'no-data', 'nxdomain']);

/** The question was asked and nobody learned what is published; one that was stopped counts as not asked. */
export const isUnread = (outcome: DnsOutcome): boolean => !READ.has(outcome) && outcome !== 'cancelled';

/** Checks that ask the domain's own MX or TXT set, not one of another name. */
const APEX_CHECKS = /^(?:mx|spf|ttl)-|^parked$|^verification-txt$/u;

export interface LastAnswers {
  readonly mx: DnsAnswer | undefined;
  readonly txt: DnsAnswer | undefined;
}

/**
 * The latest answers about `domain` (as the profile names it), of whatever check asked last. Where several servers
 * were asked at once, one that gave the records counts before one that failed.
 */
export const lastAnswers = (run: RunState, domain: string): LastAnswers => {
  const checked = checkDomainName(domain);
  const name = checked.ok ? checked.name : domain;
  const asked = [...run.steps.values()]
    .flatMap((step) => [...step.dns.values()])
    .filter(({ evidence }) => evidence.domain === domain && APEX_CHECKS.test(evidence.check))
    .map(({ evidence }) => [evidence.answer, ...(evidence.otherAnswers ?? [])]);
  /** A check that follows includes has their records among its answers; those are not the domain's own. */
  const last = (type: 'MX' | 'TXT'): DnsAnswer | undefined =>
    asked
      .flatMap((answers) => {
        const own = answers.filter(
          ({ question }) => question.type === type && question.name.toLowerCase() === name,
        );
        const read = own.filter(({ outcome }) => !isUnread(outcome));
        return read.length > 0 ? read : own;
      })
      .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
      .at(-1);
  return { mx: last('MX'), txt: last('TXT') };
};
