/** `dns drift`: whether the zones of all customers still are what was signed. */
import { comparisonNotes, compareRuns } from '../../../shared/dns/compare-runs.ts';
import type { RunDifference } from '../../../shared/dns/compare-runs.ts';
import { driftFrom, signedState } from '../../../shared/dns/drift.ts';
import { listed } from '../../../shared/listed.ts';
import { foldRun } from '../../../shared/runbook/fold.ts';
import { CustomerStore } from '../../store/customer-store.ts';
import { RunStore } from '../../store/run-store.ts';
import type { CliEnvironment, Command, OptionValues } from '../command.ts';
import { DATA_DIR_HELP, existingDataDir } from '../data-folder.ts';
import { flag } from '../options.ts';
import { oneLine } from '../plain-text.ts';
import { SERVER_OPTIONS } from '../server-options.ts';
import { asStored, differenceLines, SNAPSHOT_HELP, takeSnapshot } from '../snapshots.ts';

interface Row {
  readonly customerId: string;
  readonly customerName: string;
  /** `null` when it can't be told. */
  readonly drifted: number | null;
  /** Signed records of which nothing is known now. */
  readonly open: number;
  readonly sentence: string;
  readonly differences: readonly RunDifference[];
}

interface Stores {
  readonly customers: CustomerStore;
  readonly runs: RunStore;
}

const rowOf = async (
  id: string,
  { customers, runs }: Stores,
  values: OptionValues,
  environment: CliEnvironment,
): Promise<Row> => {
  const { data } = await customers.get(id);
  const row = { customerId: id, customerName: data.profile.customerName, open: 0, differences: [] };
  const open = (sentence: string): Row => ({ ...row, drifted: null, sentence });
  const { runs: stored, unreadable } = await runs.list(id);
  for (const { error } of unreadable) environment.err(`mailflow: ${error.code}: ${error.message}\n`);
  const signed = signedState(stored, foldRun(data.log));
  if (signed === null) return open('There is no snapshot to compare with.');
  const known = new Set(data.profile.domains.map(({ name }) => name));
  const domains = signed.run.domains.filter((name) => known.has(name));
  if (domains.length === 0) return open('The profile has none of the domains of the snapshot any more.');
  const { run } = await runs.get(id, signed.run.id);
  const { draft, offline } = await takeSnapshot({ profile: data.profile, domains }, values, environment);
  if (offline) return open('No server could be reached.');
  const now = asStored(draft, { customerId: id, name: '', kind: 'snapshot' }, environment);
  const { drifted, compared, open: left, sentence, differences } = driftFrom(run, compareRuns(run, now));
  for (const note of comparisonNotes(run, now)) environment.err(`mailflow: note: ${id}: ${oneLine(note)}\n`);
  const unsigned = [...known].filter((name) => !signed.run.domains.includes(name));
  const which = [
    ...(signed.signedAt === null ? ['It is not signed off yet.'] : []),
    ...(unsigned.length > 0 ? [`It does not hold ${listed(unsigned)}.`] : []),
  ];
  return {
    ...row,
    drifted: compared === 0 ? null : drifted,
    open: left,
    sentence: [sentence, ...which].join(' '),
    differences,
  };
};

export const dnsDrift: Command = {
  path: ['dns', 'drift'],
  usage: '--data-dir DIR [--server HOST[:PORT]]... [--authoritative] [--probe] [--json]',
  summary: 'Say of each customer whether DNS still is what was signed',
  help: `
Asks for the records of every customer anew and compares them with the snapshot that was the last at the sign-off, or
with the last one of all where nothing is signed off yet. Prints a line with tabs for each customer, and below it one
for each record that is another now:
  customer's id  number of records that changed, or "unknown"  what that means
  changed|added|removed|not-known  name  type  what was and what is
A change counts at a place that the signed run asked too. The serial of a zone, and addresses of hosts that others run,
are no drift. Several servers are asked each; without one, those of the system. Nothing is written.
Exit code 0: all that was signed, of every customer, was compared and is the same. 1: a record changed, or it can't be
told of a customer or a record, or there is no customer. 2: the folder can't be read.

Options
  ${DATA_DIR_HELP}
${SNAPSHOT_HELP}
  --json                a list of the customers, each with all its records

Example
  npm run -s cli -- dns drift --data-dir ./data --authoritative`,
  options: {
    ...SERVER_OPTIONS,
    'data-dir': { type: 'string' },
    authoritative: { type: 'boolean' },
    probe: { type: 'boolean' },
    json: { type: 'boolean' },
  },
  positionals: { min: 0, max: 0 },
  run: async ({ values }, environment) => {
    const dir = await existingDataDir(values);
    const { appVersion, randomId: newId } = environment;
    const clock = (): Date => new Date(environment.now());
    const stores = {
      customers: new CustomerStore({ dir, clock, newId, appVersion }),
      runs: new RunStore({ dir, newId, appVersion }),
    };
    const { customers, unreadable } = await stores.customers.list();
    for (const { error } of unreadable) environment.err(`mailflow: ${error.code}: ${error.message}\n`);
    if (customers.length === 0)
      environment.err(
        `mailflow: nothing-asked: ${dir} holds no customer, so nothing is known to be as signed.\n`,
      );
    const rows: Row[] = [];
    // One after another: a resolver is asked gently, however many customers there are.
    for (const { id } of customers) rows.push(await rowOf(id, stores, values, environment));
    const line = ({ customerId, drifted, sentence }: Row): string =>
      `${[customerId, drifted === null ? 'unknown' : String(drifted), sentence].map(oneLine).join('\t')}\n`;
    await environment.out(
      flag(values, 'json')
        ? `${JSON.stringify(rows, null, 2)}\n`
        : rows.map((row) => line(row) + differenceLines(row.differences)).join(''),
    );
    const isSigned = ({ drifted, open }: Row): boolean => drifted === 0 && open === 0;
    return rows.length > 0 && rows.every(isSigned) && unreadable.length === 0 ? 0 : 1;
  },
};
