import { describe, expect, it } from 'vitest';
import { heldBackDomains, isHeldBack, newestSeen } from '../../../shared/records/held-back.ts';
import { contosoDomain, contosoProfile } from '../../fixtures/customer.ts';

const bare = (name: string) => ({ ...contosoDomain(name), currentSpf: [' '] });

describe('the decision to hold a planned SPF back', () => {
  it.each([
    ['nobody asked', undefined, [], false],
    ['it was read', 'answer', [], false],
    ['there is none', 'nxdomain', [], false],
    ['the question was stopped', 'cancelled', [], false],
    ['it could not be read', 'servfail', [], true],
    ['a person says that there is none', 'servfail', ['contoso.com'], false],
    ['a person says so of another domain', 'servfail', ['shop.example'], true],
    ['a person says so of all', 'timeout', 'all', false],
  ] as const)('when %s', (_when, outcome, none, held) => {
    expect(isHeldBack(bare('contoso.com'), outcome, none)).toBe(held);
  });

  it('is not made where a record is noted', () => {
    expect(isHeldBack(contosoDomain(), 'servfail', [])).toBe(false);
  });

  it('is made for each domain by itself', () => {
    const profile = contosoProfile({
      domains: [bare('contoso.com'), bare('shop.example'), bare('b.example')],
    });
    const at = '2026-11-24T14:00:00.000Z';
    const seen = new Map([
      ['contoso.com', { outcome: 'servfail', at }],
      ['shop.example', { outcome: 'servfail', at }],
    ] as const);
    expect([...heldBackDomains(profile, seen, ['shop.example'])]).toEqual(['contoso.com']);
  });

  it('goes by the newer of what the log and the kept runs saw', () => {
    const early = new Map([
      ['contoso.com', { outcome: 'servfail', at: '2026-11-24T14:00:00.000Z' }],
    ] as const);
    const late = new Map([['contoso.com', { outcome: 'answer', at: '2026-11-24T15:00:00.000Z' }]] as const);
    expect(newestSeen(early, late).get('contoso.com')?.outcome).toBe('answer');
    expect(newestSeen(late, early).get('contoso.com')?.outcome).toBe('answer');
  });
});
