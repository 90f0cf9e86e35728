/** Judging what is published as TXT: SPF, ownership token, DMARC and the like. */
import { describeDiff, diffTerms, isSame } from './diff.ts';
import { hasErrors, type Finding } from '../finding.ts';
import { diagnoseDmarc, parseDmarc } from '../mailauth/dmarc.ts';
import { sayHints } from '../mailauth/findings.ts';
import { diagnoseSts, diagnoseTlsRpt } from '../mailauth/mta-sts.ts';
import { tagValues } from '../mailauth/tag-list.ts';
import type { Part, PartJudgement, TaggedRules, Term } from './check-types.ts';
import { notThere } from './unanswered.ts';
import type { DnsAnswer } from './types.ts';

type Of<K extends Part['kind']> = Extract<Part, { readonly kind: K }>;

/** The TXT texts of an answer, strings joined without a separator (RFC 7208, 3.3). */
const txtOf = (answer: DnsAnswer): string[] =>
  answer.records.filter(({ type }) => type === 'TXT').map(({ value }) => value);

/** A record counts as SPF by its first word alone, in any case (RFC 7208, 4.5). */
export const isSpf = (text: string): boolean => /^v=spf1(?: |$)/iu.test(text);

const result = (
  verdict: PartJudgement['verdict'],
  sentence: string,
  found: readonly string[],
  terms: readonly Term[],
): PartJudgement => ({ verdict, sentence, found, terms, deciding: 0 });

/** Mechanism and domain names compare without regard to case; a macro letter's case has a meaning (RFC 7208, 7.3). */
export const spfKey = (term: string): string => (term.includes('%') ? term : term.toLowerCase());
const termsOf = (record: string): string[] => record.split(' ').filter((term) => term !== '');
const spfDiff = (record: string, found: string): Term[] => diffTerms(termsOf(record), termsOf(found), spfKey);

const sameOrder = (record: string, found: string): boolean =>
  termsOf(record).map(spfKey).join(' ') === termsOf(found).map(spfKey).join(' ');

const noSpf = (part: Of<'spf'>, answer: DnsAnswer, texts: readonly string[]): PartJudgement => {
  const broken = texts.filter((text) => /spf1/iu.test(text));
  const hint =
    broken.length > 0
      ? ' A TXT record holds “spf1” but does not begin with “v=spf1 ”, so receivers ignore it.'
      : '';
  return result('differing', `${notThere(answer, 'SPF record')}${hint}`, broken, [
    ...diffTerms(termsOf(part.record), []),
  ]);
};

export const judgeSpf = (part: Of<'spf'>, [answer]: readonly [DnsAnswer]): PartJudgement => {
  const texts = txtOf(answer);
  const records = texts.filter(isSpf);
  const [first, ...more] = records;
  if (first === undefined) return noSpf(part, answer, texts);
  if (more.length > 0) {
    const sentence = `${records.length} SPF records are published. Exactly one may be there; receivers treat more as an error (RFC 7208, 4.5).`;
    return result(
      'differing',
      sentence,
      records,
      diffTerms([part.record], records, (text) => text.toLowerCase()),
    );
  }
  const terms = spfDiff(part.record, first);
  if (!isSame(terms))
    return result(
      'differing',
      `The SPF record differs from the plan. ${describeDiff(terms)}`,
      records,
      terms,
    );
  if (!sameOrder(part.record, first))
    return result('differing', 'The SPF record has the planned terms in another order.', records, terms);
  return result('matching', 'Exactly one SPF record is published, as planned.', records, terms);
};

/** What is noted as published before the change may be broken and still has to be found word by word. */
export const judgeSpfNoted = (part: Of<'spf-noted'>, [answer]: readonly [DnsAnswer]): PartJudgement => {
  const texts = txtOf(answer);
  const found = texts.filter((text) => isSpf(text) || part.texts.includes(text));
  const terms = diffTerms(part.texts, found);
  if (isSame(terms)) return result('matching', 'The published SPF text is the one noted.', found, terms);
  const sentence =
    found.length === 0
      ? notThere(answer, 'SPF record')
      : `The published SPF text differs from the one noted. ${describeDiff(terms)}`;
  return result('differing', sentence, found, terms);
};

export const judgeTxt = (part: Of<'txt'>, [answer]: readonly [DnsAnswer]): PartJudgement => {
  const texts = txtOf(answer);
  const there = texts.includes(part.text);
  const terms: Term[] = [{ term: part.text, state: there ? 'same' : 'missing' }];
  if (there) return result('matching', `The TXT record ${part.text} is published.`, [part.text], terms);
  const sentence =
    texts.length === 0
      ? notThere(answer, 'TXT record')
      : `No TXT record of ${answer.question.name} is exactly ${part.text}.`;
  return result('differing', sentence, texts, terms);
};

const wantedTerms = (part: Of<'tagged'>): string[] =>
  Object.entries(part.tags).map(([tag, value]) => (value === null ? `${tag}=…` : `${tag}=${value}`));

/** A list tag such as rua holds the value when one entry of the list is it, in any case. */
const holds = (tags: ReadonlyMap<string, string>, tag: string, value: string | null): boolean => {
  const text = tags.get(tag);
  if (text === undefined || text === '') return false;
  if (value === null) return true;
  return text.split(',').some((entry) => entry.trim().toLowerCase() === value.toLowerCase());
};

const HINTS: Readonly<Record<TaggedRules, (texts: readonly string[], domain: string) => readonly Finding[]>> =
  {
    dmarc: (texts, domain) => diagnoseDmarc(domain, texts),
    'dmarc-parked': (texts, domain) => diagnoseDmarc(domain, texts, true),
    'mta-sts': diagnoseSts,
    'tls-rpt': diagnoseTlsRpt,
  };

/** What the texts at the name say by the rules of their kind; that there is none, the verdict says itself. */
const hintsOf = (part: Of<'tagged'>, { question }: DnsAnswer, texts: readonly string[]): readonly Finding[] =>
  HINTS[part.rules](texts, question.name.replace(/^_dmarc\./u, '')).filter(
    ({ code }) => code !== 'DMARC-I-NO-RECORD',
  );

/** The tags as receivers take them: DMARC without a valid `p` may still count as `p=none` (RFC 9989, 4.10.1). */
const tagsTaken = (
  part: Of<'tagged'>,
  { question }: DnsAnswer,
  text: string,
): ReadonlyMap<string, string> => {
  const tags = tagValues(text);
  if (!part.rules.startsWith('dmarc')) return tags;
  const { policy } = parseDmarc(text, question.name.replace(/^_dmarc\./u, ''));
  return policy === null ? tags : tags.set('p', policy);
};

/** The version in these letters (RFC 9989, 4.8; RFC 8461, 3.1; RFC 8460, 3); DMARC allows blanks round the sign. */
const beginsWith = ({ version }: Of<'tagged'>): RegExp =>
  new RegExp(`^[vV]\\s*=\\s*${version.slice(2)}\\s*(?:;|$)`, 'u');

export const judgeTagged = (part: Of<'tagged'>, [answer]: readonly [DnsAnswer]): PartJudgement => {
  const texts = txtOf(answer);
  const begins = beginsWith(part);
  const records = texts.filter((text) => begins.test(text));
  const [first, ...more] = records;
  const name = answer.question.name;
  const hints = hintsOf(part, answer, texts);
  const say = (sentence: string): string => [sentence, sayHints(hints)].filter(Boolean).join(' ');
  if (first === undefined) {
    const terms = diffTerms([part.version, ...wantedTerms(part)], []);
    return result('differing', say(notThere(answer, part.what)), texts, terms);
  }
  if (more.length > 0)
    return result('differing', `${name}: ${sayHints(hints)}`, records, diffTerms([first], records));
  const tags = tagsTaken(part, answer, first);
  const terms = Object.entries(part.tags).map(([tag, value], index): Term => ({
    term: wantedTerms(part)[index] ?? tag,
    state: holds(tags, tag, value) ? 'same' : 'missing',
  }));
  if (!isSame(terms))
    return result(
      'differing',
      say(`The ${part.what} of ${name} differs from the plan. ${describeDiff(terms)}`),
      records,
      terms,
    );
  return hasErrors(hints)
    ? result('differing', say(`${name} has one ${part.what} with a fault.`), records, terms)
    : result('matching', say(`${name} has one ${part.what}, as planned.`), records, terms);
};
