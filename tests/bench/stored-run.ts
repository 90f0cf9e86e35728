/**
 * How long a stored run of 7,000 answers (350 domains from five places, 18 MB) holds up the main process at a stretch:
 * the time of its thread between two rounds of the event loop. Beside it what the same work takes in one go.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { RunStore } from '../../electron/store/run-store.ts';
import type { RunDraft } from '../../shared/dns/stored-run.ts';
import type { Bench, BenchRow } from './types.ts';

const AT = '2026-11-24T20:00:00.000Z';
const ANSWERS = 7000;
const ROUNDS = 3;
const server = { address: '192.0.2.53', port: 53, label: 'ns1' };

const draft = (): RunDraft => ({
  startedAt: AT,
  endedAt: AT,
  domains: ['contoso.com'],
  vantages: [{ id: 'system:192.0.2.53', kind: 'system', label: 'ns1', server }],
  answers: Array.from({ length: ANSWERS }, (_, index) => {
    const name = `d${String(index)}.contoso.com`;
    const value = 'v=spf1 ip4:192.0.2.0/28 include:spf.filter.example -all'.repeat(2);
    return {
      vantage: 'system:192.0.2.53',
      answer: {
        question: { name, type: 'TXT' },
        outcome: 'answer',
        records: Array.from({ length: 3 }, () => ({ name, type: 'TXT', ttl: 3600, value, strings: [value] })),
        server: { ...server },
        transport: 'udp',
        flags: { aa: false, ad: false, ra: true, tc: false },
        rcode: 'NOERROR',
        raw: ';; ->>HEADER<<- opcode: QUERY, status: NOERROR\n'.repeat(30),
        at: AT,
        elapsedMs: 12,
      },
    };
  }),
  notes: [],
});

const threadMs = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

/** Milliseconds: the longest stretch during `work`. */
const longestHold = async (work: () => Promise<unknown>): Promise<number> => {
  let longest = 0;
  const done = new AbortController();
  const look = async (): Promise<void> => {
    for (let last = threadMs(); !done.signal.aborted;) {
      await setImmediate();
      const now = threadMs();
      longest = Math.max(longest, now - last);
      last = now;
    }
  };
  const looking = look();
  await work();
  done.abort();
  await looking;
  return longest;
};

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

const run = async (): Promise<readonly BenchRow[]> => {
  const dir = await mkdtemp(join(tmpdir(), 'mailflow-bench-'));
  try {
    const given = draft();
    const open = (): RunStore => new RunStore({ dir, newId: () => crypto.randomUUID(), appVersion: '0.1.0' });
    const holds: Record<'store' | 'read' | 'list' | 'whole', number[]> = {
      store: [],
      read: [],
      list: [],
      whole: [],
    };
    for (let round = 0; round < ROUNDS; round += 1) {
      let id = '';
      holds.store.push(
        await longestHold(async () => {
          const title = { kind: 'check', name: '', operator: 'op1' } as const;
          id = (await open().save('contoso', title, given)).run.id;
        }),
      );
      holds.read.push(await longestHold(() => open().get('contoso', id)));
      holds.list.push(await longestHold(() => open().list('contoso')));
      const started = threadMs();
      JSON.parse(JSON.stringify(given, null, 2));
      holds.whole.push(threadMs() - started);
    }
    const peer = { name: 'JSON in one go', value: median(holds.whole) };
    return [
      { what: 'store 7,000 answers, longest hold', ours: median(holds.store), unit: 'ms', peer },
      { what: 'read them', ours: median(holds.read), unit: 'ms', peer },
      { what: 'list, runs not seen before', ours: median(holds.list), unit: 'ms', peer },
    ];
  } finally {
    await rm(dir, { recursive: true });
  }
};

export const storedRunBench: Bench = { title: 'Stored runs', run };
