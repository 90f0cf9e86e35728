/** P3: the connectors on both sides, and the one for the third party. */
import type { Step } from '../step.ts';

export const P3_STEPS: readonly Step[] = [
  {
    id: 'CON-01',
    phase: 'P3',
    title: 'Inbound connector from the servers to Microsoft 365',
    origin: 'M',
    perDomain: false,
    why: 'With this connector Microsoft 365 recognises the organisation’s own servers, keeps the headers of internal mail and relays their mail to the internet. The certificate is the sure way to recognise them; an address can belong to several tenants.',
    adminCentre: [
      'See first whether the hybrid wizard has made it; then only compare.',
      'Exchange admin centre, Mail flow, Connectors, Add: from your organization’s email server to Office 365.',
      'Identify the server by its certificate; by address only if there is no other way.',
    ],
    commands: [
      {
        shell: 'exchange-online',
        template:
          'New-InboundConnector -Name {inboundConnectorName} -ConnectorType OnPremises -SenderDomains * -RequireTls $true -TlsSenderCertificateName {tlsCertSubject} -CloudServicesMailEnabled $true',
        note: 'Without the hybrid wizard. For servers other than Exchange leave CloudServicesMailEnabled out; TreatMessagesAsInternal is an alternative to weigh with care, never together with it.',
      },
      {
        shell: 'exchange-online',
        template: "Get-InboundConnector | Where-Object { $_.ConnectorType -eq 'OnPremises' } | Format-List",
      },
    ],
    inputs: ['tlsCertSubject', 'onPremPublicIps', 'customerName'],
    requires: ['tlsCertSubject'],
    records: [],
    check: {
      dns: [],
      text: 'The connector names the certificate of the profile, and VER-05 proves it with a message.',
    },
    evidence: { required: true, text: 'The output of Get-InboundConnector.' },
    risk: 'By address it fails as soon as another tenant sends from the same one.',
    undo: 'Disable the connector, or restore it from the export of DIS-05.',
    sources: ['M6', 'M7', 'B2', 'P:New-InboundConnector'],
  },
  {
    id: 'CON-02',
    phase: 'P3',
    title: 'Outbound connector from Microsoft 365 to the servers',
    origin: 'M',
    perDomain: false,
    why: 'It carries mail for on-premises mailboxes. It has to name the servers as smart host: MX leads to the filter from now on, so routing by MX would send every message round in a loop.',
    adminCentre: [
      'See first whether the hybrid wizard has made it; then only compare.',
      'Exchange admin centre, Mail flow, Connectors, Add: from Office 365 to your organization’s email server.',
      'Choose all accepted domains, or list those that have mailboxes on-premises.',
      'Enter the inbound host of the profile as smart host; do not use MX.',
      'Require TLS with the certificate’s name.',
    ],
    commands: [
      {
        shell: 'exchange-online',
        template:
          'New-OutboundConnector -Name {outboundConnectorName} -ConnectorType OnPremises -UseMXRecord $false -SmartHosts {onPremInboundHost} -AllAcceptedDomains $true -TlsSettings DomainValidation -TlsDomain {tlsCertSubject} -CloudServicesMailEnabled $true',
        note: 'Without the hybrid wizard. For servers other than Exchange leave CloudServicesMailEnabled out.',
      },
      {
        shell: 'exchange-online',
        template:
          "Get-OutboundConnector | Where-Object { $_.ConnectorType -eq 'OnPremises' } | Format-List Name,Enabled,UseMXRecord,SmartHosts,RecipientDomains,AllAcceptedDomains,TlsSettings,TlsDomain",
        note: 'UseMXRecord has to be False.',
      },
    ],
    inputs: ['onPremInboundHost', 'onPremPublicIps', 'tlsCertSubject', 'customerName'],
    requires: ['onPremInboundHost', 'tlsCertSubject'],
    records: [{ type: 'A', name: '{onPremInboundHost}' }],
    check: {
      dns: ['inbound-host'],
      text: 'The smart host resolves to the customer’s own address, not to the filter.',
    },
    evidence: { required: true, text: 'The output of Get-OutboundConnector.' },
    risk: 'With routing by MX, mail for on-premises mailboxes loops and ends with 5.4.14.',
    undo: 'Restore the connector from the export of DIS-05.',
    sources: ['M6', 'N2', 'P:New-OutboundConnector'],
  },
  {
    id: 'CON-03',
    phase: 'P3',
    title: 'Send connector for all domains to Microsoft 365',
    origin: 'M',
    perDomain: false,
    why: 'This is the arrow that keeps the customer’s addresses out of sight: all internet mail of the servers goes to Microsoft 365. The hybrid wizard does not make it, its own connector covers the routing domain alone, and mail would go on leaving directly.',
    adminCentre: [
      'Exchange administration on-premises, Mail flow, Send connectors: add one for the address space *.',
      'Enter the EOP host of the primary domain as smart host, and choose the sending servers.',
      'Require TLS and let the server’s certificate be checked.',
      'In the window, disable the old internet connector; do not delete it.',
    ],
    commands: [
      {
        shell: 'exchange-on-prem',
        template:
          'New-SendConnector -Name {sendConnectorName} -AddressSpaces * -CloudServicesMailEnabled $true -Fqdn {tlsCertSubject} -RequireTLS $true -DNSRoutingEnabled $false -SmartHosts {eopHost} -TlsAuthLevel CertificateValidation -SourceTransportServers {onPremSmtpHosts}',
        note: 'For Exchange only. Confirm first that the listed hosts are the transport servers’ names.',
      },
      {
        shell: 'exchange-on-prem',
        template: 'Set-SendConnector -Identity {legacySendConnector} -Enabled $false',
        note: 'In the window, once the new connector has carried a test message.',
      },
    ],
    inputs: ['domains', 'tlsCertSubject', 'onPremSmtpHosts', 'legacySendConnector', 'customerName'],
    requires: ['domains.eopHost', 'tlsCertSubject', 'onPremSmtpHosts'],
    records: [],
    check: {
      dns: [],
      text: 'The protocol log of the servers shows the EOP host as the next hop of internet mail.',
    },
    evidence: { required: true, text: 'The connector as printed, and a line of the protocol log.' },
    risk: 'Two enabled connectors for * split the mail between the old and the new path.',
    undo: 'Enable the old connector and disable the new one.',
    sources: ['M6', 'H2', 'V1'],
  },
  {
    id: 'CON-04',
    phase: 'P3',
    title: 'Centralised mail transport off',
    origin: 'M',
    perDomain: false,
    why: 'With it on, every message of a cloud mailbox first goes to the servers and leaves from there, which is the opposite of this scenario.',
    adminCentre: [
      'Hybrid wizard, transport options: see that centralised mail transport is not chosen.',
      'Exchange admin centre, Connectors: the outbound connector does not route all messages on-premises.',
    ],
    commands: [
      {
        shell: 'exchange-online',
        template: 'Get-OutboundConnector | Format-List Name,RouteAllMessagesViaOnPremises',
        note: 'Has to be False for each connector.',
      },
      {
        shell: 'exchange-on-prem',
        template: 'Get-HybridConfiguration | Format-List Features',
        note: 'CentralizedTransport must not be in the list.',
      },
    ],
    inputs: ['cmtEnabled'],
    requires: ['cmtEnabled'],
    records: [],
    check: { dns: [], text: 'Both commands show it off.' },
    evidence: { required: true, text: 'The output of both commands.' },
    risk: 'Turning it off moves all outbound cloud mail to another path at once; do it in a window.',
    undo: 'Turn it on again in the hybrid wizard.',
    sources: ['H1', 'H2', 'N2'],
  },
  {
    id: 'CON-05',
    phase: 'P3',
    title: 'Prove the relay conditions',
    origin: 'M',
    perDomain: false,
    why: 'Since November 2023 Microsoft 365 relays a message only if the session matches an on-premises connector and either the certificate or the envelope sender lies in an accepted domain. Bounces and out-of-office replies have no envelope sender and depend on the certificate alone.',
    adminCentre: [
      'Make a table of all sender domains of DIS-03.',
      'For each, note whether it is an accepted domain and whether the certificate covers it.',
      'Add what is missing as accepted domain, or change the sender.',
    ],
    commands: [
      {
        shell: 'exchange-online',
        template: '{domainNames} | ForEach-Object { Get-AcceptedDomain -Identity $_ }',
        note: 'An error for a name means that it is not accepted.',
      },
      {
        shell: 'exchange-on-prem',
        template:
          'Get-ExchangeCertificate -Thumbprint {tlsCertThumbprint} | Format-List Subject,CertificateDomains',
      },
    ],
    inputs: ['tlsCertSubject', 'tlsCertSans', 'tlsCertThumbprint', 'domains', 'otherSenders'],
    requires: ['tlsCertSubject', 'domains.name'],
    records: [],
    check: {
      dns: [],
      text: 'Each sender domain is accepted, or the certificate lies in an accepted domain.',
    },
    evidence: {
      required: true,
      text: 'The table: sender domain, accepted or not, covered by the certificate or not.',
    },
    risk: 'What does not meet the conditions is refused with 550 5.7.64 or leaves from a pool with a poor reputation.',
    undo: 'Nothing is changed.',
    sources: ['B1', 'B3', 'D6'],
  },
  {
    id: 'CON-06',
    phase: 'P3',
    title: 'Receive connector for Microsoft 365 on the servers',
    origin: 'M',
    perDomain: false,
    why: 'The server has to show the certificate that the outbound connector of CON-02 expects, and must not relay for strangers.',
    adminCentre: [
      'Exchange administration on-premises, Mail flow, Receive connectors: open the default front-end connector, or the one of the Edge server.',
      'See which certificate it offers; the hybrid wizard normally sets it.',
      'Test from outside that it refuses to relay to a foreign domain.',
    ],
    commands: [
      {
        shell: 'exchange-on-prem',
        template:
          "Get-ReceiveConnector | Where-Object { $_.Name -like 'Default Frontend*' } | Set-ReceiveConnector -TlsCertificateName {certificateName}",
        note: 'Confirm first: the name is <I>, the issuer, <S> and the subject, letter by letter as Get-ExchangeCertificate shows them.',
      },
      {
        shell: 'exchange-on-prem',
        template:
          'Get-ReceiveConnector | Format-List Identity,Bindings,RemoteIPRanges,TlsCertificateName,TlsDomainCapabilities',
      },
    ],
    inputs: ['tlsCertIssuer', 'tlsCertSubject', 'edgeTransport'],
    requires: ['tlsCertIssuer', 'tlsCertSubject'],
    records: [],
    check: {
      dns: [],
      text: 'STARTTLS to the inbound host shows the certificate of the profile, and an open-relay test fails.',
    },
    evidence: {
      required: true,
      text: 'The certificate as seen from outside, and the refused relay attempt.',
    },
    risk: 'The wrong certificate stops mail to on-premises mailboxes; an open relay is abused within hours.',
    undo: 'Restore the connector from the export of DIS-05.',
    sources: ['M6', 'M7'],
  },
  {
    id: 'CON-07',
    phase: 'P3',
    title: 'Partner connector for the third party, not yet restricting',
    origin: 'M',
    perDomain: false,
    why: 'Microsoft 365 slows down an address that sends a lot and that it does not know (451 4.7.500 to 4.7.699); the connector ends that. Enhanced Filtering and the lock-down hang on it later.',
    adminCentre: [
      'Exchange admin centre, Mail flow, Connectors, Add: from a partner organization to Office 365.',
      'Identify the partner by the sender domain *.',
      'Require TLS; leave the restrictions for LCK-01.',
    ],
    commands: [
      {
        shell: 'exchange-online',
        template:
          'New-InboundConnector -Name {partnerConnectorName} -ConnectorType Partner -SenderDomains * -RequireTls $true -TlsSenderCertificateName {thirdPartyCertName}',
        note: 'No Restrict parameter yet.',
      },
      {
        shell: 'exchange-online',
        template: 'Get-InboundConnector -Identity {partnerConnectorName} | Format-List',
      },
    ],
    inputs: ['thirdParty'],
    requires: ['thirdParty.vendor', 'thirdParty.tlsCertName'],
    records: [],
    check: { dns: [], text: 'The connector is enabled, requires TLS and restricts nothing.' },
    evidence: { required: true, text: 'The output of Get-InboundConnector.' },
    risk: 'It requires TLS of everyone who matches it: mail without TLS bounces.',
    undo: 'Disable the connector.',
    sources: ['M2', 'M8', 'N3', 'V2', 'P:New-InboundConnector'],
  },
  {
    id: 'CON-08',
    phase: 'P3',
    title: 'Validate the connectors',
    origin: 'M',
    perDomain: false,
    why: 'The built-in test sends a message over the outbound connector and names the step that fails. It is quicker than reading logs, and it can be done before MX moves.',
    adminCentre: [
      'Exchange admin centre, Mail flow, Connectors: open the outbound connector, choose Validate this connector.',
      'Enter the on-premises test mailbox.',
    ],
    commands: [
      {
        shell: 'exchange-online',
        template:
          'Validate-OutboundConnector -Identity {outboundConnectorName} -Recipients {testMailboxOnPrem}',
        note: 'Use the wizard’s connector name if the wizard made it.',
      },
      {
        shell: 'exchange-online',
        template:
          'Set-OutboundConnector -Identity {outboundConnectorName} -IsValidated $true -LastValidationTimestamp (Get-Date).ToUniversalTime()',
        note: 'Only after the validation passed.',
      },
    ],
    inputs: ['testMailboxOnPrem', 'customerName'],
    requires: ['testMailboxOnPrem'],
    records: [],
    check: { dns: [], text: 'Every test of the validation passed.' },
    evidence: { required: true, text: 'The result of the validation.' },
    risk: 'Only outbound connectors can be validated; the inbound ones are proved by messages in phase P7.',
    undo: 'Nothing is changed.',
    sources: ['M10', 'P:Validate-OutboundConnector'],
  },
];
