import { cidrHasIp } from '../net/cidr.ts';
import type { Mechanism, Qualifier, SpfRecord } from './ast.ts';
import {
  MATCH,
  NO_MATCH,
  permError,
  tempError,
  type CheckContext,
  type SpfMatch,
  type SpfResult,
  type TermOutcome,
  type TraceStep,
} from './check-types.ts';
import { evaluateDnsTerm, targetName, TOO_MANY_VOIDS } from './evaluate-dns.ts';
import { explanationFor } from './explanation.ts';
import type { Steps } from './lookup-port.ts';
import { MAX_LOOKUPS } from './microsoft.ts';
import { parseSpf } from './parse.ts';

export interface Evaluation {
  readonly result: SpfResult;
  readonly match: SpfMatch | null;
  readonly explanation: string | null;
  readonly reason: string;
}

const RESULT_OF: Readonly<Record<Qualifier, SpfResult>> = {
  '+': 'pass',
  '-': 'fail',
  '~': 'softfail',
  '?': 'neutral',
};
const failed = (result: SpfResult, reason: string): Evaluation => ({
  result,
  match: null,
  explanation: null,
  reason,
});
const DEFAULT = failed('neutral', 'no term matched');
const TOO_MANY_REASON = `more than ${MAX_LOOKUPS} terms need a DNS look-up`;
const TOO_MANY = permError(TOO_MANY_REASON);

const note = (context: CheckContext, step: Omit<TraceStep, 'lookups'>): void => {
  context.trace?.push({ ...step, lookups: context.lookups });
};

const IS_SPF = /^v=spf1(?: |$)/i;

/** The one SPF record at the name, or the result that stands in its place (RFC 7208, 4.4 and 4.5). */
function* selectRecord(context: CheckContext, domain: string): Steps<SpfRecord | Evaluation> {
  const pending = context.lookup(domain, 'TXT');
  const answer = pending instanceof Promise ? yield pending : pending;
  if (answer.status === 'failed')
    return failed('temperror', `TXT look-up of ${domain} failed: ${answer.reason}`);
  if (answer.status !== 'found') return failed('none', `${domain} has no TXT record`);
  let text: string | null = null;
  for (const value of answer.values) {
    if (!IS_SPF.test(value)) continue;
    if (text !== null) return failed('permerror', `${domain} has more than one SPF record`);
    text = value;
  }
  return text === null ? failed('none', `${domain} has no SPF record`) : parseSpf(text);
}

function* evaluateInclude(
  context: CheckContext,
  term: Mechanism,
  domain: string,
  depth: number,
): Steps<TermOutcome> {
  if (!term.domain) return NO_MATCH;
  const target = yield* targetName(context, term.domain, domain);
  if (target.kind === 'odd') return NO_MATCH;
  if (target.kind === 'voids') return TOO_MANY_VOIDS;
  if (target.kind === 'bad') return permError(`${target.name} can't be asked`);
  const inner = yield* evaluateRecord(context, target.name, depth + 1, false);
  switch (inner.result) {
    case 'pass':
      return { kind: 'match', inner: inner.match };
    case 'temperror':
      return tempError(inner.reason);
    case 'permerror':
    case 'none':
      return permError(inner.reason);
    default:
      return NO_MATCH;
  }
}

function* evaluateTerm(
  context: CheckContext,
  term: Mechanism,
  domain: string,
  depth: number,
): Steps<TermOutcome> {
  if (++context.lookups > MAX_LOOKUPS) return TOO_MANY;
  return term.name === 'include'
    ? yield* evaluateInclude(context, term, domain, depth)
    : yield* evaluateDnsTerm(context, term, domain);
}

function* evaluateRedirect(
  context: CheckContext,
  record: SpfRecord,
  domain: string,
  depth: number,
  explain: boolean,
): Steps<Evaluation> {
  const { redirect } = record;
  if (!redirect?.domain) return DEFAULT;
  if (++context.lookups > MAX_LOOKUPS) return failed('permerror', TOO_MANY_REASON);
  const target = yield* targetName(context, redirect.domain, domain);
  if (target.kind !== 'name') return failed('permerror', 'the target of redirect= can’t be asked');
  const inner = yield* evaluateRecord(context, target.name, depth + 1, explain);
  if (inner.result === 'none') return failed('permerror', inner.reason);
  return inner.match ? { ...inner, match: { domain, term: redirect.raw, inner: inner.match } } : inner;
}

/**
 * Evaluates the record at `domain` (RFC 7208, 4): syntax first, then terms from left to right, then redirect=.
 * `explain` is false inside an include, whose explanation is never used (RFC 7208, 6.2).
 */
export function* evaluateRecord(
  context: CheckContext,
  domain: string,
  depth: number,
  explain: boolean,
): Steps<Evaluation> {
  const record = yield* selectRecord(context, domain);
  if ('result' in record) {
    note(context, {
      depth,
      domain,
      term: null,
      outcome: record.result === 'none' ? 'none' : record.result === 'temperror' ? 'temperror' : 'permerror',
      detail: record.reason,
    });
    return record;
  }
  note(context, { depth, domain, term: null, outcome: 'record', detail: record.text });
  const [problem] = record.problems;
  if (problem)
    return failed('permerror', `${domain}: “${problem.term.raw}” can't be read, ${problem.reason}`);
  if (/[^\x20-\x7e]/.test(record.text))
    return failed('permerror', `the record of ${domain} is not plain ASCII`);
  for (const term of record.terms) {
    if (term.kind !== 'mechanism') continue;
    let outcome: TermOutcome;
    if (term.name === 'all') outcome = MATCH;
    else if (term.network) outcome = cidrHasIp(term.network, context.ip) ? MATCH : NO_MATCH;
    else outcome = yield* evaluateTerm(context, term, domain, depth);
    if (context.trace) {
      const detail = 'reason' in outcome ? outcome.reason : '';
      note(context, {
        depth,
        domain,
        term: term.raw,
        outcome: outcome.kind === 'no' ? 'no-match' : outcome.kind,
        detail,
      });
    }
    if (outcome.kind === 'no') continue;
    const match: SpfMatch = {
      domain,
      term: term.raw,
      inner: outcome.kind === 'match' ? outcome.inner : null,
    };
    if (outcome.kind !== 'match')
      return { result: outcome.kind, match, explanation: null, reason: outcome.reason };
    const result = RESULT_OF[term.qualifier];
    const explanation =
      result === 'fail' && explain && record.exp ? yield* explanationFor(context, record.exp, domain) : null;
    return { result, match, explanation, reason: '' };
  }
  return yield* evaluateRedirect(context, record, domain, depth, explain);
}
