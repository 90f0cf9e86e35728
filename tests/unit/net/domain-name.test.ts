import { describe, expect, it } from 'vitest';
import { checkDomainName, toAscii, toUnicode } from '../../../shared/net/domain-name.ts';

describe('checkDomainName', () => {
  it.each([
    ['Contoso.COM', 'contoso.com'],
    ['contoso.com.', 'contoso.com'],
    ['spf.münchen-filter.example', 'spf.xn--mnchen-filter-wob.example'],
    ['SPF.MÜNCHEN-FILTER.EXAMPLE', 'spf.xn--mnchen-filter-wob.example'],
    ['u\u0308ber.example', 'xn--ber-goa.example'], // decomposed text composes first
    ['straße.example', 'xn--strae-oqa.example'],
    ['例え.example', 'xn--r8jz45g.example'],
    ['a。b．example', 'a.b.example'],
    ['soft\u00adhyphen.example', 'softhyphen.example'],
  ])('reads %s as %s', (text, name) => {
    expect(checkDomainName(text)).toMatchObject({ ok: true, name });
  });
  it.each([
    ['', /empty/],
    ['a..example', /empty label/],
    ['.example.com', /empty label/],
    ['mail contoso.com', /blank/],
    ['https://contoso.com/', /web address/],
    ['someone@contoso.com', /mail address/],
    ['-a.example', /hyphen/],
    ['a-.example', /hyphen/],
    ['a_b.example', /underscore/],
    ['a!b.example', /“!”/],
    ['contoso', /no dot/],
    ['131.107.21.231', /ends in a number/],
    [`${'a'.repeat(64)}.example`, /longer than 63 characters \(64\)/],
    [`${'abcdefghi.'.repeat(26)}example`, /longer than 253 characters/],
    ['xn--a-ecp-.example', /starts or ends with a hyphen/],
    ['a\u202eb.example', /U\+202E, which no name may hold; leave it out/],
  ])('refuses %j and says why', (text, reason) => {
    const checked = checkDomainName(text);
    expect(checked.ok ? checked.name : checked.reason).toMatch(reason);
  });
  it('takes 63 octets a label and 253 in all', () => {
    expect(checkDomainName(`${'a'.repeat(63)}.example`).ok).toBe(true);
    const name = `${'a'.repeat(61)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(63)}`;
    expect(name).toHaveLength(253);
    expect(checkDomainName(name).ok).toBe(true);
    expect(checkDomainName(`${name}e`).ok).toBe(false);
  });
  it('takes underscores and single labels only where asked to', () => {
    expect(checkDomainName('_spf.contoso.com', { allowUnderscore: true })).toMatchObject({ ok: true });
    expect(checkDomainName('mail', { allowSingleLabel: true })).toMatchObject({ ok: true, name: 'mail' });
  });
  it('reports a trailing dot', () => {
    expect(checkDomainName('contoso.com.')).toMatchObject({ trailingDot: true });
  });
});

it('shows names to people in their own letters', () => {
  expect(toUnicode(toAscii('münchen.example') ?? '')).toBe('münchen.example');
});
