import type { Finding } from '../finding.ts';
import { cidrContains } from '../net/cidr.ts';
import { spfFinding } from './findings.ts';
import type { Folded } from './fold.ts';
import { foldTerms } from './fold.ts';
import { plannedTerm, type CarriedTerm, type PlannedTerm } from './planned-term.ts';
import type { Published } from './published.ts';

const grants = (published: CarriedTerm, wanted: PlannedTerm): boolean =>
  published.passes &&
  (published.text === wanted.term.text ||
    (published.cidr !== null && wanted.term.cidr !== null && cidrContains(published.cidr, wanted.term.cidr)));

/** A refusing term in front that catches the sender before its own term is reached. */
const refusal = (carried: readonly CarriedTerm[], wanted: PlannedTerm): CarriedTerm | undefined => {
  const own = carried.findIndex((term) => grants(term, wanted));
  return carried
    .slice(0, own < 0 ? carried.length : own)
    .find(
      ({ passes, text, cidr }) =>
        !passes &&
        (text === wanted.term.text ||
          (cidr !== null && wanted.term.cidr !== null && cidrContains(cidr, wanted.term.cidr))),
    );
};

/**
 * The published record refuses some senders, so that moving terms could change who passes: its order stays and only
 * the wanted terms that it does not grant yet are added in front of all.
 */
export const appendMissing = (published: Published, wanted: readonly PlannedTerm[]): Folded => {
  const folded = foldTerms(wanted);
  const findings: Finding[] = [...folded.findings];
  for (const item of folded.terms) {
    const earlier = refusal(published.carried, item);
    if (!earlier) continue;
    findings.push(
      spfFinding('SPF-E-DENIED-FIRST', {
        token: item.term.text,
        reason: `“${earlier.raw}” refuses it first`,
        path: item.path,
      }),
    );
  }
  const missing = folded.terms.filter((item) => !published.carried.some((term) => grants(term, item)));
  const kept = published.carried.map((term) =>
    plannedTerm(term, 'existing', 'published before, order kept', undefined, term),
  );
  return { ...folded, terms: [...kept, ...missing], findings };
};
