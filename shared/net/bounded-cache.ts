/**
 * A memo for pure functions of a text. Bounded, so that a long session that types many values can't grow without
 * end: when full, the oldest half is forgotten at once (cheap, and the working set is small).
 */
export const memoByText = <T>(compute: (text: string) => T, limit = 4096): ((text: string) => T) => {
  const keep = memoByKey<T>(limit);
  return (text) => keep(text, compute);
};

/** The same for a function of more than a text, whose caller makes a key of everything that the value depends on. */
export const memoByKey = <T>(limit = 4096): ((key: string, compute: (key: string) => T) => T) => {
  const known = new Map<string, T>();
  return (text, compute) => {
    const hit = known.get(text);
    if (hit !== undefined) return hit;
    const value = compute(text);
    if (known.size >= limit) {
      let surplus = limit >> 1;
      for (const key of known.keys()) {
        if (surplus-- === 0) break;
        known.delete(key);
      }
    }
    known.set(text, value);
    return value;
  };
};
