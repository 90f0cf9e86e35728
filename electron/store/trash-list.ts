/** Lists the deleted customers that can be brought back. */
import { join } from 'node:path';
import type { TrashList } from '../../shared/ipc/contract.ts';
import type { CustomerFiles } from './customer-files.ts';
import { isUsableId } from './customer-files.ts';
import { mapBounded } from './serial.ts';
import { storeError } from './store-error.ts';
import { errno } from './store-fs.ts';
import type { StoreFs } from './store-fs.ts';
import { summarise } from './summary.ts';

const AT_ONCE = 8;

/** Deleted last, first; a file that can't be read is named with its reason and never touched. */
export const listTrash = async (files: CustomerFiles, fs: StoreFs): Promise<TrashList> => {
  let names: readonly string[];
  try {
    names = await fs.readdir(files.trash);
  } catch (cause) {
    if (errno(cause) === 'ENOENT') return { customers: [], unreadable: [] };
    throw storeError(cause, files.trash, 'read');
  }
  const documents = names.filter(
    (name) => name.endsWith('.json') && isUsableId(name.slice(0, -'.json'.length)),
  );
  const found = await mapBounded(
    documents,
    AT_ONCE,
    async (name): Promise<TrashList['customers'][number] | TrashList['unreadable'][number]> => {
      try {
        const summary = summarise(await files.read(name.slice(0, -'.json'.length), files.trash));
        const { mtime } = await fs.stat(join(files.trash, name));
        return { ...summary, deletedAt: mtime.toISOString() };
      } catch (cause) {
        return { file: name, error: storeError(cause, join(files.trash, name), 'read').toData() };
      }
    },
  );
  return {
    customers: found
      .filter((entry) => 'id' in entry)
      .toSorted((a, b) => Date.parse(b.deletedAt) - Date.parse(a.deletedAt)),
    unreadable: found.filter((entry) => 'file' in entry),
  };
};
