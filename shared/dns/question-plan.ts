/**
 * Everything that can be asked about a domain: what is known before asking (domain brief, section 3), what an answer
 * leads to, and the names that can't exist, which show whether somebody answers in place of the real servers.
 */
import { parseDmarc, reportAuthorisations } from '../mailauth/dmarc.ts';
import { initialDomain, routingDomain } from '../mailauth/initial-domain.ts';
import { reportTargets } from '../mailauth/report-targets.ts';
import { checkDomainName } from '../net/domain-name.ts';
import { parseIp } from '../net/ip.ts';
import type { DomainProfile, Profile } from '../profile/schema.ts';
import type { Mechanism, Modifier } from '../spf/ast.ts';
import { reverseName } from '../spf/macro-expand.ts';
import { parseSpf } from '../spf/parse.ts';
import type { PlannedRecords } from './checks.ts';
import { uniqueQuestions } from './question.ts';
import { RUNBOOK_CHECKS } from './sources.ts';
import type { DnsAnswer, DnsQuestion, RecordType } from './types.ts';

/** None for a text that is no name; the profile's findings say so. */
const ask = (text: string, ...types: readonly RecordType[]): DnsQuestion[] => {
  const name = checkDomainName(text.trim(), { allowUnderscore: true, allowSingleLabel: true });
  return name.ok && text.trim() !== '.' ? types.map((type) => ({ name: name.name, type })) : [];
};

const reverse = (text: string): DnsQuestion[] => {
  const ip = parseIp(text.trim());
  return ip.ok ? [{ name: reverseName(ip.ip), type: 'PTR' }] : [];
};

const byTerm = (term: Mechanism | Modifier, domain: string): DnsQuestion[] => {
  // A target with a macro is known only for a sender; without one it is the domain itself.
  const target = term.domain === null ? domain : term.domain.name;
  if (target === null) return [];
  switch (term.name) {
    case 'include':
    case 'redirect':
    case 'exp':
      return ask(target, 'TXT');
    case 'a':
      return ask(target, 'A', 'AAAA');
    case 'mx':
      return ask(target, 'MX');
    case 'exists':
      return ask(target, 'A');
    default:
      return [];
  }
};

const spfTargets = (text: string, domain: string): DnsQuestion[] =>
  parseSpf(text).terms.flatMap((term) => (term.kind === 'bad' ? [] : byTerm(term, domain)));

/** Where reports are to arrive: hosts that take mail, or that are asked by HTTPS. */
const reportHosts = (text: string): DnsQuestion[] =>
  reportTargets(text, ['rua', 'ruf']).flatMap((target) =>
    target.kind === 'bad'
      ? []
      : ask(
          target.host,
          ...(target.kind === 'mail' ? (['MX', 'A', 'AAAA'] as const) : (['A', 'AAAA'] as const)),
        ),
  );

const hostTargets = (host: string): DnsQuestion[] =>
  host === '.' ? [] : [...ask(host, 'A', 'AAAA'), ...ask(`_25._tcp.${host}`, 'TLSA')];

/** What the planned records lead to, so that the plan too can be proved from the answers. */
const plannedTargets = (domain: string, { mx, spf }: PlannedRecords): DnsQuestion[] => [
  ...mx.flatMap(({ host }) => hostTargets(host.trim())),
  ...(spf === null ? [] : spfTargets(spf, domain)),
];

/** All questions about `domain` that are known before asking, each once; none when its name is no name. */
export const domainQuestions = (profile: Profile, domain: DomainProfile): readonly DnsQuestion[] => {
  const { name, eopHost } = domain;
  const apex = ask(name, 'MX', 'TXT', 'NS', 'SOA', 'A', 'AAAA', 'CAA', 'DS', 'DNSKEY');
  const own = apex[0]?.name;
  if (own === undefined) return [];
  return uniqueQuestions([
    ...apex,
    ...ask(`autodiscover.${own}`, 'CNAME', 'A'),
    // The alias, and the key that the same name leads to.
    ...ask(`selector1._domainkey.${own}`, 'CNAME', 'TXT'),
    ...ask(`selector2._domainkey.${own}`, 'CNAME', 'TXT'),
    ...ask(`msoid.${own}`, 'CNAME'),
    ...ask(`_dmarc.${own}`, 'TXT'),
    ...ask(`_mta-sts.${own}`, 'TXT'),
    ...ask(`_smtp._tls.${own}`, 'TXT'),
    ...ask(`mta-sts.${own}`, 'A', 'AAAA'),
    // Only classic full hybrid has it: the second half of its proof of federation.
    ...(profile.hybridTopology === 'classicFull' ? ask(`exchangedelegation.${own}`, 'TXT') : []),
    // Side doors: Microsoft takes mail for these names whatever the domain's MX says.
    ...ask(initialDomain(profile) ?? '', 'MX'),
    ...ask(routingDomain(profile) ?? '', 'MX'),
    ...ask(profile.autodiscoverTarget, 'A'),
    ...ask(eopHost, 'A', 'AAAA'),
    ...ask(profile.onPremInboundHost, 'A', 'AAAA'),
    // The names that the servers say in HELO, which SPF proves too (RFC 7208, section 2.3).
    ...profile.onPremSmtpHosts.flatMap((host) => ask(host, 'TXT', 'A', 'AAAA')),
    ...profile.onPremPublicIps.flatMap(reverse),
    ...plannedTargets(own, RUNBOOK_CHECKS.planned(profile, domain)),
  ]);
};

const textTargets = ({ question, records }: DnsAnswer): DnsQuestion[] =>
  records
    .filter(({ type }) => type === 'TXT')
    .flatMap(({ value }) => {
      if (/^v=spf1(?: |$)/iu.test(value)) return spfTargets(value, question.name);
      if (question.name.startsWith('_smtp._tls.')) return reportHosts(value);
      const domain = /^_dmarc\.(.+)$/u.exec(question.name)?.[1];
      if (domain === undefined) return [];
      const leave = reportAuthorisations(parseDmarc(value, domain), domain);
      return [...leave.flatMap((name) => ask(name, 'TXT')), ...reportHosts(value)];
    });

const mxTargets = ({ records }: DnsAnswer): DnsQuestion[] =>
  records.filter(({ type }) => type === 'MX').flatMap(({ value }) => hostTargets(value.split(' ')[1] ?? ''));

/** A DKIM alias leads to the key; any other to addresses, or to what was asked for. */
const aliasTargets = ({ question, records, outcome }: DnsAnswer): DnsQuestion[] => {
  const targets = records.filter(({ type }) => type === 'CNAME').map(({ value }) => value);
  if (question.type !== 'CNAME') return outcome === 'alias' ? ask(targets.at(-1) ?? '', question.type) : [];
  const types: RecordType[] = question.name.includes('._domainkey.') ? ['TXT'] : ['A', 'AAAA'];
  return targets.flatMap((target) => ask(target, ...types));
};

/** A name without an SOA of its own lies in the zone of a name above it, which is the one that may be signed. */
const zoneAbove = ({ question: { name, type }, outcome }: DnsAnswer): DnsQuestion[] => {
  const above = name.split('.').slice(1);
  return type === 'SOA' && outcome === 'no-data' && above.length > 1
    ? ask(above.join('.'), 'SOA', 'DS', 'DNSKEY')
    : [];
};

/** The questions that an answer leads to; of those without records only a missing SOA leads on. */
export const followUps = (answer: DnsAnswer): readonly DnsQuestion[] =>
  uniqueQuestions([
    ...aliasTargets(answer),
    ...mxTargets(answer),
    ...textTargets(answer),
    ...zoneAbove(answer),
    ...answer.records
      .filter(({ type }) => type === 'NS' && answer.question.type === 'NS')
      .flatMap(({ value }) => ask(value, 'A', 'AAAA')),
  ]);

const CANARY = 'mailflow-canary-';

/**
 * Names that can't exist: one below the domain, and one below `invalid`, for which nobody may have an address
 * (RFC 6761, section 6.4). `token` makes them new, so that no cache has them: letters and digits.
 */
export const canaryQuestions = (domain: string, token: string): readonly DnsQuestion[] => [
  ...ask(`${CANARY}${token}.${domain}`, 'A'),
  ...ask(`${CANARY}${token}.invalid`, 'A'),
];

export const isCanary = ({ name }: DnsQuestion): boolean => name.startsWith(CANARY);
