/** `customers …`: the app's own customers, in the folder where the app keeps them. */
import { CustomerStore } from '../../store/customer-store.ts';
import { formatDocument } from '../../store/document.ts';
import type { CliCall, CliEnvironment, Command } from '../command.ts';
import { readGiven } from '../../input/given-file.ts';
import { DATA_DIR_HELP, dataDir, existingDataDir } from '../data-folder.ts';
import { flag } from '../options.ts';
import { oneLine } from '../plain-text.ts';

const DATA_DIR_OPTION = { 'data-dir': { type: 'string' } } as const;

const storeIn = (dir: string, environment: CliEnvironment): CustomerStore =>
  new CustomerStore({
    dir,
    clock: () => new Date(environment.now()),
    newId: environment.randomId,
    appVersion: environment.appVersion,
  });

const storeOf = async ({ values }: CliCall, environment: CliEnvironment): Promise<CustomerStore> =>
  storeIn(await existingDataDir(values), environment);

const list: Command = {
  path: ['customers', 'list'],
  usage: '--data-dir DIR [--json]',
  summary: 'List the customers',
  help: `
One line for each customer, with tabs: id, customer, engagement, primary domain, steps settled of all, last saved.
A file that can't be read is named on stderr and left as it is; the exit code is 1 then.

Options
  ${DATA_DIR_HELP}
  --json                the list with everything that the app shows of each

Example
  npm run -s cli -- customers list --data-dir ./data`,
  options: { ...DATA_DIR_OPTION, json: { type: 'boolean' } },
  positionals: { min: 0, max: 0 },
  run: async (call, environment) => {
    const { customers, unreadable } = await (await storeOf(call, environment)).list();
    for (const { error } of unreadable) environment.err(`mailflow: ${error.code}: ${error.message}\n`);
    const lines = customers.map((customer) =>
      [
        customer.id,
        customer.customerName,
        customer.engagementRef,
        customer.primaryDomain,
        `${String(customer.settledSteps)}/${String(customer.totalSteps)}`,
        customer.savedAt,
      ]
        .map(oneLine)
        .join('\t'),
    );
    await environment.out(
      flag(call.values, 'json')
        ? `${JSON.stringify({ customers, unreadable }, null, 2)}\n`
        : lines.map((line) => `${line}\n`).join(''),
    );
    return unreadable.length > 0 ? 1 : 0;
  },
};

const show: Command = {
  path: ['customers', 'show'],
  usage: 'ID --data-dir DIR',
  summary: 'Print one customer document',
  help: `
Prints the document as the app saves it, so that it can be kept, sent, or given to "export" and "spf compose".

Options
  ${DATA_DIR_HELP}

Example
  npm run -s cli -- customers show contoso-ag --data-dir ./data > contoso.json`,
  options: DATA_DIR_OPTION,
  positionals: { min: 1, max: 1 },
  run: async (call, environment) => {
    const store = await storeOf(call, environment);
    await environment.out(formatDocument(await store.get(call.positionals[0] ?? '')));
    return 0;
  },
};

const importCustomer: Command = {
  path: ['customers', 'import'],
  usage: 'CUSTOMER.json --data-dir DIR',
  summary: 'Add a customer document',
  help: `
Copies the document into the app's folder and prints the id that it got: its own, or a new one when that is taken.
Nothing that is there already is overwritten; the folder is made where it is missing.

Options
  ${DATA_DIR_HELP}

Example
  npm run -s cli -- customers import examples/contoso.json --data-dir ./data`,
  options: DATA_DIR_OPTION,
  positionals: { min: 1, max: 1 },
  run: async (call, environment) => {
    const path = call.positionals[0] ?? '';
    const file = await storeIn(dataDir(call.values), environment).importDocument(await readGiven(path), path);
    await environment.out(`${file.data.id}\n`);
    return 0;
  },
};

const remove: Command = {
  path: ['customers', 'remove'],
  usage: 'ID --data-dir DIR',
  summary: 'Move a customer to the trash',
  help: `
Moves the document to the trash folder inside the data folder, from where it can be moved back.

Options
  ${DATA_DIR_HELP}

Example
  npm run -s cli -- customers remove contoso-ag --data-dir ./data`,
  options: DATA_DIR_OPTION,
  positionals: { min: 1, max: 1 },
  run: async (call, environment) => {
    const id = call.positionals[0] ?? '';
    const dir = await existingDataDir(call.values);
    await storeIn(dir, environment).remove(id);
    environment.err(`mailflow: removed: ${oneLine(id)} is in the trash of ${dir}; the app can restore it.\n`);
    return 0;
  },
};

export const customersCommands: readonly Command[] = [list, show, importCustomer, remove];
