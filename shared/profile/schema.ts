/**
 * Customer profile, schema version 2 (domain brief, section 5).
 *
 * The schema fixes shapes only: a profile grows during the work, so each value may still be empty and may hold
 * text that is wrong ('131.107.21.300'). What is typed is always kept; what is wrong with it is said by
 * `profileFindings`, and what a step still needs by `missingInputs`. An empty string, `null` or an empty list
 * means 'not known yet'.
 */
import { z } from 'zod';
import { CLOUDS } from '../spf/compose-types.ts';

const text = z.string().max(2000);
const line = z.string().max(500);
const list = z.array(line).max(2000);
const count = z.number().int().min(0).max(10_000_000).nullable();
const yesNo = z.boolean().nullable();
const choice = <const T extends readonly [string, ...string[]]>(values: T) => z.enum(values).nullable();

export const DOMAIN_ROLES = ['primary', 'secondary', 'subdomain', 'parked'] as const;
export const ACCEPTED_DOMAIN_TYPES = ['Authoritative', 'InternalRelay'] as const;
export const ON_PREM_PLATFORMS = [
  'exchangeSE',
  'exchange2019',
  'exchange2016',
  'older',
  'nonExchange',
] as const;
export const HYBRID_TOPOLOGIES = ['classicFull', 'modernFull', 'minimalOrExpress', 'none'] as const;
export const SPF_MODES = ['ip', 'include', 'both', 'none'] as const;
export const ALL_POLICIES = ['-all', '~all'] as const;
export const RECIPIENT_VALIDATIONS = ['ldap', 'entra', 'list', 'none'] as const;
export const SENDER_PATHS = ['viaM365', 'direct', 'viaThirdParty', 'directSend'] as const;
export const MTA_STS_MODES = ['none', 'testing', 'enforce'] as const;
export const DMARC_POLICIES = ['none', 'quarantine', 'reject'] as const;
export const APEX_STYLES = ['@', 'blank', 'name'] as const;

/** One MX record: preference 0-65535 (lower is tried first) and host name. */
const mxHost = z.strictObject({ preference: z.number().int().min(0).max(65535).nullable(), host: line });
const ttl = z.number().int().min(0).max(2_147_483_647).nullable();

const domain = z.strictObject({
  name: line,
  role: z.enum(DOMAIN_ROLES),
  sends: z.boolean(),
  receives: z.boolean(),
  acceptedDomainType: choice(ACCEPTED_DOMAIN_TYPES),
  verificationTxt: line,
  /** The tenant's own EOP host of this domain, copied from Microsoft 365; never derived. */
  eopHost: line,
  dkimSelector1Target: line,
  dkimSelector2Target: line,
  currentMx: z.array(mxHost).max(100),
  /** The published SPF record(s) as they stand, one entry per TXT record, character-strings joined. */
  currentSpf: z.array(text).max(20),
  /** Terms of the published record that the customer wants gone, e.g. `mx` or `include:spf.oldfilter.example`. */
  spfDropTerms: list,
  /** Seconds. */
  currentTtl: ttl,
  cutoverTtl: ttl,
  steadyTtl: ttl,
});

const contact = z.strictObject({ name: line, role: line, phone: line, email: line });

const thirdParty = z.strictObject({
  vendor: line,
  product: line,
  region: line,
  mxHosts: z.array(mxHost).max(100),
  egressIps: list,
  tlsCertName: line,
  spfMode: choice(SPF_MODES),
  /** Why the third party needs no place in SPF (mode `none`). */
  spfReason: text,
  spfIps: list,
  spfIncludes: list,
  /** Other SPF terms the vendor asks for, e.g. `a:outbound.filter.example` or `exists:%{i}.spf.filter.example`. */
  spfTerms: list,
  sendsAsDomain: yesNo,
  modifiesMessages: yesNo,
  arcSealDomain: line,
  recipientValidation: choice(RECIPIENT_VALIDATIONS),
  recipientValidationReason: text,
  /** ISO date on which the vendor's values were collected, and from where. */
  valuesDate: line,
  valuesSource: line,
});

export const profileSchema = z.strictObject({
  customerName: line,
  engagementRef: line,
  siteName: line,
  consultantName: line,
  consultantRole: line,
  firmName: line,
  customerApprover: z.strictObject({ name: line, role: line, email: line }),
  technicalContacts: z.array(contact).max(100),
  vendorSupport: line,
  dnsHostSupport: line,
  changeRef: line,
  /** ISO 8601 with offset, as typed; `timeZone` is an IANA zone. */
  changeWindowStart: line,
  changeWindowEnd: line,
  timeZone: line,
  rollbackDeadline: line,
  decisionMaker: line,
  rollbackCriteria: list,
  cloud: choice(CLOUDS),
  tenantName: line,
  tenantId: line,
  domains: z.array(domain).max(2000),
  dnsHost: z.strictObject({ provider: line, whoEdits: line, leadTime: line, apexStyle: choice(APEX_STYLES) }),
  autodiscoverTarget: line,
  onPremPlatform: choice(ON_PREM_PLATFORMS),
  exchangeBuild: line,
  hybridTopology: choice(HYBRID_TOPOLOGIES),
  edgeTransport: yesNo,
  onPremSmtpHosts: list,
  onPremPublicIps: list,
  onPremInboundHost: line,
  /** The customer's own DNS servers inside, `address` or `address:port`; asked to see what differs from outside. */
  internalDnsServers: z.array(line).max(20),
  tlsCertSubject: line,
  tlsCertSans: list,
  tlsCertIssuer: line,
  tlsCertExpiry: line,
  tlsCertThumbprint: line,
  cmtEnabled: yesNo,
  legacySmartHost: line,
  legacySendConnector: line,
  recipientCountCloud: count,
  recipientCountOnPrem: count,
  thirdParty,
  otherSenders: z
    .array(
      z.strictObject({
        name: line,
        owner: line,
        /** Address, block or `include:host`; one SPF term. */
        term: line,
        /** Sender domain; empty means every domain that sends. */
        domain: line,
        path: choice(SENDER_PATHS),
      }),
    )
    .max(500),
  /** Nested DNS look-ups that an include target costs, 0-20, for counting without a network. */
  lookupCosts: z.record(line, z.number().int().min(0).max(20)),
  spfAllPolicy: z.enum(ALL_POLICIES),
  spfAllReason: text,
  dmarcPolicy: choice(DMARC_POLICIES),
  dmarcRua: line,
  mtaStsMode: choice(MTA_STS_MODES),
  tlsRptRua: line,
  pilotRecipients: list,
  testMailboxCloud: line,
  testMailboxOnPrem: line,
  externalTestMailbox: line,
  eopRangesDate: line,
  eopRanges: list,
  soakDays: z.number().int().min(0).max(365).nullable(),
  scenarioAnswers: z.strictObject({
    mailboxLocations: choice(['both', 'cloud', 'onPrem']),
    mxTarget: choice(['thirdParty', 'eop', 'onPrem']),
    filterHandsTo: choice(['m365', 'onPrem', 'split']),
    outboundOnPrem: choice(['viaM365', 'direct', 'viaThirdParty']),
    outboundCloud: choice(['direct', 'viaOnPrem', 'viaThirdParty']),
  }),
  roleHolders: z.array(z.strictObject({ area: line, name: line, role: line })).max(100),
  licenceNote: text,
  directSendUsers: z.array(z.strictObject({ name: line, ip: line, plan: line })).max(500),
  migrationBatches: z.array(z.strictObject({ name: line, count, date: line })).max(500),
  openItems: z.array(z.strictObject({ text, owner: line, due: line })).max(500),
});

export type Profile = z.infer<typeof profileSchema>;
export type DomainProfile = Profile['domains'][number];
export type MxHost = z.infer<typeof mxHost>;
export type ThirdParty = Profile['thirdParty'];
export type OtherSender = Profile['otherSenders'][number];
export type { Cloud } from '../spf/compose-types.ts';
export type DomainRole = (typeof DOMAIN_ROLES)[number];
/** Top-level name of a profile value; steps, findings and change stamps refer to values by these. */
export type ProfileField = keyof Profile;
