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
  NXDOMAIN: 'nxdomain',
  SERVFAIL: 'servfail',
  REFUSED: 'refused',
  NOTIMP: 'refused',
  NOTAUTH: 'not-auth',
  FORMERR: 'format-error',
  BADVERS: 'format-error',
};

/** The names from the question along the CNAMEs of this answer, the last one being where the data must be. */
const chain = (question: DnsQuestion, answer: readonly DnsRecord[]): string[] => {
  const names = [question.name];
  if (question.type === 'CNAME') return names;
  for (;;) {
    const last = names.at(-1);
    const next = answer.find((record) => record.type === 'CNAME' && record.name === last)?.value;
    if (next === undefined || names.includes(next)) return names;
    names.push(next);
  }
};

const has = (records: readonly DnsRecord[], type: string): boolean =>
  records.some((record) => record.type === type);

/**
 * Reads the outcome off an answer. Records of names that the question does not lead to are left out: a server may
 * not answer for what it was not asked.
 */
export const classify = (
  question: DnsQuestion,
  message: AnswerParts,
): { readonly outcome: DnsOutcome; readonly records: DnsRecord[] } => {
  if (message.rcode !== 'NOERROR') return { outcome: BY_RCODE[message.rcode] ?? 'servfail', records: [] };
  const names = chain(question, message.answer);
  const records = message.answer.filter((record) => names.includes(record.name));
  const target = names.at(-1);
  if (records.some((record) => record.name === target && record.type === question.type))
    return { outcome: 'answer', records };
  // Without the SOA of the target's zone an empty answer says nothing about the target (RFC 2308, section 2).
  if (names.length > 1)
    return has(message.authority, 'SOA')
      ? { outcome: 'no-data', records: [] }
      : { outcome: 'alias', records };
  if (has(message.authority, 'SOA') || message.flags.aa) return { outcome: 'no-data', records: [] };
  // Neither its own zone nor a look-up on our behalf: the server does not know, whatever the code says.
  const knows = message.flags.ra && !has(message.authority, 'NS');
  return { outcome: knows ? 'no-data' : 'referral', records: [] };
};
