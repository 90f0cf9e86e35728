/**
 * A memo for pure functions of a text. Bounded, so that a long session that types many values can't grow without
 * end: when full, the oldest half is forgotten at once (cheap, and the working set is small).
 */
export const memoByText = <T>(compute: (text: string) => T, limit = 4096): ((text: string) => T) => {
  const known = new Map<string, T>();
  return (text) => {
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
