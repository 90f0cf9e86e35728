/** Answers for tests of the judges, written as a person would read them. */
import type {
  DnsAnswer,
  DnsLookup,
  DnsOutcome,
  DnsQuestion,
  DnsRecord,
  RecordType,
} from '../../../shared/dns/types.ts';

export interface AnswerOptions {
  readonly outcome?: DnsOutcome;
  readonly aa?: boolean;
  readonly ttl?: number | null;
  readonly rcode?: string;
  readonly elapsedMs?: number;
  readonly ad?: boolean;
  readonly extendedErrors?: DnsAnswer['extendedErrors'];
}

/** `lines`: RDATA of the type asked for, or `TYPE RDATA` for another one. A TXT is one string. */
export const answerTo = (
  question: DnsQuestion,
  lines: readonly string[],
  options: AnswerOptions = {},
): DnsAnswer => {
  const outcome = options.outcome ?? (lines.length > 0 ? 'answer' : 'no-data');
  const records = lines.map((line): DnsRecord => {
    const alias = /^CNAME (\S+)$/u.exec(line);
    const type: RecordType = alias ? 'CNAME' : question.type;
    const value = alias?.[1] ?? line;
    const base = { name: question.name, type, ttl: options.ttl === undefined ? 3600 : options.ttl, value };
    return type === 'TXT' ? { ...base, strings: [value] } : base;
  });
  return {
    question,
    outcome,
    records,
    server: { address: '192.0.2.53', port: 53, label: 'ns1' },
    transport: 'udp',
    flags: { aa: options.aa ?? true, ad: options.ad ?? false, ra: false, tc: false },
    rcode: options.rcode ?? 'NOERROR',
    raw: '',
    ...(options.extendedErrors === undefined ? {} : { extendedErrors: options.extendedErrors }),
    at: '2026-11-24T09:00:00.000Z',
    elapsedMs: options.elapsedMs ?? 12,
  };
};

/**
 * A port that knows `TYPE name` and nothing else: what is not there has no data, and a name without any entry does
 * not exist. An entry may be an answer of its own kind, such as a SERVFAIL.
 */
export const portOf = (
  entries: Readonly<Record<string, readonly string[] | AnswerOptions>>,
  options: AnswerOptions = {},
): DnsLookup => {
  const names = new Set(Object.keys(entries).map((key) => key.split(' ')[1]));
  const isLines = (entry: readonly string[] | AnswerOptions): entry is readonly string[] =>
    Array.isArray(entry);
  return {
    lookup: (question) => {
      const entry = entries[`${question.type} ${question.name}`] ?? [];
      if (!isLines(entry)) return Promise.resolve(answerTo(question, [], { ...options, ...entry }));
      const outcome =
        entry.length === 0 && !names.has(question.name) ? ({ outcome: 'nxdomain' } as const) : {};
      return Promise.resolve(answerTo(question, entry, { ...options, ...outcome }));
    },
  };
};
