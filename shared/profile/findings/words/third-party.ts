/** What can be wrong with the third party and the other senders. */
import { say } from '../say.ts';

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
