/** A customer and log entries for the tests of the run. */
import { emptyDomain, emptyProfile } from '../../../shared/profile/empty.ts';
import type { Profile } from '../../../shared/profile/schema.ts';
import type { Customer } from '../../../shared/customer.ts';
import type { DnsEvidence, LogEntry, NewLogEntry, StepState, Verdict } from '../../../shared/runbook/log.ts';
import type { DnsCheckId, Step } from '../../../shared/runbook/step.ts';
import { stepById } from '../../../shared/runbook/catalogue/index.ts';

const START = '2026-11-20T08:00:00.000Z';

/** `minutes` after the start. */
export const at = (minutes: number): string => new Date(Date.parse(START) + minutes * 60_000).toISOString();

export const entry = (id: string, minutes: number, what: NewLogEntry, operator = 'Consultant'): LogEntry => ({
  id,
  at: at(minutes),
  operator,
  entry: what,
});
export const state = (stepId: string, value: StepState, reason = ''): NewLogEntry => ({
  kind: 'state',
  stepId,
  state: value,
  reason,
});
export const note = (stepId: string, text: string): NewLogEntry => ({ kind: 'note', stepId, text });
export const text = (stepId: string, value = 'output'): NewLogEntry => ({
  kind: 'evidence',
  stepId,
  evidence: { kind: 'text', title: 'Output', text: value },
});
export const correction = (stepId: string, corrects: string): NewLogEntry => ({
  kind: 'correction',
  stepId,
  corrects,
  reason: 'Entered for the wrong server.',
});

export const dns = (
  stepId: string,
  check: DnsCheckId,
  domain: string,
  verdict: Verdict = 'matching',
): NewLogEntry => {
  const evidence: DnsEvidence = {
    kind: 'dns',
    check,
    domain,
    verdict,
    summary: 'The MX records are the expected ones.',
    expected: ['10 mx1.filter.example'],
    found: ['10 mx1.filter.example'],
    answer: {
      question: { name: domain, type: 'MX' },
      outcome: 'answer',
      records: [],
      server: { address: '203.0.113.53', port: 53, label: 'ns1.dns.example' },
      transport: 'udp',
      flags: { aa: true, ad: false, ra: false, tc: false },
      rcode: 'NOERROR',
      raw: '',
      at: START,
      elapsedMs: 1,
    },
  };
  return { kind: 'evidence', stepId, evidence };
};

export const profile = (changes: Partial<Profile> = {}): Profile => ({
  ...emptyProfile('Contoso AG'),
  domains: [{ ...emptyDomain('contoso.com', 'primary'), currentTtl: 3600 }],
  ...changes,
});

export const customer = (log: readonly LogEntry[], changes: Partial<Customer> = {}): Customer => ({
  id: 'contoso',
  createdAt: START,
  example: false,
  profile: profile(),
  changedAt: {},
  log: [...log],
  ...changes,
});

export const step = (id: string): Step => {
  const found = stepById(id);
  if (found === undefined) throw new Error(`no step ${id}`);
  return found;
};
