const REPLACEMENT = 0xfffd;
const isSurrogate = (point: number): boolean => point >= 0xd800 && point <= 0xdfff;

/** The UTF-8 octets of a text (RFC 3629); a lone surrogate becomes U+FFFD, as every encoder does. */
export const utf8Octets = (text: string): number[] =>
  Array.from(text).flatMap((character) => {
    const read = character.codePointAt(0) ?? REPLACEMENT;
    const point = isSurrogate(read) ? REPLACEMENT : read;
    const tail = (shift: number): number => 0x80 | ((point >> shift) & 0x3f);
    if (point < 0x80) return [point];
    if (point < 0x800) return [0xc0 | (point >> 6), tail(0)];
    if (point < 0x10000) return [0xe0 | (point >> 12), tail(6), tail(0)];
    return [0xf0 | (point >> 18), tail(12), tail(6), tail(0)];
  });
