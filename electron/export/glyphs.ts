/**
 * Which code points a TrueType font has a glyph for, read from its `cmap` table (OpenType specification, cmap
 * subtable formats 4 and 12; the fonts that we ship have nothing else).
 */
const tableOffset = (font: DataView, tag: string): number => {
  const count = font.getUint16(4);
  for (let index = 0; index < count; index += 1) {
    const entry = 12 + index * 16;
    const name = String.fromCharCode(...[0, 1, 2, 3].map((at) => font.getUint8(entry + at)));
    if (name === tag) return font.getUint32(entry + 8);
  }
  throw new RangeError(`The font has no ${tag} table.`);
};

const readFormat4 = (font: DataView, at: number, into: Set<number>): void => {
  const segments = font.getUint16(at + 6) / 2;
  const ends = at + 14;
  const starts = ends + segments * 2 + 2;
  const deltas = starts + segments * 2;
  const offsets = deltas + segments * 2;
  for (let segment = 0; segment < segments; segment += 1) {
    const start = font.getUint16(starts + segment * 2);
    const end = font.getUint16(ends + segment * 2);
    const rangeAt = offsets + segment * 2;
    const range = font.getUint16(rangeAt);
    for (let code = start; code <= end && code < 0xffff; code += 1) {
      const raw = range === 0 ? code : font.getUint16(rangeAt + range + (code - start) * 2);
      if (raw !== 0 && ((raw + font.getUint16(deltas + segment * 2)) & 0xffff) !== 0) into.add(code);
    }
  }
};

const readFormat12 = (font: DataView, at: number, into: Set<number>): void => {
  const groups = font.getUint32(at + 12);
  for (let group = 0; group < groups; group += 1) {
    const entry = at + 16 + group * 12;
    const start = font.getUint32(entry);
    const end = font.getUint32(entry + 4);
    for (let code = start; code <= end; code += 1) {
      if (font.getUint32(entry + 8) + (code - start) !== 0) into.add(code);
    }
  }
};

/** Code points of one font file; throws RangeError when the bytes are no TrueType font. */
export const glyphsOf = (file: Uint8Array): ReadonlySet<number> => {
  const font = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const cmap = tableOffset(font, 'cmap');
  const found = new Set<number>();
  for (let index = 0; index < font.getUint16(cmap + 2); index += 1) {
    const at = cmap + font.getUint32(cmap + 4 + index * 8 + 4);
    const format = font.getUint16(at);
    if (format === 4) readFormat4(font, at, found);
    if (format === 12) readFormat12(font, at, found);
  }
  return found;
};
