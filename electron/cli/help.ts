/** The texts of `--help`, made from the commands themselves. */
import type { Command } from './command.ts';

/** How people call the program from the repository. */
export const PROGRAM = 'npm run -s cli --';

const EXIT_CODES = `Exit codes
  0  fine
  1  done, but a finding is an error
  2  bad usage or input, or it could not be done; the reason is on stderr as "mailflow: CODE: message"
`;

const width = (lines: readonly string[]): number => Math.max(...lines.map((line) => line.length)) + 2;

/** For the program itself and for a group such as `spf`. */
export const groupHelp = (words: readonly string[], commands: readonly Command[]): string => {
  const names = commands.map(({ path, usage }) => [...path, usage].join(' '));
  const wide = width(names);
  const list = commands.map(({ summary }, index) => `  ${(names[index] ?? '').padEnd(wide)}${summary}`);
  return `${
    words.length === 0
      ? 'Mailflow Runbook without a window: the same records, checks and exports, for scripts.\n\n'
      : ''
  }Usage: ${[PROGRAM, ...words, '<command>'].join(' ')}

Commands
${list.join('\n')}

Each command explains itself with --help.
Data goes to stdout, findings and errors to stderr. CUSTOMER.json is a customer document as the app saves it;
examples/contoso.json is one to try.

${EXIT_CODES}`;
};

export const commandHelp = ({ path, usage, summary, help }: Command): string =>
  `${summary}

Usage: ${[PROGRAM, ...path, usage].join(' ')}

${help.trim()}

${EXIT_CODES}`;
