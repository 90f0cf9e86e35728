import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { octetLength, splitStrings } from '../../../shared/spf/split.ts';

describe('splitStrings', () => {
  it('leaves 255 octets in one string and cuts 256 before a term', () => {
    const long = (length: number): string =>
      `v=spf1 ${'include:a.example '.repeat(14)}`.slice(0, length - 4).padEnd(length - 4, 'x') + '-all';
    expect(splitStrings(long(255))).toHaveLength(1);
    const [head = '', tail = ''] = splitStrings(`${'a'.repeat(200)} ${'b'.repeat(60)} c`);
    expect(head).toBe(`${'a'.repeat(200)} `);
    expect(tail).toBe(`${'b'.repeat(60)} c`);
  });
  it('never adds, drops or moves a character, and keeps every string at 255 octets', () => {
    const word = fc.string({ unit: fc.constantFrom('a', ':', '.', 'ü', '–'), minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(fc.array(word, { maxLength: 40 }), fc.constantFrom(' ', '  '), (words, blank) => {
        const record = words.join(blank);
        const strings = splitStrings(record);
        expect(strings.join('')).toBe(record);
        expect(strings.every((text) => octetLength(text) <= 255)).toBe(true);
      }),
      { seed: 1035 },
    );
  });
});
