import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../shared/finding.ts';
import { checkDkimTargets, parseDkimTarget } from '../../../shared/mailauth/dkim.ts';
import { diagnoseDmarc, parseDmarc } from '../../../shared/mailauth/dmarc.ts';
import {
  checkStsHosts,
  checkStsRecord,
  checkTlsRpt,
  diagnoseSts,
  diagnoseTlsRpt,
  parseStsPolicy,
} from '../../../shared/mailauth/mta-sts.ts';

const brief = (findings: readonly Finding[]): string[] =>
  findings.map(({ code, token }) => (token === undefined ? code : `${code} ${token}`));

describe('DMARC by RFC 9989', () => {
  const judge = (text: string): string[] => brief(diagnoseDmarc('contoso.com', [text]));
  it.each([
    ['v=DMARC1; p=reject; rua=mailto:d@contoso.com', []],
    [
      'v=DMARC1;p=quarantine;sp=reject;np=reject;adkim=s;aspf=r;fo=1:d;psd=n;rua=mailto:d@reports.contoso.com',
      [],
    ],
    ['v=DMARC1; p=none; rua=mailto:d@contoso.com', ['DMARC-W-POLICY-NONE p=none']],
    ['v=DMARC1; p=reject', ['DMARC-I-NO-REPORTS']],
    [
      'v=DMARC1; p=reject; pct=50; rf=afrf; ri=3600; rua=mailto:d@contoso.com',
      ['DMARC-W-REMOVED-TAG pct', 'DMARC-W-REMOVED-TAG rf', 'DMARC-W-REMOVED-TAG ri'],
    ],
    ['v=DMARC1; p=reject; t=y; rua=mailto:d@contoso.com', ['DMARC-W-TEST-MODE t=y']],
    ['v=DMARC1; p=block; rua=mailto:d@contoso.com', ['DMARC-E-BAD-VALUE p=block', 'DMARC-W-NO-POLICY']],
    ['v=DMARC1; rua=mailto:d@contoso.com', ['DMARC-W-NO-POLICY']],
    ['v=DMARC1; sp=none', ['DMARC-E-NO-POLICY', 'DMARC-I-NO-REPORTS']],
    ['v=dmarc1; p=reject', ['DMARC-E-NOT-RECOGNISED v=dmarc1']],
    ['v=DMARC1; p=reject; p=none; rua=mailto:d@contoso.com', ['DMARC-E-DUPLICATE-TAG p']],
    ['v=DMARC1; p=reject; rua=d@contoso.com', ['DMARC-E-BAD-REPORT-ADDRESS d@contoso.com']],
    ['v=DMARC1; p=reject; rua=mailto:d@contoso.com!10m', ['DMARC-W-SIZE-LIMIT mailto:d@contoso.com!10m']],
    ['v=DMARC1; p=reject; rua=mailto:d@vendor.example', ['DMARC-I-EXTERNAL-REPORTS vendor.example']],
    ['v=DMARC1; p=reject; reject; rua=mailto:d@contoso.com', ['DMARC-E-BAD-TAG reject']],
    ['V=DMARC1; p=reject; rua=mailto:d@contoso.com', []],
    ['v=DMARC1; p=reject; constructor=1; rua=mailto:d@contoso.com', ['DMARC-I-UNKNOWN-TAG constructor']],
    ['v=DMARC1; p=reject; x=1; rua=mailto:d@contoso.com', ['DMARC-I-UNKNOWN-TAG x']],
  ])('%s', (text, expected) => {
    expect(judge(text)).toEqual(expected);
  });
  it('reads policy and tags', () => {
    const { policy, tags } = parseDmarc('v=DMARC1; p = Reject ; sp=none', 'contoso.com');
    expect([policy, tags.get('sp')]).toEqual(['reject', 'none']);
  });
  it('sees none and several records, and asks a parked domain to refuse', () => {
    expect(brief(diagnoseDmarc('contoso.com', ['other']))).toEqual(['DMARC-I-NO-RECORD']);
    expect(brief(diagnoseDmarc('contoso.com', ['v=DMARC1; p=none', 'v=DMARC1; p=reject']))).toEqual([
      'DMARC-E-MULTIPLE-RECORDS 2',
    ]);
    expect(diagnoseDmarc('contoso.com', ['v=dmarc2; p=none', 'v=DMARC1; p=reject'], true)).toEqual([]);
    expect(diagnoseDmarc('contoso.com', ['v=DMARC1; p=reject'], true)).toEqual([]);
    expect(brief(diagnoseDmarc('contoso.com', ['v=DMARC1; p=none'], true))).toEqual([
      'DMARC-W-PARKED-POLICY v=DMARC1; p=none',
    ]);
  });
});

describe('DKIM selector targets', () => {
  const old = (selector: number): string =>
    `selector${selector}-contoso-com._domainkey.contoso.onmicrosoft.com`;
  const fresh = (selector: number, letter = 'n'): string =>
    `selector${selector}-contoso-com._domainkey.contoso.${letter}-v1.dkim.mail.microsoft`;
  const judge = (selector1: string, selector2: string): string[] =>
    brief(checkDkimTargets({ domain: 'contoso.com', selector1, selector2 })).map(
      (text) => text.split(' ')[0] ?? '',
    );
  it.each([
    ['the new format', fresh(1), fresh(2), []],
    ['the old format', old(1), old(2), ['DKIM-I-OLD-FORMAT', 'DKIM-I-OLD-FORMAT']],
    ['nothing yet', '', '', []],
    ['one of two', fresh(1), '', ['DKIM-E-MISSING-TARGET']],
    ['swapped targets', fresh(2), fresh(1), ['DKIM-E-SWAPPED', 'DKIM-E-SWAPPED']],
    ['mixed formats', old(1), fresh(2), ['DKIM-I-OLD-FORMAT', 'DKIM-E-FORMATS-DIFFER']],
    ['different letters', fresh(1, 'n'), fresh(2, 'r'), ['DKIM-E-FORMATS-DIFFER']],
    ['a guessed target', 'selector1.contoso.com', fresh(2), ['DKIM-E-BAD-TARGET']],
    [
      'another domain',
      fresh(1).replace('contoso-com', 'fabrikam-com'),
      fresh(2),
      ['DKIM-E-OTHER-DOMAIN', 'DKIM-E-FORMATS-DIFFER'],
    ],
  ])('judges %s', (_, one, two, expected) => {
    expect(judge(one, two)).toEqual(expected);
  });
  it('recognises both formats and the government cloud', () => {
    expect(parseDkimTarget(`${fresh(2).toUpperCase()}.`)).toMatchObject({
      format: 'new',
      selector: 2,
      tenant: 'contoso',
    });
    expect(parseDkimTarget('selector1-contoso-com._domainkey.contoso.onmicrosoft.us')).toMatchObject({
      format: 'old',
    });
  });
});

describe('DKIM labels of domains with hyphens', () => {
  it.each([
    ['my-company.de', 'mycompany-de01b'],
    ['my-company.de', 'my-company-de'],
  ])('takes for %s the label %s', (domain, label) => {
    const target = (selector: number): string =>
      `selector${selector}-${label}._domainkey.contoso.n-v1.dkim.mail.microsoft`;
    expect(checkDkimTargets({ domain, selector1: target(1), selector2: target(2) })).toEqual([]);
  });
  it('recognises the tenant names of 21Vianet', () => {
    expect(parseDkimTarget('selector1-contoso-cn._domainkey.contoso.partner.onmschina.cn')?.place).toBe(
      'partner.onmschina.cn',
    );
  });
});

describe('MTA-STS and TLS-RPT', () => {
  const policy = (mode: string, ...mx: string[]) =>
    parseStsPolicy(
      ['version: STSv1', `mode: ${mode}`, ...mx.map((host) => `mx: ${host}`), 'max_age: 604800', ''].join(
        '\r\n',
      ),
    );
  it('reads a policy file', () => {
    expect(policy('enforce', 'MX1.filter.example', '*.filter.example')).toEqual({
      mode: 'enforce',
      mx: ['mx1.filter.example', '*.filter.example'],
      maxAge: 604800,
      findings: [],
    });
  });
  it('says what is wrong with a policy file', () => {
    expect(brief(parseStsPolicy('version: STSv2\nmode: on\nmx: a b\nmax_age: x\nhello').findings)).toEqual([
      'STS-E-BAD-POLICY version: STSv2',
      'STS-E-BAD-POLICY mode: on',
      'STS-E-BAD-POLICY mx: a b',
      'STS-E-BAD-POLICY max_age: x',
      'STS-E-BAD-POLICY hello',
    ]);
    expect(brief(parseStsPolicy('').findings)).toEqual(
      ['version', 'mode', 'max_age', 'mx'].map((line) => `STS-E-BAD-POLICY ${line}`),
    );
    expect(
      brief(parseStsPolicy('version: STSv1\nmode: enforce\nmx: a.example\nmax_age: 60').findings),
    ).toEqual(['STS-W-SHORT-AGE 60']);
  });
  it('lets only the first line of a key count (RFC 8461, 3.2)', () => {
    const { mode, maxAge, findings } = parseStsPolicy(
      'version: STSv1\nmode: testing\nmode: enforce\nmx: a.example\nmx: b.example\nmax_age: 604800\nmax_age: 1',
    );
    expect([mode, maxAge, brief(findings)]).toEqual([
      'testing',
      604800,
      ['STS-W-DUPLICATE-KEY mode: enforce', 'STS-W-DUPLICATE-KEY max_age: 1'],
    ]);
  });
  it('compares the policy with the planned MX hosts', () => {
    expect(brief(checkStsHosts(policy('enforce', 'mail.contoso.com'), ['mx1.filter.example']))).toEqual([
      'STS-E-MX-NOT-LISTED mx1.filter.example',
      'STS-W-HOST-LEFT mail.contoso.com',
    ]);
    expect(
      brief(
        checkStsHosts(policy('testing', '*.filter.example'), ['mx1.filter.example.', 'a.b.filter.example']),
      ),
    ).toEqual(['STS-W-MX-NOT-LISTED a.b.filter.example']);
    expect(checkStsHosts(policy('none'), ['mx1.filter.example'])).toEqual([]);
  });
  it('counts several records at a name as none, and tells one that only means to be', () => {
    expect(brief(diagnoseSts(['v=STSv1; id=1', 'v=STSv1; id=2', 'x']))).toEqual(['STS-E-MULTIPLE-RECORDS 2']);
    expect(brief(diagnoseSts(['v=stsv1; id=1', 'x']))).toEqual(['STS-E-NOT-RECOGNISED v=stsv1; id=1']);
    const rpt = 'v=TLSRPTv1; rua=mailto:t@contoso.com';
    expect(brief(diagnoseTlsRpt([rpt, rpt]))).toEqual(['TLSRPT-E-MULTIPLE-RECORDS 2']);
    expect(diagnoseTlsRpt([rpt, 'x'])).toEqual([]);
  });
  it('judges the TXT records', () => {
    expect(checkStsRecord('v=STSv1; id=20261124T0900;')).toEqual([]);
    expect(brief(checkStsRecord('v=STSv1; id=2026-11-24'))).toEqual([
      'STS-E-NOT-RECOGNISED v=STSv1; id=2026-11-24',
    ]);
    expect(checkTlsRpt('v=TLSRPTv1; rua=mailto:t@contoso.com,https://r.example/x')).toEqual([]);
    expect(brief(checkTlsRpt('v=TLSRPTv1; rua=t@contoso.com'))).toEqual([
      'TLSRPT-E-BAD-ADDRESS t@contoso.com',
    ]);
    expect(brief(checkTlsRpt('v=TLSRPTv1;'))).toEqual(['TLSRPT-E-NOT-RECOGNISED v=TLSRPTv1;']);
  });
});
