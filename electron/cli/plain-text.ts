/** Text of strangers (records, explanations), made safe for a terminal and for lines with tabs. */
export const oneLine = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '�');

/** So much of a text is shown on either side of the marked place. */
const AROUND = 60;

/** The text around a place, and below it carets under the place. */
export const caretLines = (text: string, offset: number, length: number): readonly [string, string] => {
  const from = Math.max(0, offset - AROUND);
  const to = Math.min(text.length, offset + length + AROUND);
  const [lead, tail] = [from > 0 ? '…' : '', to < text.length ? '…' : ''];
  const columns = (part: string): number => Array.from(oneLine(part)).length;
  return [
    lead + oneLine(text.slice(from, to)) + tail,
    ' '.repeat(lead.length + columns(text.slice(from, offset))) +
      '^'.repeat(Math.max(1, columns(text.slice(offset, offset + length)))),
  ];
};
