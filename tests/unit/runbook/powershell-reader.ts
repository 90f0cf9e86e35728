/**
 * A small reader of what PowerShell makes of an argument made of single-quoted literals and commas. Inside a literal
 * any single quote, straight or typographic, ends it unless another one follows.
 */
const QUOTES = new Set(["'", '\u2018', '\u2019', '\u201A', '\u201B']);

export interface Read {
  readonly values: readonly string[];
  /** What stands behind the literals: must be empty, or the value got out. */
  readonly rest: string;
}

const readOne = (text: string, start: number): { value: string; end: number } | null => {
  if (!QUOTES.has(text[start] ?? '')) return null;
  let value = '';
  for (let index = start + 1; index < text.length; index += 1) {
    const character = text[index] ?? '';
    if (!QUOTES.has(character)) {
      value += character;
      continue;
    }
    const next = text[index + 1] ?? '';
    if (!QUOTES.has(next)) return { value, end: index + 1 };
    value += next;
    index += 1;
  }
  return null;
};

export const readLiterals = (text: string): Read => {
  const values: string[] = [];
  let position = 0;
  for (;;) {
    const one = readOne(text, position);
    if (one === null) return { values, rest: text.slice(position) };
    values.push(one.value);
    position = one.end;
    if (text[position] !== ',') return { values, rest: text.slice(position) };
    position += 1;
  }
};
