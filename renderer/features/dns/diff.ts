/** Expected against found, term by term, for people. */
import type { Term } from '../../../shared/dns/check-types.ts';
import { diffTerms } from '../../../shared/dns/diff.ts';

const SPF = /^v=spf1(\s|$)/iu;

const termsOf = (lines: readonly string[], split: boolean): readonly string[] =>
  lines.flatMap((line) => (split ? line.split(/\s+/u) : [line.trim()])).filter((term) => term !== '');

/** A name, alone or after a preference; keys and tokens, which tell upper from lower case, look otherwise. */
const NAME = /^(?:\d+ )?[\w.-]+$/u;

/**
 * Compares SPF and names without regard to case. SPF records are taken apart at blanks; everything else is compared line by line.
 * Expected terms come first, in their order, then what was found besides.
 */
export const termDiff = (expected: readonly string[], found: readonly string[]): readonly Term[] => {
  const split = [...expected, ...found].some((line) => SPF.test(line.trim()));
  const keyOf = (term: string): string => (split || NAME.test(term) ? term.toLowerCase() : term);
  return diffTerms(termsOf(expected, split), termsOf(found, split), keyOf);
};
