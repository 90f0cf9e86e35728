import { expect, it } from 'vitest';
import { canonicalJson } from '../../../shared/report/canonical.ts';

it('gives equal values equal text, whatever the order of their keys', () => {
  expect(canonicalJson({ b: 1, a: { d: [2, { z: 1, y: 2 }], c: null } })).toBe(
    '{"a":{"c":null,"d":[2,{"y":2,"z":1}]},"b":1}',
  );
});
it('keeps the order of lists, where it means something', () => {
  expect(canonicalJson([2, 1])).not.toBe(canonicalJson([1, 2]));
});
