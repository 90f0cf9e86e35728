/** P9: show what changed, what is left open, and have it accepted. */
import type { Step } from '../step.ts';

export const P9_STEPS: readonly Step[] = [
  {
    id: 'SGN-01',
    phase: 'P9',
    title: 'After-snapshot and difference page',
    origin: 'app',
    perDomain: true,
    why: 'Before, planned and after, side by side, is what the customer signs. The snapshot is taken again in the same way as before the change, so that the two can be compared.',
    adminCentre: [
      'Repeat DIS-04 and DIS-05: DNS answers, exports of both sides.',
      'Read the difference page; each difference is planned or has an explanation.',
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
    inputs: ['domains', 'thirdParty', 'onPremPublicIps', 'otherSenders', 'cloud', 'spfAllPolicy'],
    requires: ['domains.name'],
    records: [
      { type: 'MX', name: '{domain}' },
      { type: 'TXT', name: '{domain}' },
      { type: 'TXT', name: '_dmarc.{domain}' },
    ],
    check: {
      dns: ['mx-only-planned', 'spf-planned', 'dkim', 'dmarc', 'ttl-steady'],
      text: 'The final answers are as planned, and the difference page is complete.',
    },
    evidence: { required: true, text: 'The final DNS answers and the exports of both sides.' },
    risk: 'Without it nobody can prove later what was handed over.',
    undo: 'Nothing is changed.',
    sources: ['I1', 'G'],
  },
  {
    id: 'SGN-02',
    phase: 'P9',
    title: 'Deviations, residual risks, open items',
    origin: 'app',
    perDomain: false,
    why: 'What was waived or left open needs a reason and an owner, or it is forgotten the day after.',
    adminCentre: [
      'Go through every waived step with the customer.',
      'Enter what is open in the profile, with owner and date.',
      'Think of the usual ones: no spam filtering by Microsoft 365 for on-premises mailboxes, changes of the vendor’s ranges, the certificate’s end, soft fail still in place.',
    ],
    commands: [],
    inputs: ['openItems'],
    requires: [],
    records: [],
    check: { dns: [], text: 'Each deviation and each open item has an owner and a date.' },
    evidence: { required: false, text: 'The list, agreed with the customer.' },
    risk: 'A risk without an owner is nobody’s.',
    undo: 'Nothing is changed.',
    sources: ['I2', 'M9'],
  },
  {
    id: 'SGN-03',
    phase: 'P9',
    title: 'Sign-off and hand-over',
    origin: 'app',
    perDomain: false,
    why: 'The customer accepts by name, role and time. From then on the record is closed, and a later change makes a new revision.',
    adminCentre: [
      'Export the runbook and read it through with the approver.',
      'Sign on both sides, with reservations if there are any.',
      'Hand over the document, the machine-readable file and the records.',
    ],
    commands: [],
    inputs: ['consultantName', 'consultantRole', 'firmName', 'customerApprover'],
    requires: ['consultantName', 'customerApprover.name', 'customerApprover.role'],
    records: [],
    check: { dns: [], text: 'Both signatures are there, with place and time.' },
    evidence: { required: true, text: 'The signed document.' },
    risk: 'Work that nobody accepted is never finished.',
    undo: 'A later change is a new revision.',
    sources: ['I2', 'I3'],
  },
];
