/**
 * What `npm run bench` measures. A bench gives rows; each row sets our figure beside a peer's, taken in the same run
 * on the same machine, because only the ratio means something elsewhere.
 */
import { derivationBench } from './derivation.ts';
import { benchDns } from './dns.ts';
import { pdfBench } from './pdf.ts';

export interface BenchRow {
  readonly what: string;
  /** Median where it is a time. */
  readonly ours: number;
  /** More is better for `questions/s`, less for times. */
  readonly unit: 'ms' | 'µs' | 'questions/s';
  /** 99th percentile, in the same unit. */
  readonly p99?: number;
  /** Who is measured beside it in the same run, and its figure; null where nobody does the same. */
  readonly peer: { readonly name: string; readonly value: number } | null;
  readonly note?: string;
}

export interface Bench {
  readonly title: string;
  readonly run: () => Promise<readonly BenchRow[]>;
}

/** In the order of the table. A new bench is a file of its own and a line here. */
export const BENCHES: readonly Bench[] = [derivationBench, pdfBench, { title: 'DNS', run: benchDns }];
