import { storedCustomers } from '../../dns/bulk-customers.ts';
import type { Handlers } from '../handler-types.ts';
import { Runs } from '../runs.ts';
import type { Services } from '../services.ts';

export const dnsBulkHandlers = (
  { customers, settings, storedRuns, bulk }: Pick<Services, 'customers' | 'settings' | 'storedRuns' | 'bulk'>,
  runs = new Runs(),
): Pick<Handlers, 'dns.bulk'> => {
  let last: { readonly runId: string; readonly over: Promise<unknown>; superseded: boolean } | null = null;
  /** Two at once would ask a server twice as much as it may be asked at once. */
  const alone = async <T>(runId: string, work: () => Promise<T>): Promise<T> => {
    const before = last;
    if (before !== null) {
      before.superseded = true;
      runs.cancel(before.runId);
    }
    const { promise: over, resolve } = Promise.withResolvers<undefined>();
    const mine = { runId, over, superseded: false };
    last = mine;
    try {
      await before?.over;
      const working = work();
      // It was stopped before it could begin.
      if (mine.superseded) runs.cancel(runId);
      return await working;
    } finally {
      resolve(undefined);
    }
  };
  return {
    'dns.bulk': ({ runId, ids }, { emit }) =>
      alone(runId, () =>
        runs.during(runId, async (signal) => {
          const { operator, dnsServer } = await settings.get();
          const chosen = await storedCustomers({ customers, runs: storedRuns }, ids, operator);
          const { rows, failed, offline, stopped } = await bulk.check(chosen, dnsServer, {
            signal,
            onProgress: (done, total, label) => emit('dns.progress', { runId, done, total, label }),
          });
          return { rows: [...rows], failed: [...failed], offline, stopped };
        }),
      ),
  };
};
