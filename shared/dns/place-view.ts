/** What one vantage point says to a question, in a form that can be compared and said. */
import { parseCidr } from '../net/cidr.ts';
import { classifyCidr, type IpClass } from '../net/ip-class.ts';
import { describeServer } from './server.ts';
import type { DnsAnswer, DnsOutcome, DnsRecord } from './types.ts';
import type { Vantage } from './vantage.ts';

export interface View {
  readonly vantage: Vantage;
  readonly answer: DnsAnswer;
  /** What a person reads: the records' values in order, or that there are none, or why it is not known. */
  readonly values: readonly string[];
  /** Equal for views that say the same. */
  readonly key: string;
  /** The server knows: there are records, or there are none. */
  readonly settled: boolean;
  /** One of the zone's own servers, with authority. */
  readonly own: boolean;
}

const SETTLED: ReadonlySet<DnsOutcome> = new Set(['answer', 'alias', 'no-data', 'nxdomain']);
/** The server knows: there are records, or there are none. */
export const settles = ({ outcome }: Pick<DnsAnswer, 'outcome'>): boolean => SETTLED.has(outcome);

const SILENT: ReadonlySet<DnsOutcome> = new Set(['timeout', 'unreachable', 'offline', 'cancelled']);
/** No word came from there. */
export const isSilent = ({ outcome }: Pick<DnsAnswer, 'outcome'>): boolean => SILENT.has(outcome);

const WORDS: Readonly<Record<Exclude<DnsOutcome, 'answer' | 'alias' | 'no-data'>, string>> = {
  nxdomain: 'no such name (NXDOMAIN)',
  referral: 'a pointer to other servers',
  servfail: 'a failure (SERVFAIL)',
  refused: 'a refusal (REFUSED)',
  'not-auth': 'not responsible (NOTAUTH)',
  'format-error': 'not understood (FORMERR)',
  timeout: 'no answer in time',
  unreachable: 'not reachable',
  offline: 'no network',
  malformed: 'an unreadable answer',
  cancelled: 'stopped',
};

/** `aliasOnly`: the zone's own servers give an alias and do not follow it, so that it alone can be compared. */
const valuesOf = ({ question, outcome, records }: DnsAnswer, aliasOnly: boolean): readonly string[] => {
  const alias = records.filter(({ type, name }) => type === 'CNAME' && name.toLowerCase() === question.name);
  // What an alias leads to is nothing that the zone itself says.
  if (aliasOnly && alias.length > 0) return [...new Set(alias.map(({ value }) => value))].toSorted();
  if (outcome === 'no-data') return [`no ${question.type} record`];
  if (outcome !== 'answer' && outcome !== 'alias') return [WORDS[outcome]];
  const wanted = question.type;
  const own = records.filter(
    ({ type, name }) => type === wanted && (wanted !== 'CNAME' || name.toLowerCase() === question.name),
  );
  return own.length === 0 ? [`no ${wanted} record`] : [...new Set(own.map(({ value }) => value))].toSorted();
};

/** All answers to one question, each from another place. */
export const viewsOf = (
  entries: ReadonlyArray<{ readonly vantage: Vantage; readonly answer: DnsAnswer }>,
): readonly View[] => {
  const aliasOnly = entries.some(({ answer }) => answer.outcome === 'alias');
  return entries.map(({ vantage, answer }) => {
    const values = valuesOf(answer, aliasOnly);
    const settled = settles(answer);
    return {
      vantage,
      answer,
      values,
      key: values.join('\n'),
      settled,
      own: vantage.kind === 'authoritative' && settled && answer.flags.aa,
    };
  });
};

const ANYWHERE: Vantage = { id: 'any', kind: 'file', label: 'any', server: null };

/** True when two servers that know say different things; silence and errors are no statement. */
export const answersDiffer = (answers: readonly DnsAnswer[]): boolean => {
  const views = viewsOf(answers.map((answer) => ({ vantage: ANYWHERE, answer })));
  return new Set(views.filter(({ settled }) => settled).map(({ key }) => key)).size > 1;
};

/** For sentences: `ns1.contoso.com (192.0.2.53)`. */
export const placeName = ({ vantage }: Pick<View, 'vantage'>): string =>
  vantage.server === null ? vantage.label : describeServer(vantage.server);

const USUAL_PORTS: ReadonlySet<number> = new Set([53, 853, 443]);

/**
 * Equal for two places where the same server answered: by whatever transport, since one address has one cache behind
 * it. Where no address is known, places can't be told apart.
 */
export const serverIdentity = ({ answer: { server } }: Pick<View, 'answer'>): string =>
  USUAL_PORTS.has(server.port) ? server.address : `${server.address} ${server.port}`;

const SHOWN = 4;
const LONGEST = 100;

/** For sentences: the values in quotes, long ones cut. */
export const saidBy = ({ values, answer }: View): string => {
  const quote = answer.records.some(({ value }) => values.includes(value));
  const shown = values.slice(0, SHOWN).map((value) => {
    const short = value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value;
    return quote ? `“${short}”` : short;
  });
  return values.length > SHOWN ? `${shown.join(', ')} and ${values.length - SHOWN} more` : shown.join(', ');
};

const addressClasses = ({ answer }: View): readonly IpClass[] =>
  answer.records.flatMap(({ type, value }) => {
    if (type !== 'A' && type !== 'AAAA') return [];
    const cidr = parseCidr(value);
    return cidr.ok ? [classifyCidr(cidr.cidr)] : [];
  });

/** An address of a network inside, as no public server gives it. */
export const hasInsideAddress = (view: View): boolean =>
  addressClasses(view).some((kind) => kind === 'private' || kind === 'cgnat' || kind === 'unique-local');

/** An address behind which nobody is, as filters give it in place of the real one. */
export const isSinkhole = (view: View): boolean =>
  addressClasses(view).some((kind) => kind === 'unspecified' || kind === 'loopback');

/** The longest TTL of records, in seconds; `null` without records, and when one does not show it. */
export const longestTtl = (records: ReadonlyArray<Pick<DnsRecord, 'ttl'>>): number | null => {
  const ttls = records.map(({ ttl }) => ttl);
  return ttls.length === 0 || ttls.includes(null) ? null : Math.max(...ttls.map((ttl) => ttl ?? 0));
};
