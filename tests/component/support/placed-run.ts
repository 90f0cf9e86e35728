import { formatServer } from '../../../shared/dns/server.ts';
import type { StoredRun } from '../../../shared/dns/stored-run.ts';
import type { DnsAnswer, RecordType } from '../../../shared/dns/types.ts';
import { vantageOf } from '../../../shared/dns/vantage.ts';
import type { Vantage } from '../../../shared/dns/vantage.ts';

const server = (address: string, label: string) => ({ address, port: 53, label });
export const OWN_1 = vantageOf('authoritative', server('192.0.2.1', 'ns1.contoso.com'), ['contoso.com']);
export const OWN_2 = vantageOf('authoritative', server('192.0.2.2', 'ns2.contoso.com'), ['contoso.com']);
export const QUAD9 = vantageOf('public', server('198.51.100.9', 'Quad9'));
export const SYSTEM = vantageOf('system', server('192.0.2.53', '192.0.2.53'));

interface Given {
  readonly at: Vantage;
  readonly name?: string;
  readonly type: RecordType;
  readonly values?: readonly string[];
  readonly outcome?: DnsAnswer['outcome'];
  readonly ttl?: number;
}

/** One answer of a stored run; with `values` it answers, without it says that there is no such record. */
export const storedAnswer = ({
  at,
  name = 'contoso.com',
  type,
  values = [],
  outcome = values.length > 0 ? 'answer' : 'no-data',
  ttl = 300,
}: Given): StoredRun['answers'][number] => ({
  vantage: at.id,
  answer: {
    question: { name, type },
    outcome,
    records: values.map((value) => ({ name, type, ttl, value })),
    server: at.server ?? server('192.0.2.53', ''),
    transport: 'udp',
    flags: { aa: at.kind === 'authoritative', ad: false, ra: at.kind !== 'authoritative', tc: false },
    rcode: outcome === 'nxdomain' ? 'NXDOMAIN' : 'NOERROR',
    raw: `;; from ${formatServer(at.server ?? server('192.0.2.53', ''))}\n${values.join('\n')}`,
    at: '2026-11-24T14:00:00.000Z',
    elapsedMs: 7,
  },
});

/** A stored run about contoso.com with the places that its answers name. */
export const storedRun = (
  answers: StoredRun['answers'],
  change: Partial<StoredRun> = {},
  places: readonly Vantage[] = [SYSTEM, QUAD9, OWN_1, OWN_2],
): StoredRun => ({
  id: 'run-1',
  customerId: 'contoso-ag',
  kind: 'snapshot',
  name: '',
  operator: 'op1',
  startedAt: '2026-11-24T14:00:00.000Z',
  endedAt: '2026-11-24T14:00:00.000Z',
  domains: ['contoso.com'],
  vantages: places.filter(({ id }) => answers.some(({ vantage }) => vantage === id)),
  answers,
  notes: [],
  ...change,
});
