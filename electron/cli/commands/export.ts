/** `export`: the hand-over folder of one customer. */
import { join } from 'node:path';
import { hasErrors } from '../../../shared/finding.ts';
import type { Finding } from '../../../shared/finding.ts';
import type { DomainRecords } from '../../../shared/records/derive.ts';
import { plannedOf } from '../../../shared/records/planned.ts';
import { Exporter } from '../../export/exporter.ts';
import { nodePdfProcess } from '../../export/pdf-process.ts';
import { sourceResources } from '../../export/resources.ts';
import type { Command } from '../command.ts';
import { findingLine } from '../command.ts';
import { readCustomerFile } from '../customer-file.ts';
import { flag, requiredOption, timeOption } from '../options.ts';

const WORKER = join(import.meta.dirname, '../../export/pdf-worker.ts');

const recordFindings = (
  planned: readonly DomainRecords[],
): ReadonlyArray<readonly [domain: string, finding: Finding]> =>
  planned.flatMap(({ domain, mx, spf }) =>
    [...mx.findings, ...spf.planned.findings].map((finding) => [domain, finding] as const),
  );

export const exportCommand: Command = {
  path: ['export'],
  usage: 'CUSTOMER.json --out DIR [--now ISO-TIME] [--none-published]',
  summary: 'Write records, zone files and the runbook (PDF, JSON) into a new folder',
  help: `
Writes into DIR:
  records.txt      the records as a DNS admin types them, with what to delete
  zones/*.zone     the same as zone files, one for each domain
  runbook.pdf      the runbook to read and sign
  runbook.json     the runbook for programs, with the customer document inside
  SHA256SUMS       hashes; check them with "sha256sum -c SHA256SUMS"
DIR must not exist or be empty; nothing is ever overwritten. The folder appears whole or not at all.
The paths of the files are printed, one a line. Findings about the records go to stderr.

Options
  --out DIR        the folder to make
  --now ISO-TIME   the time to print on it, with offset; the same document and time give the same bytes
  --none-published  where the published SPF could not be read, there is none; without it no SPF is exported there

Examples
  npm run -s cli -- export examples/contoso.json --out contoso
  npm run -s cli -- export examples/contoso.json --out contoso --now 2026-12-05T20:00:00+01:00`,
  options: { out: { type: 'string' }, now: { type: 'string' }, 'none-published': { type: 'boolean' } },
  positionals: { min: 1, max: 1 },
  run: async ({ positionals, values }, environment) => {
    const out = requiredOption(values, 'out', 'the folder to make');
    const now = timeOption(values, 'now');
    const file = await readCustomerFile(positionals[0] ?? '');
    const exporter = new Exporter({
      now: () => now ?? environment.now(),
      monotonic: environment.monotonic,
      appVersion: environment.appVersion,
      resources: sourceResources(),
      startPdfProcess: nodePdfProcess(WORKER),
    });
    const planned = plannedOf(file.data, flag(values, 'none-published') ? 'all' : []);
    const result = await exporter.run(file, out, { signal: environment.signal, planned });
    const findings = recordFindings(planned.records);
    for (const [domain, finding] of findings) environment.err(findingLine(finding, domain));
    await environment.out(result.files.map(({ name }) => `${join(result.folder, name)}\n`).join(''));
    return hasErrors(findings.map(([, finding]) => finding)) ? 1 : 0;
  },
};
