/** Finds the command, parses its options, runs it and turns what comes of it into an exit code. */
import { parseArgs } from 'node:util';
import { AppError } from '../../shared/result.ts';
import { COMMANDS } from './commands/index.ts';
import type { CliCall, CliEnvironment, Command } from './command.ts';
import { groupHelp, commandHelp, PROGRAM } from './help.ts';

export type ExitCode = 0 | 1 | 2;

const startsWith = (path: readonly string[], words: readonly string[]): boolean =>
  words.every((word, index) => path[index] === word);

const isHelp = (word: string | undefined): boolean => word === '--help' || word === '-h';

const usageError = (message: string, path: readonly string[]): AppError =>
  new AppError('usage', `${message} See ${[PROGRAM, ...path, '--help'].join(' ')}.`);

/** As a sentence, with what the command knows about such a slip. */
const wrongWords = (reason: string, { path, hint }: Pick<Command, 'path' | 'hint'>): AppError =>
  usageError([reason, ...(hint === undefined ? [] : [hint])].join(' '), path);

const parsed = (command: Command, words: readonly string[]): CliCall => {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      options: command.options,
      allowPositionals: true,
      strict: true,
    });
    return { values, positionals };
  } catch (cause) {
    // parseArgs names the option; its advice on `--` goes beyond what a person needs here.
    const reason = cause instanceof Error ? (cause.message.split(/(?<=\.) /u)[0] ?? '') : String(cause);
    throw wrongWords(reason.endsWith('.') ? reason : `${reason}.`, command);
  }
};

const checkCount = (command: Command, given: readonly string[]): void => {
  const { positionals, path, usage } = command;
  if (given.length < positionals.min)
    throw usageError(`Something is missing: ${[...path, usage].join(' ')}.`, path);
  const extra = given[positionals.max];
  if (extra !== undefined) throw wrongWords(`“${extra}” is one word too many.`, command);
};

const noSuchCommand = (words: readonly string[]): AppError => {
  const depth = words.findIndex(
    (_, index) => !COMMANDS.some(({ path }) => startsWith(path, words.slice(0, index + 1))),
  );
  const known = words.slice(0, depth);
  return usageError(`There is no command “${words.slice(0, depth + 1).join(' ')}”.`, known);
};

/** The words before the first option name the command; a help option may stand anywhere. */
const dispatch = async (words: readonly string[], environment: CliEnvironment): Promise<ExitCode> => {
  const command = COMMANDS.find(({ path }) => startsWith(words, path));
  if (command !== undefined) {
    const rest = words.slice(command.path.length);
    const beforeEnd = rest.includes('--') ? rest.slice(0, rest.indexOf('--')) : rest;
    if (beforeEnd.some(isHelp)) {
      await environment.out(commandHelp(command));
      return 0;
    }
    const call = parsed(command, rest);
    checkCount(command, call.positionals);
    return command.run(call, environment);
  }
  if (words[0] === '--version') {
    await environment.out(`Mailflow Runbook ${environment.appVersion}\n`);
    return 0;
  }
  const asked = words.filter((word) => !isHelp(word) && word !== 'help');
  const group = COMMANDS.filter(({ path }) => startsWith(path, asked));
  if (group.length === 0) throw noSuchCommand(asked);
  if (asked.length < words.length) {
    const only = group.length === 1 && group[0]?.path.length === asked.length ? group[0] : undefined;
    await environment.out(only === undefined ? groupHelp(asked, group) : commandHelp(only));
    return 0;
  }
  environment.err(groupHelp(asked, group));
  throw usageError(
    asked.length === 0 ? 'No command was given.' : `“${asked.join(' ')}” needs another word.`,
    asked,
  );
};

const errorLine = (cause: unknown): string => {
  if (cause instanceof AppError) return `mailflow: ${cause.code}: ${cause.message}\n`;
  const text = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  return `mailflow: internal: a defect of the program: ${text}\n`;
};

/**
 * Runs one call. Exit code 0 when all is well, 1 when something is not as it should be (each command says what), 2 for
 * bad usage, bad input and everything else that kept the command from its result.
 */
export const runCli = async (words: readonly string[], environment: CliEnvironment): Promise<ExitCode> => {
  try {
    return await dispatch(words, environment);
  } catch (cause) {
    environment.err(errorLine(cause));
    return 2;
  }
};
