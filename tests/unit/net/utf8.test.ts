import { describe, expect, it } from 'vitest';
import { utf8Octets } from '../../../shared/net/utf8.ts';

describe('UTF-8 octets', () => {
  it('agrees with the platform for every length of character, and for a lone surrogate', () => {
    for (const text of ['contoso', 'münchen', '–all', '𝒻', 'a\ud800b', '']) {
      expect(utf8Octets(text), text).toEqual([...new TextEncoder().encode(text)]);
    }
  });
});
