/** Difference between what should be there and what is, term by term. */
import type { Term } from './check-types.ts';

const count = (texts: readonly string[], key: (text: string) => string): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(key(text), (counts.get(key(text)) ?? 0) + 1);
  return counts;
};

/** Takes `text` off the count; false when there is none left. */
const take = (counts: Map<string, number>, key: string): boolean => {
  const left = counts.get(key) ?? 0;
  counts.set(key, left - 1);
  return left > 0;
};

/** `expected` in its order, each the same or missing, then what is found beyond them. Repeats count. */
export const diffTerms = (
  expected: readonly string[],
  found: readonly string[],
  key: (text: string) => string = (text) => text,
): Term[] => {
  const there = count(found, key);
  const wanted = count(expected, key);
  return [
    ...expected.map((term): Term => ({ term, state: take(there, key(term)) ? 'same' : 'missing' })),
    ...found.filter((term) => !take(wanted, key(term))).map((term): Term => ({ term, state: 'extra' })),
  ];
};

export const isSame = (terms: readonly Term[]): boolean => terms.every(({ state }) => state === 'same');

const list = (terms: readonly Term[], state: Term['state']): string =>
  terms
    .filter((term) => term.state === state)
    .map(({ term }) => term)
    .join(', ');

/** "Missing: …. Not expected: …." */
export const describeDiff = (terms: readonly Term[]): string => {
  const [missing, extra] = [list(terms, 'missing'), list(terms, 'extra')];
  return [missing === '' ? '' : `Missing: ${missing}.`, extra === '' ? '' : `Not expected: ${extra}.`]
    .filter(Boolean)
    .join(' ');
};
