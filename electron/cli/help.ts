/** The texts of `--help`, made from the commands themselves. */
import type { Command } from './command.ts';

/** How people call the program from the repository. */
export const PROGRAM = 'npm run -s cli --';

const EXIT_CODES = `Exit codes
  0  fine
  1  done, but something is not as it should be; the help of each command says what that means for it
  2  bad usage or input, or it could not be done or was stopped; why is on stderr as "mailflow: CODE: message"
`;

const LINE = 110;

/** The usage, broken in front of options where it is longer than a line. */
const usageLines = (words: readonly string[], usage: string): string => {
  const first = ['Usage:', PROGRAM, ...words].join(' ');
  const parts = usage.match(/\[[^\]]*(?:\][^\s\]]*)+|\([^)]*\)|--\S+ \S+|\S+/gu) ?? [];
  const lines = [first];
  for (const part of parts) {
    const last = lines.at(-1) ?? '';
    if (last.length + 1 + part.length <= LINE) lines[lines.length - 1] = `${last} ${part}`;
    else lines.push(`         ${part}`);
  }
  return lines.join('\n');
};

const width = (lines: readonly string[]): number => Math.max(...lines.map((line) => line.length)) + 2;

/** For the program itself and for a group such as `spf`. */
export const groupHelp = (words: readonly string[], commands: readonly Command[]): string => {
  const names = commands.map(({ path }) => path.join(' '));
  const wide = width(names);
  const list = commands.map(({ summary }, index) => `  ${(names[index] ?? '').padEnd(wide)}${summary}`);
  return `${
    words.length === 0
      ? 'Mailflow Runbook without a window: the same records, checks and exports, for scripts.\n\n'
      : ''
  }Usage: ${[PROGRAM, ...words, '<command>'].join(' ')}

Commands
${list.join('\n')}

Each command explains itself with --help, e.g. ${[PROGRAM, ...(commands[0]?.path ?? []), '--help'].join(' ')}
Data goes to stdout, findings and errors to stderr. CUSTOMER.json is a customer document as the app saves it;
examples/contoso.json is one to try.

${EXIT_CODES}`;
};

export const commandHelp = ({ path, usage, summary, help }: Command): string =>
  `${summary}

${usageLines(path, usage)}

${help.trim()}

${EXIT_CODES}`;
