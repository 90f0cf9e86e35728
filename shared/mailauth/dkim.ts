import type { Finding } from '../finding.ts';
import { hint } from './findings.ts';
import { INITIAL_SUFFIXES } from './initial-domain.ts';

export interface DkimTarget {
  readonly format: 'old' | 'new';
  readonly selector: 1 | 2;
  /** The domain as Microsoft writes it: hyphens in place of dots, at times shortened or with a suffix. */
  readonly label: string;
  readonly tenant: string;
  /** What must be equal for both selectors: the end of the name. */
  readonly place: string;
  /** Microsoft's letter in the new format. */
  readonly letter: string | null;
}

/** One key host in the tenant's initial domain; since May 2025 a host with Microsoft's letter. */
const OLD = new RegExp(
  String.raw`^selector([12])-([a-z0-9-]+)\._domainkey\.([a-z0-9-]+)\.(${INITIAL_SUFFIXES.map((suffix) => suffix.replaceAll('.', String.raw`\.`)).join('|')})$`,
);
const NEW = /^selector([12])-([a-z0-9-]+)\._domainkey\.([a-z0-9-]+)\.([a-z]-v1\.dkim\.mail\.microsoft)$/;

const plain = (name: string): string => name.trim().toLowerCase().replace(/\.$/, '');

/** Recognises a target of Microsoft's selectors, of the old and the new format; `null` for anything else. */
export const parseDkimTarget = (text: string): DkimTarget | null => {
  const name = plain(text);
  const old = OLD.exec(name);
  const found = old ?? NEW.exec(name);
  if (!found) return null;
  const [, digit, label = '', tenant = '', place = ''] = found;
  const selector = digit === '1' ? 1 : 2;
  return old
    ? { format: 'old', selector, label, tenant, place, letter: null }
    : { format: 'new', selector, label, tenant, place, letter: place.slice(0, 1) };
};

export interface DkimInput {
  readonly domain: string;
  /** The targets that Get-DkimSigningConfig gives; empty when not known yet. */
  readonly selector1: string;
  readonly selector2: string;
}

const bare = (label: string): string => label.replaceAll('-', '');

const targetFindings = (text: string, selector: 1 | 2, domain: string): Finding[] => {
  const name = `selector${selector}`;
  if (text.trim() === '') return [hint('DKIM-E-MISSING-TARGET', { token: name })];
  const target = parseDkimTarget(text);
  if (!target) return [hint('DKIM-E-BAD-TARGET', { token: text.trim(), reason: name })];
  const out: Finding[] = [];
  if (target.selector !== selector) out.push(hint('DKIM-E-SWAPPED', { token: plain(text), reason: name }));
  // the label may be shortened, lose its hyphens or carry a suffix, so only one with nothing in common is called foreign
  const first = bare(plain(domain).split('.', 1)[0] ?? '');
  if (first.length >= 4 && !bare(target.label).startsWith(first.slice(0, 4))) {
    out.push(hint('DKIM-E-OTHER-DOMAIN', { token: plain(text), reason: domain }));
  }
  if (target.format === 'old') out.push(hint('DKIM-I-OLD-FORMAT', { token: plain(text) }));
  return out;
};

/** Judges the two selector targets of a profile: pattern, order, and that both come from the same place. */
export const checkDkimTargets = ({ domain, selector1, selector2 }: DkimInput): Finding[] => {
  if (selector1.trim() === '' && selector2.trim() === '') return [];
  const out = [...targetFindings(selector1, 1, domain), ...targetFindings(selector2, 2, domain)];
  const one = parseDkimTarget(selector1);
  const two = parseDkimTarget(selector2);
  if (one && two && (one.place !== two.place || one.tenant !== two.tenant || one.label !== two.label)) {
    out.push(hint('DKIM-E-FORMATS-DIFFER', { token: `${plain(selector1)}, ${plain(selector2)}` }));
  }
  return out;
};
