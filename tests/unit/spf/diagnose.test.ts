import { describe, expect, it } from 'vitest';
import { diagnoseSpf, type RequiredTerm } from '../../../shared/spf/diagnose.ts';

const M365 = 'include:spf.protection.outlook.com';
const REQUIRED: readonly RequiredTerm[] = [
  { term: M365, code: 'SPF-E-MISSING-M365' },
  { term: 'ip4:131.107.21.231', code: 'SPF-E-MISSING-ONPREM' },
  { term: 'ip4:203.0.113.10', code: 'SPF-E-MISSING-THIRD-PARTY' },
];
const GOOD = `v=spf1 ip4:203.0.113.10 ip4:131.107.21.231 ${M365} -all`;

const diagnose = (strings: readonly string[], more: Partial<Parameters<typeof diagnoseSpf>[0]> = {}) =>
  diagnoseSpf({ domain: 'contoso.com', publishedTxt: [strings], required: REQUIRED, ...more });
const codes = (result: ReturnType<typeof diagnoseSpf>): string[] =>
  result.findings.map(({ code, token }) => (token === undefined ? code : `${code} ${token}`));

describe('diagnoseSpf', () => {
  it.each([
    [[GOOD], []],
    [[GOOD.slice(0, 60), GOOD.slice(60)], []], // a seam inside a word is fine (RFC 7208, 3.3)
    [[GOOD.replace('-all', '+all')], ['SPF-E-PLUS-ALL +all']],
    [[GOOD.replace('-all', '~all')], ['SPF-W-SOFTFAIL ~all']],
    [[GOOD.replace('-all', '?all')], ['SPF-W-NEUTRAL ?all']],
    [[GOOD.replace(' -all', '')], ['SPF-W-NO-ALL']],
    [[GOOD.replace('-all', '–all')], ['SPF-E-NON-ASCII', 'SPF-E-STRAY-TOKEN –all', 'SPF-W-NO-ALL']],
    [
      [GOOD.replace('include:', 'include=')],
      [`SPF-E-EQUALS-SIGN ${M365.replace(':', '=')}`, `SPF-E-MISSING-M365 ${M365}`],
    ],
    [
      [GOOD.replace('include:', 'include: ')],
      [
        'SPF-E-EMPTY-VALUE include:',
        'SPF-E-UNKNOWN-MECHANISM spf.protection.outlook.com',
        `SPF-E-MISSING-M365 ${M365}`,
      ],
    ],
    [
      [GOOD.replace('131.107', '131.0107')],
      ['SPF-E-BAD-IP ip4:131.0107.21.231', 'SPF-E-MISSING-ONPREM ip4:131.107.21.231'],
    ],
    [[`${GOOD} mx`], ['SPF-W-TERMS-AFTER-ALL mx']],
    [
      [GOOD.replace(` ${M365} -all`, ` -all ${M365}`)],
      [`SPF-W-TERMS-AFTER-ALL ${M365}`, `SPF-E-MISSING-M365 ${M365}`],
    ],
    [[GOOD.replace('-all', 'redirect=a.example -all')], ['SPF-W-REDIRECT-IGNORED redirect=a.example']],
    [[GOOD.replace('-all', 'ptr mx -all')], ['SPF-W-PTR ptr', 'SPF-W-MX-AFTER-CUTOVER mx']],
    [[GOOD.replace('203.0.113.10', '203.0.113.0/24')], []], // a wider block grants the required address
    [[GOOD.replace('-all', 'ip4:203.0.113.10 -all')], ['SPF-I-DUPLICATE ip4:203.0.113.10']],
    [
      [GOOD.replace('-all', 'ip4:203.0.113.0/29 ip4:203.0.113.0/24 -all')],
      ['SPF-I-COVERED ip4:203.0.113.10', 'SPF-I-COVERED ip4:203.0.113.0/29'],
    ],
    [[GOOD.replace('-all', 'include:contoso.com -all')], ['SPF-E-INCLUDE-LOOP include:contoso.com']],
    [[GOOD.replace('-all', 'exists:%{p}.a.example -all')], ['SPF-W-PTR-MACRO exists:%{p}.a.example']],
    [
      [GOOD.replace(' -all', '-all')],
      [`SPF-E-MISSING-BLANK ${M365}-all`, 'SPF-W-NO-ALL', `SPF-E-MISSING-M365 ${M365}`],
    ],
    [
      [GOOD.replace('-all', 'include:münchen.example -all')],
      ['SPF-E-NON-ASCII', 'SPF-E-BAD-DOMAIN include:münchen.example'],
    ],
    [[GOOD.replace('-all', 'redirect=contoso.com')], ['SPF-E-INCLUDE-LOOP redirect=contoso.com']],
    [[GOOD.replace('-all', 'ip6:::ffff:192.0.2.1 -all')], ['SPF-W-MAPPED-ADDRESS ip6:::ffff:192.0.2.1']],
    [
      [GOOD.replace('-all', 'include:spf.protection.office365.us -all')],
      ['SPF-W-WRONG-CLOUD spf.protection.office365.us'],
    ],
    [[GOOD.replace('-all', 'foo=bar -all')], ['SPF-I-UNKNOWN-MODIFIER foo=bar']],
    [[GOOD.replace('-all', 'exp=why.example -all')], ['SPF-I-MODIFIER-ORDER exp=why.example']],
    [['MS=ms12345678'], ['SPF-E-NO-RECORD']],
    [[`"${GOOD}"`], ['SPF-E-NOT-RECOGNISED "v=spf1']],
    [[`“${GOOD}”`], ['SPF-E-NON-ASCII', 'SPF-E-NOT-RECOGNISED “v=spf1']],
    [['v=spf10 -all'], ['SPF-E-NOT-RECOGNISED v=spf10']],
    [[`v=spf1${' '.repeat(260)}`, GOOD.slice(7)], ['SPF-E-STRING-OVER-255 266']],
  ])('%j', (strings, expected) => {
    expect(codes(diagnose(strings)).filter((code) => !code.startsWith('SPF-W-LENGTH'))).toEqual(expected);
  });

  it('sees two terms that grew together where strings meet (RFC 7208, 3.3)', () => {
    const at = GOOD.indexOf(' include');
    const result = diagnose([GOOD.slice(0, at), GOOD.slice(at + 1)]);
    expect(codes(result)[0]).toBe(`SPF-E-STRING-JOIN ip4:131.107.21.231${M365}`);
    const end = diagnose([GOOD.replace(' -all', ''), '-all']);
    expect(codes(end)[0]).toBe(`SPF-E-STRING-JOIN ${M365}-all`);
    expect(result.suggestedRecord).toBe(GOOD);
  });

  it('stops at several records and proposes one in their place (RFC 7208, 4.5)', () => {
    const result = diagnoseSpf({
      domain: 'contoso.com',
      publishedTxt: [[GOOD], ['v=spf1 mx -all']],
      required: REQUIRED,
    });
    expect(codes(result)).toEqual(['SPF-E-MULTIPLE-RECORDS 2']);
    expect(result.suggestedRecord).toBe(GOOD.replace('-all', 'mx -all'));
  });

  it('counts nested look-ups and gives advice instead of a record when there are too many', () => {
    const result = diagnose([GOOD.replace('-all', 'include:a.example -all')], {
      lookupCosts: { 'a.example': 9 },
    });
    expect(codes(result)).toEqual(['SPF-E-TOO-MANY-LOOKUPS 11']);
    expect(result.suggestedRecord).toBeNull();
    expect(result.advice).toContain('subdomains');
  });

  it('reads a long record in strings of one octet each in a time that grows with its length', () => {
    const text = `v=spf1 a:${'%'.repeat(30_000)}`;
    expect(codes(diagnose(Array.from(text)))).toContain('SPF-W-NO-ALL');
    expect(codes(diagnose(Array.from(`v=spf1 mx${M365} -all`)))).toContain(`SPF-E-STRING-JOIN mx${M365}`);
  });
  it('leaves an include without a record out of what it suggests', () => {
    const text = GOOD.replace('-all', 'include:gone.example -all');
    const result = diagnose([text], { targetsWithoutSpf: ['gone.example'] });
    expect(codes(result)).toEqual(['SPF-E-INCLUDE-NO-SPF include:gone.example']);
    expect(result.suggestedRecord).toBe(GOOD);
  });
  it('proposes the known right name for an include without a record', () => {
    const result = diagnose([GOOD.replace('-all', 'include:spf-us.ppe-hosted.com -all')], {
      targetsWithoutSpf: ['spf-us.ppe-hosted.com'],
    });
    expect(codes(result)).toEqual(['SPF-E-INCLUDE-NO-SPF include:spf-us.ppe-hosted.com']);
    expect(result.suggestedRecord).toContain('include:_spf-us.ppe-hosted.com');
  });

  it('builds the record from what is required when nothing is published', () => {
    expect(diagnose(['MS=ms12345678']).suggestedRecord).toBe(GOOD);
  });

  it('leaves Microsoft 365 out when nothing asks for it', () => {
    expect(diagnose(['v=spf1 mx'], { required: [] }).suggestedRecord).toBe('v=spf1 mx -all');
  });

  it('points at the place of each finding in the record', () => {
    const text = GOOD.replace('-all', 'foo=bar ~all');
    for (const { offset, token } of diagnose([text]).findings)
      expect(text.slice(offset)).toMatch(new RegExp(`^${token ?? ''}`));
  });
});

describe('what stands beside the record', () => {
  const codes = (...publishedTxt: string[][]): string[] =>
    diagnoseSpf({ domain: 'contoso.com', publishedTxt, required: [] }).findings.map(({ code }) => code);

  it('names a Sender ID record, which stands in for nothing', () => {
    expect(codes(['v=spf1 -all'], ['spf2.0/pra -all'])).toEqual(['SPF-I-SENDER-ID']);
    expect(codes(['spf2.0/pra -all'])).toEqual(['SPF-E-NO-RECORD', 'SPF-I-SENDER-ID']);
  });

  it('RFC 7208 3.4: says when all records together make an answer that UDP may not carry', () => {
    const token = ['x'.repeat(200)];
    expect(codes(['v=spf1 -all'], token)).toEqual([]);
    expect(codes(['v=spf1 -all'], token, token, token)).toEqual(['SPF-I-ANSWER-OVER-512']);
    expect(codes(['v=spf1 -all'], ...Array.from({ length: 6 }, () => token))).toEqual([
      'SPF-W-ANSWER-OVER-1232',
    ]);
  });
});
