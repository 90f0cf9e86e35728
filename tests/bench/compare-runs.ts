/**
 * Two runs of 200 domains with 35 questions at four places each, 28,000 answers, compared record by record: the time of
 * the thread. The app does it question by question and lets others have their turn (`runComparison`).
 */
import { compareRuns } from '../../shared/dns/compare-runs.ts';
import type { RunDraft } from '../../shared/dns/stored-run.ts';
import type { RecordType } from '../../shared/dns/types.ts';
import { vantageOf } from '../../shared/dns/vantage.ts';
import type { Bench, BenchRow } from './types.ts';

const AT = '2026-11-24T20:00:00.000Z';
const [DOMAINS, QUESTIONS, ROUNDS] = [200, 35, 7];
const TYPES: readonly RecordType[] = ['MX', 'TXT', 'A', 'CNAME', 'NS'];
const PLACES = [1, 2, 3, 4].map((last) =>
  vantageOf(last > 2 ? 'public' : 'authoritative', {
    address: `192.0.2.${last}`,
    port: 53,
    label: `s${last}`,
  }),
);

/** One record in seven is another one with each `version`, and at one place not. */
const runOf = (version: number): RunDraft => ({
  startedAt: AT,
  endedAt: AT,
  domains: [],
  vantages: PLACES,
  notes: [],
  answers: Array.from({ length: DOMAINS * QUESTIONS }, (_, index) => {
    const name = `h${index % QUESTIONS}.d${Math.floor(index / QUESTIONS)}.example`;
    const type = TYPES[index % TYPES.length] ?? 'A';
    return PLACES.map(({ id, kind, server }, place): RunDraft['answers'][number] => ({
      vantage: id,
      answer: {
        question: { name, type },
        outcome: 'answer',
        records: [1, 2].map((rank) => ({
          name,
          type,
          ttl: 3600,
          value: `${rank}0 mx${index % 7 === 0 && place !== 1 ? version : 0}.filter.example`,
        })),
        server: { ...server },
        transport: 'udp',
        flags: { aa: kind === 'authoritative', ad: false, ra: kind === 'public', tc: false },
        rcode: 'NOERROR',
        raw: '',
        at: AT,
        elapsedMs: 5,
      },
    }));
  }).flat(),
});

const threadMs = (work: () => unknown): number => {
  const started = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(started);
  return (user + system) / 1000;
};
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

const run = (): Promise<readonly BenchRow[]> => {
  // As read from disk, so that no text is put together while the clock runs.
  const read = (version: number): RunDraft => JSON.parse(JSON.stringify(runOf(version))) as RunDraft;
  const [before, after] = [read(1), read(2)];
  const rounds = Array.from({ length: ROUNDS }, () => ({
    ours: threadMs(() => compareRuns(before, after)),
    peer: threadMs(() => JSON.parse(JSON.stringify(after)) as unknown),
  }));
  return Promise.resolve([
    {
      what: 'compare 28,000 answers with 28,000',
      ours: median(rounds.map(({ ours }) => ours)),
      unit: 'ms',
      peer: { name: 'JSON of one of the two', value: median(rounds.map(({ peer }) => peer)) },
    },
  ]);
};

export const compareRunsBench: Bench = { title: 'Two runs', run };
