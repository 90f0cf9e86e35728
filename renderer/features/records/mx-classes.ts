/** What each published MX host is, against the planned set, from the answers that are kept. */
import type { DnsAnswer, DnsLookup } from '../../../shared/dns/types.ts';
import type { Finding } from '../../../shared/finding.ts';
import { classifyMx, compareServers } from '../../../shared/mx/classify.ts';
import type { ClassifiedMx, HostFacts, MxClass } from '../../../shared/mx/classify.ts';
import type { MxHost } from '../../../shared/mx/compose.ts';
import type { Profile } from '../../../shared/profile/schema.ts';
import type { MarkedWord } from '../dns/verdicts.ts';

const WORDS: Readonly<Record<MxClass, MarkedWord>> = {
  expected: { mark: 'proved', word: 'Expected' },
  'microsoft-back-door': { mark: 'wrong', word: 'Back door to Microsoft 365' },
  'on-premises-back-door': { mark: 'wrong', word: 'Back door to the old server' },
  'verification-leftover': { mark: 'attention', word: 'Left over from the verification' },
  'retired-microsoft': { mark: 'wrong', word: 'Retired Microsoft host' },
  'other-vendor': { mark: 'attention', word: 'Other service' },
  'ip-literal': { mark: 'wrong', word: 'An address, not a host' },
  'null-mx': { mark: 'attention', word: 'Null MX: no mail' },
  unknown: { mark: 'attention', word: 'Unknown host' },
};

const wordOf = ({ class: kind, looksLike, host }: ClassifiedMx, before: readonly NotedMx[]): string => {
  if (kind === 'other-vendor' && looksLike !== null) return `${WORDS[kind].word}: looks like ${looksLike}`;
  const noted = before.some((one) => one.host.trim().toLowerCase().replace(/\.$/u, '') === host);
  return kind === 'unknown' && noted ? 'MX noted before the change' : WORDS[kind].word;
};

type NotedMx = Pick<ClassifiedMx, 'host'>;

/**
 * The word for a host. A host that nobody knows but that was noted before the change is named as that; before the
 * cut-over (`early`) a host that still has to go is no error yet.
 */
export const classWord = (row: ClassifiedMx, before: readonly NotedMx[], early: boolean): MarkedWord => {
  const { mark } = WORDS[row.class];
  const old = early && row.class === 'on-premises-back-door';
  return {
    mark: early && mark !== 'proved' ? 'waiting' : mark,
    word: old ? 'The old server' : wordOf(row, before),
  };
};

/** `10 mx1.filter.example` as preference and host; a value that is none is left out. */
export const mxOf = (values: readonly string[]): readonly MxHost[] =>
  values.flatMap((value) => {
    const [, preference, host] = /^(\d+)\s+(\S+)$/u.exec(value.trim()) ?? [];
    return host === undefined ? [] : [{ preference: Number(preference), host }];
  });

const valuesOf = (answer: DnsAnswer, type: string): readonly string[] =>
  answer.records.filter((record) => record.type === type).map(({ value }) => value);
const isSettled = ({ outcome }: DnsAnswer): boolean =>
  outcome === 'answer' || outcome === 'no-data' || outcome === 'nxdomain';

/** Nothing is said of a host whose addresses were not asked, or not answered. */
const factsOf = async (host: string, dns: DnsLookup): Promise<HostFacts> => {
  const [four, six] = [
    await dns.lookup({ name: host, type: 'A' }),
    await dns.lookup({ name: host, type: 'AAAA' }),
  ];
  if (!isSettled(four) || !isSettled(six)) return {};
  const [alias] = valuesOf(four, 'CNAME');
  return {
    ...(alias === undefined ? {} : { alias }),
    addresses: [...valuesOf(four, 'A'), ...valuesOf(six, 'AAAA')],
  };
};

export interface MxJudgement {
  readonly rows: readonly ClassifiedMx[];
  readonly findings: readonly Finding[];
}
interface Given {
  readonly planned: readonly MxHost[];
  readonly live: readonly MxHost[];
  /** Every answer to the domain's MX question, one for each server asked. */
  readonly answers: readonly DnsAnswer[];
  readonly dns: DnsLookup;
}

export const judgeLiveMx = async (
  { onPremInboundHost, onPremSmtpHosts, onPremPublicIps }: Profile,
  { planned, live, answers, dns }: Given,
): Promise<MxJudgement> => {
  const facts = new Map<string, HostFacts>();
  for (const { host } of live) if (host !== '.') facts.set(host, await factsOf(host, dns));
  const { rows, findings } = classifyMx({
    expected: planned,
    found: live,
    onPremHosts: [onPremInboundHost, ...onPremSmtpHosts],
    onPremIps: onPremPublicIps,
    facts,
  });
  const sets = new Map(
    answers
      .filter(isSettled)
      .map(({ server, records }) => [
        server.label === '' ? server.address : server.label,
        mxOf(records.filter(({ type }) => type === 'MX').map(({ value }) => value)),
      ]),
  );
  return { rows, findings: [...findings, ...compareServers(sets)] };
};
