/** Judging MX sets, aliases, addresses and TTLs. */
import { cidrHasIp, parseCidr, type Cidr } from '../net/cidr.ts';
import { parseIp } from '../net/ip.ts';
import { parseRange } from '../net/ip-range.ts';
import { describeDiff, diffTerms, isSame } from './diff.ts';
import type { Part, PartJudgement, Term } from './check-types.ts';
import { isSpf } from './judge-txt.ts';
import { describeServer } from './server.ts';
import { notThere } from './unanswered.ts';
import type { DnsAnswer, DnsRecord } from './types.ts';

type Of<K extends Part['kind']> = Extract<Part, { readonly kind: K }>;

const valuesOf = (answer: DnsAnswer, type: string): string[] =>
  answer.records.filter((record) => record.type === type).map(({ value }) => value);

export const judgeMx = (part: Of<'mx'>, [answer]: readonly [DnsAnswer]): PartJudgement => {
  const found = valuesOf(answer, 'MX');
  const terms = diffTerms(part.records, found);
  const base = { found, deciding: 0 };
  if (found.length === 0 && part.records.length > 0)
    return { ...base, verdict: 'differing', sentence: notThere(answer, 'MX record'), terms };
  if (isSame(terms))
    return { ...base, verdict: 'matching', sentence: 'The MX records are the expected ones.', terms };
  return { ...base, verdict: 'differing', sentence: `The MX records differ. ${describeDiff(terms)}`, terms };
};

/** Only an alias counts: addresses at the name lead nowhere that matters. */
export const judgeAbsent = (part: Of<'absent'>, [answer]: readonly [DnsAnswer]): PartJudgement => {
  const found = valuesOf(answer, 'CNAME');
  const { name } = answer.question;
  const [target] = found;
  return target === undefined
    ? {
        verdict: 'matching',
        sentence: `There is no alias at ${name}, as it should be.`,
        found,
        terms: [],
        deciding: 0,
      }
    : {
        verdict: 'differing',
        sentence: `The alias ${name} to ${target} ${part.why}.`,
        found,
        terms: [{ term: target, state: 'extra' }],
        deciding: 0,
      };
};

export const judgeCname = (part: Of<'cname'>, [answer]: readonly [DnsAnswer]): PartJudgement => {
  const found = valuesOf(answer, 'CNAME');
  const terms = diffTerms([part.target], found);
  const { name } = answer.question;
  if (isSame(terms))
    return {
      verdict: 'matching',
      sentence: `${name} points to the noted target.`,
      found,
      terms,
      deciding: 0,
    };
  const sentence =
    found.length === 0
      ? notThere(answer, 'CNAME record')
      : `${name} points to ${found.join(', ')} instead of ${part.target}.`;
  return { verdict: 'differing', sentence, found, terms, deciding: 0 };
};

const networks = (texts: readonly string[]): Cidr[] =>
  texts.flatMap((text) => {
    const range = text.includes('-') ? parseRange(text) : null;
    if (range !== null) return range.ok ? [...range.cidrs] : [];
    const cidr = parseCidr(text.trim());
    return cidr.ok ? [cidr.cidr] : [];
  });

const inside = (address: string, list: readonly Cidr[]): boolean => {
  const ip = parseIp(address);
  return ip.ok && list.some((cidr) => cidrHasIp(cidr, ip.ip));
};

const addressesOf = (answers: readonly DnsAnswer[]): string[] =>
  answers.flatMap((answer) => [...valuesOf(answer, 'A'), ...valuesOf(answer, 'AAAA')]);

/** Answers in the order A, AAAA. One of the two may stay open when the other one already proves the point. */
export const judgeAddresses = (
  part: Of<'addresses'>,
  answers: readonly [DnsAnswer, DnsAnswer],
): PartJudgement => {
  const found = addressesOf(answers);
  const name = answers[0].question.name;
  const deciding = valuesOf(answers[0], 'A').length > 0 ? 0 : valuesOf(answers[1], 'AAAA').length > 0 ? 1 : 0;
  const base = { found, deciding };
  if (found.length === 0)
    return {
      ...base,
      verdict: 'differing',
      sentence: notThere(answers[0], 'address (A or AAAA)'),
      terms: [],
    };
  const wanted = part.networks === null ? null : networks(part.networks);
  const terms = found.map((term): Term => ({
    term,
    state: wanted === null || inside(term, wanted) ? 'same' : 'extra',
  }));
  if (wanted === null)
    return { ...base, verdict: 'matching', sentence: `${name} has ${found.join(', ')}.`, terms };
  if (terms.some(({ state }) => state === 'same'))
    return {
      ...base,
      verdict: 'matching',
      sentence: [`${name} has a public address of the profile.`, describeDiff(terms)]
        .filter(Boolean)
        .join(' '),
      terms,
    };
  const sentence = `${name} has ${found.join(', ')}, which is no public address of the profile.`;
  return { ...base, verdict: 'differing', sentence, terms };
};

/** Answers in the order CNAME of the name, A of the name, A of the target. An alias, or the same addresses, will do. */
export const judgeSameHost = (
  part: Of<'same-host'>,
  [alias, own, target]: readonly [DnsAnswer, DnsAnswer, DnsAnswer],
): PartJudgement => {
  const { name } = alias.question;
  const aliases = valuesOf(alias, 'CNAME');
  if (aliases.length > 0) return judgeCname({ kind: 'cname', target: part.target }, [alias]);
  const found = valuesOf(own, 'A');
  if (found.length === 0)
    return {
      verdict: 'differing',
      sentence: notThere(own, 'CNAME or A record'),
      found,
      terms: [{ term: part.target, state: 'missing' }],
      deciding: 1,
    };
  const same = part.target === name || found.some((address) => valuesOf(target, 'A').includes(address));
  const sentence = same
    ? `${name} still leads to ${part.target}.`
    : `${name} has ${found.join(', ')}, which is no address of ${part.target}.`;
  const terms = found.map((term): Term => ({ term, state: same ? 'same' : 'extra' }));
  return { verdict: same ? 'matching' : 'differing', sentence, found, terms, deciding: 1 };
};

const ttlRecords = (part: Of<'ttl'>, answer: DnsAnswer): DnsRecord[] =>
  answer.records.filter(({ type, value }) =>
    part.record === 'MX' ? type === 'MX' : type === 'TXT' && isSpf(value),
  );

export const judgeTtl = (part: Of<'ttl'>, [answer]: readonly [DnsAnswer]): PartJudgement => {
  const records = ttlRecords(part, answer);
  // Those of one name and type must be equal (RFC 2181, 5.2); where they are not, the worst counts.
  const [first] = records.toSorted(
    (a, b) => ((a.ttl ?? Infinity) - (b.ttl ?? Infinity)) * (part.bound === 'at-most' ? -1 : 1),
  );
  const base = {
    deciding: 0,
    found: records.flatMap(({ ttl }) => (ttl === null ? [] : [`${part.record} TTL ${ttl} s`])),
  };
  const what = `TTL ${part.bound === 'at-most' ? 'at most' : 'at least'} ${part.seconds} s`;
  if (first === undefined)
    return { ...base, verdict: 'differing', sentence: notThere(answer, `${part.record} record`), terms: [] };
  if (first.ttl === null)
    return {
      ...base,
      verdict: 'unanswered',
      sentence: `What ${describeServer(answer.server)} answered for ${answer.question.name} is here without its TTL. Ask the domain’s own name servers, or paste output that shows the TTL.`,
      terms: [],
    };
  if (!answer.flags.aa)
    return {
      ...base,
      verdict: 'unanswered',
      sentence: `${describeServer(answer.server)} answered for ${answer.question.name} from its cache, where the TTL counts down (${first.ttl} s left). Only the domain's own name servers show the TTL that is set.`,
      terms: [],
    };
  const kept = part.bound === 'at-most' ? first.ttl <= part.seconds : first.ttl >= part.seconds;
  return {
    ...base,
    verdict: kept ? 'matching' : 'differing',
    sentence: `The ${part.record} record has a TTL of ${first.ttl} s${kept ? '' : `; planned is ${what.slice(4)}`}.`,
    terms: [{ term: `${part.record} ${what}`, state: kept ? 'same' : 'missing' }],
  };
};
