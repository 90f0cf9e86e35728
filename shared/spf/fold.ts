import type { Finding } from '../finding.ts';
import { cidrContains, cidrsEqual } from '../net/cidr.ts';
import type { TermChange, TermOrigin } from './compose-types.ts';
import { spfFinding } from './findings.ts';
import type { CarriedTerm } from './published.ts';
import type { SenderTerm } from './sender-terms.ts';

/** A sender's term on its way into the planned record. */
export interface PlannedTerm {
  readonly term: SenderTerm;
  readonly origin: TermOrigin;
  readonly reason: string;
  /** Where in `ComposeInput` it comes from; absent for published terms. */
  readonly path: string | undefined;
  /** The published term, when it comes from there. */
  readonly carried: CarriedTerm | null;
}
export interface Folded {
  readonly terms: readonly PlannedTerm[];
  readonly findings: readonly Finding[];
  readonly existingFindings: readonly Finding[];
  readonly dropped: readonly TermChange[];
}

const covers = (outer: SenderTerm, inner: SenderTerm): boolean =>
  outer.cidr !== null &&
  inner.cidr !== null &&
  !cidrsEqual(outer.cidr, inner.cidr) &&
  cidrContains(outer.cidr, inner.cidr);

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
  for (const item of first.values()) {
    const wider = item.term.cidr === null ? undefined : list.find((other) => covers(other.term, item.term));
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
