/** Runs for tests of comparisons, written as a person would tell them. */
import type { RunDraft } from '../../../shared/dns/stored-run.ts';
import type { DnsAnswer, DnsQuestion, DnsServer, RecordType } from '../../../shared/dns/types.ts';
import { vantageOf } from '../../../shared/dns/vantage.ts';
import type { Vantage } from '../../../shared/dns/vantage.ts';
import { answerTo, type AnswerOptions } from './answers.ts';

const server = (address: string, label: string): DnsServer => ({ address, port: 53, label });
const own = (address: string, label: string): Vantage =>
  vantageOf('authoritative', server(address, label), ['contoso.com']);

export const NS1 = own('192.0.2.1', 'ns1.contoso.com');
export const NS2 = own('192.0.2.2', 'ns2.contoso.com');
export const PUBLIC = vantageOf('public', server('198.51.100.9', 'Resolver'));
export const SYSTEM = vantageOf('system', server('203.0.113.5', '203.0.113.5'));
export const INSIDE = vantageOf('internal', server('203.0.113.10', 'dc1'));

export interface Said extends AnswerOptions {
  readonly at?: string;
  readonly ra?: boolean;
  readonly errors?: DnsAnswer['extendedErrors'];
}

export const question = (name: string, type: RecordType = 'MX'): DnsQuestion => ({ name, type });

/** One answer from a place; its own servers answer with authority, others without. */
export const says = (
  vantage: Vantage,
  asked: DnsQuestion,
  lines: readonly string[],
  { at, ra, errors, ...options }: Said = {},
): RunDraft['answers'][number] => {
  const isOwn = vantage.kind === 'authoritative';
  const base = answerTo(asked, lines, { aa: isOwn, ...options });
  const answer: DnsAnswer = {
    ...base,
    server: vantage.server ?? base.server,
    flags: { ...base.flags, ra: ra ?? !isOwn },
    at: at ?? base.at,
    ...(errors === undefined ? {} : { extendedErrors: errors }),
  };
  return { vantage: vantage.id, answer };
};

export const runOf = (vantages: readonly Vantage[], ...answers: RunDraft['answers']): RunDraft => ({
  startedAt: '2026-11-24T09:00:00.000Z',
  endedAt: '2026-11-24T09:00:01.000Z',
  domains: ['contoso.com'],
  vantages: [...vantages],
  answers,
  notes: [],
});
