/** `mx classify`: every published MX host of a customer, judged against the planned set. */
import { hasErrors, type Finding } from '../../../shared/finding.ts';
import type { Customer } from '../../../shared/customer.ts';
import type { DnsAnswer, DnsLookup, DnsOutcome } from '../../../shared/dns/types.ts';
import {
  classifyMx,
  compareServers,
  type HostFacts,
  type MxClassification,
} from '../../../shared/mx/classify.ts';
import type { MxHost } from '../../../shared/mx/compose.ts';
import { leftSentence, triedFirst } from '../../../shared/mx/tried-first.ts';
import { parseIp } from '../../../shared/net/ip.ts';
import { deriveDomainRecords } from '../../../shared/records/derive.ts';
import { AppError } from '../../../shared/result.ts';
import { findingLine, type CliEnvironment, type Command } from '../command.ts';
import { readCustomerFile } from '../customer-file.ts';
import { chosenNames } from '../domains.ts';
import { dnsSources, refuseStopped, SOURCE_HELP, SOURCE_OPTIONS, type DnsSource } from '../dns-source.ts';
import { flag, textOptions } from '../options.ts';
import { oneLine } from '../plain-text.ts';

type Profile = Customer['profile'];

interface Judged extends MxClassification {
  readonly domain: string;
  readonly source: string;
  /** What came of the question for MX. */
  readonly outcome: DnsOutcome;
  /** What was not asked; `null` when all was. */
  readonly left: string | null;
}

const KNOWS: ReadonlySet<DnsOutcome> = new Set(['answer', 'no-data', 'nxdomain']);

const hostsOf = ({ records }: DnsAnswer): MxHost[] =>
  records
    .filter(({ type }) => type === 'MX')
    .map(({ value }) => {
      const blank = value.indexOf(' ');
      return { preference: Number(value.slice(0, blank)), host: value.slice(blank + 1) };
    });

/** `null` when the name can't be asked; then nothing is known about the host. */
const ask = async (dns: DnsLookup, name: string, type: 'A' | 'AAAA' | 'MX'): Promise<DnsAnswer | null> => {
  try {
    return await dns.lookup({ name, type });
  } catch (error) {
    if (error instanceof AppError && error.code === 'dns-bad-name') return null;
    throw error;
  }
};

/** Addresses are only told when both families were answered: half of them could be the wrong half. */
const factsOf = async (dns: DnsLookup, host: string): Promise<HostFacts> => {
  const answers = await Promise.all([ask(dns, host, 'A'), ask(dns, host, 'AAAA')]);
  const records = answers.flatMap((answer) => answer?.records ?? []);
  const alias = records.find(({ type, name }) => type === 'CNAME' && name === host)?.value;
  const addresses = records.filter(({ type }) => type === 'A' || type === 'AAAA').map(({ value }) => value);
  const complete = answers.every((answer) => answer !== null && KNOWS.has(answer.outcome));
  return {
    ...(alias === undefined ? {} : { alias }),
    ...(complete || addresses.length > 0 ? { addresses } : {}),
  };
};

const judgeDomain = async (
  profile: Profile,
  domain: Profile['domains'][number],
  { dns, label }: DnsSource,
): Promise<{ readonly judged: Judged; readonly found: readonly MxHost[] }> => {
  const records = deriveDomainRecords(profile, domain);
  const answer = await ask(dns, records.domain, 'MX');
  if (answer === null || !KNOWS.has(answer.outcome)) {
    const outcome = answer?.outcome ?? 'malformed';
    const nothing = { outcome, rows: [], findings: [], left: null };
    return { judged: { domain: records.domain, source: label, ...nothing }, found: [] };
  }
  const found = hostsOf(answer);
  const tried = triedFirst(found);
  const names = tried.map(({ host }) => host).filter((host) => host !== '.' && !parseIp(host).ok);
  const facts = new Map(
    await Promise.all(names.map(async (host) => [host, await factsOf(dns, host)] as const)),
  );
  const judged = classifyMx({
    expected: records.mx.planned,
    found,
    onPremHosts: [profile.onPremInboundHost, ...profile.onPremSmtpHosts],
    onPremIps: profile.onPremPublicIps,
    facts,
  });
  const left = found.length > tried.length ? leftSentence(found.length, tried.length, 'MX hosts') : null;
  return {
    judged: { domain: records.domain, source: label, outcome: answer.outcome, left, ...judged },
    found,
  };
};

const rowsText = (judged: readonly Judged[]): string =>
  judged
    .flatMap(({ domain, source, rows, outcome }) =>
      rows.length === 0
        ? [[domain, KNOWS.has(outcome) ? 'no-record' : 'unanswered', '', '', '', source]]
        : rows.map((row) => [
            domain,
            row.class,
            String(row.preference),
            row.host,
            row.looksLike ?? '',
            source,
          ]),
    )
    .map((cells) => `${cells.map(oneLine).join('\t')}\n`)
    .join('');

const findingsOf = ({ rows, findings }: Judged): readonly Finding[] => [
  ...rows.flatMap((row) => row.findings),
  ...findings,
];

const tell = (
  environment: CliEnvironment,
  judged: readonly Judged[],
  differences: ReadonlyMap<string, readonly Finding[]>,
): void => {
  for (const one of judged) {
    if (!KNOWS.has(one.outcome))
      environment.err(
        `mailflow: not-answered: ${one.domain}: ${one.source} gave no answer for MX (${one.outcome}), so nothing is known of it.\n`,
      );
    if (one.left !== null) environment.err(`mailflow: not-asked: ${one.domain}: ${one.left}\n`);
    for (const finding of findingsOf(one)) environment.err(findingLine(finding, one.domain));
  }
  for (const [domain, findings] of differences)
    for (const finding of findings) environment.err(findingLine(finding, domain));
};

export const mxClassify: Command = {
  path: ['mx', 'classify'],
  usage: 'CUSTOMER.json (--server HOST[:PORT]... | --zone FILE) [--origin NAME] [--domain NAME]... [--json]',
  summary: 'Judge each published MX host against the planned set',
  help: `
Looks up the MX records of every domain and says of each host what it is. One line for each host, with tabs:
  domain  class  preference  host  looks like  source
Classes: expected, microsoft-back-door, on-premises-back-door, verification-leftover, retired-microsoft, other-vendor,
ip-literal, null-mx, unknown; no-record and unanswered stand for a domain without hosts. Findings go to stderr.
Of a domain with more than 20 hosts the addresses of the first 20 are asked for. Exit code 1 when a finding is an error,
a domain was not answered or hosts were left out.

Options
${SOURCE_HELP}
  --domain NAME         only this domain; give several for more
  --json                rows and findings as data
Give --server several times to ask each and to learn where they differ.

Examples
  npm run -s cli -- mx classify examples/contoso.json --server 192.0.2.53
  npm run -s cli -- mx classify examples/contoso.json --zone contoso.zone --json`,
  options: { ...SOURCE_OPTIONS, domain: { type: 'string', multiple: true }, json: { type: 'boolean' } },
  positionals: { min: 1, max: 1 },
  run: async ({ positionals, values }, environment) => {
    const { profile } = (await readCustomerFile(positionals[0] ?? '')).data;
    const wanted = chosenNames(profile, textOptions(values, 'domain'));
    const domains = profile.domains.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
    const sources = await dnsSources(values, environment);
    const judged: Judged[] = [];
    const differences = new Map<string, readonly Finding[]>();
    for (const domain of domains) {
      const all = await Promise.all(sources.map((source) => judgeDomain(profile, domain, source)));
      refuseStopped(environment);
      judged.push(...all.map((one) => one.judged));
      const sets = new Map(
        all
          .filter((one) => KNOWS.has(one.judged.outcome))
          .map((one) => [one.judged.source, one.found] as const),
      );
      const findings = compareServers(sets);
      if (findings.length > 0) differences.set(domain.name, findings);
    }
    if (flag(values, 'json'))
      await environment.out(
        `${JSON.stringify({ domains: judged, differences: Object.fromEntries(differences) }, null, 2)}\n`,
      );
    else {
      tell(environment, judged, differences);
      await environment.out(rowsText(judged));
    }
    const failed = judged.some(
      (one) => !KNOWS.has(one.outcome) || one.left !== null || hasErrors(findingsOf(one)),
    );
    return failed || differences.size > 0 ? 1 : 0;
  },
};
