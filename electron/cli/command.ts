/** What a command of the command line is. Each lives in a file of its own and is named in `commands/index.ts`. */
import type { ParseArgsConfig } from 'node:util';
import type { Finding } from '../../shared/finding.ts';

export type CliOptions = NonNullable<ParseArgsConfig['options']>;
export type OptionValues = Readonly<
  Record<string, string | boolean | ReadonlyArray<string | boolean> | undefined>
>;

/** Everything that a command touches outside itself, so that tests run it in process. */
export interface CliEnvironment {
  /** Data, for pipes. Fulfilled as well when the reader has gone; rejects with `store-io` when it can't be written. */
  readonly out: (text: string) => Promise<void>;
  /** Standard input, in octets; opened when it is asked for. */
  readonly input: () => AsyncIterable<unknown>;
  /** Findings, errors and progress, for people. */
  readonly err: (text: string) => void;
  /** The present time as ISO 8601 in UTC. */
  readonly now: () => string;
  /** Milliseconds of a clock that only runs forward. */
  readonly monotonic: () => number;
  readonly randomId: () => string;
  readonly appVersion: string;
  /** Fires when the person presses Ctrl+C, the system ends the program, or the reader of the output has gone. */
  readonly signal: AbortSignal;
}

export interface CliCall {
  readonly positionals: readonly string[];
  readonly values: OptionValues;
}

export interface Command {
  /** The words that call it, e.g. `['spf', 'compose']`. */
  readonly path: readonly string[];
  /** What follows them, e.g. `CUSTOMER.json --out DIR`. */
  readonly usage: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** What it does, its options and examples; what `--help` shows below the usage. */
  readonly help: string;
  readonly options: CliOptions;
  /** What to say besides where the words don't fit, e.g. that a text needs quotes. */
  readonly hint?: string;
  /** How many words it takes besides its options. */
  readonly positionals: { readonly min: number; readonly max: number };
  /** Gives the exit code, 0 or 1; throws AppError for everything that ends in 2. */
  readonly run: (call: CliCall, environment: CliEnvironment) => Promise<0 | 1>;
}

/** A finding as one line: `mailflow: SPF-W-PRIVATE: contoso.com: …`. */
export const findingLine = (finding: Finding, where: string): string =>
  `mailflow: ${finding.code}: ${where === '' ? '' : `${where}: `}${finding.message}\n`;
