/**
 * Many customers at once: the few questions that show whether a domain's mail records are as planned and as they were,
 * and one row for each domain on what the answers say.
 */
import { checkDomainName } from '../net/domain-name.ts';
import type { Profile } from '../profile/schema.ts';
import type { Verdict } from '../runbook/log.ts';
import type { DnsCheckId } from '../runbook/step.ts';
import { judge, plannedChecks, questionKey, type CheckSources } from './checks.ts';
import { storedAnswers } from './stored-lookup.ts';
import type { RunDraft } from './stored-run.ts';
import type { DnsAnswer, DnsQuestion, RecordType } from './types.ts';
import { whyUnanswered } from './unanswered.ts';

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

const list = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;

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
      ? [`${list(differing)} ${differing.length === 1 ? 'differs' : 'differ'} from the plan.`]
      : []),
    ...(open.length > 0 ? [`${list(open)} can’t be known.`] : []),
  ];
  const verdict = differing.length > 0 ? 'differing' : open.length > 0 ? 'unanswered' : 'matching';
  if (judged.length === 0) return { verdict: 'unanswered', sentence: 'There is nothing to compare with.' };
  return { verdict, sentence: parts.join(' ') || 'All as planned.' };
};

export interface BulkDrift {
  /** Records that are not what they were; `null` when there is nothing to compare with. */
  readonly drifted: number | null;
  readonly sentence: string;
}

/** The records in a form in which equal sets are equal; `null` when the answer does not settle the question. */
const valuesOf = (answer: DnsAnswer | undefined): readonly string[] | null =>
  answer === undefined || whyUnanswered(answer) !== null
    ? null
    : answer.records
        .filter(({ type }) => type === answer.question.type)
        .map(({ value }) => value)
        .toSorted();

const shown = (values: readonly string[]): string => (values.length === 0 ? 'nothing' : values.join(', '));

/** What of a domain changed since `earlier`; records that one of both does not tell of are left out. */
export const driftOf = (answers: readonly DnsAnswer[], earlier: RunDraft | null): BulkDrift => {
  if (earlier === null) return { drifted: null, sentence: 'No earlier run to compare with.' };
  const held = storedAnswers(earlier);
  const compared = answers.flatMap((answer) => {
    const [before, after] = [valuesOf(held(answer.question)[0]), valuesOf(answer)];
    return before === null || after === null ? [] : [{ question: answer.question, before, after }];
  });
  if (compared.length === 0)
    return { drifted: null, sentence: 'The earlier run says nothing about these records.' };
  const moved = compared.filter(({ before, after }) => before.join('\n') !== after.join('\n'));
  const sentences = moved.map(
    ({ question, before, after }) =>
      `${question.type} of ${question.name} was ${shown(before)} and is ${shown(after)}.`,
  );
  return {
    drifted: moved.length,
    sentence: moved.length === 0 ? 'Nothing changed.' : sentences.join(' '),
  };
};
