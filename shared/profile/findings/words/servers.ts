/** What can be wrong with tenant, on-premises servers and certificate. */
import { say } from '../say.ts';

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
