/** A bench gives rows for one table; see the registry for what is measured. */
export interface BenchRow {
  readonly what: string;
  /** Median where it is a time. */
  readonly ours: number;
  /** More is better for a rate, less for times. */
  readonly unit: 'ms' | 'µs' | 'questions/s' | 'cases/s';
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
