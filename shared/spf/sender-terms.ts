import type { Finding } from '../finding.ts';
import { memoByText } from '../net/bounded-cache.ts';
import { cidrOf, formatCidr, parseCidr, type Cidr } from '../net/cidr.ts';
import { checkDomainName } from '../net/domain-name.ts';
import { classifyCidr, describeClass, isNonPublic } from '../net/ip-class.ts';
import { parseRange } from '../net/ip-range.ts';
import { unmapIp } from '../net/ip.ts';
import type { Mechanism } from './ast.ts';
import { spfFinding } from './findings.ts';
import { parseDomainSpec } from './macro.ts';
import { parseSpf } from './parse.ts';

export type TermKind = 'ip4' | 'ip6' | 'include' | 'other';

/** A term that authorises a sender, in the form in which it goes into the record. */
export interface SenderTerm {
  readonly kind: TermKind;
  /** Canonical text, without a qualifier. */
  readonly text: string;
  /** ip4 and ip6 only. */
  readonly cidr: Cidr | null;
  /** include only: the target, or `null` when it holds a macro. */
  readonly target: string | null;
}
/** What one value of the profile gives: no terms when it can't be read (then a finding says why). */
export interface ReadSender {
  readonly terms: readonly SenderTerm[];
  readonly findings: readonly Finding[];
}

const WIDE = { 4: 20, 6: 32 } as const;

/** Warnings about a network as such; `token` is its canonical text. */
export const networkFindings = (cidr: Cidr): Finding[] => {
  const token = formatCidr(cidr);
  const out: Finding[] = [];
  if (isNonPublic(cidr))
    out.push(spfFinding('SPF-W-NON-PUBLIC-IP', { token, reason: describeClass(classifyCidr(cidr)) }));
  if (cidr.prefix < WIDE[cidr.family]) out.push(spfFinding('SPF-W-WIDE-CIDR', { token }));
  return out;
};

export const networkTerm = (cidr: Cidr): SenderTerm => ({
  kind: cidr.family === 4 ? 'ip4' : 'ip6',
  text: `ip${cidr.family}:${formatCidr(cidr)}`,
  cidr,
  target: null,
});
export const includeTerm = (target: string, fixed = true): SenderTerm => ({
  kind: 'include',
  text: `include:${target}`,
  cidr: null,
  target: fixed ? target : null,
});

const refused = (...findings: Finding[]): ReadSender => ({ terms: [], findings });

const MAPPED_BITS = 96;
const unmapCidr = (cidr: Cidr): Cidr => {
  if (cidr.family === 4 || cidr.prefix < MAPPED_BITS) return cidr;
  const ip = unmapIp({ family: 6, value: cidr.network });
  return ip.family === 4 ? cidrOf(ip, cidr.prefix - MAPPED_BITS) : cidr;
};

/** An ip6 term that names IPv4 hosts: they are compared as IPv4, so it never matches (RFC 7208, 5). */
export const mappedFindings = (term: Mechanism): Finding[] => {
  if (term.network === null || unmapCidr(term.network) === term.network) return [];
  const fix = networkTerm(unmapCidr(term.network)).text;
  return [spfFinding('SPF-W-MAPPED-ADDRESS', { token: term.raw, offset: term.start, fix })];
};

/** `a` or `mx` with a prefix that lets whole networks round its hosts pass. */
export const hasWidePrefix = (term: Mechanism): boolean =>
  (term.name === 'a' || term.name === 'mx') &&
  term.qualifier === '+' &&
  (term.prefix4 < WIDE[4] || term.prefix6 < WIDE[6]);

/** What word processors make of the hyphen in a range. */
const DASHES = /[\u2010-\u2015\u2212]/g;

const readAddressUncached = (given: string): ReadSender => {
  const token = given.trim();
  const findings: Finding[] = [];
  const prefix = /^[+]?ip(v?)([46]):\s*/i.exec(token);
  const text = token.slice(prefix?.[0].length ?? 0).replace(DASHES, '-');
  if (prefix) findings.push(spfFinding('SPF-I-PREFIX-STRIPPED', { token, fix: text }));
  if (text.includes('-')) {
    const range = parseRange(text);
    if (!range.ok) return refused(spfFinding('SPF-E-BAD-IP', { token, reason: range.reason }));
    findings.push(spfFinding('SPF-I-RANGE-TO-CIDR', { token, fix: range.cidrs.map(formatCidr).join(' ') }));
    return {
      terms: range.cidrs.map(networkTerm),
      findings: [...findings, ...range.cidrs.flatMap(networkFindings)],
    };
  }
  const read = parseCidr(text);
  if (!read.ok) {
    return refused(
      spfFinding(read.fault === 'prefix' ? 'SPF-E-BAD-CIDR' : 'SPF-E-BAD-IP', { token, reason: read.reason }),
    );
  }
  if (prefix && prefix[2] !== String(read.cidr.family))
    return refused(spfFinding('SPF-E-IP-FAMILY', { token }));
  const cidr = unmapCidr(read.cidr);
  if (cidr !== read.cidr) findings.push(spfFinding('SPF-W-MAPPED-ADDRESS', { token, fix: formatCidr(cidr) }));
  if (read.hostBits) findings.push(spfFinding('SPF-W-HOST-BITS', { token, fix: formatCidr(cidr) }));
  return { terms: [networkTerm(cidr)], findings: [...findings, ...networkFindings(cidr)] };
};

/** One address, network or dash range of the profile. */
export const readAddress: (text: string) => ReadSender = memoByText(readAddressUncached);

const readIncludeUncached = (given: string): ReadSender => {
  const token = given.trim();
  const findings: Finding[] = [];
  const prefix = /^[+]?include\s*[:=]\s*/i.exec(token);
  const text = token.slice(prefix?.[0].length ?? 0);
  if (prefix) findings.push(spfFinding('SPF-I-PREFIX-STRIPPED', { token, fix: text }));
  if (text.includes('%')) {
    const spec = parseDomainSpec(text);
    if (!spec.ok) {
      return refused(
        spfFinding(spec.fault === 'macro' ? 'SPF-E-BAD-MACRO' : 'SPF-E-BAD-DOMAIN', {
          token,
          reason: spec.reason,
        }),
      );
    }
    return { terms: [includeTerm(text, false)], findings };
  }
  const name = checkDomainName(text, { allowUnderscore: true });
  if (!name.ok) return refused(spfFinding('SPF-E-BAD-DOMAIN', { token, reason: name.reason }));
  if (name.trailingDot) findings.push(spfFinding('SPF-W-TRAILING-DOT', { token: text, fix: name.name }));
  return { terms: [includeTerm(name.name)], findings };
};

/** One include target of the profile: a name, with or without a pasted `include:`. */
export const readInclude: (text: string) => ReadSender = memoByText(readIncludeUncached);

/** The mechanism without `+`, lower case where no macro stands in it, without a trailing dot. */
export const canonicalText = (term: Mechanism): string => {
  if (term.network) return `${term.name}:${formatCidr(term.network)}`;
  const bare = term.raw.slice(term.qualified ? 1 : 0);
  const target = term.domain?.name ?? null;
  if (target === null) return bare.replace(/^[a-z0-9]+/i, term.name);
  const dual = `${term.prefix4 === 32 ? '' : `/${term.prefix4}`}${term.prefix6 === 128 ? '' : `//${term.prefix6}`}`;
  return `${term.name}:${target}${dual}`;
};

/** The sender term that a parsed mechanism (not `all`) stands for. */
export const senderTermOf = (term: Mechanism): SenderTerm => {
  if (term.network) return networkTerm(unmapCidr(term.network));
  if (term.name === 'include' && term.domain)
    return includeTerm(term.domain.name ?? term.domain.raw, term.domain.name !== null);
  return { kind: 'other', text: canonicalText(term), cidr: null, target: null };
};

const readTermUncached = (given: string): ReadSender => {
  const token = given.trim();
  const { terms, problems } = parseSpf(`v=spf1 ${token}`);
  const [problem] = problems;
  if (problem) return refused(spfFinding(problem.code, { token: problem.term.raw, reason: problem.reason }));
  const [term] = terms;
  if (terms.length !== 1 || term?.kind !== 'mechanism' || term.name === 'all' || term.qualifier !== '+') {
    return refused(spfFinding('SPF-E-BAD-TERM', { token }));
  }
  if (term.network) return readAddress(token.slice(token.indexOf(':') + 1));
  if (term.name === 'include') return readInclude(term.domain?.raw ?? '');
  return {
    terms: [senderTermOf(term)],
    findings: term.name === 'ptr' ? [spfFinding('SPF-W-PTR', { token })] : [],
  };
};

/** One whole SPF term of the profile, e.g. `exists:%{i}._spf.example`. */
export const readTerm: (text: string) => ReadSender = memoByText(readTermUncached);
