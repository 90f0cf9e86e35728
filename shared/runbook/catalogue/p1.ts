/** P1: the customer's domains become accepted domains of the tenant. */
import type { Step } from '../step.ts';

export const P1_STEPS: readonly Step[] = [
  {
    id: 'DOM-01',
    phase: 'P1',
    title: 'Add each custom domain to Microsoft 365',
    origin: 'S',
    perDomain: true,
    why: 'Microsoft 365 accepts and relays mail only for domains that the tenant has registered. Adding the domain changes no mail flow yet.',
    adminCentre: [
      'Microsoft 365 admin centre, Settings, Domains: choose Add domain and type the name.',
      'Stop where the wizard wants to manage DNS or change MX, and leave it.',
    ],
    commands: [
      {
        shell: 'graph',
        template: 'New-MgDomain -Id {domain}',
        note: 'Confirm first: needs the permission Domain.ReadWrite.All.',
      },
    ],
    inputs: ['domains'],
    requires: ['domains.name'],
    records: [],
    check: { dns: [], text: 'The domain is listed, at least as set-up in progress.' },
    evidence: { required: false, text: 'A picture of the list of domains.' },
    risk: 'The wizard offers an MX that points to Microsoft 365; accepting it by-passes the filter.',
    undo: 'Remove the domain, as long as no user or address needs it.',
    sources: ['S0', 'E2'],
  },
  {
    id: 'DOM-02',
    phase: 'P1',
    title: 'Publish the verification record and verify',
    origin: 'S',
    perDomain: true,
    why: 'Microsoft 365 believes that the domain is the customer’s once a token that only the tenant knows stands in its zone.',
    adminCentre: [
      'Domains, the domain, Start setup: copy the TXT token into the profile.',
      'At the DNS host, add a TXT record at the domain itself with the token; leave the other TXT records alone.',
      'Back in the admin centre, choose Verify.',
    ],
    commands: [
      {
        shell: 'graph',
        template: 'Get-MgDomainVerificationDnsRecord -DomainId {domain}',
        note: 'Confirm first: shows the token to publish.',
      },
      {
        shell: 'graph',
        template: 'Confirm-MgDomain -DomainId {domain}',
        note: 'Confirm first: run it when the record answers.',
      },
    ],
    inputs: ['domains'],
    requires: ['domains.verificationTxt'],
    records: [{ type: 'TXT', name: '{domain}', note: 'the token, TTL 3600' }],
    check: {
      dns: ['verification-txt'],
      text: 'One of the TXT records of the domain is exactly the token, and the others are unchanged.',
    },
    evidence: { required: true, text: 'The DNS answer with the token, or the status Verified.' },
    risk: 'None for mail. Where TXT can’t be published, Microsoft also offers a token as an MX record.',
    undo: 'Delete the record; it may go once the domain is verified.',
    sources: ['S0', 'E1', 'E2'],
  },
  {
    id: 'DOM-03',
    phase: 'P1',
    title: 'Set the accepted-domain type',
    origin: 'M',
    perDomain: true,
    why: 'The type decides what happens to a recipient that the cloud does not know: an internal relay domain passes the message on to the servers, an authoritative one refuses it. If both sides relay what they do not know, mail loops (5.4.6, 5.4.14).',
    adminCentre: [
      'Exchange admin centre, Mail flow, Accepted domains: open the domain.',
      'Choose internal relay while some recipients are not synchronised, authoritative once all are.',
      'Look at the type of the same domain on-premises; one side has to be authoritative in the end.',
    ],
    commands: [
      {
        shell: 'exchange-online',
        template: 'Set-AcceptedDomain -Identity {domain} -DomainType {acceptedDomainType}',
      },
      {
        shell: 'exchange-online',
        template: 'Get-AcceptedDomain -Identity {domain} | Format-List DomainName,DomainType,MatchSubDomains',
      },
    ],
    inputs: ['domains'],
    requires: ['domains.acceptedDomainType'],
    records: [],
    check: { dns: [], text: 'Get-AcceptedDomain shows the type of the profile.' },
    evidence: { required: true, text: 'The output of Get-AcceptedDomain.' },
    risk: 'Internal relay without the outbound connector of CON-02 leaves unknown recipients without a path; authoritative too early refuses real users (550 5.4.1).',
    undo: 'Set the earlier type.',
    sources: ['M11', 'M13', 'N2'],
  },
  {
    id: 'DOM-04',
    phase: 'P1',
    title: 'Settle subdomains and parked domains',
    origin: 'M',
    perDomain: true,
    why: 'A subdomain does not inherit the SPF record of the domain above it, mail from sender domains that the tenant has not registered is limited (5.7.750), and a parked domain without records is free to forge.',
    adminCentre: [
      'Add each subdomain that sends or receives as a domain of its own (DOM-01).',
      'Or let the parent match its subdomains; then it has to be an internal relay domain, and the outbound connector has to name the subdomains too.',
      'At the DNS host, give each parked domain an SPF record that allows nobody and a DMARC record that rejects.',
    ],
    commands: [
      {
        shell: 'exchange-online',
        template: 'Set-AcceptedDomain -Identity {domain} -MatchSubdomains $true',
        note: 'Only where subdomains are matched instead of added.',
      },
    ],
    inputs: ['domains'],
    requires: ['domains.role'],
    records: [
      { type: 'TXT', name: '{domain}', note: 'parked: v=spf1 -all' },
      { type: 'TXT', name: '_dmarc.{domain}', note: 'parked: v=DMARC1; p=reject;' },
    ],
    check: {
      dns: ['parked'],
      text: 'Each parked domain publishes v=spf1 -all and a DMARC record with p=reject.',
    },
    evidence: {
      required: true,
      text: 'A list of subdomains and parked domains with what was done for each.',
    },
    risk: 'A domain called parked that still sends loses that mail.',
    undo: 'Put the earlier records back.',
    sources: ['M12', 'D1', 'D3', 'N4'],
  },
];
