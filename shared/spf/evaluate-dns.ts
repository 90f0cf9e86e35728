import { maskIp4, maskIp6 } from '../net/cidr.ts';
import { parseIp, type Ip } from '../net/ip.ts';
import type { DomainSpec, Mechanism } from './ast.ts';
import {
  MATCH,
  MAX_HOSTS,
  MAX_VOIDS,
  NO_MATCH,
  permError,
  tempError,
  type CheckContext,
  type TermOutcome,
} from './check-types.ts';
import type { SpfAnswer, SpfQueryType, Steps } from './lookup-port.ts';
import { expandMacros, reverseName, usesMacro } from './macro-expand.ts';
import { fitName, isQueryName } from './target-name.ts';

export const TOO_MANY_VOIDS = permError(`more than ${MAX_VOIDS} look-ups found nothing`);

/** The name is there, or why the term can't match: `odd` for a local part that fits no name, `voids`
 * for one void look-up too many on the way, `bad` for a broken name. */
export type Target =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'odd' }
  | { readonly kind: 'voids' }
  | { readonly kind: 'bad'; readonly name: string };
const ODD: Target = { kind: 'odd' };
const VOIDS: Target = { kind: 'voids' };

const sameIp = (a: Ip, b: Ip): boolean => a.family === b.family && a.value === b.value;
const isUnder = (name: string, domain: string): boolean => name === domain || name.endsWith(`.${domain}`);
const plainName = (name: string): string => (name.endsWith('.') ? name.slice(0, -1) : name).toLowerCase();

/** Names that the reverse look-up gives and that point back to the client (RFC 7208, 5.5), at most 10 looked at. */
export function* validatedNames(context: CheckContext, countVoid: boolean): Steps<string[] | 'voids'> {
  const asked = context.lookup(reverseName(context.ip), 'PTR');
  const answer = asked instanceof Promise ? yield asked : asked;
  if (answer.status === 'void' && countVoid && ++context.voids > MAX_VOIDS) return 'voids';
  if (answer.status !== 'found') return [];
  const names: string[] = [];
  for (const value of answer.values.slice(0, MAX_HOSTS)) {
    const name = plainName(value);
    const back = context.lookup(name, context.ip.family === 4 ? 'A' : 'AAAA');
    const addresses = back instanceof Promise ? yield back : back;
    if (addresses.status !== 'found') continue;
    const points = addresses.values.some((text) => {
      const parsed = parseIp(text);
      return parsed.ok && sameIp(parsed.ip, context.ip);
    });
    if (points) names.push(name);
  }
  return names;
}

/** `null` when the reverse look-up was one void look-up too many. The value of the macro p: the domain itself, else a name under it, else any, else `unknown` (RFC 7208, 7.3). */
export function* ptrNameFor(context: CheckContext, domain: string, countVoid: boolean): Steps<string | null> {
  const names = yield* validatedNames(context, countVoid);
  if (names === 'voids') return null;
  const wanted = plainName(domain);
  return (
    names.find((name) => name === wanted) ??
    names.find((name) => isUnder(name, wanted)) ??
    names[0] ??
    'unknown'
  );
}

/** The name that a domain-spec stands for in this evaluation. */
export function* targetName(
  context: CheckContext,
  spec: DomainSpec,
  domain: string,
  explaining = false,
): Steps<Target> {
  let name = spec.name;
  if (name === null) {
    if (context.oddLocalPart && usesMacro(spec, 'sl')) return ODD;
    const ptrName = usesMacro(spec, 'p') ? yield* ptrNameFor(context, domain, !explaining) : 'unknown';
    if (ptrName === null) return VOIDS;
    name = fitName(expandMacros(spec, { ...context.values, domain, ptrName }));
  }
  return isQueryName(name) ? { kind: 'name', name } : { kind: 'bad', name };
}

/** Counts a void answer and turns what is no answer into the outcome of the term; `null` when records were found. */
const settle = (
  context: CheckContext,
  answer: SpfAnswer,
  name: string,
  type: SpfQueryType,
): TermOutcome | null => {
  if (answer.status === 'found') return null;
  if (answer.status === 'void') return ++context.voids > MAX_VOIDS ? TOO_MANY_VOIDS : NO_MATCH;
  if (answer.status === 'bad-name') return NO_MATCH;
  return tempError(`${type} look-up of ${name} failed: ${answer.reason}`);
};

const holds = (context: CheckContext, term: Mechanism, addresses: readonly string[]): boolean => {
  const { ip } = context;
  for (const text of addresses) {
    const parsed = parseIp(text);
    if (!parsed.ok || parsed.ip.family !== ip.family) continue;
    const { ip: host } = parsed;
    if (host.family === 4 && ip.family === 4) {
      if (maskIp4(host.value, term.prefix4) === maskIp4(ip.value, term.prefix4)) return true;
    } else if (
      host.family === 6 &&
      ip.family === 6 &&
      maskIp6(host.value, term.prefix6) === maskIp6(ip.value, term.prefix6)
    )
      return true;
  }
  return false;
};

function* evaluateMx(context: CheckContext, term: Mechanism, hosts: readonly string[]): Steps<TermOutcome> {
  const type = context.ip.family === 4 ? 'A' : 'AAAA';
  let asked = 0;
  for (const host of hosts) {
    const name = plainName(host);
    if (name === '') continue; // null MX (RFC 7505)
    if (++asked > MAX_HOSTS) return permError(`mx has more than ${MAX_HOSTS} hosts`);
    const pending = context.lookup(name, type);
    const answer = pending instanceof Promise ? yield pending : pending;
    if (answer.status === 'failed') return tempError(`${type} look-up of ${name} failed: ${answer.reason}`);
    if (answer.status === 'found' && holds(context, term, answer.values)) return MATCH;
  }
  return NO_MATCH;
}

/** a, mx, exists and ptr (RFC 7208, 5.3 to 5.5 and 5.7). A name that can't be asked matches nothing. */
export function* evaluateDnsTerm(context: CheckContext, term: Mechanism, domain: string): Steps<TermOutcome> {
  let name = domain;
  if (term.domain) {
    const target = yield* targetName(context, term.domain, domain);
    if (target.kind === 'voids') return TOO_MANY_VOIDS;
    if (target.kind !== 'name') return NO_MATCH;
    name = target.name;
  }
  if (term.name === 'ptr') {
    const names = yield* validatedNames(context, true);
    if (names === 'voids') return TOO_MANY_VOIDS;
    const wanted = plainName(name);
    return names.some((other) => isUnder(other, wanted)) ? MATCH : NO_MATCH;
  }
  const type = term.name === 'mx' ? 'MX' : term.name === 'exists' || context.ip.family === 4 ? 'A' : 'AAAA';
  const pending = context.lookup(name, type);
  const answer = pending instanceof Promise ? yield pending : pending;
  const settled = settle(context, answer, name, type);
  if (settled !== null || answer.status !== 'found') return settled ?? NO_MATCH;
  if (term.name === 'exists') return MATCH;
  if (term.name === 'mx') return yield* evaluateMx(context, term, answer.values);
  return holds(context, term, answer.values) ? MATCH : NO_MATCH;
}
