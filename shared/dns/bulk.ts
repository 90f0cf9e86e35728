/**
 * Many customers at once: the few questions that show whether a domain's mail records are as planned and as they were,
 * and one row for each domain on what the answers say.
 */
import { listed } from '../listed.ts';
import { checkDomainName } from '../net/domain-name.ts';
import type { Profile } from '../profile/schema.ts';
import type { Verdict } from '../runbook/log.ts';
import type { DnsCheckId } from '../runbook/step.ts';
import { judge, plannedChecks, type CheckSources } from './checks.ts';
import { questionKey } from './question.ts';
import type { RunComparison, RunDifference } from './compare-runs.ts';
import type { DnsAnswer, DnsQuestion, RecordType } from './types.ts';

/** Of the checks of the runbook those that hold for good after the cut-over and need no other answers. */
const CHECKS: readonly DnsCheckId[] = [
  'mx-planned',
  'spf-planned',
  'parked',
  'dkim',
  'dmarc',
  'tls-reporting',
];
const TITLES: Partial<Record<DnsCheckId, string>> = {
  'mx-planned': 'MX',
  'spf-planned': 'SPF',
  parked: 'parked records',
  dkim: 'DKIM',
  dmarc: 'DMARC',
  'tls-reporting': 'MTA-STS and TLS reports',
};

/** Seven for each domain; none when its name is no name. */
export const bulkQuestions = (domain: string): readonly DnsQuestion[] => {
  const name = checkDomainName(domain.trim(), { allowUnderscore: true });
  if (!name.ok) return [];
  const at = (prefix: string, type: RecordType): DnsQuestion => ({ name: `${prefix}${name.name}`, type });
  return [
    at('', 'MX'),
    at('', 'TXT'),
    at('selector1._domainkey.', 'CNAME'),
    at('selector2._domainkey.', 'CNAME'),
    at('_dmarc.', 'TXT'),
    at('_mta-sts.', 'TXT'),
    at('_smtp._tls.', 'TXT'),
  ];
};

export interface BulkJudgement {
  readonly verdict: Verdict;
  /** What differs from the plan or got no answer, e.g. "MX and DKIM differ from the plan." */
  readonly sentence: string;
}

/** Judges a domain by its answers, which are those of `bulkQuestions`. */
export const judgeBulk = (
  profile: Profile,
  domain: string,
  answers: readonly DnsAnswer[],
  { planned }: Pick<CheckSources, 'planned'>,
): BulkJudgement => {
  const held = new Map(answers.map((answer) => [questionKey(answer.question), answer]));
  const steps = [{ id: 'bulk', check: { dns: CHECKS, text: '' } }];
  const checks = plannedChecks(profile, { stepIds: [], domains: [domain] }, { steps, planned });
  const judged = checks.flatMap((check) => {
    // What the profile does not hold yet is a matter of the profile, not of this table.
    if (check.parts.some(({ lacking }) => lacking !== null)) return [];
    const own = check.questions.map((question) => held.get(questionKey(question)));
    const known = own.filter((answer) => answer !== undefined);
    if (known.length < own.length || known.length === 0) return [];
    return [{ title: TITLES[check.check] ?? check.check, ...judge(check, known) }];
  });
  const of = (verdict: Verdict): string[] =>
    judged.filter((one) => one.verdict === verdict).map(({ title }) => title);
  const [differing, open] = [of('differing'), of('unanswered')];
  const parts = [
    ...(differing.length > 0
      ? [`${listed(differing)} ${differing.length === 1 ? 'differs' : 'differ'} from the plan.`]
      : []),
    ...(open.length > 0 ? [`${listed(open)} can’t be known.`] : []),
  ];
  const verdict = differing.length > 0 ? 'differing' : open.length > 0 ? 'unanswered' : 'matching';
  const [first] = judged;
  if (first === undefined) return { verdict: 'unanswered', sentence: 'There is nothing to compare with.' };
  if (open.length === judged.length) return { verdict, sentence: first.summary };
  return { verdict, sentence: parts.join(' ') || 'All as planned.' };
};

export interface BulkDrift {
  /** Records that are not what they were; `null` when there is nothing to compare with. */
  readonly drifted: number | null;
  /** What changed, and what another place says that can't be compared; a sentence each. */
  readonly sentences: readonly string[];
}

const isElsewhere = ({ change, before, after }: RunDifference): boolean =>
  change === 'not-known' && before.length > 0 && after.length > 0;

/** What of a domain changed; `comparison` is with the earlier run, `null` without one. */
export const driftOf = (domain: string, comparison: RunComparison | null): BulkDrift => {
  const differences = comparison === null ? [] : bulkQuestions(domain).map(comparison.of);
  const known = differences.filter(({ change }) => change !== 'not-known');
  const moved = known.filter(({ change }) => change !== 'same');
  return {
    drifted: known.length === 0 ? null : moved.length,
    sentences: [...moved, ...differences.filter(isElsewhere)].map(({ sentence }) => sentence),
  };
};
