import type { FindingCode } from '../finding.ts';
import { memoByText } from '../net/bounded-cache.ts';
import { parseCidr } from '../net/cidr.ts';
import { MECHANISMS } from './ast.ts';
import type {
  BadTerm,
  DomainSpec,
  Mechanism,
  MechanismName,
  Modifier,
  Qualifier,
  SpfProblem,
  SpfRecord,
  Term,
} from './ast.ts';
import { parseDomainSpec, parseMacroString, type MacroResult } from './macro.ts';

interface Place {
  readonly raw: string;
  readonly start: number;
  readonly end: number;
  readonly gap: string;
}

const bad = (place: Place, code: FindingCode, reason: string, name: string | null): BadTerm => ({
  kind: 'bad',
  ...place,
  code,
  reason,
  name,
});

const MODIFIER = /^([a-z][a-z0-9._-]*)=/i;
const MECHANISM = /^([+?~-]?)([a-z][a-z0-9._-]*)(?=[:/]|$)/i;
/** The prefix lengths at the end of `a` and `mx`: `/24`, `//64` or `/24//64`. Digits are judged later. */
const DUAL_CIDR = /(?:\/([0-9]*))?(?:\/\/([0-9]*))?$/;

const isName = (name: string): name is MechanismName => (MECHANISMS as readonly string[]).includes(name);
const isQualifier = (sign: string): sign is Qualifier =>
  sign === '+' || sign === '-' || sign === '~' || sign === '?';

const prefixOf = (digits: string | undefined, max: number): number | string => {
  if (digits === undefined) return max;
  if (digits === '') return 'the prefix length behind the slash is missing';
  if (digits.length > 1 && digits.startsWith('0')) return `the prefix length “${digits}” starts with a zero`;
  return digits.length > 3 || Number(digits) > max
    ? `the prefix length ${digits} is over ${max}`
    : Number(digits);
};

const badDomain = (
  place: Place,
  name: string,
  read: MacroResult<DomainSpec> & { ok: false },
  text: string,
): BadTerm => {
  if (read.fault === 'macro') return bad(place, 'SPF-E-BAD-MACRO', read.reason, name);
  const slash = text.slice(text.lastIndexOf('}') + 1).includes('/');
  return slash && (name === 'a' || name === 'mx')
    ? bad(place, 'SPF-E-BAD-CIDR', 'the text behind the slash is not a prefix length', name)
    : bad(place, 'SPF-E-BAD-DOMAIN', read.reason, name);
};

const parseMechanism = (place: Place, sign: string, name: MechanismName, rest: string): Term => {
  const base: Mechanism = {
    kind: 'mechanism',
    ...place,
    name,
    qualifier: isQualifier(sign) ? sign : '+',
    qualified: sign !== '',
    domain: null,
    network: null,
    hostBits: false,
    prefix4: 32,
    prefix6: 128,
  };
  const value = rest.startsWith(':') ? rest.slice(1) : null;
  const empty = (): BadTerm =>
    bad(place, 'SPF-E-EMPTY-VALUE', `${name}: must be followed by a value at once, without a blank`, name);
  if (name === 'all') {
    return rest === '' ? base : bad(place, 'SPF-E-UNEXPECTED-VALUE', 'all takes no value', name);
  }
  if (name === 'ip4' || name === 'ip6') {
    if (value === null || value === '') return empty();
    const read = parseCidr(value);
    const family = name === 'ip4' ? 4 : 6;
    if (!read.ok)
      return bad(place, read.fault === 'prefix' ? 'SPF-E-BAD-CIDR' : 'SPF-E-BAD-IP', read.reason, name);
    if (read.cidr.family !== family) {
      return bad(
        place,
        'SPF-E-IP-FAMILY',
        `${name}: takes IPv${family}, this is IPv${read.cidr.family}`,
        name,
      );
    }
    return { ...base, network: read.cidr, hostBits: read.hostBits };
  }
  if (name === 'include' || name === 'exists' || name === 'ptr') {
    if (value === '' || (value === null && name !== 'ptr')) return empty();
    if (value === null)
      return rest === '' ? base : bad(place, 'SPF-E-BAD-CIDR', 'ptr takes no prefix length', name);
    const read = parseDomainSpec(value);
    return read.ok ? { ...base, domain: read.value } : badDomain(place, name, read, value);
  }
  const dual = DUAL_CIDR.exec(rest);
  const prefix4 = prefixOf(dual?.[1], 32);
  const prefix6 = prefixOf(dual?.[2], 128);
  const head = rest.slice(0, rest.length - (dual?.[0].length ?? 0));
  if (head === ':') return empty();
  if (typeof prefix4 === 'string') return bad(place, 'SPF-E-BAD-CIDR', prefix4, name);
  if (typeof prefix6 === 'string') return bad(place, 'SPF-E-BAD-CIDR', prefix6, name);
  if (head === '') return { ...base, prefix4, prefix6 };
  if (!head.startsWith(':'))
    return bad(place, 'SPF-E-BAD-CIDR', 'the text behind the slash is not a prefix length', name);
  const read = parseDomainSpec(head.slice(1));
  return read.ok ? { ...base, domain: read.value, prefix4, prefix6 } : badDomain(place, name, read, head);
};

const parseModifier = (place: Place, name: string, value: string): Term => {
  if (name !== 'redirect' && name !== 'exp') {
    const read = parseMacroString(value, 'modifier');
    if (!read.ok) return bad(place, 'SPF-E-BAD-MACRO', read.reason, name);
    return { kind: 'modifier', ...place, name, value: read.value, domain: null };
  }
  if (value === '')
    return bad(
      place,
      'SPF-E-EMPTY-VALUE',
      `${name}= must be followed by a name at once, without a blank`,
      name,
    );
  const read = parseDomainSpec(value);
  return read.ok
    ? { kind: 'modifier', ...place, name, value: read.value, domain: read.value }
    : badDomain(place, name, read, value);
};

const parseTerm = (place: Place): Term => {
  const { raw } = place;
  const modifier = MODIFIER.exec(raw);
  if (modifier) return parseModifier(place, (modifier[1] ?? '').toLowerCase(), raw.slice(modifier[0].length));
  const mechanism = MECHANISM.exec(raw);
  if (!mechanism) return bad(place, 'SPF-E-STRAY-TOKEN', 'it is neither a mechanism nor a modifier', null);
  const name = (mechanism[2] ?? '').toLowerCase();
  return isName(name)
    ? parseMechanism(place, mechanism[1] ?? '', name, raw.slice(mechanism[0].length))
    : bad(place, 'SPF-E-UNKNOWN-MECHANISM', `there is no mechanism “${mechanism[2] ?? ''}”`, null);
};

const VERSION = /^v=spf1(?= |$)/i;

const parse = (text: string): SpfRecord => {
  const version = VERSION.exec(text)?.[0] ?? null;
  const terms: Term[] = [];
  const problems: SpfProblem[] = [];
  const single: { redirect: Modifier | null; exp: Modifier | null } = { redirect: null, exp: null };
  let at = version?.length ?? 0;
  let tail = '';
  while (at < text.length) {
    let start = at;
    while (text.charCodeAt(start) === 32) start++;
    const gap = text.slice(at, start);
    if (start === text.length) {
      tail = gap;
      break;
    }
    const blank = text.indexOf(' ', start);
    const end = blank < 0 ? text.length : blank;
    const term = parseTerm({ raw: text.slice(start, end), start, end, gap });
    terms.push(term);
    if (term.kind === 'bad') problems.push({ code: term.code, term, reason: term.reason });
    if (term.kind === 'modifier' && (term.name === 'redirect' || term.name === 'exp')) {
      if (single[term.name] === null) single[term.name] = term;
      else
        problems.push({
          code: 'SPF-E-DUPLICATE-MODIFIER',
          term,
          reason: `${term.name}= may stand only once`,
        });
    }
    at = end;
  }
  return { text, version, terms, tail, problems, ...single };
};

/**
 * Reads the text of one TXT record as SPF. Never throws and never drops a character: what breaks the grammar becomes
 * a `BadTerm`, and `printSpf` gives back the text. Terms are parted by blanks alone (RFC 7208, 4.6.1 and 12).
 */
export const parseSpf: (text: string) => SpfRecord = memoByText(parse);
