/** A character-string of a TXT record holds at most 255 octets (RFC 1035, 3.3.14). */
export const MAX_STRING_OCTETS = 255;

const ASCII = /^[\x20-\x7e]*$/;

/** Octets of the text in UTF-8. */
export const octetLength = (text: string): number => {
  if (ASCII.test(text)) return text.length;
  let octets = 0;
  for (const char of text) {
    const point = char.codePointAt(0) ?? 0;
    octets += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return octets;
};

/** Cuts one term that is too long on its own; nothing better is possible, and the joined text stays the same. */
const chop = (term: string): string[] => {
  const out: string[] = [];
  let piece = '';
  for (const char of term) {
    if (octetLength(piece) + octetLength(char) > MAX_STRING_OCTETS) {
      out.push(piece);
      piece = '';
    }
    piece += char;
  }
  return piece === '' ? out : [...out, piece];
};

/**
 * Cuts a record before terms so that each string has at most 255 octets. The blank stays at the end of the earlier
 * string, since readers join strings without adding one (RFC 7208, 3.3). Joined, the strings give `record`.
 */
export const splitStrings = (record: string): string[] => {
  if (octetLength(record) <= MAX_STRING_OCTETS) return [record];
  const out: string[] = [];
  let current = '';
  for (const [term] of record.matchAll(/[^ ]+ *| +/g)) {
    if (octetLength(current) + octetLength(term) <= MAX_STRING_OCTETS) {
      current += term;
      continue;
    }
    if (current !== '') out.push(current);
    const pieces = octetLength(term) <= MAX_STRING_OCTETS ? [term] : chop(term);
    out.push(...pieces.slice(0, -1));
    current = pieces.at(-1) ?? '';
  }
  return current === '' ? out : [...out, current];
};

/** Total length over which an answer may no longer fit a 512-octet UDP message (RFC 7208, 3.4). */
export const ADVISED_RECORD_OCTETS = 450;
