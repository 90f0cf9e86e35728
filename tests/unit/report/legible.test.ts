import { expect, it } from 'vitest';
import { legible, legibleValue } from '../../../electron/export/legible.ts';

const latin = (codePoint: number): boolean => codePoint < 0x250;

it('leaves what the fonts show and line breaks as they are', () => {
  expect(legible('Zürich\nBern', latin)).toBe('Zürich\nBern');
  expect(legible('a\r\nb\tc', latin)).toBe('a\nb    c');
});

it.each([
  ['\u0007', '[U+0007]'],
  ['\u202E', '[U+202E]'],
  ['\u200B', '[U+200B]'],
  ['\uFEFF', '[U+FEFF]'],
  ['\uD800', '[U+D800]'],
  ['\uE000', '[U+E000]'],
  ['\uFFFE', '[U+FFFE]'],
  ['\u2028', '[U+2028]'],
  ['中', '[U+4E2D]'],
  ['\u{1F600}', '[U+1F600]'],
  ['\u00AD', '[U+00AD]'],
])('names what can’t be shown or would hide: %j', (text, named) => {
  expect(legible(`a${text}b`, latin)).toBe(`a${named}b`);
});

it('walks lists and objects and touches nothing but text', () => {
  expect(legibleValue({ a: ['中', 1, null, true], b: { c: 'x' } }, latin)).toEqual({
    a: ['[U+4E2D]', 1, null, true],
    b: { c: 'x' },
  });
});
