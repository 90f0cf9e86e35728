/**
 * Text that the PDF can show. A character without a glyph in the shipped fonts, a control character, a lone
 * surrogate or an invisible one that could mislead a reader (bidirectional marks, zero-width characters) becomes
 * `[U+XXXX]`: nothing is lost, and nothing hides. The exact text stands in `runbook.json`.
 */
const INVISIBLE = /^[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}\p{Zl}\p{Zp}]$/u;

const named = (codePoint: number): string => `[U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}]`;

/** `hasGlyph` says whether the fonts show a code point. Line breaks stay, `\r\n` becomes one of them. */
export const legible = (text: string, hasGlyph: (codePoint: number) => boolean): string => {
  if (/^[\n\x20-\x7e]*$/u.test(text)) return text;
  let out = '';
  for (const character of text.replaceAll('\r\n', '\n')) {
    const codePoint = character.codePointAt(0) ?? 0;
    if (character === '\n') out += character;
    else if (character === '\t') out += '    ';
    else out += !INVISIBLE.test(character) && hasGlyph(codePoint) ? character : named(codePoint);
  }
  return out;
};

/** The same for every string of a JSON value. */
export const legibleValue = (value: unknown, hasGlyph: (codePoint: number) => boolean): unknown => {
  if (typeof value === 'string') return legible(value, hasGlyph);
  if (Array.isArray(value)) return value.map((item) => legibleValue(item, hasGlyph));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, legibleValue(item, hasGlyph)]));
};
