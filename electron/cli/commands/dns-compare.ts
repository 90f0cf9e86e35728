/** `dns compare`: two stored runs side by side. */
import { comparisonNotes, compareRuns } from '../../../shared/dns/compare-runs.ts';
import { parseRun } from '../../store/run-document.ts';
import type { Command } from '../command.ts';
import { readGiven } from '../../input/given-file.ts';
import { flag } from '../options.ts';
import { differenceLines, sayNotes } from '../snapshots.ts';

const readRun = async (path: string) => parseRun(await readGiven(path), path);

export const dnsCompare: Command = {
  path: ['dns', 'compare'],
  usage: 'BEFORE.json AFTER.json [--json]',
  summary: 'Compare two snapshots record by record',
  help: `
Reads two files that "dns snapshot" or the app has written, checks their SHA-256, and prints a line with tabs for each
record that is not as it was:
  changed|added|removed|not-known  name  type  what was and what is
A change is one at a place that both runs asked, and the line says at which where they don't all say the same.
"not-known" means that one of the two did not ask, got no answer, or that no place was asked both times and the others
say something else. What has to be known of the two runs, such as places that one alone asked, is noted on stderr.
Exit code 0: no record changed. 1: one did, or none could be compared.

Options
  --json   every record with its values, its TTLs, and each place where these don't all say the same

Example
  npm run -s cli -- dns compare before.json after.json`,
  options: { json: { type: 'boolean' } },
  positionals: { min: 2, max: 2 },
  run: async ({ positionals, values }, environment) => {
    const [before, after] = await Promise.all([readRun(positionals[0] ?? ''), readRun(positionals[1] ?? '')]);
    const differences = compareRuns(before.run, after.run);
    const about = ({ run, sha256 }: typeof before) => ({
      id: run.id,
      name: run.name,
      endedAt: run.endedAt,
      sha256,
    });
    const notes = [
      ...(before.run.customerId === after.run.customerId
        ? []
        : [`The runs are of two customers, ${before.run.customerId} and ${after.run.customerId}.`]),
      ...comparisonNotes(before.run, after.run),
    ];
    sayNotes({ notes }, environment);
    const known = differences.filter(({ change }) => change !== 'not-known');
    if (known.length === 0)
      environment.err('mailflow: nothing-compared: No record could be compared; why stands at each.\n');
    await environment.out(
      flag(values, 'json')
        ? `${JSON.stringify({ before: about(before), after: about(after), notes, differences }, null, 2)}\n`
        : differenceLines(differences),
    );
    return known.length === 0 || known.some(({ change }) => change !== 'same') ? 1 : 0;
  },
};
