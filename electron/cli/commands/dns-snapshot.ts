/** `dns snapshot`: asks everything about a customer's domains and keeps the answers in a file. */
import { settles } from '../../../shared/dns/place-view.ts';
import { isCanary } from '../../../shared/dns/question-plan.ts';
import { agreements, verdictOf } from '../../../shared/dns/vantage-compare.ts';
import type { Agreement } from '../../../shared/dns/vantage-compare.ts';
import { AppError } from '../../../shared/result.ts';
import type { Command } from '../command.ts';
import { readCustomerFile } from '../customer-file.ts';
import { chosenNames } from '../domains.ts';
import { flag, requiredOption, textOption, textOptions } from '../options.ts';
import { assertNewFile } from '../output-file.ts';
import { oneLine } from '../plain-text.ts';
import { SERVER_OPTIONS } from '../server-options.ts';
import { asStored, offline, sayNotes, SNAPSHOT_HELP, takeSnapshot, writeRun } from '../snapshots.ts';

const NAME_MAX = 120;

export const dnsSnapshot: Command = {
  path: ['dns', 'snapshot'],
  usage:
    'CUSTOMER.json --out FILE [--name TEXT] [--server HOST[:PORT]]... [--authoritative] [--probe] [--domain NAME]... [--json]',
  summary: 'Ask everything about the domains at each server and keep the answers',
  help: `
Asks for all records of the domains and for what they lead to (MX hosts, SPF includes, DKIM keys), at each server, each
question once, and writes every answer with its time and server into a new file with its SHA-256. Then says of each
record whether the servers agree, a line with tabs for each that does not:
  verdict  name  type  who says what
Several servers are asked each; without one, those of the system.
"not-known" stands where the answers do not tell which server is right.
Exit code 0: the file is written, and no record has another verdict than "same" or "not-known"; a serial alone counts
for nothing. 1: the file is written, but one has, or no server said anything of a record. 2: no file is written, as
when no server could be reached.

Options
  --out FILE            the file to write; it must not exist yet
  --name TEXT           what the snapshot is called, such as "before the change"
${SNAPSHOT_HELP}
  --domain NAME         only this domain; give several for more
  --json                the verdicts with all their evidence

Examples
  npm run -s cli -- dns snapshot examples/contoso.json --out before.json --name "before the change" --authoritative
  npm run -s cli -- dns snapshot examples/contoso.json --out now.json --server 192.0.2.53 --server 198.51.100.53`,
  options: {
    ...SERVER_OPTIONS,
    out: { type: 'string' },
    name: { type: 'string' },
    authoritative: { type: 'boolean' },
    probe: { type: 'boolean' },
    domain: { type: 'string', multiple: true },
    json: { type: 'boolean' },
  },
  positionals: { min: 1, max: 1 },
  run: async ({ positionals, values }, environment) => {
    const path = requiredOption(values, 'out', 'the file for the answers');
    const name = (textOption(values, 'name') ?? '').trim();
    if (name.length > NAME_MAX) throw new AppError('usage', `--name is longer than ${NAME_MAX} characters.`);
    const { data } = await readCustomerFile(positionals[0] ?? '');
    const domains = chosenNames(data.profile, textOptions(values, 'domain'));
    await assertNewFile(path);
    const taken = await takeSnapshot({ profile: data.profile, domains }, values, environment);
    if (taken.offline) throw offline();
    const { draft } = taken;
    const run = asStored(draft, { customerId: data.id, name, kind: 'snapshot' }, environment);
    const file = await writeRun(path, run, environment);
    sayNotes(draft, environment);
    const all = agreements(draft);
    const verdict = verdictOf(all);
    const isApart = ({ code }: Agreement): boolean => code !== 'same' && code !== 'not-known';
    const apart = all.filter((one) => isApart(one) && one.usual !== true);
    const shown = all.filter((one) => isApart(one) || (one.code === 'not-known' && one.groups.length > 1));
    environment.err(`mailflow: ${verdict.code}: ${oneLine(verdict.sentence)}\n`);
    await environment.out(
      flag(values, 'json')
        ? `${JSON.stringify({ file: path, sha256: file.sha256, verdict, agreements: all }, null, 2)}\n`
        : shown
            .map(
              ({ code, question, sentence }) =>
                `${[code, question.name, question.type, sentence].map(oneLine).join('\t')}\n`,
            )
            .join(''),
    );
    const isKnown = all.some(
      ({ question, evidence }) => !isCanary(question) && evidence.some((answer) => settles(answer)),
    );
    if (!isKnown)
      environment.err(`mailflow: not-known: No server said anything of a record; ${path} holds what came.\n`);
    return apart.length > 0 || !isKnown ? 1 : 0;
  },
};
