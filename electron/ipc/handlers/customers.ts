import type { CustomerFile } from '../../../shared/customer.ts';
import { readGiven } from '../../input/given-file.ts';
import type { HandlersOf } from '../handler-types.ts';
import type { KeptWatches } from '../kept-watches.ts';
import type { Runs } from '../runs.ts';
import type { Services } from '../services.ts';

const saved = ({ revision, savedAt, data }: CustomerFile) => ({
  revision,
  savedAt,
  changedAt: data.changedAt,
});

export const customersHandlers = (
  { customers, desktop, settings }: Pick<Services, 'customers' | 'desktop' | 'settings'>,
  runs: Runs,
  watches: KeptWatches,
): HandlersOf<'customers'> => ({
  'customers.list': () => customers.list(),
  'customers.get': ({ id }) => customers.get(id),
  'customers.create': ({ customerName }) => customers.create(customerName),
  'customers.duplicate': ({ id }) => customers.duplicate(id),
  'customers.remove': async ({ id }) => {
    await runs.end(id);
    await watches.settle(id);
    await customers.remove(id);
    return undefined;
  },
  'customers.restore': ({ id }) => customers.restore(id),
  'customers.trash': () => customers.trash(),
  'customers.import': async () => {
    const path = await desktop.chooseFile();
    return path === null ? null : customers.importDocument(await readGiven(path, { plain: true }), path);
  },
  'customers.saveProfile': async ({ id, revision, profile }) =>
    saved(await customers.saveProfile(id, revision, profile)),
  'customers.appendLog': async ({ id, entries }) => {
    const { operator } = await settings.get();
    const appended = await customers.appendLog(id, entries, operator);
    return { ...saved(appended.file), entries: [...appended.entries] };
  },
});
