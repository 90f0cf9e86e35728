import { describe, expect, it } from 'vitest';
import { fieldAt } from '../../shared/profile/fields.ts';
import { setAt, getAt } from '../../renderer/app/paths.ts';
import { fixed, unique } from '../../renderer/app/findings.ts';
import { addDomains, countByDomain } from '../../renderer/features/profile/domains.ts';
import { adapterOf, pastedLines, readMxLine } from '../../renderer/features/profile/rows.ts';

describe('paths', () => {
  it('replaces one value and shares the rest', () => {
    const before = { a: [{ b: 'one' }, { b: 'two' }], c: { d: 1 } };
    const after = setAt(before, 'a.1.b', 'three');
    expect(after).toEqual({ a: [{ b: 'one' }, { b: 'three' }], c: { d: 1 } });
    expect(after.a[0]).toBe(before.a[0]);
    expect(after.c).toBe(before.c);
    expect(before.a[1]?.b).toBe('two');
  });
  it('reads nothing where a path leads nowhere', () => {
    expect(getAt({ a: 'text' }, 'a.length')).toBeUndefined();
    expect(getAt({ a: [1] }, 'a.4')).toBeUndefined();
  });
});

describe('pasting', () => {
  it('splits many lines and leaves a single one alone', () => {
    expect(pastedLines('a.example\r\n\r\n b.example \n')).toEqual(['a.example', 'b.example']);
    expect(pastedLines('a.example\n')).toBeNull();
  });
  it('reads MX lines of tools and zone files, and keeps the host as written', () => {
    expect(readMxLine('10 mail.contoso.com')).toEqual({ preference: 10, host: 'mail.contoso.com' });
    expect(readMxLine('contoso.com. 3600 IN MX 20 Mail.contoso.com.')).toEqual({
      preference: 20,
      host: 'Mail.contoso.com.',
    });
    expect(readMxLine('mail.contoso.com')).toEqual({ preference: null, host: 'mail.contoso.com' });
  });
  it('adds many domains once each, with the role that fits', () => {
    const domains = addDomains([], 'contoso.com, shop.contoso.com\nexample.net CONTOSO.com');
    expect(domains.map(({ name, role }) => [name, role])).toEqual([
      ['contoso.com', 'primary'],
      ['shop.contoso.com', 'subdomain'],
      ['example.net', 'secondary'],
    ]);
    expect(addDomains(domains, 'example.net')).toHaveLength(3);
  });
  it('counts paths by domain', () => {
    const counts = countByDomain(['domains.0.eopHost', 'domains.10.name', 'domains.0.name', 'domains']);
    expect([...counts]).toEqual([
      [0, 2],
      [10, 1],
    ]);
  });
});

describe('lists as rows', () => {
  it.each(['onPremPublicIps', 'thirdParty.mxHosts', 'otherSenders', 'lookupCosts'])(
    '%s survives the way there and back',
    (path) => {
      const values: Readonly<Record<string, unknown>> = {
        onPremPublicIps: ['131.107.21.231', ' 131.107.21.300'],
        'thirdParty.mxHosts': [{ preference: null, host: 'mx1.filter.example.' }],
        otherSenders: [
          { name: 'CRM', owner: '', term: 'include:spf.crm.example', domain: '', path: 'direct' },
        ],
        lookupCosts: { 'spf.crm.example': 2 },
      };
      const field = fieldAt(path);
      const adapter = field === undefined ? null : adapterOf(field);
      expect(adapter?.fromRows(adapter.toRows(values[path]))).toEqual(values[path]);
    },
  );
});

describe('findings', () => {
  const at = { message: 'm', source: 's' };
  it('says the same thing about a value once', () => {
    const found = unique([
      { ...at, code: 'PRO-E-BAD-IP', path: 'onPremPublicIps.0', token: '1' },
      { ...at, code: 'SPF-E-BAD-IP', path: 'onPremPublicIps.0', token: '1' },
      { ...at, code: 'SPF-E-BAD-IP', path: 'onPremPublicIps.1', token: '1' },
    ]);
    expect(found.map(({ code, path }) => [code, path])).toEqual([
      ['PRO-E-BAD-IP', 'onPremPublicIps.0'],
      ['SPF-E-BAD-IP', 'onPremPublicIps.1'],
    ]);
  });
  it('mends the part that the finding speaks of, and keeps numbers numbers', () => {
    const part = { ...at, code: 'SPF-E-X', token: 'ipv4:', offset: 7, fix: 'ip4:' } as const;
    expect(fixed('v=spf1 ipv4:192.0.2.1 -all', part)).toBe('v=spf1 ip4:192.0.2.1 -all');
    expect(fixed(60, { ...at, code: 'PRO-W-TTL', token: '60', fix: '3600' })).toBe(3600);
    expect(
      fixed('mail.contoso.com.', {
        ...at,
        code: 'PRO-W-DOT',
        token: 'mail.contoso.com.',
        fix: 'mail.contoso.com',
      }),
    ).toBe('mail.contoso.com');
  });
});
