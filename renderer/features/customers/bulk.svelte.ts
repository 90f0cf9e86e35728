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
  /** Domains that were to be checked for `result`. */
  wanted = $state(0);
  /** Customers that were stopped before their turn. */
  rest: readonly string[] = $state.raw([]);
  /** UTC, ISO 8601. */
  at = $state('');
  #runId = '';

  /** Checks these customers, who may be all that there are; a second start while one is going does nothing. */
  start(ids: readonly string[], all = false): Promise<void> {
    return this.#run(ids, { all, before: null });
  }

  /** Checks those that were not reached before the run was stopped; its rows join the ones that are there. */
  resume(): Promise<void> {
    return this.#run(this.rest, { all: false, before: this.result });
  }

  /** Ends the run; what was done is kept. */
  async cancel(): Promise<void> {
    if (!this.running) return;
    this.cancelling = true;
    await call('dns.cancel', { runId: this.#runId });
  }

  async #run(
    ids: readonly string[],
    { all, before }: { readonly all: boolean; readonly before: BulkResult | null },
  ): Promise<void> {
    if (this.running || ids.length === 0) return;
    await settings.requireOperator();
    this.running = true;
    this.#runId = crypto.randomUUID();
    [this.done, this.total, this.label] = [0, 0, ''];
    const stop = followProgress('dns.progress', this.#runId, this);
    try {
      const found = await call('dns.bulk', { runId: this.#runId, ids: all ? [] : [...ids] });
      const seen = new Set([...found.rows, ...found.failed].map(({ customerId }) => customerId));
      this.rest = found.stopped ? ids.filter((id) => !seen.has(id)) : [];
      this.wanted = (before?.rows.length ?? 0) + Math.max(this.total, found.rows.length);
      this.result =
        before === null
          ? found
          : {
              ...found,
              rows: [...before.rows, ...found.rows],
              failed: [...before.failed, ...found.failed],
              offline: found.offline && before.rows.length === 0,
            };
      this.at = new Date().toISOString();
    } finally {
      stop();
      this.running = false;
      this.cancelling = false;
    }
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

const hasDrifted = ({ drifted }: BulkRow): boolean => (drifted ?? 0) > 0;

/** Which rows a person wants to see. */
export type BulkShow = 'all' | 'look' | 'drift';
const SHOWN: Readonly<Record<BulkShow, (row: BulkRow) => boolean>> = {
  all: () => true,
  look: needsALook,
  drift: hasDrifted,
};
export const bulkRows = (rows: readonly BulkRow[], show: BulkShow): readonly BulkRow[] =>
  rows.filter(SHOWN[show]);

/** The choices that leave something out and something in, each with its count. */
export const bulkChoices = (
  rows: readonly BulkRow[],
): ReadonlyArray<{ readonly id: BulkShow; readonly label: string }> => {
  const words = { all: 'All', look: 'Need a look', drift: 'Drifted' } as const;
  const counted = (['all', 'look', 'drift'] as const).map((id) => ({ id, count: bulkRows(rows, id).length }));
  return counted
    .filter(({ id, count }) => id === 'all' || (count > 0 && count < rows.length))
    .map(({ id, count }) => ({ id, label: `${words[id]} ${count.toLocaleString('en')}` }));
};

const number = (value: number): string => value.toLocaleString('en');

/** How it went, without what was found: "3 domains", "Stopped after 40 of 300 domains". */
const bulkExtent = (rows: number, wanted: number, stopped: boolean): string =>
  stopped
    ? `Stopped after ${number(rows)} of ${number(Math.max(rows, wanted))} domains`
    : `${number(rows)} ${rows === 1 ? 'domain' : 'domains'}`;

/**
 * "Of 1,000 domains, 2 drifted since their last run, 5 differ from the plan and 1 can’t be known."
 * @param wanted how many domains were to be checked; more than there are rows when the run was stopped
 */
export const bulkSentence = (
  { rows, offline, stopped }: BulkResult,
  wanted: number = rows.length,
): string => {
  if (offline)
    return 'No DNS server could be reached. That says nothing about the records; check again when there is a network.';
  const count = (test: (row: BulkRow) => boolean): number => rows.filter(test).length;
  const extent = bulkExtent(rows.length, wanted, stopped);
  const kept = stopped && rows.length > 0 ? ' Their answers are kept.' : '';
  const [only] = rows;
  if (only === undefined) return stopped ? `${extent}.` : 'No domain was checked.';
  const single = rows.length === 1 && !stopped;
  const moved = count(hasDrifted);
  const differing = count(({ verdict }) => verdict === 'differing');
  const open = count(({ verdict }) => verdict === 'unanswered');
  const counted = (value: number): string => (single ? '' : `${number(value)} `);
  const parts = [
    ...(moved > 0 ? [`${counted(moved)}drifted since the last run`] : []),
    ...(differing > 0
      ? [`${counted(differing)}${differing === 1 ? 'differs' : 'differ'} from the plan`]
      : []),
    ...(open > 0 ? [`${counted(open)}can’t be known`] : []),
  ];
  if (parts.length > 0)
    return single
      ? `${only.domain} ${listed(parts)}.`
      : stopped
        ? `${extent}: ${listed(parts)}.${kept}`
        : `Of ${extent}, ${listed(parts)}.`;
  const compared = count(({ drifted }) => drifted !== null);
  const about = single ? `${only.domain} is as planned` : `${extent}: all as planned`;
  if (compared === 0) return `${about}. Nothing earlier is kept to compare with.${kept}`;
  return compared === rows.length
    ? `${about}, and nothing drifted.${kept}`
    : `${about}; nothing drifted where there was an earlier run.${kept}`;
};
