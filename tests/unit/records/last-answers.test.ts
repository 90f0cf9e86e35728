import { describe, expect, it } from 'vitest';
import type { DnsAnswer, DnsOutcome } from '../../../shared/dns/types.ts';
import { isUnread, lastAnswers, loggedOutcomes } from '../../../shared/records/last-answers.ts';
import { foldRun } from '../../../shared/runbook/fold.ts';
import type { LogEntry } from '../../../shared/runbook/log.ts';

const answer = (outcome: DnsOutcome, at: string, name = 'contoso.com'): DnsAnswer => ({
  question: { name, type: 'TXT' },
  outcome,
  records: [],
  server: { address: '192.0.2.53', port: 53, label: '' },
  transport: 'udp',
  flags: { aa: true, ad: false, ra: false, tc: false },
  rcode: 'NOERROR',
  raw: '',
  at,
  elapsedMs: 7,
});
const checked = (check: string, [first, ...others]: readonly [DnsAnswer, ...DnsAnswer[]]): LogEntry => ({
  id: check + first.at,
  at: first.at,
  operator: 'op1',
  entry: {
    kind: 'evidence',
    stepId: 'DIS-04',
    evidence: {
      kind: 'dns',
      check,
      domain: 'contoso.com',
      verdict: 'unanswered',
      summary: '',
      expected: [],
      found: [],
      answer: first,
      otherAnswers: others,
    },
  },
});
const outcome = (...log: readonly LogEntry[]) => lastAnswers(foldRun(log), 'contoso.com').txt?.outcome;

describe('what DNS last said of a domain', () => {
  it('is unread after a failure, and neither after an answer nor while nobody asked', () => {
    expect((['servfail', 'timeout', 'refused', 'unreachable', 'offline'] as const).every(isUnread)).toBe(
      true,
    );
    expect((['answer', 'alias', 'no-data', 'nxdomain', 'cancelled'] as const).some(isUnread)).toBe(false);
    expect(outcome()).toBeUndefined();
  });
  it('is the answer of the check that asked last', () => {
    const early = checked('spf-current', [answer('answer', '2026-11-24T14:00:00.000Z')]);
    const late = checked('spf-planned', [answer('timeout', '2026-11-24T15:00:00.000Z')]);
    expect(outcome(late, early)).toBe('timeout');
  });
  it('is that of a server that answered, where another failed in the same check', () => {
    const answers = [
      answer('no-data', '2026-11-24T14:00:00.000Z'),
      answer('timeout', '2026-11-24T14:00:05.000Z'),
    ] as const;
    expect(outcome(checked('spf-current', answers))).toBe('no-data');
  });
  it('is never that of another name, nor of a check of another name', () => {
    const at = '2026-11-24T14:00:00.000Z';
    expect(outcome(checked('spf-tree', [answer('servfail', at, 'spf.filter.example')]))).toBeUndefined();
    expect(outcome(checked('dmarc', [answer('servfail', at)]))).toBeUndefined();
  });
});

describe('what came of the last question for each domain', () => {
  const seen = (...log: readonly LogEntry[]) => loggedOutcomes(foldRun(log)).get('contoso.com');
  it('is that of the answer which is shown', () => {
    const log = [
      checked('spf-planned', [answer('timeout', '2026-11-24T15:00:00.000Z')]),
      checked('spf-current', [answer('answer', '2026-11-24T14:00:00.000Z')]),
    ];
    expect(seen(...log)).toEqual({ outcome: 'timeout', at: '2026-11-24T15:00:00.000Z' });
    expect(seen(...log)?.outcome).toBe(outcome(...log));
    expect(seen()).toBeUndefined();
  });
  it('is not taken from a question that was stopped, nor from another name', () => {
    expect(
      seen(
        checked('spf-current', [answer('servfail', '2026-11-24T14:00:00.000Z')]),
        checked('spf-planned', [
          answer('cancelled', '2026-11-24T15:00:00.000Z'),
          answer('answer', '2026-11-24T15:00:00.000Z', 'spf.filter.example'),
        ]),
      )?.outcome,
    ).toBe('servfail');
  });
});
