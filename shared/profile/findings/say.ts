/**
 * The catalogue of profile findings: code, source and wording of each, in one place. Texts say what is, why it matters
 * and what to do. Documents are named as in the runbook's source list.
 */
import type { Finding, FindingCode } from '../../finding.ts';

export interface At {
  /** e.g. `onPremPublicIps.0` or `domains.2.eopHost` */
  readonly path: string;
  readonly token?: string;
  readonly fix?: string;
}

const say =
  <A extends readonly string[]>(code: FindingCode, source: string, words: (...args: A) => string) =>
  (at: At, ...args: A): Finding => ({ code, source, message: words(...args), ...at });

/** Findings that any value of a kind can have. */
export const VALUE = {
  badIp: say(
    'PRO-E-BAD-IP',
    'RFC 791; RFC 4291, section 2.2',
    (text: string, kind: string, reason: string) => `${text} is not ${kind}: ${reason}.`,
  ),
  badRange: say(
    'PRO-E-BAD-RANGE',
    'RFC 4632',
    (text: string, reason: string) => `${text} is not a range of addresses: ${reason}.`,
  ),
  hostBits: say(
    'PRO-W-HOST-BITS',
    'RFC 4632',
    (text: string, network: string) =>
      `${text} has bits set behind its prefix; the network is ${network}. Write the network, or the one address if that is meant.`,
  ),
  nonPublic: say(
    'PRO-E-NON-PUBLIC-IP',
    'RFC 1918; RFC 6598; RFC 4193',
    (text: string, kind: string) =>
      `${text} is ${kind}; the internet never sees it. Enter the address behind the NAT, as a receiver sees it.`,
  ),
  egressNonPublic: say(
    'PRO-W-NON-PUBLIC-IP',
    'Enhanced Filtering for Connectors',
    (text: string, kind: string) =>
      `${text} is ${kind}; Microsoft 365 can’t see mail from it. Ask the vendor for the public address.`,
  ),
  badHost: say(
    'PRO-E-BAD-HOST',
    'RFC 1123, section 2.1; RFC 1035, section 2.3.4',
    (text: string, reason: string) => `${text} is not a host name: ${reason}.`,
  ),
  hostIsIp: say(
    'PRO-E-HOST-IS-IP',
    'RFC 5321, section 5.1',
    (text: string) =>
      `${text} is an address; a host name is needed here. Enter the name that resolves to it.`,
  ),
  trailingDot: say(
    'PRO-W-TRAILING-DOT',
    'RFC 1034, section 3.1',
    (text: string) =>
      `${text} ends in a dot; enter the name without it. The zone file adds the dot where it belongs.`,
  ),
  idn: say(
    'PRO-I-IDN',
    'RFC 5890',
    (text: string, name: string) => `${text} stands in DNS as ${name}; records are written in that form.`,
  ),
  badEmail: say(
    'PRO-E-BAD-EMAIL',
    'RFC 5321, section 4.1.2',
    (text: string, reason: string) => `${text} is not a mail address: ${reason}.`,
  ),
  badDate: say(
    'PRO-E-BAD-DATE',
    'ISO 8601',
    (text: string) => `${text} is not a date; write year, month and day, such as 2026-12-05.`,
  ),
  badDateTime: say(
    'PRO-E-BAD-TIME',
    'ISO 8601',
    (text: string) => `${text} is not a time with its offset from UTC; write it like 2026-12-05T20:00+01:00.`,
  ),
  duplicate: say(
    'PRO-W-DUPLICATE',
    'General practice',
    (text: string) => `${text} is entered twice; remove one.`,
  ),
  tooLong: say(
    'PRO-E-TOO-LONG',
    'General practice',
    (max: string) =>
      `The text is longer than ${max} characters and would not fit the head of a page; shorten it.`,
  ),
  pattern: say(
    'PRO-E-PATTERN',
    'Value patterns of Microsoft 365',
    (text: string, what: string, example: string) => `${text} is not ${what}; it looks like ${example}.`,
  ),
  futureDate: say(
    'PRO-W-FUTURE-DATE',
    'General practice',
    (text: string) => `${text} lies in the future; enter the day on which the values were collected.`,
  ),
} as const;

export const DOMAIN = {
  noPrimary: say(
    'PRO-E-NO-PRIMARY',
    'Customer profile',
    () => 'No domain is primary; give exactly one that role.',
  ),
  manyPrimaries: say(
    'PRO-E-MANY-PRIMARIES',
    'Customer profile',
    (name: string) => `${name} is a second primary domain; exactly one may be primary.`,
  ),
  duplicate: say(
    'PRO-E-DUPLICATE-DOMAIN',
    'Customer profile',
    (name: string) => `${name} is entered twice; each domain has one set of records, so remove one.`,
  ),
  initialDomain: say(
    'PRO-E-INITIAL-DOMAIN',
    'Manage accepted domains in Exchange Online',
    (name: string) =>
      `${name} belongs to Microsoft, and its records can’t be changed; enter the customer’s own domains alone.`,
  ),
  parkedUses: say(
    'PRO-E-PARKED-IN-USE',
    'Set up SPF for custom domains',
    (name: string) =>
      `${name} is parked but set to send or receive; its records refuse all mail. Change the role or the use.`,
  ),
  noParent: say(
    'PRO-W-NO-PARENT',
    'Enable mail flow for subdomains',
    (name: string) =>
      `${name} is a subdomain, but no domain above it is in the list; add the parent or change the role.`,
  ),
  authoritative: say(
    'PRO-W-AUTHORITATIVE',
    'Use Directory Based Edge Blocking',
    (name: string) =>
      `${name} is authoritative while recipients are on-premises; Microsoft 365 refuses each one that is not synchronised (550 5.4.1). Make sure that all are, or choose internal relay.`,
  ),
  badVerification: say(
    'PRO-E-BAD-VERIFICATION',
    'External DNS records for Microsoft 365',
    (text: string) => `${text} is not an ownership token; it is MS= and eight digits, such as MS=ms12345678.`,
  ),
  eopWrongCloud: say(
    'PRO-E-EOP-WRONG-CLOUD',
    'External DNS records for Microsoft 365',
    (host: string, cloud: string) =>
      `${host} belongs to another Microsoft cloud than the tenant’s (${cloud}); copy the value from the domain’s DNS records.`,
  ),
  eopUnknown: say(
    'PRO-W-EOP-UNKNOWN-SUFFIX',
    'External DNS records for Microsoft 365',
    (host: string, suffix: string) =>
      `${host} does not end as Microsoft’s hosts do (${suffix}); compare it with the domain’s DNS records in the admin centre.`,
  ),
  badDkim: say(
    'PRO-E-BAD-DKIM-TARGET',
    'Set up DKIM to sign mail from custom domains',
    (text: string, selector: string) =>
      `${text} is not a target for ${selector}; copy the value that Get-DkimSigningConfig shows, it can’t be made up.`,
  ),
  dkimMismatch: say(
    'PRO-E-DKIM-MISMATCH',
    'Set up DKIM to sign mail from custom domains',
    (why: string) =>
      `The two DKIM targets do not belong together: ${why}. Copy both again from Get-DkimSigningConfig.`,
  ),
  noPreference: say(
    'PRO-E-NO-PREFERENCE',
    'RFC 5321, section 5.1',
    (host: string) => `${host} has no preference; enter a number from 0 to 65535, lower is tried first.`,
  ),
  ttlRange: say(
    'PRO-E-TTL-RANGE',
    'General practice',
    (ttl: string) =>
      `A TTL of ${ttl} seconds is outside 60 to 604800; DNS hosts refuse it or resolvers ignore it.`,
  ),
  ttlSteady: say(
    'PRO-W-TTL-SHORT',
    'Set up SPF for custom domains',
    (ttl: string) =>
      `A lasting TTL of ${ttl} seconds makes look-ups time out; Microsoft asks for 3600 or more.`,
  ),
  ttlNotLower: say(
    'PRO-W-TTL-NOT-LOWER',
    'General practice',
    (ttl: string, current: string) =>
      `The cut-over TTL of ${ttl} seconds is not below the present one of ${current}; it would not make a rollback quicker.`,
  ),
} as const;

export const SERVERS = {
  mxLoop: say(
    'PRO-E-INBOUND-IS-MX',
    'Non-delivery reports 5.4.6 to 5.4.20',
    (host: string) =>
      `${host} is an MX host of the third party; Microsoft 365 would hand mail back to the filter and it would loop. Enter the name of your own servers.`,
  ),
  inboundIsMicrosoft: say(
    'PRO-E-INBOUND-IS-EOP',
    'Set up connectors to route mail between Microsoft 365 and your own servers',
    (host: string) =>
      `${host} is a host of Microsoft 365; it would send mail to itself. Enter the name of your own servers.`,
  ),
  cmt: say(
    'PRO-E-CENTRALISED',
    'Transport options in Exchange hybrid deployments',
    () =>
      'Centralised mail transport is on, so cloud mail leaves through your servers; turn it off, or this is another scenario.',
  ),
  oneSide: say(
    'PRO-W-ONE-SIDE',
    'Manage mail flow with mailboxes in multiple locations',
    (side: string) =>
      `There are no recipients ${side}; this runbook is for mailboxes on both sides. Check the count or the scenario.`,
  ),
  oldExchange: say(
    'PRO-W-OLD-EXCHANGE',
    'Enforcement on outdated Exchange servers',
    () =>
      'Microsoft 365 throttles and then refuses mail from unsupported Exchange (450 4.7.230, 550 5.7.230); plan the upgrade before the cut-over.',
  ),
  noHybrid: say(
    'PRO-W-HYBRID-PLATFORM',
    'Hybrid deployment prerequisites',
    () =>
      'The hybrid wizard runs on Exchange alone; with other servers choose none and make the connectors by hand.',
  ),
  noConnectors: say(
    'PRO-I-NO-CONNECTORS',
    'Hybrid Configuration Wizard options and the Hybrid Agent',
    () => 'Minimal and express hybrids make no mail-flow connectors; make them by hand in phase P3.',
  ),
  autodiscoverCloud: say(
    'PRO-W-AUTODISCOVER-CLOUD',
    'Hybrid deployment prerequisites',
    (host: string) =>
      `${host} is Microsoft’s; while Exchange mailboxes are on-premises their users need your own server there.`,
  ),
  certNotAccepted: say(
    'PRO-E-CERT-NOT-ACCEPTED',
    'SMTP relay requirements in Exchange Online',
    () =>
      'No name of the certificate lies in a domain of the profile; Microsoft 365 would refuse to relay (550 5.7.64). Use a certificate with an accepted domain, or add that domain.',
  ),
  certExpired: say(
    'PRO-E-CERT-EXPIRES',
    'Certificate requirements for hybrid deployments',
    (date: string) =>
      `The certificate ends on ${date}, before the window does; renew it under the same names first.`,
  ),
  certSoon: say(
    'PRO-W-CERT-EXPIRES-SOON',
    'Certificate requirements for hybrid deployments',
    (date: string) =>
      `The certificate ends on ${date}, less than 90 days after the window; renew it now, under the same names, or name an owner for it.`,
  ),
} as const;

export const FILTER = {
  ownArc: say(
    'PRO-E-ARC-OWN-DOMAIN',
    'Configure trusted ARC sealers',
    (name: string) =>
      `${name} is one of the customer’s own domains; the seal is the vendor’s. Enter the d= value of its ARC-Seal header.`,
  ),
  noArc: say(
    'PRO-I-NO-ARC',
    'Configure trusted ARC sealers',
    () =>
      'The filter changes messages but no ARC seal is known; changed mail fails DKIM at Microsoft 365. Ask the vendor, or stop the changes.',
  ),
  noSpfReason: say(
    'PRO-E-NO-SPF-REASON',
    'Customer profile',
    () => 'The third party has no place in SPF and no reason is given; say why, it is printed for sign-off.',
  ),
  spfEmpty: say(
    'PRO-E-SPF-MODE-EMPTY',
    'Customer profile',
    (mode: string, what: string) =>
      `The third party stands in SPF by ${mode}, but no ${what} is entered; enter it or change the way.`,
  ),
  spfSendsButAbsent: say(
    'PRO-W-SENDS-NOT-IN-SPF',
    'Manage mail flow using a third-party cloud service',
    () =>
      'The third party sends as your domain but is not in SPF; that mail will fail. Add it by address or include.',
  ),
  noValidationReason: say(
    'PRO-E-NO-VALIDATION-REASON',
    'Use Directory Based Edge Blocking',
    () =>
      'Without recipient validation the filter accepts mail for anyone and it bounces later; say why there is none.',
  ),
  wideBlock: say(
    'PRO-W-CONNECTOR-WIDTH',
    'Cmdlet reference: New-InboundConnector',
    (text: string) =>
      `${text} is wider than /24; a partner connector takes single addresses and /24 to /32. Split it, or lock by certificate.`,
  ),
  v6Egress: say(
    'PRO-I-CONNECTOR-IPV6',
    'Cmdlet reference: New-InboundConnector',
    (text: string) => `${text} is IPv6; a partner connector can’t list it. Lock by certificate.`,
  ),
  oldValues: say(
    'PRO-W-OLD-VALUES',
    'Customer profile',
    (date: string, days: string) =>
      `The vendor’s values are of ${date}, ${days} days old; check them again before the cut-over.`,
  ),
  oldRanges: say(
    'PRO-W-OLD-RANGES',
    'Microsoft 365 worldwide endpoints',
    (date: string, days: string) =>
      `The Microsoft ranges are of ${date}, ${days} days old; take a new list before firewall rules are made from it.`,
  ),
  badTerm: say(
    'PRO-E-BAD-SENDER-TERM',
    'RFC 7208, section 5',
    (text: string) => `${text} is not an SPF term; enter an address, a block, or include: and a name.`,
  ),
  senderDomain: say(
    'PRO-W-SENDER-DOMAIN',
    'Set up SPF for custom domains',
    (name: string) =>
      `${name} is not a domain of the profile, so the sender gets into no record; add the domain or correct it.`,
  ),
  softFail: say(
    'PRO-E-NO-SOFTFAIL-REASON',
    'Set up SPF for custom domains',
    () => 'Soft fail is chosen without a reason; receivers let forged mail through. Say why, or choose -all.',
  ),
  noPlan: say(
    'PRO-W-NO-DIRECT-SEND-PLAN',
    'Cmdlet reference: Set-OrganizationConfig',
    (name: string) =>
      `${name} uses Direct Send and has no plan; its mail is refused at the lock-down. Give it a connector or another way.`,
  ),
} as const;

export const WORK = {
  windowOrder: say(
    'PRO-E-WINDOW-ORDER',
    'Change record guides',
    () => 'The window ends before it starts; correct one of the times.',
  ),
  deadlineEarly: say(
    'PRO-E-DEADLINE-EARLY',
    'Change record guides',
    () => 'The rollback deadline is before the window starts; it has to leave time for the change.',
  ),
  deadlineLate: say(
    'PRO-W-DEADLINE-LATE',
    'Change record guides',
    (end: string) =>
      `The rollback deadline is after the soak ends (${end}); by then the old path is gone. Choose an earlier one or a longer soak.`,
  ),
  badZone: say(
    'PRO-E-BAD-TIME-ZONE',
    'IANA time zone database',
    (text: string) => `${text} is not a time zone; use a name such as Europe/Zurich.`,
  ),
  soakRange: say(
    'PRO-E-SOAK-RANGE',
    'Customer profile',
    (days: string) => `A soak of ${days} days is outside 1 to 30.`,
  ),
  sameMailbox: say(
    'PRO-E-SAME-TEST-MAILBOX',
    'Customer profile',
    () => 'The test mailboxes of both sides are the same address; one path would stay untested.',
  ),
  foreignMailbox: say(
    'PRO-W-FOREIGN-MAILBOX',
    'Customer profile',
    (text: string) =>
      `${text} is in none of the profile’s domains, so a test with it does not take the customer’s path.`,
  ),
  ownMailbox: say(
    'PRO-W-OWN-EXTERNAL-MAILBOX',
    'Customer profile',
    (text: string) =>
      `${text} is in a domain of the customer; a test from outside needs an account elsewhere.`,
  ),
  otherScenario: say(
    'PRO-W-OTHER-SCENARIO',
    'Mail flow best practices for Exchange Online',
    (title: string, why: string) =>
      `The answers describe another scenario (${title}). ${why} Stop and use that one.`,
  ),
} as const;
