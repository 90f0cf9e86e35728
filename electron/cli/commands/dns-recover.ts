/** `dns recover`: a file of the journal that a killed watch left behind. */
import { AppError } from '../../../shared/result.ts';
import { readJournal } from '../../store/run-journal.ts';
import type { Command } from '../command.ts';
import { readCustomerFile } from '../customer-file.ts';
import { domainKey } from '../domains.ts';
import { readGiven } from '../../input/given-file.ts';
import { requiredOption } from '../options.ts';
import { assertNewFile } from '../output-file.ts';
import { oneLine } from '../plain-text.ts';
import { asStored, sayKept, writeRun } from '../snapshots.ts';

export const dnsRecover: Command = {
  path: ['dns', 'recover'],
  usage: 'CUSTOMER.json FILE.journal --out FILE',
  summary: 'Make a file of what a killed "dns watch --out" had written down',
  help: `
Reads the journal that "dns watch --out FILE" writes beside FILE while it runs, and writes it as the watch would have
at its end, with a note that it was cut short. The journal is left as it is; remove it once you have looked.
Exit code 1 when a line of it could not be read.

Options
  --out FILE  the file to write; it must not exist yet

Example
  npm run -s cli -- dns recover examples/contoso.json watch.json.journal --out watch.json`,
  options: { out: { type: 'string' } },
  positionals: { min: 2, max: 2 },
  run: async ({ positionals, values }, environment) => {
    const [customer = '', path = ''] = positionals;
    const out = requiredOption(values, 'out', 'the file for the run');
    const { data } = await readCustomerFile(customer);
    await assertNewFile(out);
    const read = await readJournal(Buffer.from(await readGiven(path)), path);
    if (read === null)
      throw new AppError('bad-input', `${path} is no journal of a watch, or nothing was heard yet.`, {
        path,
      });
    const { draft, operator, unread } = read;
    const known = new Set(data.profile.domains.map(({ name }) => domainKey(name)));
    if (!draft.domains.some((name) => known.has(domainKey(name))))
      throw new AppError(
        'bad-input',
        `${path} is about ${draft.domains.slice(0, 3).join(', ')}, no domain of ${data.profile.customerName}. Name the customer that was watched.`,
        { path },
      );
    const run = {
      ...asStored(draft, { customerId: data.id, name: '', kind: 'watch' }, environment),
      operator,
    };
    await writeRun(out, run, environment);
    for (const note of draft.notes.slice(0, unread > 0 ? 2 : 1))
      environment.err(`mailflow: note: ${oneLine(note)}\n`);
    sayKept(out, draft, environment);
    return unread > 0 ? 1 : 0;
  },
};
