import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changedFor, sameValue, stampChanges } from '../../../shared/profile/changes.ts';
import { domain, profile } from './support.ts';

const EARLIER = '2026-11-20T08:00:00.000Z';
const LATER = '2026-11-21T08:00:00.000Z';

describe('stampChanges', () => {
  it('stamps the fields whose values differ and keeps the other stamps', () => {
    const next = profile({ tenantName: 'contoso2', domains: [domain({ eopHost: 'x' })] });
    expect(stampChanges(profile(), next, LATER, { tenantName: EARLIER, cloud: EARLIER })).toEqual({
      tenantName: LATER,
      domains: LATER,
      [`domains:${next.domains[0]?.name ?? ''}`]: LATER,
      cloud: EARLIER,
    });
  });

  it('stamps each domain of its own, and keeps what is known of the others', () => {
    const [first, second] = [domain({ name: 'a.example' }), domain({ name: 'b.example' })];
    const before = profile({ domains: [first, second] });
    const edited = profile({ domains: [first, { ...second, eopHost: 'x' }] });
    const old = stampChanges(before, edited, LATER, { domains: EARLIER });
    expect(changedFor(old, 'domains', 'a.example')).toBe(EARLIER);
    expect(changedFor(old, 'domains', 'b.example')).toBe(LATER);
    const fresh = stampChanges(before, edited, LATER, {});
    expect(changedFor(fresh, 'domains', 'a.example')).toBeUndefined();
    expect(changedFor({ domains: EARLIER }, 'domains', 'a.example')).toBe(EARLIER);
    expect(changedFor({ cloud: EARLIER }, 'cloud', 'a.example')).toBe(EARLIER);
  });

  it('stamps nothing for an equal copy', () => {
    expect(stampChanges(profile(), structuredClone(profile()), LATER, {})).toEqual({});
  });

  it('changes neither profile nor stamps', () => {
    const stamps = Object.freeze({ cloud: EARLIER });
    const before = profile();
    stampChanges(before, profile({ cloud: 'gcc' }), LATER, stamps);
    expect(stamps).toEqual({ cloud: EARLIER });
    expect(before).toEqual(profile());
  });
});

type Json = Parameters<typeof sameValue>[0];

describe('sameValue', () => {
  it('finds each JSON value equal to its copy, and no two texts alike', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
        const json = JSON.parse(JSON.stringify(value)) as Json;
        expect(sameValue(json, structuredClone(json))).toBe(true);
        expect(sameValue(json, [json])).toBe(false);
      }),
      { seed: 8259 },
    );
  });

  it('looks at keys, order of lists and types', () => {
    expect(sameValue({ a: 1, b: [1, { c: null }] }, { b: [1, { c: null }], a: 1 })).toBe(true);
    expect(sameValue({ a: 1 }, { a: 1, b: null })).toBe(false);
    expect(sameValue([1, 2], [2, 1])).toBe(false);
    expect(sameValue([], {})).toBe(false);
    expect(sameValue({ a: null }, { b: null })).toBe(false);
    expect(sameValue('1', 1)).toBe(false);
  });
});
