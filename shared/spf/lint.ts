import type { Finding, FindingCode } from '../finding.ts';
import { cidrContains, cidrsEqual, formatCidr } from '../net/cidr.ts';
import { isAll, isMechanism, type Mechanism, type Modifier, type SpfRecord, type Term } from './ast.ts';
import type { Cloud } from './compose-types.ts';
import { spfFinding } from './findings.ts';
import {
  KNOWN_NESTED_LOOKUPS,
  LEGACY_ADVICE,
  MAX_LOOKUPS,
  NEAR_LOOKUPS,
  OTHER_CLOUD_ADVICE,
  isLegacyMicrosoftInclude,
  isOtherCloudInclude,
} from './microsoft.ts';
import { usesMacro } from './macro-expand.ts';
import { hasNonAscii, isEqualsSlip } from './published.ts';
import { canonicalText, hasWidePrefix, mappedFindings, networkFindings } from './sender-terms.ts';
import { ADVISED_RECORD_OCTETS, octetLength } from './split.ts';

export interface LintOptions {
  /** The name at which the record stands; lower case. */
  readonly domain: string;
  readonly cloud?: Cloud;
  /** Nested DNS look-ups of include targets, where known. */
  readonly lookupCosts?: Readonly<Record<string, number>>;
  /** Include targets that are known to have no SPF record. */
  readonly targetsWithoutSpf?: readonly string[];
}

const at = (code: FindingCode, term: Term, token = term.raw, fix?: string): Finding =>
  spfFinding(code, { token, offset: term.start + Math.max(term.raw.indexOf(token), 0), fix });

/** `include:filter.example-all`: by the grammar a name, and no such top-level domain will ever be. */
const FUSED_ALL = /[a-z0-9]-all$/;

const lintTarget = (term: Mechanism | Modifier, options: LintOptions): Finding[] => {
  const out: Finding[] = [];
  const { domain } = term;
  if (domain === null) return out;
  if (usesMacro(domain, 'p')) out.push(at('SPF-W-PTR-MACRO', term));
  if (domain.name === null) return out;
  if (FUSED_ALL.test(domain.name) && term.raw.endsWith(domain.raw))
    out.push(at('SPF-E-MISSING-BLANK', term, term.raw, `${term.raw.slice(0, -4)} ${term.raw.slice(-4)}`));
  if (domain.raw.endsWith('.')) out.push(at('SPF-W-TRAILING-DOT', term, domain.raw, domain.raw.slice(0, -1)));
  if (term.name !== 'include' && term.name !== 'redirect') return out;
  const name = { token: domain.name, offset: term.start + Math.max(term.raw.indexOf(domain.raw), 0) };
  if (domain.name === options.domain) out.push(at('SPF-E-INCLUDE-LOOP', term));
  else if (options.targetsWithoutSpf?.includes(domain.name) === true)
    out.push(at('SPF-E-INCLUDE-NO-SPF', term));
  if (isLegacyMicrosoftInclude(domain.name))
    out.push(spfFinding('SPF-W-LEGACY-INCLUDE', { ...name, reason: LEGACY_ADVICE }));
  else if (options.cloud !== undefined && isOtherCloudInclude(domain.name, options.cloud))
    out.push(spfFinding('SPF-W-WRONG-CLOUD', { ...name, reason: OTHER_CLOUD_ADVICE }));
  return out;
};

const lintMechanism = (term: Mechanism, options: LintOptions): Finding[] => {
  const out: Finding[] = [];
  if (term.network) {
    const value = term.raw.slice(term.raw.indexOf(':') + 1);
    if (term.hostBits) out.push(at('SPF-W-HOST-BITS', term, value, formatCidr(term.network)));
    for (const finding of networkFindings(term.network)) out.push({ ...finding, offset: term.start });
    out.push(...mappedFindings(term));
  }
  if (term.name === 'ptr') out.push(at('SPF-W-PTR', term));
  if (term.name === 'mx' && (term.domain === null || term.domain.name === options.domain))
    out.push(at('SPF-W-MX-AFTER-CUTOVER', term));
  if (hasWidePrefix(term)) out.push(at('SPF-W-WIDE-CIDR', term));
  return [...out, ...lintTarget(term, options)];
};

/** What the mechanisms say about the modifiers beside them. */
interface Beside {
  readonly all: boolean;
  /** Where the last mechanism starts; -1 when there is none. */
  readonly last: number;
}

const lintModifier = (term: Modifier, { all, last }: Beside, options: LintOptions): Finding[] => {
  const order = last > term.start ? [at('SPF-I-MODIFIER-ORDER', term)] : [];
  if (term.name === 'exp') return order;
  if (term.name === 'redirect')
    return all
      ? [at('SPF-W-REDIRECT-IGNORED', term, term.raw, '')]
      : [...order, ...lintTarget(term, options)];
  return [
    at(
      isEqualsSlip(term) ? 'SPF-E-EQUALS-SIGN' : 'SPF-I-UNKNOWN-MODIFIER',
      term,
      term.raw,
      isEqualsSlip(term) ? term.raw.replace('=', ':') : undefined,
    ),
  ];
};

/** Terms that stand twice, and addresses inside a wider block of the same record. */
const lintOverlap = (term: Mechanism, earlier: ReadonlySet<string>, all: readonly Mechanism[]): Finding[] => {
  if (earlier.has(term.qualifier + canonicalText(term))) return [at('SPF-I-DUPLICATE', term, term.raw, '')];
  const { network, qualifier } = term;
  if (network === null) return [];
  const wider = all.some(
    (other) =>
      other.network !== null &&
      other.qualifier === qualifier &&
      !cidrsEqual(other.network, network) &&
      cidrContains(other.network, network),
  );
  return wider ? [at('SPF-I-COVERED', term, term.raw, '')] : [];
};

const lintPolicy = (record: SpfRecord, all: Mechanism | undefined): Finding[] => {
  if (all === undefined) return record.redirect ? [] : [spfFinding('SPF-W-NO-ALL')];
  if (all.qualifier === '+') return [at('SPF-E-PLUS-ALL', all, all.raw, '-all')];
  if (all.qualifier === '~') return [at('SPF-W-SOFTFAIL', all, all.raw, '-all')];
  return all.qualifier === '?' ? [at('SPF-W-NEUTRAL', all, all.raw, '-all')] : [];
};

/** Look-ups that the record can cause, those of its includes as far as they are known (RFC 7208, 4.6.4). */
export const recordLookups = (record: SpfRecord, costs: Readonly<Record<string, number>> = {}): number => {
  const nested = (name: string | null): number =>
    name === null ? 0 : (costs[name] ?? KNOWN_NESTED_LOOKUPS[name] ?? 0);
  let count = 0;
  let ended = false;
  for (const term of record.terms) {
    if (!isMechanism(term) || ended) continue;
    if (isAll(term)) ended = true;
    else if (term.network === null)
      count += 1 + (term.name === 'include' ? nested(term.domain?.name ?? null) : 0);
  }
  return !ended && record.redirect?.domain ? count + 1 + nested(record.redirect.domain.name) : count;
};

const lintSize = (record: SpfRecord, options: LintOptions): Finding[] => {
  const out: Finding[] = [];
  const lookups = recordLookups(record, options.lookupCosts);
  const octets = octetLength(record.text);
  if (lookups > MAX_LOOKUPS) out.push(spfFinding('SPF-E-TOO-MANY-LOOKUPS', { token: String(lookups) }));
  else if (lookups >= NEAR_LOOKUPS)
    out.push(spfFinding('SPF-W-LOOKUPS-NEAR-LIMIT', { token: String(lookups) }));
  if (octets > ADVISED_RECORD_OCTETS) out.push(spfFinding('SPF-W-LENGTH-450', { token: String(octets) }));
  return out;
};

const mechanismEnd = (record: SpfRecord): number => record.terms.findLast(isMechanism)?.start ?? -1;

/** Everything that can be said about one record's text without asking DNS, in the order of the text. */
export const lintRecord = (record: SpfRecord, options: LintOptions): Finding[] => {
  const out: Finding[] = [];
  if (hasNonAscii(record.text)) out.push(spfFinding('SPF-E-NON-ASCII'));
  const mechanisms = record.terms.filter(isMechanism).filter((term) => !isAll(term));
  const problems = new Map(record.problems.map((problem) => [problem.term, problem]));
  const earlier = new Set<string>();
  const beside = { all: record.terms.some(isAll), last: mechanismEnd(record) };
  let all: Mechanism | undefined;
  for (const term of record.terms) {
    const problem = problems.get(term);
    if (problem)
      out.push(spfFinding(problem.code, { token: term.raw, offset: term.start, reason: problem.reason }));
    else if (term.kind === 'modifier') out.push(...lintModifier(term, beside, options));
    else if (term.kind === 'mechanism' && all !== undefined)
      out.push(at('SPF-W-TERMS-AFTER-ALL', term, term.raw, ''));
    else if (term.kind === 'mechanism' && isAll(term)) all = term;
    else if (term.kind === 'mechanism') {
      out.push(...lintMechanism(term, options), ...lintOverlap(term, earlier, mechanisms));
      earlier.add(term.qualifier + canonicalText(term));
    }
  }
  return [...out, ...lintPolicy(record, all), ...lintSize(record, options)];
};
