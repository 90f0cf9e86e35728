/** What an answer means: its outcome, and the records that answer the question. */
import type { DnsOutcome, DnsQuestion, DnsRecord } from './types.ts';

/** What of an answer decides: read off the wire, or off the output of a tool that shows all of it. */
export interface AnswerParts {
  readonly rcode: string;
  readonly flags: { readonly aa: boolean; readonly ra: boolean };
  readonly answer: readonly DnsRecord[];
  readonly authority: readonly DnsRecord[];
}

const BY_RCODE: Readonly<Record<string, DnsOutcome>> = {
  SERVFAIL: 'servfail',
  REFUSED: 'refused',
  NOTIMP: 'refused',
  NOTAUTH: 'not-auth',
  FORMERR: 'format-error',
  BADVERS: 'format-error',
};

const has = (records: readonly DnsRecord[], type: string): boolean =>
  records.some((record) => record.type === type);

/** The names from the question along the CNAMEs of this answer, the last one being where the data must be. */
const chain = (question: DnsQuestion, answer: readonly DnsRecord[]): ReadonlyMap<string, number> => {
  const places = new Map([[question.name, 0]]);
  if (question.type === 'CNAME' || !has(answer, 'CNAME')) return places;
  const targets = new Map<string, string>();
  for (const { type, name, value } of answer)
    if (type === 'CNAME' && !targets.has(name)) targets.set(name, value);
  for (let at = targets.get(question.name); at !== undefined && !places.has(at); at = targets.get(at))
    places.set(at, places.size);
  return places;
};

/** Records of the names that the question leads to, in the order in which it leads there. */
const along = (places: ReadonlyMap<string, number>, answer: readonly DnsRecord[]): DnsRecord[] => {
  const records = answer.filter(({ name }) => places.has(name));
  return places.size === 1
    ? records
    : records.toSorted((a, b) => (places.get(a.name) ?? 0) - (places.get(b.name) ?? 0));
};

/** Whether `name` lies in `zone` or is its apex; an escaped dot is no border between labels. */
const isWithin = (name: string, zone: string): boolean =>
  zone === '.' ||
  name === zone ||
  (name.endsWith(`.${zone}`) && !/(?<!\\)(?:\\\\)*\\$/u.test(name.slice(0, -zone.length - 1)));

/**
 * Reads the outcome off an answer. Records of names that the question does not lead to are left out: a server may
 * not answer for what it was not asked.
 */
export const classify = (
  question: DnsQuestion,
  message: AnswerParts,
): { readonly outcome: DnsOutcome; readonly records: DnsRecord[] } => {
  const { rcode } = message;
  if (rcode !== 'NOERROR' && rcode !== 'NXDOMAIN')
    return { outcome: BY_RCODE[rcode] ?? 'servfail', records: [] };
  const places = chain(question, message.answer);
  const records = along(places, message.answer);
  const aliases = records.filter(({ type }) => type === 'CNAME');
  // It is said of the last name, which the aliases lead to (RFC 6604, 2).
  if (rcode === 'NXDOMAIN') return { outcome: 'nxdomain', records: aliases };
  const target = [...places.keys()].at(-1) ?? question.name;
  if (records.some((record) => record.name === target && record.type === question.type))
    return { outcome: 'answer', records };
  // The DS stands in the zone above: a server that holds only the zone itself can't deny it (RFC 4035, 3.1.4.1).
  if (question.type === 'DS' && message.authority.some(({ type, name }) => type === 'SOA' && name === target))
    return { outcome: 'referral', records: [] };
  // Only the SOA of a zone that the name lies in says that there is nothing (RFC 2308, section 2.2).
  const denied = message.authority.some(({ type, name }) => type === 'SOA' && isWithin(target, name));
  // Without it an empty answer says nothing about the target of an alias; one that leads round has none.
  if (aliases.length > 0)
    return denied ? { outcome: 'no-data', records: aliases } : { outcome: 'alias', records };
  if (denied || message.flags.aa) return { outcome: 'no-data', records: [] };
  // Neither its own zone nor a look-up on our behalf: the server does not know, whatever the code says.
  const knows = message.flags.ra && !has(message.authority, 'NS');
  return { outcome: knows ? 'no-data' : 'referral', records: [] };
};
