/** `dns parse`: reads pasted output of other DNS tools. */
import { parsePasted, pastedDraft } from '../../../shared/dns/paste/index.ts';
import { describeServer } from '../../../shared/dns/server.ts';
import type { DnsAnswer } from '../../../shared/dns/types.ts';
import { AppError } from '../../../shared/result.ts';
import { decodeConsole } from '../../input/given-text.ts';
import type { Command } from '../command.ts';
import { readNamed } from '../named-input.ts';
import { flag } from '../options.ts';
import { oneLine } from '../plain-text.ts';

const MAX_CHARACTERS = 20_000_000;

const linesOf = (answer: DnsAnswer): string[] => {
  const head = [answer.outcome, answer.question.name, answer.question.type, describeServer(answer.server)];
  if (answer.records.length === 0) return [head.join('\t')];
  return answer.records.map(({ name, type, ttl, value }) =>
    [...head, name, type, ttl === null ? '-' : String(ttl), value].join('\t'),
  );
};

export const dnsParse: Command = {
  path: ['dns', 'parse'],
  usage: 'FILE|- [--json]',
  summary: 'Read pasted output of dig, nslookup, Resolve-DnsName, host, kdig or drill',
  help: `
Reads what other DNS tools printed, several in one file, from FILE or with - from standard input. One line for each
record, with tabs; an answer without records is one line:
  outcome  name  type  server  owner  record type  TTL in seconds  value
The TTL is - where the tool prints none (dig +short, host, nslookup without -debug). What can't be read is said line
by line on stderr, and an answer of which a part is missing is left out as a whole. Exit code 1 when a line was not
read or nothing was.

Options
  --json  everything as a run: answers with their lines as pasted, and notes

Examples
  dig contoso.com MX | npm run -s cli -- dns parse -
  npm run -s cli -- dns parse output.txt --json`,
  options: { json: { type: 'boolean' } },
  positionals: { min: 1, max: 1 },
  run: async ({ positionals, values }, environment) => {
    const path = positionals[0] ?? '';
    const pasted = decodeConsole(await readNamed(path, environment));
    if (pasted.length > MAX_CHARACTERS)
      throw new AppError(
        'bad-input',
        `${path} is longer than 20 million characters; it has ${pasted.length.toLocaleString('en')}. Cut it in parts.`,
        {
          path,
          size: String(pasted.length),
          limit: String(MAX_CHARACTERS),
        },
      );
    const at = environment.now();
    const parsed = parsePasted(pasted, { at });
    for (const { line, text, reason } of parsed.unread)
      environment.err(`mailflow: unread-line: ${path}:${line}: ${oneLine(reason)}: ${oneLine(text)}\n`);
    if (parsed.answers.length === 0)
      environment.err('mailflow: nothing-read: No answer could be read from the text.\n');
    await environment.out(
      flag(values, 'json')
        ? `${JSON.stringify(pastedDraft(parsed, { at }), null, 2)}\n`
        : parsed.answers
            .flatMap(linesOf)
            .map((line) => `${line.split('\t').map(oneLine).join('\t')}\n`)
            .join(''),
    );
    return parsed.unread.length > 0 || parsed.answers.length === 0 ? 1 : 0;
  },
};
