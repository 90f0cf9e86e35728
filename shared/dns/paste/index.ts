/**
 * Reads what dig, kdig, drill, delv, host, nslookup (Windows and Unix, English and German) and Resolve-DnsName print,
 * as people paste it, into the records of a live check. What can't be read is said line by line; nothing is guessed,
 * so an answer with a part that is missing or broken is left out as a whole. Never throws; the time grows with the
 * length of the text alone.
 */
import { NO_ADDRESS, describeServer, formatServer } from '../server.ts';
import type { RunDraft } from '../stored-run.ts';
import type { DnsAnswer } from '../types.ts';
import type { Vantage } from '../vantage.ts';
import { cleanLines } from './clean.ts';
import { isEmptyPrompt, isOtherCommand, readCommand } from './command.ts';
import { readDigOutput } from './dig.ts';
import { readDigYaml } from './dig-yaml.ts';
import { readHostOutput } from './host.ts';
import { readJsonOutput } from './json.ts';
import { readNslookupOutput } from './nslookup.ts';
import { readNslookupPrompt } from './nslookup-prompt.ts';
import { Reading, type Reader } from './reading.ts';
import { readResolveOutput } from './resolve.ts';
import { readShortOutput } from './short.ts';
import type { PastedTool, UnreadLine } from './types.ts';

export type { PastedTool, UnreadLine } from './types.ts';

export interface PastedAnswers {
  /** In the order in which they first appear. */
  readonly tools: readonly PastedTool[];
  /** In the order of the paste; `transport` is `pasted`, `ttl` is `null` where the tool prints none. */
  readonly answers: readonly DnsAnswer[];
  readonly unread: readonly UnreadLine[];
}

const READERS: readonly Reader[] = [
  readNslookupPrompt,
  readJsonOutput,
  readDigYaml,
  readResolveOutput,
  readHostOutput,
  readNslookupOutput,
  readShortOutput,
  readDigOutput,
];

/** `at`: the time of pasting, for answers whose own time is not shown in UTC. */
export const parsePasted = (text: string, { at }: { readonly at: string }): PastedAnswers => {
  const reading = new Reading(cleanLines(text), at);
  for (let line = reading.line; line !== undefined; line = reading.line) {
    if (line.text.trim() === '' || isEmptyPrompt(line)) {
      reading.take();
      continue;
    }
    const command = readCommand(line);
    if (command !== null) {
      reading.ask(command, reading.take());
      if (command.questions.length > 0 && printedNothing(reading))
        reading.skip(
          line,
          'The command printed nothing, which may mean no record, no such name or no answer, or that its output is not in the paste',
        );
      continue;
    }
    // One that takes no line has read nothing, whatever it says: else a paste might never come to its end.
    const { at: before } = reading;
    if (READERS.some((read) => read(reading) && reading.at > before)) continue;
    reading.skip(
      reading.take(),
      isOtherCommand(line)
        ? 'A command whose output is not read here'
        : 'This is no output of dig, kdig, drill, host, nslookup or Resolve-DnsName that is known here',
    );
    if (isOtherCommand(line)) reading.ask(null, undefined);
  }
  reading.settle();
  return {
    tools: [...reading.tools],
    answers: reading.answers,
    unread: reading.unread.toSorted((a, b) => a.line - b.line),
  };
};

const printedNothing = (reading: Reading): boolean => {
  const ahead = reading.lines.slice(reading.at, reading.at + 5).findIndex(({ text }) => text.trim() !== '');
  const next = ahead < 0 ? undefined : reading.lines[reading.at + ahead];
  return next === undefined || readCommand(next) !== null || isEmptyPrompt(next);
};

const MAX_NOTES = 990;
const MAX_SERVERS = 200;

const vantageOf = ({ server }: DnsAnswer): Vantage => {
  const known = server.address !== NO_ADDRESS;
  return {
    id: `pasted:${known ? formatServer(server) : server.label}`.slice(0, 200),
    kind: 'pasted',
    label: describeServer(server).slice(0, 200),
    server: known ? server : null,
  };
};

const noteOf = ({ line, text, reason }: UnreadLine): string =>
  `Line ${line} was not read: ${reason}. It says: ${text}`.slice(0, 2000);

/** The pasted answers as a run; `domains` are those that it is about. */
export const pastedDraft = (
  { answers, unread }: PastedAnswers,
  { at, domains = [] }: { readonly at: string; readonly domains?: readonly string[] },
): RunDraft => {
  const vantages = new Map(answers.map((answer) => [vantageOf(answer).id, vantageOf(answer)]));
  const known = new Set([...vantages.keys()].slice(0, MAX_SERVERS));
  const kept = answers.filter((answer) => known.has(vantageOf(answer).id));
  const without = kept.filter(({ records }) => records.some(({ ttl }) => ttl === null)).length;
  const more = unread.length - MAX_NOTES;
  return {
    startedAt: at,
    endedAt: at,
    domains: [...domains],
    vantages: [...vantages.values()].slice(0, MAX_SERVERS),
    answers: kept.map((answer) => ({ vantage: vantageOf(answer).id, answer })),
    notes: [
      'These answers were pasted; this app did not ask for them itself.',
      ...(without === 0 ? [] : [`${without} of the answers came from output that shows no TTL.`]),
      ...(kept.length === answers.length
        ? []
        : [
            `${answers.length - kept.length} answers were left out, since a run holds ${MAX_SERVERS} servers at most.`,
          ]),
      ...unread.slice(0, MAX_NOTES).map(noteOf),
      ...(more > 0 ? [`${more} more lines were not read.`] : []),
    ],
  };
};
