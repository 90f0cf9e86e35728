import type { Finding } from '../finding.ts';
import { cidrContains, type Cidr } from '../net/cidr.ts';
import type { TermChange } from './compose-types.ts';
import { spfFinding } from './findings.ts';
import type { PlannedTerm } from './planned-term.ts';

export interface Folded {
  readonly terms: readonly PlannedTerm[];
  readonly findings: readonly Finding[];
  readonly existingFindings: readonly Finding[];
  readonly dropped: readonly TermChange[];
}

/** A block with every address of `inner` and more. */
const covers = (outer: Cidr, inner: Cidr): boolean =>
  outer.prefix < inner.prefix && cidrContains(outer, inner);

/**
 * Folds duplicates into the first and leaves out addresses inside another listed block. A published term that the
 * profile needs anyway goes without a word; what the profile says twice is told.
 */
export const foldTerms = (list: readonly PlannedTerm[]): Folded => {
  const first = new Map<string, PlannedTerm>();
  const findings: Finding[] = [];
  const existingFindings: Finding[] = [];
  const dropped: TermChange[] = [];
  const kept: PlannedTerm[] = [];
  const tell = (item: PlannedTerm, code: 'SPF-I-DUPLICATE' | 'SPF-I-COVERED'): void => {
    (item.origin === 'existing' ? existingFindings : findings).push(
      spfFinding(code, { token: item.term.text, path: item.path }),
    );
  };
  for (const item of list) {
    const twin = first.get(item.term.text);
    if (twin === undefined) first.set(item.term.text, item);
    else if (item.origin !== 'existing' || twin.origin === 'existing') tell(item, 'SPF-I-DUPLICATE');
  }
  const blocks = list.filter(({ term }) => term.cidr !== null);
  for (const item of first.values()) {
    const { cidr } = item.term;
    const wider =
      cidr === null || blocks.length < 2
        ? undefined
        : blocks.find(({ term }) => term.cidr !== null && covers(term.cidr, cidr));
    if (wider === undefined) {
      kept.push(item);
      continue;
    }
    tell(item, 'SPF-I-COVERED');
    if (item.origin === 'existing') {
      dropped.push({
        action: 'dropped',
        text: item.term.text,
        origin: 'existing',
        reason: `inside ${wider.term.text}`,
      });
    }
  }
  return { terms: kept, findings, existingFindings, dropped };
};
