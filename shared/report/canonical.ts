/** JSON with keys in code-unit order and without blanks, so that equal values have equal texts (and hashes). */
const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
};

/** `value` must be plain JSON data. */
export const canonicalJson = (value: unknown): string => JSON.stringify(sorted(value));

/** The same text in parts, one for each item of its lists: what is long can be worked on with pauses between. */
export function* canonicalParts(value: Readonly<Record<string, unknown>>): Generator<string> {
  const keys = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort();
  for (const [index, key] of keys.entries()) {
    yield `${index === 0 ? '{' : ','}${JSON.stringify(key)}:`;
    const item = value[key];
    if (!Array.isArray(item) || item.length === 0) {
      yield canonicalJson(item);
      continue;
    }
    for (const [at, one] of item.entries()) yield `${at === 0 ? '[' : ','}${canonicalJson(one)}`;
    yield ']';
  }
  yield keys.length === 0 ? '{}' : '}';
}
