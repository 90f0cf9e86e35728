/** The check of many customers: one at a time, and its result stays until the next one. */
import { listed } from '../../../shared/listed.ts';
import type { BulkResult, BulkRow } from '../../../shared/ipc/contract.ts';
import { call, followProgress } from '../../app/client.ts';
import { settings } from '../../app/settings.svelte.ts';

class BulkRunner {
  running = $state(false);
  cancelling = $state(false);
  done = $state(0);
  total = $state(0);
  label = $state('');
  result: BulkResult | null = $state.raw(null);
  /** UTC, ISO 8601. */
  at = $state('');
  #runId = '';

  /** Checks these customers, all when empty; a second start while one is going does nothing. */
  async start(ids: readonly string[]): Promise<void> {
    if (this.running) return;
    await settings.requireOperator();
    this.running = true;
    this.#runId = crypto.randomUUID();
    [this.done, this.total, this.label] = [0, 0, ''];
    const stop = followProgress('dns.progress', this.#runId, this);
    try {
      this.result = await call('dns.bulk', { runId: this.#runId, ids: [...ids] });
      this.at = new Date().toISOString();
    } finally {
      stop();
      this.running = false;
      this.cancelling = false;
    }
  }

  /** Ends the run; what was done is kept. */
  async cancel(): Promise<void> {
    if (!this.running) return;
    this.cancelling = true;
    await call('dns.cancel', { runId: this.#runId });
  }
}

export const bulk = new BulkRunner();

const URGENCY: Readonly<Record<BulkRow['verdict'], number>> = { differing: 0, unanswered: 1, matching: 2 };

/** What drifted first, then what is not as planned; otherwise in the order of the customers. */
export const byUrgency = (rows: readonly BulkRow[]): readonly BulkRow[] =>
  rows.toSorted(
    (a, b) =>
      Number((b.drifted ?? 0) > 0) - Number((a.drifted ?? 0) > 0) || URGENCY[a.verdict] - URGENCY[b.verdict],
  );

export const needsALook = ({ drifted, verdict }: BulkRow): boolean =>
  (drifted ?? 0) > 0 || verdict !== 'matching';

/** "Of 1,000 domains, 2 drifted since their last run, 5 differ from the plan and 1 can’t be known." */
export const bulkSentence = ({ rows, offline, stopped }: BulkResult): string => {
  if (offline) return 'No DNS server could be reached. That says nothing about the records.';
  const count = (test: (row: BulkRow) => boolean): number => rows.filter(test).length;
  const number = (value: number): string => value.toLocaleString('en');
  const drifted = count((row) => (row.drifted ?? 0) > 0);
  const differing = count(({ verdict }) => verdict === 'differing');
  const open = count(({ verdict }) => verdict === 'unanswered');
  const parts = [
    ...(drifted > 0 ? [`${number(drifted)} drifted since the last run`] : []),
    ...(differing > 0
      ? [`${number(differing)} ${differing === 1 ? 'differs' : 'differ'} from the plan`]
      : []),
    ...(open > 0 ? [`${number(open)} can’t be known`] : []),
  ];
  const head = stopped ? 'Stopped early. ' : '';
  const domains = `${number(rows.length)} ${rows.length === 1 ? 'domain' : 'domains'}`;
  if (rows.length === 0) return `${head}No domain was checked.`;
  if (parts.length === 0) return `${head}${domains}: nothing drifted, all as planned.`;
  return `${head}Of ${domains}, ${listed(parts)}.`;
};
