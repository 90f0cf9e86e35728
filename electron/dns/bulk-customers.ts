/** The customers on disk as a check of many takes them: read in turn, compared with and kept among their runs. */
import type { CustomerStore } from '../store/customer-store.ts';
import type { RunStore } from '../store/run-store.ts';
import type { BulkCustomers } from './bulk-service.ts';

export interface BulkStores {
  readonly customers: CustomerStore;
  readonly runs: RunStore;
}

/** Of the runs with answers on all records the newest; a check of one step says little of the others. */
const WHOLE = new Set(['bulk', 'snapshot', 'collected']);

/** `ids` empty means all. @throws AppError when the folder of customers can't be read */
export const storedCustomers = async (
  { customers, runs }: BulkStores,
  ids: readonly string[],
  operator: string,
): Promise<BulkCustomers> => {
  const wanted = new Set(ids);
  const { customers: listed } = await customers.list();
  return {
    ids: listed.filter(({ id }) => wanted.size === 0 || wanted.has(id)),
    read: async (id) => (await customers.get(id)).data,
    earlier: async (id) => {
      const known = (await runs.list(id)).runs;
      const newest = known.find(({ kind }) => WHOLE.has(kind)) ?? known[0];
      return newest === undefined ? null : (await runs.get(id, newest.id)).run;
    },
    keep: async (id, draft) => (await runs.save(id, { kind: 'bulk', name: '', operator }, draft)).run.id,
  };
};
