/** From what a tool showed to the records that answers are kept in. */
import { classify } from '../classify.ts';
import { NO_ADDRESS } from '../server.ts';
import type { DnsAnswer, DnsOutcome, DnsQuestion, DnsRecord, DnsServer, RecordType } from '../types.ts';
import type { Line, PastedTool } from './types.ts';
import { recordType } from './values.ts';

/** A record with the lines that it was read from. */
export interface ReadRecord {
  readonly record: DnsRecord;
  readonly lines: readonly Line[];
}

export interface AnswerContext {
  readonly tool: PastedTool;
  readonly server: DnsServer | null;
  /** UTC, ISO 8601: when the paste was read, or when the tool says that it asked. */
  readonly at: string;
}

export interface AnswerDetail {
  readonly flags?: Partial<DnsAnswer['flags']>;
  readonly rcode?: string;
  readonly elapsedMs?: number;
  readonly extendedErrors?: NonNullable<DnsAnswer['extendedErrors']>;
}

/** Stands for the server where the tool names none. */
const unnamed = (tool: PastedTool): DnsServer => ({
  address: NO_ADDRESS,
  port: 53,
  label: `Server not named (${tool})`,
});

const RCODES: Readonly<Partial<Record<DnsOutcome, string>>> = {
  answer: 'NOERROR',
  alias: 'NOERROR',
  'no-data': 'NOERROR',
  referral: 'NOERROR',
  nxdomain: 'NXDOMAIN',
  servfail: 'SERVFAIL',
  refused: 'REFUSED',
  'not-auth': 'NOTAUTH',
  'format-error': 'FORMERR',
};

const MAX_RAW = 200_000;

/** Many answers may come from one text, such as a list of messages in JSON: it is put together once. */
const RAW = new WeakMap<readonly Line[], string>();

const rawOf = (lines: readonly Line[]): string => {
  const known = RAW.get(lines);
  if (known !== undefined) return known;
  const raw = [...new Set(lines)]
    .toSorted((a, b) => a.number - b.number)
    .map((line) => line.raw)
    .join('\n')
    .slice(0, MAX_RAW);
  RAW.set(lines, raw);
  return raw;
};

/** The lines of all of them; records of one block share their list, which counts once. */
const linesOf = (read: readonly ReadRecord[]): readonly Line[] => {
  const lists = [...new Set(read.map(({ lines }) => lines))];
  return lists.length === 1 ? (lists[0] ?? []) : lists.flat();
};

export const makeAnswer = (
  { tool, server, at }: AnswerContext,
  question: DnsQuestion,
  outcome: DnsOutcome,
  read: { readonly records: readonly DnsRecord[]; readonly lines: readonly Line[] },
  { flags = {}, rcode, elapsedMs = 0, extendedErrors }: AnswerDetail = {},
): DnsAnswer => ({
  question,
  outcome,
  records: [...read.records],
  server: server ?? unnamed(tool),
  transport: 'pasted',
  flags: { aa: false, ad: false, ra: false, tc: false, ...flags },
  rcode: rcode ?? RCODES[outcome] ?? '',
  ...(extendedErrors === undefined || extendedErrors.length === 0
    ? {}
    : { extendedErrors: extendedErrors.slice(0, 16) }),
  raw: rawOf(read.lines),
  at,
  elapsedMs,
});

/** Records of one answer to a known question; what the question does not lead to is left out. */
export const answerTo = (
  context: AnswerContext,
  question: DnsQuestion,
  read: readonly ReadRecord[],
  detail: AnswerDetail = {},
): DnsAnswer => {
  const { outcome, records } = classify(question, {
    rcode: 'NOERROR',
    flags: { aa: false, ra: true },
    answer: read.map(({ record }) => record),
    authority: [],
  });
  const lines = linesOf(read);
  // The tool may have asked for several types of the name
  const own = records.filter(({ type }) => type === question.type || type === 'CNAME');
  return makeAnswer(context, question, outcome, { records: own, lines }, detail);
};

interface Chain {
  readonly name: string;
  end: string;
  readonly aliases: ReadRecord[];
  readonly byType: Map<RecordType, ReadRecord[]>;
}

/**
 * Answers where the output holds records alone: each name that is no alias' target was asked for, with the types
 * that are there. Only what is there is claimed; a type that is missing may never have been asked for.
 */
export const answersOf = (
  context: AnswerContext,
  read: readonly ReadRecord[],
  detail: AnswerDetail = {},
): DnsAnswer[] => {
  const chains = new Map<string, Chain>();
  for (const item of read) {
    const { name, value } = item.record;
    const type = recordType(item.record.type);
    if (type === null) continue;
    const known = chains.get(name);
    const chain: Chain = known ?? { name, end: name, aliases: [], byType: new Map() };
    if (known === undefined) chains.set(name, chain);
    if (type === 'CNAME' && name === chain.end) {
      chain.aliases.push(item);
      chain.end = value;
      if (!chains.has(value)) chains.set(value, chain);
      continue;
    }
    const items = chain.byType.get(type);
    if (items === undefined) chain.byType.set(type, [item]);
    else items.push(item);
  }
  return [...new Set(chains.values())].flatMap((chain) => {
    if (chain.byType.size === 0)
      return chain.aliases.map((item) =>
        answerTo(context, { name: item.record.name, type: 'CNAME' }, [item], detail),
      );
    return [...chain.byType].map(([type, items]) =>
      answerTo(context, { name: chain.name, type }, [...chain.aliases, ...items], detail),
    );
  });
};
