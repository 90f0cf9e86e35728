/** Where the facts of the steps come from, with the version that was read. Nothing of their text is used. */

interface Source {
  readonly title: string;
  readonly seen: string;
}

const EXCHANGE = 'MicrosoftDocs/OfficeDocs-Exchange@52e8b70, 2021-07';
const CMDLETS = 'MicrosoftDocs/office-docs-powershell@93336da, 2026-08-21';
const DEFENDER = 'learn.microsoft.com/defender-office-365, copies of 2026-05 to 2026-08';
const M365 = 'MicrosoftDocs/microsoft-365-docs, copies of 2020 to 2022';
const SEARCH = 'excerpts, 2026-11';

const source = (title: string, seen: string): Source => ({ title, seen });

export const SOURCES = {
  S0: source('Manage mail flow on Office 365 and on-premises', '2017-01-06'),
  M1: source('Mail flow best practices for Exchange Online', EXCHANGE),
  M2: source('Manage mail flow using a third-party cloud service', EXCHANGE),
  M3: source('Manage mail flow with mailboxes in multiple locations', EXCHANGE),
  M4: source('Manage mail flow using a third-party cloud service with mailboxes on both sides', EXCHANGE),
  M5: source('Manage mailboxes using Microsoft 365', EXCHANGE),
  M6: source('Set up connectors to route mail between Microsoft 365 and your own servers', EXCHANGE),
  M7: source('Configure mail flow using connectors', EXCHANGE),
  M8: source('Set up connectors for secure mail flow with a partner', EXCHANGE),
  M9: source('Enhanced Filtering for Connectors', EXCHANGE),
  M10: source('Validate connectors, test and troubleshoot mail flow', EXCHANGE),
  M11: source('Manage accepted domains in Exchange Online', EXCHANGE),
  M12: source('Enable mail flow for subdomains', EXCHANGE),
  M13: source('Use Directory Based Edge Blocking', EXCHANGE),
  H1: source('Transport options in Exchange hybrid deployments', EXCHANGE),
  H2: source('Transport routing in Exchange hybrid deployments', EXCHANGE),
  H3: source('Hybrid deployment prerequisites', EXCHANGE),
  H4: source('Certificate requirements for hybrid deployments', EXCHANGE),
  H5: source('Hybrid Configuration Wizard', EXCHANGE),
  H6: source('Edge Transport servers in hybrid deployments', EXCHANGE),
  H7: source('Hybrid Configuration Wizard options and the Hybrid Agent', EXCHANGE),
  H8: source('Move mailboxes between on-premises and Exchange Online', EXCHANGE),
  N1: source('Non-delivery report 550 5.7.64', EXCHANGE),
  N2: source('Non-delivery reports 5.4.6 to 5.4.20', EXCHANGE),
  N3: source('Non-delivery reports 451 4.7.500 to 4.7.699', EXCHANGE),
  N4: source('Non-delivery reports 5.7.700 to 5.7.750 and 5.7.23', EXCHANGE),
  N5: source('Non-delivery report 550 5.4.1', EXCHANGE),
  'P:Get-MessageTraceV2': source('Cmdlet reference: Get-MessageTraceV2', CMDLETS),
  'P:*': source('Cmdlet reference: Get- cmdlets for connectors, domains, rules', CMDLETS),
  'P:New-InboundConnector': source('Cmdlet reference: New-InboundConnector', CMDLETS),
  'P:New-OutboundConnector': source('Cmdlet reference: New-OutboundConnector', CMDLETS),
  'P:Validate-OutboundConnector': source('Cmdlet reference: Validate-OutboundConnector', CMDLETS),
  'P:Set-OrganizationConfig': source('Cmdlet reference: Set-OrganizationConfig', CMDLETS),
  D1: source('Set up SPF for custom domains', DEFENDER),
  D2: source('Set up DKIM to sign mail from custom domains', DEFENDER),
  D3: source('Set up DMARC to validate From addresses', DEFENDER),
  D4: source('Configure trusted ARC sealers', DEFENDER),
  D5: source('Troubleshoot email authentication', DEFENDER),
  D6: source('Outbound delivery pools', DEFENDER),
  E1: source('External DNS records for Microsoft 365', M365),
  E2: source('Create DNS records at any DNS host', M365),
  E3: source('DNS records for GCC High', M365),
  E4: source('DNS records for DoD', M365),
  E5: source('Microsoft 365 worldwide endpoints', M365),
  E6: source('Enhancing mail flow with MTA-STS', M365),
  E7: source('How SMTP DANE works', M365),
  B1: source('SMTP relay requirements in Exchange Online, in force since 2023-11', SEARCH),
  B2: source('Message centre MC1226222: connectors that share addresses', '2026-02-04'),
  B3: source('Notice on relay through Exchange Online', SEARCH),
  B4: source('Relay access denied after a certificate change', SEARCH),
  B5: source('Enforcement on outdated Exchange servers', '2026-02'),
  B6: source('Ghost Sender: delivery around the MX', '2026-07-15'),
  B7: source('DNS best practices for Exchange Online', '2018'),
  B8: source('Manage mail flow using a third-party cloud service, current edition', SEARCH),
  B9: source('RFC 9989 in the field', SEARCH),
  V1: source('Connector settings made by the Hybrid Configuration Wizard', SEARCH),
  V2: source('Lock-down guide of a filter vendor', SEARCH),
  V3: source('SPF include of a filter vendor: spelling with an underscore', SEARCH),
  V4: source('Changing TTLs ahead of a migration', SEARCH),
  V5: source('Partner connectors in practice', SEARCH),
  V6: source('Cross-premises headers in practice', SEARCH),
  R1: source('RFC 7208: Sender Policy Framework', '2014-04'),
  R2: source('RFC 6376: DomainKeys Identified Mail', '2011-09'),
  R3: source('RFC 9989: DMARC', '2026-05'),
  R4: source('RFC 8461 and RFC 8460: MTA-STS and TLS reporting', '2018-09'),
  I1: source('Change record guides', SEARCH),
  I2: source('Sign-off templates', SEARCH),
  I3: source('Hand-over contents', SEARCH),
  G: source('General practice', '2026-11'),
} as const satisfies Readonly<Record<string, Source>>;

const KNOWN: Readonly<Record<string, Source>> = SOURCES;

/** Title and version of a source key; the key itself when it is not in the list. */
export const sourceTitle = (key: string): string => {
  const known = KNOWN[key];
  return known === undefined ? key : `${known.title} (${known.seen})`;
};
