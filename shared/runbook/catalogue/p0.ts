/** P0: know the starting point, prove the prerequisites, agree the window. */
import { REQUIRED_PATHS } from '../../profile/fields.ts';
import { profileSchema } from '../../profile/schema.ts';
import type { ProfileField } from '../../profile/schema.ts';
import type { Step } from '../step.ts';

const isField = (name: string): name is ProfileField => Object.hasOwn(profileSchema.shape, name);

/** The top-level fields that hold a required value. */
const REQUIRED_FIELDS: readonly ProfileField[] = [
  ...new Set(REQUIRED_PATHS.map((path) => path.split('.')[0] ?? '')),
].filter(isField);

export const P0_STEPS: readonly Step[] = [
  {
    id: 'DIS-01',
    phase: 'P0',
    title: 'Confirm the scenario',
    origin: 'app',
    perDomain: false,
    why: 'Connectors, SPF and MX all follow from where the mailboxes are and who filters. If one of the five answers differs, mail would be sent the wrong way round and another article applies.',
    adminCentre: [
      'Answer the five scenario questions in the profile together with the customer.',
      'Read the present MX and SPF records of every domain and see whether they agree with the answers.',
      'If the app names another scenario, stop here and use that one.',
    ],
    commands: [
      {
        shell: 'windows',
        template: 'Resolve-DnsName -Name {domain} -Type MX',
        note: 'The hosts show who receives today: the old server, another filter or Microsoft 365.',
      },
    ],
    inputs: ['scenarioAnswers', 'domains'],
    requires: [
      'scenarioAnswers.mailboxLocations',
      'scenarioAnswers.mxTarget',
      'scenarioAnswers.filterHandsTo',
      'scenarioAnswers.outboundOnPrem',
      'scenarioAnswers.outboundCloud',
    ],
    records: [
      { type: 'MX', name: '{domain}' },
      { type: 'TXT', name: '{domain}', note: 'the SPF record' },
    ],
    check: {
      dns: ['mx-current', 'spf-current'],
      text: 'MX and SPF in DNS are those noted in the profile, and they fit the answers.',
    },
    evidence: { required: false, text: 'The five answers, with the name of who gave them and the time.' },
    risk: 'A wrong answer is found only when mail loops or bounces in the night of the cut-over.',
    undo: 'Nothing is changed; stop and take the sibling scenario.',
    sources: ['S0', 'M1', 'M2', 'M3'],
  },
  {
    id: 'DIS-02',
    phase: 'P0',
    title: 'Complete and freeze the customer profile',
    origin: 'app',
    perDomain: false,
    why: 'Every command, record and page of this runbook is filled from the profile. A value that changes after a step was proved makes that proof stale, so the profile is settled before the work begins.',
    adminCentre: [
      'Fill each required value of the profile and settle its findings.',
      'Go through the profile with the customer, value by value.',
      'Note in this step who confirmed it.',
    ],
    commands: [],
    inputs: REQUIRED_FIELDS,
    requires: REQUIRED_PATHS,
    records: [],
    check: {
      dns: [],
      text: 'The profile is complete, holds no error, and both sides have read it.',
    },
    evidence: { required: false, text: 'Who confirmed the profile, and when.' },
    risk: 'A wrong value is copied into every connector and record that uses it.',
    undo: 'Correct the value; the steps that use it ask for a new proof.',
    sources: ['G'],
  },
  {
    id: 'DIS-03',
    phase: 'P0',
    title: 'List every system that sends as each domain',
    origin: 'M',
    perDomain: false,
    why: 'SPF with -all, the relay rules and the lock-down refuse whatever was forgotten: printers, the web shop, the CRM, payroll, monitoring. Each sender found now is one call less after the cut-over.',
    adminCentre: [
      'Exchange admin centre, Reports, Mail flow: read the inbound and outbound message reports and the report of domains that are not accepted.',
      'Read DMARC aggregate reports, if the domain has them, for sources that nobody knows.',
      'Give each host and include of the present SPF record an owner.',
      'Enter every sender in the profile with owner, SPF term and path.',
    ],
    commands: [
      {
        shell: 'exchange-online',
        template:
          'Get-MessageTraceV2 -StartDate (Get-Date).AddDays(-10) -EndDate (Get-Date) -ResultSize 5000 | Group-Object SenderAddress | Sort-Object Count -Descending',
        note: 'One query covers ten days; 90 days are kept, so repeat it with earlier dates.',
      },
      {
        shell: 'exchange-on-prem',
        template:
          'Get-MessageTrackingLog -EventId RECEIVE -Source SMTP -Start (Get-Date).AddDays(-10) -ResultSize Unlimited | Group-Object ClientIp | Sort-Object Count -Descending',
        note: 'Confirm first: shows the devices that relay through the servers.',
      },
    ],
    inputs: ['otherSenders', 'directSendUsers'],
    requires: [],
    records: [{ type: 'TXT', name: '{domain}', note: 'every term of the present SPF record has an owner' }],
    check: {
      dns: [],
      text: 'Each term of the present SPF record belongs to a named sender, or is to be dropped.',
    },
    evidence: { required: true, text: 'The list of senders, confirmed by the customer.' },
    risk: 'A missed sender bounces once -all is published.',
    undo: 'Add the sender and publish SPF again (DNS-02, DNS-03).',
    sources: ['D1', 'D5', 'P:Get-MessageTraceV2'],
  },
  {
    id: 'DIS-04',
    phase: 'P0',
    title: 'Capture the before-snapshot of DNS',
    origin: 'app',
    perDomain: true,
    why: 'After the change nobody can say any more what stood in the zone. This snapshot is what a rollback restores and what the before-and-after page compares with.',
    adminCentre: [
      'At the DNS host, export the whole zone to a file and keep it.',
      'Enter MX, SPF and TTL of each domain in the profile as they stand.',
      'Run the DNS check, so that the raw answers with TTL and time are in the log.',
    ],
    commands: [
      { shell: 'windows', template: 'Resolve-DnsName -Name {domain} -Type MX' },
      { shell: 'windows', template: 'Resolve-DnsName -Name {domain} -Type TXT' },
      { shell: 'windows', template: 'Resolve-DnsName -Name {domain} -Type NS' },
      { shell: 'windows', template: 'Resolve-DnsName -Name {domain} -Type SOA' },
      {
        shell: 'windows',
        template:
          '{autodiscoverName},{dkimSelector1},{dkimSelector2} | ForEach-Object { Resolve-DnsName -Name $_ -Type CNAME }',
      },
      {
        shell: 'windows',
        template:
          '{dmarcName},{mtaStsName},{tlsRptName} | ForEach-Object { Resolve-DnsName -Name $_ -Type TXT }',
        note: 'A name that does not exist is an answer too; note it.',
      },
    ],
    inputs: ['domains'],
    requires: ['domains.name', 'domains.currentMx', 'domains.currentTtl'],
    records: [
      { type: 'MX', name: '{domain}' },
      { type: 'TXT', name: '{domain}' },
      { type: 'TXT', name: '_dmarc.{domain}' },
      { type: 'CNAME', name: 'selector1._domainkey.{domain}' },
      { type: 'CNAME', name: 'selector2._domainkey.{domain}' },
      { type: 'CNAME', name: 'autodiscover.{domain}' },
      { type: 'TXT', name: '_mta-sts.{domain}' },
      { type: 'TXT', name: '_smtp._tls.{domain}' },
    ],
    check: {
      dns: ['mx-current', 'spf-current'],
      text: 'What the authoritative servers and two public resolvers say is what the profile holds as the state before.',
    },
    evidence: { required: true, text: 'Raw answers with server, TTL and time, and the exported zone.' },
    risk: 'Without it a rollback is guesswork.',
    undo: 'Nothing is changed; keep the snapshot until the warranty ends.',
    sources: ['G'],
  },
  {
    id: 'DIS-05',
    phase: 'P0',
    title: 'Capture the before-snapshot of mail flow',
    origin: 'app',
    perDomain: false,
    why: 'Connectors and rules are edited in place and keep no history. The exports taken now are the only way to put them back and to show what was changed.',
    adminCentre: [
      'Exchange admin centre, Mail flow: take pictures of Connectors, Rules and Accepted domains.',
      'Run the commands on both sides and add their output to this step.',
    ],
    commands: [
      {
        shell: 'exchange-online',
        template:
          'Get-InboundConnector | Format-List; Get-OutboundConnector | Format-List; Get-AcceptedDomain | Format-List; Get-TransportRule | Format-List; Get-OrganizationConfig | Format-List RejectDirectSend',
      },
      {
        shell: 'exchange-on-prem',
        template:
          'Get-SendConnector | Format-List; Get-ReceiveConnector | Format-List; Get-AcceptedDomain | Format-List; Get-HybridConfiguration | Format-List',
      },
    ],
    inputs: [],
    requires: [],
    records: [],
    check: { dns: [], text: 'Both exports are complete and readable.' },
    evidence: { required: true, text: 'The output of the commands from the cloud and from on-premises.' },
    risk: 'Without it RBK-04 has nothing to restore.',
    undo: 'Nothing is changed.',
    sources: ['G', 'P:*'],
  },
  {
    id: 'DIS-06',
    phase: 'P0',
    title: 'Check roles and licences',
    origin: 'M',
    perDomain: false,
    why: 'A missing right is noticed at night, when nobody can grant it. The work needs Organization Management on both sides, a global administrator for the hybrid wizard, and the consoles of DNS host, filter and firewall; on-premises mailboxes that receive through Microsoft 365 may need a licence.',
    adminCentre: [
      'Microsoft 365 admin centre, Roles: see who holds the rights, and sign in once as that person.',
      'Microsoft 365 admin centre, Billing, Licences: compare with the number of mailboxes.',
      'Let each holder sign in at the DNS host, the filter and the firewall today.',
    ],
    commands: [
      { shell: 'exchange-online', template: "Get-RoleGroupMember -Identity 'Organization Management'" },
      { shell: 'exchange-on-prem', template: "Get-RoleGroupMember -Identity 'Organization Management'" },
    ],
    inputs: ['roleHolders', 'licenceNote'],
    requires: ['roleHolders'],
    records: [],
    check: {
      dns: [],
      text: 'For tenant, on-premises, DNS, filter and firewall a person has signed in and may make changes.',
    },
    evidence: { required: true, text: 'The list of role holders and a statement on licences.' },
    risk: 'Without a right the window is lost.',
    undo: 'Nothing is changed.',
    sources: ['H2', 'H5', 'M9'],
  },
  {
    id: 'DIS-07',
    phase: 'P0',
    title: 'Check on-premises version and patch level',
    origin: 'M',
    perDomain: false,
    why: 'Microsoft 365 first slows down and then refuses mail from unsupported or long unpatched Exchange that arrives over an on-premises connector (450 4.7.230, 550 5.7.230). Here all internet mail of the servers takes that path.',
    adminCentre: [
      'Exchange admin centre, Reports, Mail flow: open the report of out-of-date on-premises servers that connect.',
      'Compare the build of each sending server with the newest update of its line.',
    ],
    commands: [
      {
        shell: 'exchange-on-prem',
        template: 'Get-ExchangeServer | Format-List Name,AdminDisplayVersion',
      },
      { shell: 'exchange-online', template: 'Get-OnPremServerReportInfo' },
      {
        shell: 'exchange-online',
        template: 'Get-TenantExemptionInfo -BlockingScenario UnpatchedOnPremServer',
        note: 'Shows whether enforcement is paused; up to 90 days a calendar year can be paused.',
      },
    ],
    inputs: ['onPremPlatform', 'exchangeBuild'],
    requires: ['onPremPlatform'],
    records: [],
    check: { dns: [], text: 'No server that will send is listed as out of date.' },
    evidence: { required: true, text: 'The builds of all servers and a picture of the report.' },
    risk: 'All on-premises mail is delayed and later refused. A pause buys at most 90 days a year; the cure is an upgrade to Subscription Edition.',
    undo: 'Nothing is changed.',
    sources: ['B5', 'H3'],
  },
  {
    id: 'DIS-08',
    phase: 'P0',
    title: 'Check the transport certificate',
    origin: 'M',
    perDomain: false,
    why: 'Microsoft 365 decides by the name in the certificate, before anything else, whose server is speaking. The certificate has to be publicly trusted, the same on every sending server, and name a domain that the tenant has accepted.',
    adminCentre: [
      'Exchange administration on-premises, Servers, Certificates: open the one that SMTP uses, on each sending server.',
      'Compare subject, further names, issuer, expiry and thumbprint with the profile.',
    ],
    commands: [
      {
        shell: 'exchange-on-prem',
        template:
          'Get-ExchangeCertificate | Format-List Subject,CertificateDomains,Issuer,NotAfter,Services,Thumbprint',
        note: 'Run it on every sending server; issuer and subject have to be the same everywhere.',
      },
    ],
    inputs: [
      'tlsCertSubject',
      'tlsCertSans',
      'tlsCertIssuer',
      'tlsCertExpiry',
      'tlsCertThumbprint',
      'domains',
    ],
    requires: ['tlsCertSubject', 'tlsCertIssuer', 'tlsCertExpiry', 'tlsCertThumbprint'],
    records: [],
    check: {
      dns: [],
      text: 'The subject or a further name lies in an accepted domain, the chain is public, and the end is at least 90 days after the window.',
    },
    evidence: {
      required: true,
      text: 'The certificate as printed by the command, from every sending server.',
    },
    risk: 'A wrong or expired certificate stops all on-premises mail with 550 5.7.64; so does a renewal under another name.',
    undo: 'Nothing is changed.',
    sources: ['H4', 'M6', 'B2', 'B4'],
  },
  {
    id: 'DIS-09',
    phase: 'P0',
    title: 'Check firewall paths',
    origin: 'M',
    perDomain: false,
    why: 'Servers and Microsoft 365 talk over TCP port 25 in both directions, and nothing in between may look into the session or rewrite it. The path from the filter to Microsoft 365 does not touch the customer at all.',
    adminCentre: [
      'In the firewall, list the rules for TCP 25 in and out and for TCP 443 of the hybrid services.',
      'Turn off SMTP inspection for these paths.',
      'From outside, open a session to the inbound host and read its greeting: it has to be the server itself and offer STARTTLS.',
    ],
    commands: [
      {
        shell: 'windows',
        template: 'Test-NetConnection -ComputerName {eopHost} -Port 25',
        note: 'From every sending server.',
      },
      {
        shell: 'windows',
        template: 'Test-NetConnection -ComputerName {onPremInboundHost} -Port 25',
        note: 'From outside the customer’s network.',
      },
    ],
    inputs: [
      'onPremSmtpHosts',
      'onPremInboundHost',
      'onPremPublicIps',
      'domains',
      'eopRanges',
      'eopRangesDate',
    ],
    requires: ['onPremSmtpHosts', 'onPremInboundHost', 'onPremPublicIps', 'domains.eopHost'],
    records: [
      { type: 'A', name: '{onPremInboundHost}' },
      { type: 'AAAA', name: '{onPremInboundHost}', note: 'only if the servers are reached over IPv6' },
    ],
    check: {
      dns: ['inbound-host'],
      text: 'The inbound host resolves to a public address of the profile, and both port tests succeed.',
    },
    evidence: {
      required: true,
      text: 'The exported rules, the port tests and the server’s greeting with STARTTLS.',
    },
    risk: 'A device that inspects SMTP strips the headers by which both sides know internal mail.',
    undo: 'Restore the earlier rules.',
    sources: ['H1', 'H3', 'M6', 'E5'],
  },
  {
    id: 'DIS-10',
    phase: 'P0',
    title: 'Agree window, rollback point, people and messages',
    origin: 'app',
    perDomain: false,
    why: 'The customer decides when mail may be interrupted and who may stop the change. With names, times and criteria agreed beforehand nobody argues at two in the morning.',
    adminCentre: [
      'Agree start and end of the window, the rollback deadline and the rollback criteria.',
      'Name the one person who decides on a rollback, and the contacts who are on call.',
      'Agree who tells the users what, and when.',
      'Get the change approved in the customer’s own process.',
    ],
    commands: [],
    inputs: [
      'changeRef',
      'changeWindowStart',
      'changeWindowEnd',
      'timeZone',
      'rollbackDeadline',
      'rollbackCriteria',
      'decisionMaker',
      'customerApprover',
      'technicalContacts',
    ],
    requires: [
      'changeWindowStart',
      'changeWindowEnd',
      'timeZone',
      'rollbackDeadline',
      'decisionMaker',
      'customerApprover.name',
      'technicalContacts',
    ],
    records: [],
    check: { dns: [], text: 'The change is approved and all named people know their part.' },
    evidence: { required: true, text: 'The approved change record.' },
    risk: 'A change without approval is stopped half-way.',
    undo: 'Move the window; nothing is changed yet.',
    sources: ['I1', 'I2'],
  },
];
