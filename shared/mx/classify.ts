import type { Finding, FindingCode } from '../finding.ts';
import { classifyCidr, isNonPublic, describeClass } from '../net/ip-class.ts';
import { cidrHasIp, parseCidr, type Cidr } from '../net/cidr.ts';
import { parseRange } from '../net/ip-range.ts';
import { parseIp, unmapIp } from '../net/ip.ts';
import type { MxHost } from './compose.ts';
import { mxFinding } from './findings.ts';
import { isMicrosoftHost, isRetiredMicrosoftHost, isVerificationHost } from './microsoft-host.ts';
import { vendorOfMx } from './vendors.ts';

export type MxClass =
  | 'expected'
  | 'microsoft-back-door'
  | 'on-premises-back-door'
  | 'verification-leftover'
  | 'retired-microsoft'
  | 'other-vendor'
  | 'ip-literal'
  | 'null-mx'
  | 'unknown';

/** What DNS says about a host; absent fields were not asked. */
export interface HostFacts {
  /** Target of a CNAME at the name. */
  readonly alias?: string;
  /** A and AAAA; empty when there are none. */
  readonly addresses?: readonly string[];
}
export interface ClassifyInput {
  /** The planned set (`composeMx`). */
  readonly expected: readonly MxHost[];
  readonly found: readonly MxHost[];
  readonly onPremHosts?: readonly string[];
  readonly onPremIps?: readonly string[];
  readonly facts?: ReadonlyMap<string, HostFacts>;
}
export interface ClassifiedMx extends MxHost {
  /** Lower case, no trailing dot. */
  readonly host: string;
  readonly class: MxClass;
  /** Name of the service that the host looks like. */
  readonly looksLike: string | null;
  readonly findings: readonly Finding[];
}
export interface MxClassification {
  readonly rows: readonly ClassifiedMx[];
  /** About the set as a whole. */
  readonly findings: readonly Finding[];
}

const plain = (host: string): string => (host === '.' ? host : host.trim().toLowerCase().replace(/\.$/, ''));

const CODE_OF: Readonly<Record<MxClass, FindingCode | null>> = {
  expected: null,
  'microsoft-back-door': 'MX-E-BACK-DOOR-M365',
  'on-premises-back-door': 'MX-E-BACK-DOOR-ONPREM',
  'verification-leftover': 'MX-W-VERIFICATION-LEFT',
  'retired-microsoft': 'MX-E-RETIRED-HOST',
  'other-vendor': 'MX-W-OTHER-VENDOR',
  'ip-literal': 'MX-E-IP-LITERAL',
  'null-mx': null,
  unknown: 'MX-W-UNKNOWN-HOST',
};

/** The customer's own addresses, each given as an address, a network or a range. */
const networksOf = (texts: readonly string[]): Cidr[] =>
  texts.flatMap((given) => {
    const text = given.trim();
    const range = text.includes('-') ? parseRange(text) : null;
    if (range !== null) return range.ok ? range.cidrs : [];
    const read = parseCidr(text);
    return read.ok ? [read.cidr] : [];
  });

const isIn = (networks: readonly Cidr[], text: string): boolean => {
  const read = parseIp(text);
  return read.ok && networks.some((network) => cidrHasIp(network, unmapIp(read.ip)));
};

/** Whose host it is by its name alone; `null` when the name tells nothing. */
const classOfName = (name: string, input: ClassifyInput): MxClass | null => {
  if (isVerificationHost(name)) return 'verification-leftover';
  if (isRetiredMicrosoftHost(name)) return 'retired-microsoft';
  if (isMicrosoftHost(name)) return 'microsoft-back-door';
  return input.onPremHosts?.some((own) => plain(own) === name) === true ? 'on-premises-back-door' : null;
};

const classOf = (host: string, input: ClassifyInput): MxClass => {
  if (host === '.' || host === '') return 'null-mx';
  if (input.expected.some((planned) => plain(planned.host) === host)) return 'expected';
  const facts = input.facts?.get(host);
  const alias = facts?.alias === undefined ? null : classOfName(plain(facts.alias), input);
  const named = classOfName(host, input) ?? alias;
  if (named !== null) return named;
  const own = networksOf(input.onPremIps ?? []);
  if ([host, ...(facts?.addresses ?? [])].some((text) => isIn(own, text))) return 'on-premises-back-door';
  if (parseIp(host).ok) return 'ip-literal';
  return vendorOfMx(host) ? 'other-vendor' : 'unknown';
};

const addressFindings = (host: string, facts: HostFacts | undefined): Finding[] => {
  const out: Finding[] = [];
  if (facts?.alias !== undefined)
    out.push(mxFinding('MX-E-CNAME-TARGET', { token: host, reason: `it points to ${facts.alias}` }));
  if (facts?.addresses?.length === 0) out.push(mxFinding('MX-E-NO-ADDRESS', { token: host }));
  for (const text of facts?.addresses ?? []) {
    const read = parseCidr(text);
    if (read.ok && isNonPublic(read.cidr)) {
      out.push(
        mxFinding('MX-W-PRIVATE-ADDRESS', {
          token: host,
          reason: `${text}, ${describeClass(classifyCidr(read.cidr))}`,
        }),
      );
    }
  }
  return out;
};

/** First of the planned hosts must also be first of those found, as far as both are there. */
const orderFindings = (input: ClassifyInput, found: readonly MxHost[]): Finding[] => {
  const rank = new Map(input.expected.map((planned) => [plain(planned.host), planned.preference]));
  const both = found
    .filter(({ host }) => host !== '.' && rank.has(host))
    .sort((a, b) => a.preference - b.preference);
  const out: Finding[] = [];
  for (const [index, { host, preference }] of both.entries()) {
    const planned = rank.get(host) ?? 0;
    const swapped = both
      .slice(index + 1)
      .find((later) => later.preference > preference && (rank.get(later.host) ?? 0) < planned);
    if (swapped) out.push(mxFinding('MX-W-ORDER-SWAPPED', { token: host }));
    else if (planned !== preference) {
      out.push(mxFinding('MX-W-PREFERENCE', { token: host, reason: `${preference} instead of ${planned}` }));
    }
  }
  return out;
};

const sharedAddresses = (input: ClassifyInput, found: readonly MxHost[]): Finding[] => {
  const owner = new Map<string, string>();
  const out: Finding[] = [];
  for (const { host } of found) {
    for (const address of input.facts?.get(host)?.addresses ?? []) {
      const first = owner.get(address);
      if (first !== undefined && first !== host)
        out.push(mxFinding('MX-W-SAME-ADDRESS', { token: host, reason: first }));
      else owner.set(address, host);
    }
  }
  return out;
};

/**
 * Judges every published MX host against the planned set. The planned set is the measure: any other host lets mail
 * pass the third party by, whatever its preference.
 */
export const classifyMx = (input: ClassifyInput): MxClassification => {
  const found = input.found.map(({ preference, host }) => ({ preference, host: plain(host) }));
  const rows = found.map(({ preference, host }, index): ClassifiedMx => {
    const kind = classOf(host, input);
    const vendor = vendorOfMx(host);
    const code = CODE_OF[kind];
    const findings: Finding[] =
      code === null ? [] : [mxFinding(code, { token: host, reason: vendor?.vendor.name ?? '' })];
    if (kind !== 'ip-literal' && parseIp(host).ok)
      findings.push(mxFinding('MX-E-IP-LITERAL', { token: host }));
    if (kind === 'null-mx' && preference !== 0)
      findings.push(mxFinding('MX-W-NULL-MX-PREFERENCE', { token: String(preference) }));
    if (found.findIndex((other) => other.host === host) < index)
      findings.push(mxFinding('MX-W-SAME-HOST', { token: host }));
    if (kind !== 'null-mx' && !parseIp(host).ok)
      findings.push(...addressFindings(host, input.facts?.get(host)));
    return { preference, host, class: kind, looksLike: vendor?.vendor.name ?? null, findings };
  });
  const findings: Finding[] = [];
  const wantsNull = input.expected.length === 1 && input.expected[0]?.host === '.';
  if (found.length === 0) findings.push(mxFinding('MX-E-NO-RECORD'));
  if (rows.some((row) => row.class === 'null-mx')) {
    if (rows.length > 1) findings.push(mxFinding('MX-E-NULL-MX-MIXED'));
    else if (!wantsNull) findings.push(mxFinding('MX-E-NULL-MX'));
  }
  for (const { host } of input.expected) {
    if (host !== '.' && !found.some((row) => row.host === plain(host)))
      findings.push(mxFinding('MX-E-MISSING-HOST', { token: plain(host) }));
  }
  findings.push(...orderFindings(input, found), ...sharedAddresses(input, found));
  return { rows, findings };
};

/** Says when name servers publish different sets; `sets` maps a server's label to what it answered. */
export const compareServers = (sets: ReadonlyMap<string, readonly MxHost[]>): Finding[] => {
  const texts = new Map<string, string[]>();
  for (const [server, hosts] of sets) {
    const text = hosts
      .map(({ preference, host }) => `${preference} ${plain(host)}`)
      .sort()
      .join(', ');
    texts.set(text, [...(texts.get(text) ?? []), server]);
  }
  if (texts.size < 2) return [];
  const token = Array.from(
    texts,
    ([text, servers]) => `${servers.join(', ')}: ${text === '' ? 'none' : text}`,
  ).join('; ');
  return [mxFinding('MX-E-SERVERS-DIFFER', { token })];
};
