/** `dns compare`: two stored runs side by side. */
import { compareRuns } from '../../../shared/dns/compare-runs.ts';
import { parseRun } from '../../store/run-document.ts';
import type { Command } from '../command.ts';
import { readGiven } from '../../input/given-file.ts';
import { flag } from '../options.ts';
import { differenceLines } from '../snapshots.ts';

const readRun = async (path: string) => parseRun(await readGiven(path), path);

export const dnsCompare: Command = {
  path: ['dns', 'compare'],
  usage: 'BEFORE.json AFTER.json [--json]',
  summary: 'Compare two snapshots record by record',
  help: `
Reads two files that "dns snapshot" or the app has written, checks their SHA-256, and prints a line with tabs for each
record that is not as it was:
  changed|added|removed|not-known  name  type  what was and what is
"not-known" means that one of the two did not ask, or got no answer. Exit code 1 when a record changed.

Options
  --json   every record with its values and TTLs

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
    await environment.out(
      flag(values, 'json')
        ? `${JSON.stringify({ before: about(before), after: about(after), differences }, null, 2)}\n`
        : differenceLines(differences),
    );
    return differences.some(({ change }) => change !== 'same' && change !== 'not-known') ? 1 : 0;
  },
};
