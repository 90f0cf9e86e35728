/** Adapter for SPF suites from outside: our evaluator behind a resolver that behaves like node:dns/promises. */
import { memoByText } from '../../shared/net/bounded-cache.ts';
import { parseIp } from '../../shared/net/ip.ts';
import { checkHost as check } from '../../shared/spf/check-host.ts';
import type { SpfResult } from '../../shared/spf/check-types.ts';
import {
  foundAnswer,
  VOID_ANSWER,
  type SpfAnswer,
  type SpfLookup,
  type SpfQueryType,
} from '../../shared/spf/lookup-port.ts';
import { parseSpf } from '../../shared/spf/parse.ts';

interface MxAnswer {
  readonly priority: number;
  readonly exchange: string;
}
type Resolver = (name: string, type: string) => Promise<ReadonlyArray<string | readonly string[] | MxAnswer>>;
interface SuiteInput {
  readonly ip: string;
  readonly sender: string;
  readonly helo: string;
  readonly resolver: Resolver;
}

const isList = (value: string | readonly string[] | MxAnswer): value is readonly string[] =>
  Array.isArray(value);
const textOf = (value: string | readonly string[] | MxAnswer): string => {
  if (typeof value === 'string') return value;
  return isList(value) ? value.join('') : value.exchange;
};
const preference = (value: string | readonly string[] | MxAnswer): number =>
  typeof value === 'object' && 'priority' in value ? value.priority : 0;

const refusal = (error: unknown): SpfAnswer => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  if (code === 'ENOTFOUND' || code === 'ENODATA') return VOID_ANSWER;
  return code === 'EBADNAME' ? { status: 'bad-name' } : { status: 'failed', reason: code };
};

const answerOf = (type: SpfQueryType, values: Awaited<ReturnType<Resolver>>): SpfAnswer => {
  const sorted =
    type === 'MX' && values.length > 1 ? values.toSorted((a, b) => preference(a) - preference(b)) : values;
  return foundAnswer(sorted.map(textOf));
};

const lookupWith =
  (resolver: Resolver): SpfLookup =>
  (name, type) =>
    resolver(name, type).then((values) => answerOf(type, values), refusal);

export const checkHost = async ({
  ip,
  sender,
  helo,
  resolver,
}: SuiteInput): Promise<{ result: SpfResult; explanation?: string }> => {
  const address = parseIp(ip);
  if (!address.ok) return { result: 'temperror' };
  const { result, explanation } = await check({ ip: address.ip, sender, helo }, lookupWith(resolver));
  return explanation === null ? { result } : { result, explanation };
};

/** The RFC's verdict on the text of one record. */
export const syntax: (text: string) => 'valid' | 'error' | 'none' = memoByText((text) => {
  const { version, problems } = parseSpf(text);
  if (version === null) return 'none';
  return problems.length > 0 || /[^\x20-\x7e]/.test(text) ? 'error' : 'valid';
});
