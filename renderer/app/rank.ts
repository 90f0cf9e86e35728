/** Ranking of the command palette and other lists that are searched by typing; pure, so that it can be tested. */
export interface Searchable {
  /** What is shown and searched first. */
  readonly label: string;
  /** Further words that find it, e.g. the phase of a step. */
  readonly words?: string;
}

const fold = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

const START = 100;
const WORD_START = 60;
const INSIDE = 30;
const IN_WORDS = 15;

const BORDER = /[\s\-.@/>(]/u;

const wordScore = (word: string, label: string, words: string): number => {
  if (label.startsWith(word)) return START;
  let at = label.indexOf(word);
  if (at === -1) return words.includes(word) ? IN_WORDS : 0;
  while (at !== -1) {
    if (BORDER.test(label.charAt(at - 1))) return WORD_START;
    at = label.indexOf(word, at + 1);
  }
  return INSIDE;
};

/** 0 when a word of the query is found nowhere; otherwise the higher the better. */
export const score = (query: string, item: Searchable): number => {
  const label = fold(item.label);
  const words = fold(item.words ?? '');
  const wanted = fold(query).split(/\s+/u).filter(Boolean);
  if (wanted.length === 0) return 1;
  const scores = wanted.map((word) => wordScore(word, label, words));
  if (scores.includes(0)) return 0;
  const whole = label === wanted.join(' ') ? START : 0;
  return whole + scores.reduce((sum, one) => sum + one, 0) / wanted.length;
};

/** The items that match, best first; equal ones stay in the order given. At most `most`. */
export const rank = <T extends Searchable>(query: string, items: readonly T[], most: number): readonly T[] =>
  items
    .map((item, index) => ({ item, index, score: score(query, item) }))
    .filter((hit) => hit.score > 0)
    .sort((a, b) => (query.trim() === '' ? 0 : b.score - a.score) || a.index - b.index)
    .slice(0, most)
    .map(({ item }) => item);
