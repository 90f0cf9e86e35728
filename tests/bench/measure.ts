/** Timing with what it costs to say something: repeated runs, median and the 99th percentile. */
import type { BenchRow } from './types.ts';

export interface Timing {
  /** Milliseconds. */
  readonly median: number;
  readonly p99: number;
}

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;

const timing = (times: readonly number[]): Timing => {
  const sorted = times.toSorted((a, b) => a - b);
  return { median: at(sorted, 0.5), p99: at(sorted, 0.99) };
};

/** Runs `task` `runs` times, one after another; `index` lets it vary its input, so that nothing is remembered. */
export const measure = async (runs: number, task: (index: number) => unknown): Promise<Timing> => {
  const times: number[] = [];
  for (let index = 0; index < runs; index += 1) {
    const start = performance.now();
    await task(index);
    times.push(performance.now() - start);
  }
  return timing(times);
};

/** A row of the table from a timing. */
export const timed = (
  what: string,
  { median, p99 }: Timing,
  peer: BenchRow['peer'] = null,
  note = '',
): BenchRow => ({ what, ours: median, unit: 'ms', p99, peer, note });
