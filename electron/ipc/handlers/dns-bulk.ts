import { storedCustomers } from '../../dns/bulk-customers.ts';
import type { Handlers } from '../handler-types.ts';
import { Runs } from '../runs.ts';
import type { Services } from '../services.ts';

export const dnsBulkHandlers = (
  { customers, settings, storedRuns, bulk }: Pick<Services, 'customers' | 'settings' | 'storedRuns' | 'bulk'>,
  runs = new Runs(),
): Pick<Handlers, 'dns.bulk'> => ({
  'dns.bulk': ({ runId, ids }, { emit }) =>
    runs.during(runId, async (signal) => {
      const { operator, dnsServer } = await settings.get();
      const chosen = await storedCustomers({ customers, runs: storedRuns }, ids, operator);
      const { rows, failed, offline, stopped } = await bulk.check(chosen, dnsServer, {
        signal,
        onProgress: (done, total, label) => emit('dns.progress', { runId, done, total, label }),
      });
      return { rows: [...rows], failed: [...failed], offline, stopped };
    }),
});
