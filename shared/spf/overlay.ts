import type { DnsAnswer } from '../dns/types.ts';
import {
  foundAnswer,
  VOID_ANSWER,
  type SpfAnswer,
  type SpfLookup,
  type SpfQueryType,
} from './lookup-port.ts';

/** The same DNS with the SPF records of one domain put in place of what is published: "what if we published this". */
export const overlaySpf = (lookup: SpfLookup, domain: string, records: readonly string[]): SpfLookup => {
  const own = domain.toLowerCase();
  const answer = foundAnswer(records);
  return (name, type) => (type === 'TXT' && name.toLowerCase() === own ? answer : lookup(name, type));
};

const preferenceOf = (value: string): number => Number(value.split(' ', 1)[0]);

const valuesOf = (answer: DnsAnswer, type: SpfQueryType): string[] => {
  const records = answer.records.filter((record) => record.type === type);
  if (type === 'TXT') return records.map(({ strings, value }) => strings?.join('') ?? value);
  const values = records.map(({ value }) => value);
  if (type !== 'MX') return values;
  return values
    .sort((a, b) => preferenceOf(a) - preferenceOf(b))
    .map((value) => value.slice(value.indexOf(' ') + 1));
};

/** What an answer of the DNS service means to SPF: no such name and no data are void look-ups, the rest is failure. */
export const spfAnswerOf = (answer: DnsAnswer, type: SpfQueryType): SpfAnswer => {
  if (answer.outcome === 'answer') return foundAnswer(valuesOf(answer, type));
  return answer.outcome === 'nxdomain' || answer.outcome === 'no-data'
    ? VOID_ANSWER
    : { status: 'failed', reason: answer.outcome };
};
