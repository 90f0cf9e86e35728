import type { StoredRun } from '../../../shared/dns/stored-run.ts';
import { dnsAnswerSchema } from '../../../shared/dns/types.ts';
import type { Output } from '../../../shared/ipc/contract.ts';

/** Few answers at a time, so that every run is read in several parts. */
export const partOf = ({ answers }: StoredRun, from: number): Output<'dns.runAnswers'> => ({
  answers: answers.slice(from, from + 20),
  next: from + 20 < answers.length ? from + 20 : null,
});

const AT = '2026-11-24T13:58:00.000Z';

/** A kept run of contoso.com, asked at its own server: values by `TYPE name`, none for a name without such records. */
export const storedRunOf = (
  values: Readonly<Record<string, readonly string[]>>,
  id = 'run-0001',
): StoredRun => ({
  id,
  customerId: 'contoso',
  kind: 'snapshot',
  name: '',
  operator: 'op1',
  startedAt: AT,
  endedAt: AT,
  domains: ['contoso.com'],
  vantages: [
    {
      id: 'ns:192.0.2.53',
      kind: 'authoritative',
      label: 'ns1.contoso.com',
      server: { address: '192.0.2.53', port: 53, label: 'ns1.contoso.com' },
    },
  ],
  answers: Object.entries(values).map(([question, found]) => {
    const [type = '', name = ''] = question.split(' ');
    return {
      vantage: 'ns:192.0.2.53',
      answer: dnsAnswerSchema.parse({
        question: { name, type },
        outcome: found.length === 0 ? 'no-data' : 'answer',
        records: found.map((value) => ({ name, type, ttl: 300, value })),
        server: { address: '192.0.2.53', port: 53, label: 'ns1.contoso.com' },
        transport: 'udp',
        flags: { aa: true, ad: false, ra: false, tc: false },
        rcode: 'NOERROR',
        raw: '',
        at: AT,
        elapsedMs: 4,
      }),
    };
  }),
  notes: [],
});
