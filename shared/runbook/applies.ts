/** Which domains a DNS check speaks about, and which profile values it compares with. */
import { receivesMail, sendsMail } from '../profile/mail-roles.ts';
import type { DomainProfile, Profile, ProfileField } from '../profile/schema.ts';
import type { DnsCheckId } from './step.ts';

type Applies = (domain: DomainProfile, profile: Profile) => boolean;

interface CheckScope {
  readonly applies: Applies;
  /** A change of one of these after the look-up makes its verdict stale. */
  readonly fields: readonly ProfileField[];
}

const SPF_FIELDS = [
  'domains',
  'thirdParty',
  'onPremPublicIps',
  'otherSenders',
  'cloud',
  'spfAllPolicy',
] as const satisfies readonly ProfileField[];

const PROOF_FIELDS = [
  ...SPF_FIELDS,
  'onPremSmtpHosts',
  'eopRanges',
] as const satisfies readonly ProfileField[];

export const CHECK_SCOPES: Readonly<Record<DnsCheckId, CheckScope>> = {
  'mx-current': {
    applies: (domain) => receivesMail(domain) && domain.currentMx.length > 0,
    fields: ['domains'],
  },
  'mx-planned': { applies: receivesMail, fields: ['domains', 'thirdParty'] },
  'mx-only-planned': { applies: receivesMail, fields: ['domains', 'thirdParty'] },
  'mx-targets': { applies: receivesMail, fields: ['domains'] },
  'mx-targets-planned': { applies: receivesMail, fields: ['domains', 'thirdParty'] },
  'spf-tree': { applies: sendsMail, fields: ['domains'] },
  'spf-tree-planned': { applies: sendsMail, fields: SPF_FIELDS },
  'sender-proof': { applies: sendsMail, fields: PROOF_FIELDS },
  'sender-proof-planned': { applies: sendsMail, fields: PROOF_FIELDS },
  'spf-current': { applies: (domain) => domain.currentSpf.length > 0, fields: ['domains'] },
  'spf-planned': { applies: () => true, fields: SPF_FIELDS },
  'verification-txt': { applies: (domain) => domain.verificationTxt !== '', fields: ['domains'] },
  parked: { applies: (domain) => domain.role === 'parked', fields: ['domains'] },
  dkim: { applies: sendsMail, fields: ['domains'] },
  'dkim-keys': { applies: sendsMail, fields: ['domains'] },
  'dmarc-reports': { applies: sendsMail, fields: ['domains', 'dmarcRua'] },
  dmarc: { applies: sendsMail, fields: ['domains', 'dmarcPolicy', 'dmarcRua'] },
  'tls-reporting': {
    applies: (domain, profile) =>
      receivesMail(domain) && profile.mtaStsMode !== null && profile.mtaStsMode !== 'none',
    fields: ['domains', 'mtaStsMode', 'tlsRptRua', 'thirdParty'],
  },
  'tls-reports': {
    applies: (domain, profile) =>
      receivesMail(domain) && profile.mtaStsMode !== null && profile.mtaStsMode !== 'none',
    fields: ['domains', 'mtaStsMode', 'tlsRptRua'],
  },
  msoid: { applies: (domain) => domain.role !== 'parked', fields: ['domains', 'cloud'] },
  dnssec: { applies: () => true, fields: ['domains'] },
  'block-lists': {
    applies: (domain, profile) =>
      domain.role === 'primary' && profile.onPremPublicIps.some((ip) => ip.trim() !== ''),
    fields: ['onPremPublicIps'],
  },
  'inbound-host': {
    applies: (domain, profile) => domain.role === 'primary' && profile.onPremInboundHost !== '',
    fields: ['onPremInboundHost', 'onPremPublicIps'],
  },
  'eop-host': { applies: receivesMail, fields: ['domains'] },
  autodiscover: {
    applies: (domain, profile) => receivesMail(domain) && profile.autodiscoverTarget !== '',
    fields: ['domains', 'autodiscoverTarget'],
  },
  'ttl-cutover': { applies: receivesMail, fields: ['domains'] },
  'ttl-steady': { applies: receivesMail, fields: ['domains'] },
};

/** The domains of the profile that a check is carried out for, in the order of the profile. */
export const checkDomains = (check: DnsCheckId, profile: Profile): readonly DomainProfile[] =>
  profile.domains.filter((domain) => CHECK_SCOPES[check].applies(domain, profile));
