/** The words and marks of DNS checks, wherever they are shown. */
import type { DnsOutcome } from '../../../shared/dns/types.ts';
import type { Verdict } from '../../../shared/runbook/log.ts';
import type { DnsCheckId } from '../../../shared/runbook/step.ts';
import type { Mark } from '../../ui/marks.ts';

export interface MarkedWord {
  readonly mark: Mark;
  readonly word: string;
}

const VERDICTS: Readonly<Record<Verdict, MarkedWord>> = {
  matching: { mark: 'proved', word: 'Matches' },
  differing: { mark: 'wrong', word: 'Differs' },
  unanswered: { mark: 'attention', word: 'No answer' },
};
export const NOT_CHECKED: MarkedWord = { mark: 'not-started', word: 'Not checked' };

/** A check that was never run has no verdict. */
export const verdictWord = (verdict: Verdict | undefined): MarkedWord =>
  verdict === undefined ? NOT_CHECKED : VERDICTS[verdict];

const CHECKS: Readonly<Record<DnsCheckId, string>> = {
  'mx-current': 'MX as noted before',
  'mx-planned': 'MX as planned',
  'mx-only-planned': 'No other MX',
  'mx-targets': 'Addresses of the MX hosts',
  'mx-targets-planned': 'Addresses of the third party’s MX hosts',
  'spf-current': 'SPF as noted before',
  'spf-planned': 'SPF as planned',
  'spf-tree': 'Everything below SPF',
  'spf-tree-planned': 'Everything below the planned SPF',
  'sender-proof': 'Senders by SPF',
  'sender-proof-planned': 'Senders by the planned SPF',
  'verification-txt': 'Verification record',
  parked: 'Parked domain',
  dkim: 'DKIM selectors',
  'dkim-keys': 'DKIM keys',
  dmarc: 'DMARC',
  'dmarc-reports': 'Addresses for DMARC reports',
  'tls-reporting': 'MTA-STS and TLS reports',
  'tls-reports': 'Addresses for TLS reports',
  'inbound-host': 'On-premises inbound host',
  'eop-host': 'EOP host',
  autodiscover: 'Autodiscover',
  msoid: 'Old sign-in alias',
  dnssec: 'DNSSEC',
  'block-lists': 'Block lists',
  'ttl-cutover': 'Short TTL',
  'ttl-steady': 'Steady TTL',
};
const NAMES: Readonly<Record<string, string>> = CHECKS;
/** Title of a check; the id itself for one that this version does not know. */
export const checkTitle = (check: string): string => NAMES[check] ?? check;

const OUTCOMES: Readonly<Record<DnsOutcome, string>> = {
  answer: 'answered',
  alias: 'answered with an alias only',
  'no-data': 'the name exists, the record does not',
  nxdomain: 'the name does not exist',
  referral: 'the server only refers to others',
  servfail: 'the server failed (SERVFAIL)',
  refused: 'the server refused to answer',
  'not-auth': 'the server is not in charge of the name',
  'format-error': 'the server could not read the question',
  timeout: 'no answer in time',
  unreachable: 'the server can’t be reached',
  offline: 'no network',
  malformed: 'the answer is no DNS message',
  cancelled: 'stopped',
};
export const outcomeWord = (outcome: DnsOutcome): string => OUTCOMES[outcome];
