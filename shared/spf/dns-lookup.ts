/** The SPF engine's questions, put to the DNS port that the rest of the app asks. */
import type { DnsAnswer, DnsLookup, DnsOutcome } from '../dns/types.ts';
import { AppError } from '../result.ts';
import type { SpfAnswer, SpfLookup } from './lookup-port.ts';
import { spfAnswerOf } from './overlay.ts';

const MAX_ALIASES = 10;

/** Follows the aliases of one answer from `name` on to where they end. */
const aliasEnd = ({ records }: DnsAnswer, name: string): string => {
  let at = name;
  for (let hop = 0; hop < MAX_ALIASES; hop += 1) {
    const next = records.find((record) => record.type === 'CNAME' && record.name === at)?.value;
    if (next === undefined) break;
    at = next;
  }
  return at;
};

const WORDS: Readonly<Partial<Record<DnsOutcome, string>>> = {
  timeout: 'no answer in time',
  unreachable: 'the server can’t be reached',
  offline: 'there is no network',
  servfail: 'the server failed (SERVFAIL)',
  refused: 'the server refused',
  'not-auth': 'the server is not responsible (NOTAUTH)',
  'format-error': 'the server did not understand (FORMERR)',
  referral: 'the server only points to other servers',
  alias: 'the alias leads nowhere',
  malformed: 'the answer can’t be read',
  cancelled: 'stopped',
};

/**
 * Asks `dns`, and asks again for the target of an alias that a server did not follow. A name that can't be asked is
 * `bad-name`; every other error of the port is a defect and goes through.
 * @param reasonOf words for an answer that says nothing, where the usual ones don't fit
 */
export const spfLookupOver =
  (dns: DnsLookup, reasonOf: (answer: DnsAnswer) => string | undefined = () => undefined): SpfLookup =>
  async (name, type): Promise<SpfAnswer> => {
    let asked = name.toLowerCase();
    for (let hop = 0; hop < MAX_ALIASES; hop += 1) {
      let answer: DnsAnswer;
      try {
        answer = await dns.lookup({ name: asked, type });
      } catch (error) {
        if (error instanceof AppError && error.code === 'dns-bad-name') return { status: 'bad-name' };
        throw error;
      }
      const { outcome } = answer;
      // The port may write a name with unusual octets in another way, and the records of its answer go by that one.
      const from = answer.question.name;
      const target = outcome === 'alias' ? aliasEnd(answer, from) : from;
      if (target === from) {
        const read = spfAnswerOf(answer, type);
        return read.status === 'failed'
          ? { status: 'failed', reason: reasonOf(answer) ?? WORDS[outcome] ?? outcome }
          : read;
      }
      asked = target;
    }
    return { status: 'failed', reason: `${name} is an alias of an alias, more than ${MAX_ALIASES} deep` };
  };
