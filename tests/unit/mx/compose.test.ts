import { describe, expect, it } from 'vitest';
import { composeMx, NULL_MX } from '../../../shared/mx/compose.ts';

const hosts = (...list: Array<[number, string]>) => list.map(([preference, host]) => ({ preference, host }));
const codes = (result: ReturnType<typeof composeMx>): string[] =>
  result.findings.map(({ code, token = '' }) => `${code} ${token}`.trim());

describe('composeMx', () => {
  it('sorts by preference and writes names in lower case without a trailing dot', () => {
    const result = composeMx({
      receives: true,
      mxHosts: hosts([20, 'MX2.filter.example.'], [10, 'mx1.filter.example']),
    });
    expect(result.records).toEqual(hosts([10, 'mx1.filter.example'], [20, 'mx2.filter.example']));
    expect(codes(result)).toEqual(['MX-W-TRAILING-DOT MX2.filter.example.']);
  });
  it('gives a domain that receives nothing the null MX (RFC 7505)', () => {
    const result = composeMx({ receives: false, mxHosts: hosts([10, 'mx1.filter.example']) });
    expect(result.records).toEqual([NULL_MX]);
    expect(codes(result)).toEqual(['MX-I-NULL-MX']);
  });
  it.each([
    [hosts(), ['MX-E-NO-HOST']],
    [
      hosts([10, '192.0.2.1'], [20, '[IPv6:2001:db8::1]']),
      ['MX-E-IP-LITERAL 192.0.2.1', 'MX-E-IP-LITERAL [IPv6:2001:db8::1]'],
    ],
    [hosts([10, 'mx_1.filter.example'], [20, 'b.example']), ['MX-E-BAD-HOST mx_1.filter.example']],
    [hosts([10, 'a.example'], [20, 'A.example']), ['MX-W-SAME-HOST a.example']],
    [hosts([10, 'a.example']), ['MX-W-ONE-HOST a.example']],
    [hosts([-1, 'a.example'], [65536, 'b.example']), ['MX-E-BAD-PREFERENCE -1', 'MX-E-BAD-PREFERENCE 65536']],
    [
      hosts([10, 'a.example'], [20, 'contoso-com.mail.protection.outlook.com']),
      ['MX-W-MICROSOFT-HOST contoso-com.mail.protection.outlook.com'],
    ],
    [
      hosts([10, 'a.example'], [20, 'contoso-com.o-v1.mx.microsoft']),
      ['MX-W-MICROSOFT-HOST contoso-com.o-v1.mx.microsoft'],
    ],
  ])('judges %j', (mxHosts, expected) => {
    expect(codes(composeMx({ receives: true, mxHosts }))).toEqual(expected);
  });
  it('warns when the old on-premises server stays in the set', () => {
    const result = composeMx({
      receives: true,
      mxHosts: hosts([10, 'a.example'], [20, 'mail.contoso.com']),
      onPremHosts: ['Mail.contoso.com.'],
    });
    expect(codes(result)).toEqual(['MX-W-OLD-SERVER mail.contoso.com']);
  });
});
