/**
 * What `npm run bench` measures. A bench gives rows; each row sets our figure beside a peer's, taken in the same run
 * on the same machine, because only the ratio means something elsewhere.
 */
import { compareRunsBench } from './compare-runs.ts';
import { derivationBench } from './derivation.ts';
import { benchDns } from './dns.ts';
import { pdfBench } from './pdf.ts';
import { storedRunBench } from './stored-run.ts';
import { measureSpf } from './spf-cases.ts';
import type { Bench } from './types.ts';

/** In the order of the table. A new bench is a file of its own and a line here. */
export const BENCHES: readonly Bench[] = [
  derivationBench,
  pdfBench,
  { title: 'SPF', run: measureSpf },
  { title: 'DNS', run: benchDns },
  storedRunBench,
  compareRunsBench,
];
