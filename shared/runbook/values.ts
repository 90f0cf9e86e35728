/** What each placeholder of a command template stands for, and which profile value it comes from. */
import { initialDomain, routingDomain } from '../mailauth/initial-domain.ts';
import type { DomainProfile, Profile, ProfileField } from '../profile/schema.ts';
import type { LiteralValue } from './literal.ts';

/** Exchange refuses longer connector names. */
const CONNECTOR_NAME_MAX = 64;

export interface CommandContext {
  readonly profile: Profile;
  /** The domain in hand; the primary domain stands in when it is left out. */
  readonly domain?: DomainProfile;
}

export interface CommandValue {
  readonly field: ProfileField;
  /** `null` when a value that it is built from is not known. */
  readonly of: (profile: Profile, domain: DomainProfile | undefined) => LiteralValue | null;
}

/** Cuts at the limit without tearing a character in two. */
const shortened = (name: string): string => {
  let result = '';
  for (const character of name) {
    if (result.length + character.length > CONNECTOR_NAME_MAX) break;
    result += character;
  }
  return result.trimEnd();
};

const named = (name: string, build: (name: string) => string): string | null =>
  name.trim() === '' ? null : shortened(build(name.trim()));

export const primaryDomain = (profile: Profile): DomainProfile | undefined =>
  profile.domains.find((domain) => domain.role === 'primary') ?? profile.domains[0];

/** The connector for the third party, as the app names it everywhere. */
const partnerConnectorName = (profile: Profile): string | null =>
  named(profile.thirdParty.vendor, (vendor) => `Inbound from ${vendor}`);

const certificateName = (profile: Profile): string | null =>
  profile.tlsCertIssuer.trim() === '' || profile.tlsCertSubject.trim() === ''
    ? null
    : `<I>${profile.tlsCertIssuer.trim()}<S>${profile.tlsCertSubject.trim()}`;

/** The first host that senders try: the lowest preference (RFC 5321, section 5.1). */
const firstMxHost = (profile: Profile): string | null =>
  [...profile.thirdParty.mxHosts].sort((a, b) => (a.preference ?? 65536) - (b.preference ?? 65536))[0]
    ?.host ?? null;

const inCustomer = (build: (name: string) => string): CommandValue => ({
  field: 'customerName',
  of: (profile) => named(profile.customerName, build),
});
const inProfile = (field: ProfileField, of: CommandValue['of']): CommandValue => ({ field, of });
const inDomain = (of: (domain: DomainProfile) => LiteralValue | null): CommandValue => ({
  field: 'domains',
  of: (_profile, domain) => (domain === undefined ? null : of(domain)),
});

export const COMMAND_VALUES: Readonly<Record<string, CommandValue>> = {
  domain: inDomain((domain) => domain.name),
  acceptedDomainType: inDomain((domain) => domain.acceptedDomainType),
  eopHost: inDomain((domain) => domain.eopHost),
  dkimSelector1: inDomain((domain) => (domain.name === '' ? null : `selector1._domainkey.${domain.name}`)),
  dkimSelector2: inDomain((domain) => (domain.name === '' ? null : `selector2._domainkey.${domain.name}`)),
  dmarcName: inDomain((domain) => (domain.name === '' ? null : `_dmarc.${domain.name}`)),
  mtaStsName: inDomain((domain) => (domain.name === '' ? null : `_mta-sts.${domain.name}`)),
  tlsRptName: inDomain((domain) => (domain.name === '' ? null : `_smtp._tls.${domain.name}`)),
  autodiscoverName: inDomain((domain) => (domain.name === '' ? null : `autodiscover.${domain.name}`)),
  domainNames: inProfile('domains', (profile) => profile.domains.map((domain) => domain.name)),
  initialDomain: inProfile('tenantName', initialDomain),
  routingDomain: inProfile('tenantName', routingDomain),
  onPremSmtpHosts: inProfile('onPremSmtpHosts', (profile) => profile.onPremSmtpHosts),
  onPremPublicIps: inProfile('onPremPublicIps', (profile) => profile.onPremPublicIps),
  onPremInboundHost: inProfile('onPremInboundHost', (profile) => profile.onPremInboundHost),
  tlsCertSubject: inProfile('tlsCertSubject', (profile) => profile.tlsCertSubject),
  tlsCertThumbprint: inProfile('tlsCertThumbprint', (profile) => profile.tlsCertThumbprint),
  certificateName: inProfile('tlsCertSubject', certificateName),
  eopRanges: inProfile('eopRanges', (profile) => profile.eopRanges),
  legacySendConnector: inProfile('legacySendConnector', (profile) => profile.legacySendConnector),
  legacySmartHost: inProfile('legacySmartHost', (profile) => profile.legacySmartHost),
  thirdPartyCertName: inProfile('thirdParty', (profile) => profile.thirdParty.tlsCertName),
  thirdPartyEgressIps: inProfile('thirdParty', (profile) => profile.thirdParty.egressIps),
  /** A partner connector takes IPv4 alone. */
  thirdPartyEgressIpv4: inProfile('thirdParty', (profile) =>
    profile.thirdParty.egressIps.filter((ip) => !ip.includes(':')),
  ),
  thirdPartyFirstMx: inProfile('thirdParty', firstMxHost),
  arcSealDomain: inProfile('thirdParty', (profile) => profile.thirdParty.arcSealDomain),
  partnerConnectorName: inProfile('thirdParty', partnerConnectorName),
  inboundConnectorName: inCustomer((name) => `${name} servers to Office 365`),
  outboundConnectorName: inCustomer((name) => `Office 365 to ${name} servers`),
  sendConnectorName: inCustomer((name) => `${name} to Office 365`),
  pilotRecipients: inProfile('pilotRecipients', (profile) => profile.pilotRecipients),
  testMailboxCloud: inProfile('testMailboxCloud', (profile) => profile.testMailboxCloud),
  testMailboxOnPrem: inProfile('testMailboxOnPrem', (profile) => profile.testMailboxOnPrem),
  externalTestMailbox: inProfile('externalTestMailbox', (profile) => profile.externalTestMailbox),
};
