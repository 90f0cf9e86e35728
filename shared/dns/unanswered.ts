/** Why an answer leaves a question open, as a sentence that says who was asked and what to do next. */
import { describeServer } from './server.ts';
import { isNotAsked } from './stored-lookup.ts';
import type { DnsAnswer, DnsOutcome, Transport } from './types.ts';

const seconds = (ms: number): string => `${Number((ms / 1000).toFixed(1))} s`;

const ASKED_ELSEWHERE: ReadonlySet<Transport> = new Set(['pasted', 'collected', 'file']);

const waysOf = (transport: Transport): string =>
  transport === 'tls' || transport === 'https' ? transport.toUpperCase() : 'UDP and TCP';

/** Where the aliases of an answer lead, which are in their order. */
const aliasEnd = (records: DnsAnswer['records']): string | undefined =>
  records.findLast(({ type }) => type === 'CNAME')?.value;

type Open = Exclude<DnsOutcome, 'answer' | 'no-data' | 'nxdomain'>;

/** As the evidence of a server that was to be asked over TLS or HTTPS says it. */
const CERTIFICATE = /(?<=^;; no answer: (?:TLS|HTTPS): )the certificate [a-z ]+(?= \()/u;

const SENTENCES: Readonly<Record<Open, (server: string, answer: DnsAnswer) => string>> = {
  timeout: (server, { elapsedMs, transport }) =>
    ASKED_ELSEWHERE.has(transport)
      ? `${server} did not answer. Check the address, or ask another server.`
      : elapsedMs === 0
        ? `${server} left the questions before this one unanswered and was not asked again.`
        : `${server} did not answer in ${seconds(elapsedMs)} (${waysOf(transport)}). Check the address, or ask another server.`,
  unreachable: (server, { raw }) => {
    const certificate = CERTIFICATE.exec(raw)?.[0];
    return certificate === undefined
      ? `${server} can't be reached. Check address and port, or ask another server.`
      : `${server} was not asked: ${certificate}. Check the name, add the authority that issued it, or ask another server.`;
  },
  offline: () => 'This computer has no network, so no server could be asked. Check again when it has one.',
  servfail: (server, { question, rcode }) =>
    `${server} could not find out about ${question.name} (${rcode}). The domain's own servers may be down or its DNSSEC broken; ask another server.`,
  refused: (server, { question, rcode }) =>
    `${server} refuses to answer for ${question.name} (${rcode}). Ask a server that serves this computer.`,
  'not-auth': (server, { question, rcode }) =>
    `${server} is not responsible for ${question.name} (${rcode === 'NOTAUTH' ? rcode : 'it answered without authority'}). Ask another server.`,
  'format-error': (server, { rcode }) =>
    `${server} did not understand the question (${rcode}). Ask another server.`,
  referral: (server, { question, flags }) =>
    question.type === 'DS' && flags.aa
      ? `${server} holds ${question.name} but not the zone above, where its DS stands. Ask a server that looks further.`
      : `${server} does not know ${question.name} and only points to other servers. Ask one that looks further.`,
  alias: (server, { question, records }) =>
    `${question.name} is an alias for ${aliasEnd(records) ?? 'another name'}, for which ${server} does not answer. Ask a server that looks further.`,
  malformed: (server) =>
    `What came back from ${server} is no answer to this question. Something on the way may change DNS; ask another server.`,
  cancelled: (server) => `The run was stopped before ${server} answered.`,
};

const isOpen = (outcome: DnsOutcome): outcome is Open => outcome in SENTENCES;

/** `null` when the answer settles the question: there are records, or surely none. */
export const whyUnanswered = (answer: DnsAnswer): string | null =>
  isNotAsked(answer)
    ? `The stored run did not ask for ${answer.question.name} ${answer.question.type}.`
    : isOpen(answer.outcome)
      ? SENTENCES[answer.outcome](describeServer(answer.server), answer)
      : null;

/**
 * "contoso.com has no MX record.", that the name does not exist, or that this is so of the name that it is an alias for;
 * for an answer without the records looked for.
 */
export const notThere = ({ outcome, question, records }: DnsAnswer, what: string): string => {
  const end = question.type === 'CNAME' ? undefined : aliasEnd(records);
  if (end !== undefined)
    return `Not there: ${question.name} is an alias for ${end}, which ${outcome === 'nxdomain' ? 'does not exist (NXDOMAIN)' : `has no ${what}`}.`;
  return outcome === 'nxdomain'
    ? `Not there: the name ${question.name} does not exist (NXDOMAIN).`
    : `Not there: ${question.name} has no ${what}.`;
};
