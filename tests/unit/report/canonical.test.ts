import { expect, it } from 'vitest';
import { canonicalJson, canonicalParts } from '../../../shared/report/canonical.ts';

it('gives equal values equal text, whatever the order of their keys', () => {
  expect(canonicalJson({ b: 1, a: { d: [2, { z: 1, y: 2 }], c: null } })).toBe(
    '{"a":{"c":null,"d":[2,{"y":2,"z":1}]},"b":1}',
  );
});
it('keeps the order of lists, where it means something', () => {
  expect(canonicalJson([2, 1])).not.toBe(canonicalJson([1, 2]));
});
it('gives the same text in parts', () => {
  for (const value of [{}, { b: [], a: [{ d: 1, c: [2] }, 3], e: undefined, f: { h: 1, g: null } }])
    expect([...canonicalParts(value)].join('')).toBe(canonicalJson(value));
});
