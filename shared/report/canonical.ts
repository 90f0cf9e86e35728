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
