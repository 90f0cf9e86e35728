/** The picture in words: everything that the drawing shows, and what it had to leave out for space. */
import type { FlowFacts } from './facts.ts';

const listed = (values: readonly string[], missing: string): string =>
  values.length === 0 ? `(${missing} not known yet)` : values.join(', ');

const door = (letter: string, open: boolean, what: string, step: string): string =>
  open
    ? `Side door ${letter}, open: ${what}. Step ${step} closes it.`
    : `Side door ${letter}, closed by step ${step}: ${what}.`;

/** Sentences in the order in which the arrows are numbered. */
export const describeFlow = (facts: FlowFacts): string => {
  const vendor = facts.vendor === '' ? 'the third-party service (vendor not known yet)' : facts.vendor;
  const eop = listed(facts.eopHosts, 'EOP host');
  const addresses = facts.publicIps.length === 0 ? '' : `, public addresses ${facts.publicIps.join(', ')}`;
  return [
    `Inbound (1 to 5): mail from the internet goes to ${vendor} at ${listed(facts.mxHosts, 'MX host')} (1), which hands all accepted mail to Microsoft 365 at ${eop} (2). Microsoft 365 delivers to the cloud mailboxes (3) and passes on the rest to the on-premises host ${listed(facts.inboundHosts, 'inbound host')}${addresses} (4), which delivers to the on-premises mailboxes (5).`,
    'Outbound (6): mail from cloud mailboxes goes from Microsoft 365 straight to the internet, past the third party.',
    `Outbound (7 and 8): mail from the on-premises servers ${listed(facts.smtpHosts, 'SMTP host')} goes to Microsoft 365 (7) and from there to the internet (8), past the third party.`,
    'Between both sides (9): mail between cloud and on-premises mailboxes runs both ways over encrypted connectors.',
    door(
      'A',
      facts.doors.direct,
      `mail from the internet straight to ${eop}, past the third party`,
      'LCK-01',
    ),
    door(
      'B',
      facts.doors.oldServer,
      `mail from the internet straight to ${listed(facts.oldHosts, 'old server')}, port 25`,
      'LCK-03',
    ),
  ].join(' ');
};
