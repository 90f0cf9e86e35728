/** `dns collector` and `dns import`: the script that asks elsewhere, and files of answers from there. */
import { COLLECTOR_FORMS } from '../../../shared/dns/collector/forms.ts';
import { collectorScript } from '../../../shared/dns/collector/index.ts';
import { describeServer, parseServer } from '../../../shared/dns/server.ts';
import { AppError } from '../../../shared/result.ts';
import { readEvidence } from '../../input/evidence-file.ts';
import type { Command } from '../command.ts';
import { readCustomerFile } from '../customer-file.ts';
import { flag, requiredOption, textOption, textOptions } from '../options.ts';
import { writeNewFile } from '../output-file.ts';
import { oneLine } from '../plain-text.ts';

/** It is sent to somebody else and holds no secret; less what the umask takes. */
const SCRIPT_MODE = 0o666;

const dnsCollector: Command = {
  path: ['dns', 'collector'],
  usage:
    'CUSTOMER.json --form sh|powershell [--server HOST[:PORT]]... [--no-system] [--no-authoritative] [--out FILE]',
  summary: 'Write a script that asks the DNS questions on a computer without this app',
  help: `
Writes a short, readable script with every question about the customer's domains. It asks, follows the includes of SPF
records, and writes one JSON file; "dns import" reads that. It sends nothing anywhere and needs no rights.

Options
  --form sh|powershell  for a POSIX shell with dig, kdig, drill or host; or for Windows PowerShell 5.1 and later
  --server HOST[:PORT]  ask this server too; give several for more. PowerShell asks on port 53 alone
  --no-system           do not ask the servers that the computer is set to
  --no-authoritative    do not ask the domains' own name servers
  --out FILE            where to write it, a new file; without it to standard output

Examples
  npm run -s cli -- dns collector examples/contoso.json --form powershell --out collector.ps1
  npm run -s cli -- dns collector examples/contoso.json --form sh --server 192.0.2.53 --out collector.sh`,
  options: {
    form: { type: 'string' },
    server: { type: 'string', multiple: true },
    'no-system': { type: 'boolean' },
    'no-authoritative': { type: 'boolean' },
    out: { type: 'string' },
  },
  positionals: { min: 1, max: 1 },
  run: async ({ positionals, values }, environment) => {
    const wanted = requiredOption(values, 'form', 'sh or powershell');
    const form = COLLECTOR_FORMS.find((one) => one === wanted);
    if (form === undefined)
      throw new AppError('usage', `--form ${wanted} is not known; write sh or powershell.`);
    const servers = textOptions(values, 'server').map((text) => parseServer(text));
    const { data } = await readCustomerFile(positionals[0] ?? '');
    const script = collectorScript(form, data.profile, {
      servers,
      system: !flag(values, 'no-system'),
      authoritative: !flag(values, 'no-authoritative'),
    });
    const out = textOption(values, 'out');
    if (out === undefined) await environment.out(script);
    else await writeNewFile(out, script, SCRIPT_MODE);
    return 0;
  },
};

const dnsImport: Command = {
  path: ['dns', 'import'],
  usage: 'CUSTOMER.json FILE [--json]',
  summary: 'Read a file of answers that another computer asked for',
  help: `
Reads the JSON file of the collector, or a run that "dns watch --out", "dns snapshot --out" or the app wrote, whose
SHA-256 must fit. It must be about a domain of the customer and have times that can be right. The text may be UTF-8 or,
as Windows PowerShell 5.1 writes it, UTF-16 with its mark; at most 64 MB, in a plain file.
One line for each answer, with tabs:
  outcome  name  type  server  values, with " | " between them
Exit code 1 when an entry could not be read; each is named on stderr.

Options
  --json  the whole run, with the SHA-256 of the file as it is on the disk

Example
  npm run -s cli -- dns import examples/contoso.json mailflow-dns-20261205-200000.json --json`,
  options: { json: { type: 'boolean' } },
  positionals: { min: 2, max: 2 },
  run: async ({ positionals, values }, environment) => {
    const { data } = await readCustomerFile(positionals[0] ?? '');
    const path = positionals[1] ?? '';
    const { draft, unread } = await readEvidence(path, { now: environment.now(), profile: data.profile });
    for (const note of unread) environment.err(`mailflow: unread-entry: ${oneLine(note)}\n`);
    await environment.out(
      flag(values, 'json')
        ? `${JSON.stringify(draft, null, 2)}\n`
        : draft.answers
            .map(({ answer: { outcome, question, server, records } }) =>
              [
                outcome,
                question.name,
                question.type,
                describeServer(server),
                records.map(({ value }) => value).join(' | '),
              ]
                .map(oneLine)
                .join('\t'),
            )
            .map((line) => `${line}\n`)
            .join(''),
    );
    return unread.length > 0 ? 1 : 0;
  },
};

export const dnsCollectorCommands: readonly Command[] = [dnsCollector, dnsImport];
