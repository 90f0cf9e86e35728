/** For each DNS check: what is asked for a domain, and what the answers are compared with. */
import { reportUri } from '../mailauth/report-uri.ts';
import { checkDomainName } from '../net/domain-name.ts';
import type { DomainProfile, MxHost, Profile } from '../profile/schema.ts';
import type { DnsCheckId } from '../runbook/step.ts';
import type { Part, PlannedPart, PlannedRecords, TaggedRules } from './check-types.ts';
import type { FollowCheckId } from './follow/index.ts';
import type { DnsQuestion, RecordType } from './types.ts';

export interface PartInput {
  readonly profile: Profile;
  readonly domain: DomainProfile;
  readonly planned: PlannedRecords;
}

/** A name of the profile that can't be asked; caught by `planParts`. */
class BadName extends Error {}

/** The form in which names are compared and asked: A-labels, lower case, no final dot; the root stays `.`. */
const canonical = (text: string): string => {
  const trimmed = text.trim();
  if (trimmed === '.') return '.';
  const name = checkDomainName(trimmed, { allowUnderscore: true, allowSingleLabel: true });
  if (!name.ok) throw new BadName(`“${trimmed}” is not a domain name: ${name.reason}.`);
  return name.name;
};
const ask = (name: string, type: RecordType): DnsQuestion => ({ name: canonical(name), type });
const mxText = ({ preference, host }: MxHost): string => `${preference ?? 0} ${canonical(host)}`;
const filledHosts = (hosts: readonly MxHost[]): MxHost[] => hosts.filter(({ host }) => host.trim() !== '');

const part = (what: Part, questions: readonly DnsQuestion[], lacking: string | null = null): PlannedPart => ({
  ...what,
  questions,
  lacking,
});
const lackingText = (value: string, what: string): string | null =>
  value.trim() === '' ? `The profile does not hold ${what} yet, so there is nothing to compare with.` : null;

const mxLacking = (records: readonly MxHost[], what: string): string | null => {
  if (records.length === 0)
    return `The profile does not hold ${what} yet, or not all of them in a form that can be published, so there is nothing to compare with.`;
  const open = records.find(({ preference }) => preference === null);
  if (open === undefined) return null;
  return `The profile does not hold the preference of ${open.host.trim()} yet, so there is nothing to compare with.`;
};

const mx = (domain: DomainProfile, records: readonly MxHost[], what: string): PlannedPart => {
  const filled = filledHosts(records);
  return part({ kind: 'mx', records: filled.map(mxText) }, [ask(domain.name, 'MX')], mxLacking(filled, what));
};

const tagged = (
  name: string,
  rules: TaggedRules,
  what: string,
  version: string,
  tags: Readonly<Record<string, string | null>>,
): PlannedPart => part({ kind: 'tagged', what, rules, version, tags }, [ask(name, 'TXT')]);

const spf = (name: string, record: string | null, heldBack = false): PlannedPart =>
  part(
    { kind: 'spf', record: record ?? '' },
    [ask(name, 'TXT')],
    heldBack
      ? 'The published SPF could not be read, so no record is planned that would replace it.'
      : record === null
        ? 'No SPF record can be composed from the profile yet, so there is nothing to compare with.'
        : null,
  );

const host = (name: string, networks: readonly string[] | null, lacking: string | null = null): PlannedPart =>
  part({ kind: 'addresses', networks }, [ask(name, 'A'), ask(name, 'AAAA')], lacking);

const dkim = (domain: DomainProfile, selector: string, target: string): PlannedPart =>
  part(
    { kind: 'cname', target: target.trim() === '' ? '' : canonical(target) },
    [ask(`${selector}._domainkey.${domain.name.trim()}`, 'CNAME')],
    lackingText(target, `the target of ${selector}`),
  );

const ttl =
  (bound: 'at-most' | 'at-least', seconds: number | null) =>
  (input: PartInput): PlannedPart[] => {
    const { name, sends } = input.domain;
    const lacking =
      seconds === null
        ? 'The profile does not hold the planned TTL yet, so there is nothing to compare with.'
        : null;
    const of = (record: 'MX' | 'SPF', type: RecordType): PlannedPart =>
      part({ kind: 'ttl', record, bound, seconds: seconds ?? 0 }, [ask(name, type)], lacking);
    return sends ? [of('MX', 'MX'), of('SPF', 'TXT')] : [of('MX', 'MX')];
  };

/** Where Microsoft 365 in China signs in; nowhere else may the alias be (Microsoft Learn, external DNS records). */
const CHINA_SIGN_IN = 'clientconfig.partner.microsoftonline-p.net.cn';

const PARTS: Readonly<
  Record<Exclude<DnsCheckId, FollowCheckId>, (input: PartInput) => readonly PlannedPart[]>
> = {
  'mx-current': ({ domain }) => [mx(domain, domain.currentMx, 'the MX records before the change')],
  'mx-planned': ({ domain, planned }) => [mx(domain, planned.mx, "the third party's MX hosts")],
  'spf-current': ({ domain }) => [
    part({ kind: 'spf-noted', texts: domain.currentSpf.filter((text) => text !== '') }, [
      ask(domain.name, 'TXT'),
    ]),
  ],
  'spf-planned': ({ domain, planned }) => [spf(domain.name, planned.spf, planned.spfHeldBack)],
  'verification-txt': ({ domain }) => [
    part({ kind: 'txt', text: domain.verificationTxt.trim() }, [ask(domain.name, 'TXT')]),
  ],
  parked: ({ domain }) => [
    spf(domain.name, 'v=spf1 -all'),
    tagged(`_dmarc.${domain.name.trim()}`, 'dmarc-parked', 'DMARC record', 'v=DMARC1', { p: 'reject' }),
  ],
  dkim: ({ domain }) => [
    dkim(domain, 'selector1', domain.dkimSelector1Target),
    dkim(domain, 'selector2', domain.dkimSelector2Target),
  ],
  dmarc: ({ domain, profile }) => [
    tagged(`_dmarc.${domain.name.trim()}`, 'dmarc', 'DMARC record', 'v=DMARC1', {
      p: profile.dmarcPolicy,
      ...(profile.dmarcRua.trim() === '' ? {} : { rua: reportUri(profile.dmarcRua) }),
    }),
  ],
  'tls-reporting': ({ domain, profile }) => [
    tagged(`_mta-sts.${domain.name.trim()}`, 'mta-sts', 'MTA-STS record', 'v=STSv1', { id: null }),
    tagged(`_smtp._tls.${domain.name.trim()}`, 'tls-rpt', 'TLS reporting record', 'v=TLSRPTv1', {
      rua: profile.tlsRptRua.trim() === '' ? null : reportUri(profile.tlsRptRua),
    }),
    host(`mta-sts.${domain.name.trim()}`, null),
  ],
  'inbound-host': ({ profile }) => [
    host(
      profile.onPremInboundHost,
      profile.onPremPublicIps,
      lackingText(profile.onPremPublicIps.join(''), 'the public addresses of the on-premises servers'),
    ),
  ],
  'eop-host': ({ domain }) => [host(domain.eopHost, null)],
  autodiscover: ({ domain, profile }) => {
    const name = `autodiscover.${domain.name.trim()}`;
    const target = canonical(profile.autodiscoverTarget);
    return [part({ kind: 'same-host', target }, [ask(name, 'CNAME'), ask(name, 'A'), ask(target, 'A')])];
  },
  msoid: ({ domain, profile }) => {
    const questions = [ask(`msoid.${domain.name.trim()}`, 'CNAME')];
    return profile.cloud === '21vianet'
      ? [part({ kind: 'cname', target: CHINA_SIGN_IN }, questions)]
      : [
          part(
            { kind: 'absent', why: 'sends sign-in to a cloud that is not the tenant’s; remove it' },
            questions,
          ),
        ];
  },
  'ttl-cutover': (input) => ttl('at-most', input.domain.cutoverTtl)(input),
  'ttl-steady': (input) => ttl('at-least', input.domain.steadyTtl)(input),
};

export type PlannedParts =
  | { readonly ok: true; readonly parts: readonly PlannedPart[] }
  | { readonly ok: false; readonly reason: string };

/** The domain's name as it is asked, or why it can't be. */
export const askedName = (
  text: string,
): { readonly ok: true; readonly name: string } | { readonly ok: false; readonly reason: string } => {
  try {
    return { ok: true, name: canonical(text) };
  } catch (error) {
    if (error instanceof BadName) return { ok: false, reason: error.message };
    throw error;
  }
};

/** The parts of a check, or why it can't be asked: a value of the profile that must be a name is none. */
export const planParts = (check: Exclude<DnsCheckId, FollowCheckId>, input: PartInput): PlannedParts => {
  try {
    return { ok: true, parts: PARTS[check](input) };
  } catch (error) {
    if (error instanceof BadName) return { ok: false, reason: error.message };
    throw error;
  }
};
