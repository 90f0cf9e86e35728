/** Breaking names and words into lines of a given width, without measuring a font. */

/** East Asian characters and the like take two columns of a monospaced font. */
const isWide = (char: string): boolean => (char.codePointAt(0) ?? 0) >= 0x2e80;
const widthOf = (text: string): number =>
  Array.from(text).reduce((sum, char) => sum + (isWide(char) ? 2 : 1), 0);

/** Pieces after which a line may end: a dot, a hyphen, a colon or a slash stays on the line that it ends. */
const pieces = (text: string): string[] => text.match(/[^\s.:/-]*[.:/-]+|[^\s.:/-]+|\s+/gu) ?? [];

const hardBreak = (piece: string, columns: number): string[] => {
  const parts: string[] = [];
  let part = '';
  for (const char of piece) {
    if (part !== '' && widthOf(part) + widthOf(char) > columns) {
      parts.push(part);
      part = '';
    }
    part += char;
  }
  if (part !== '') parts.push(part);
  return parts;
};

/**
 * `text` in lines of at most `columns` columns, broken after a dot, hyphen, colon, slash or blank where that is
 * possible and inside a label where it is not. More than `maxLines` lines end in '…'.
 */
export const wrap = (text: string, columns: number, maxLines: number): string[] => {
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces(text.trim()).flatMap((part) => hardBreak(part, columns))) {
    if (line !== '' && widthOf(line) + widthOf(piece.trimEnd()) > columns) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += line === '' ? piece.trimStart() : piece;
  }
  if (line.trim() !== '') lines.push(line.trimEnd());
  if (lines.length <= maxLines) return lines;
  const kept = lines.slice(0, maxLines);
  const last = kept[maxLines - 1] ?? '';
  return [
    ...kept.slice(0, -1),
    `${widthOf(last) < columns ? last : Array.from(last).slice(0, -1).join('')}…`,
  ];
};
