import type { DnsOutcome } from '../../../shared/dns/types.ts';
import type { NewLogEntry, Verdict } from '../../../shared/runbook/log.ts';

interface Given {
  readonly stepId: string;
  readonly check: string;
  readonly domain?: string;
  readonly type?: 'MX' | 'TXT' | 'CNAME';
  readonly verdict: Verdict;
  readonly outcome?: DnsOutcome;
  readonly expected?: readonly string[];
  readonly found?: readonly string[];
  readonly at?: string;
}

/** The log entry of one DNS check. */
export const dnsEntry = ({
  stepId,
  check,
  domain = 'contoso.com',
  type = 'TXT',
  verdict,
  outcome = 'answer',
  expected = [],
  found = [],
  at = '2026-11-24T14:00:00.000Z',
}: Given): NewLogEntry => ({
  kind: 'evidence',
  stepId,
  evidence: {
    kind: 'dns',
    check,
    domain,
    verdict,
    summary: `${check} of ${domain}: ${verdict}`,
    expected: [...expected],
    found: [...found],
    answer: {
      question: { name: domain, type },
      outcome,
      records: found.map((value) => ({ name: domain, type, ttl: 300, value })),
      server: { address: '192.0.2.53', port: 53, label: '' },
      transport: 'udp',
      flags: { aa: true, ad: false, ra: false, tc: false },
      rcode: 'NOERROR',
      raw: `;; ANSWER SECTION\n${found.join('\n')}`,
      at,
      elapsedMs: 7,
    },
  },
});
