import { describe, expect, it } from 'vitest';
import { judgeStsFile } from '../../../shared/mailauth/sts-verdict.ts';
import type { DomainProfile, Profile } from '../../../shared/profile/schema.ts';
import { deriveDomainRecords } from '../../../shared/records/derive.ts';
import { plannedHints } from '../../../shared/records/hints.ts';
import type { PlannedHint } from '../../../shared/records/hints.ts';
import { stsFile, stsHosts, stsPlan } from '../../../shared/records/sts-plan.ts';
import type { StsPlan } from '../../../shared/records/sts-plan.ts';
import { contosoDomain, contosoProfile } from '../../fixtures/customer.ts';

const AT = '2026-11-24T14:02:33.000Z';
const target = (selector: number): string =>
  `selector${String(selector)}-contoso-com._domainkey.contoso.n-v1.dkim.mail.microsoft`;

const made = (changes: Partial<Profile> = {}, own: Partial<DomainProfile> = {}) => {
  const domain = { ...contosoDomain(), ...own };
  const profile = contosoProfile({ mtaStsMode: 'enforce', ...changes, domains: [domain] });
  return { profile, domain, records: deriveDomainRecords(profile, domain) };
};
const planOf = (changes?: Partial<Profile>, own?: Partial<DomainProfile>): StsPlan => {
  const { profile, domain, records } = made(changes, own);
  return stsPlan(profile, domain, records.mx);
};
const hintOf = (
  kind: PlannedHint['kind'],
  changes?: Partial<Profile>,
  own?: Partial<DomainProfile>,
): PlannedHint => {
  const { profile, domain, records } = made(changes, own);
  return plannedHints(profile, domain, records, AT).find((hint) => hint.kind === kind) ?? expect.fail(kind);
};
const values = ({ records }: PlannedHint): string[] =>
  records.map(({ name, type, value }) => `${name} ${type} ${value}`);
const codes = (findings: PlannedHint['findings']): string[] => findings.map(({ code }) => code);

describe('the planned policy file', () => {
  it('lists the planned hosts, and during the switch those before it', () => {
    const plan = planOf();
    expect(stsFile(plan, false)).toBe(
      'version: STSv1\nmode: enforce\nmx: mx1.filter.example\nmx: mx2.filter.example\nmax_age: 604800\n',
    );
    expect(stsFile(plan, true)).toContain('mx: mx2.filter.example\nmx: mail.contoso.com\nmax_age');
  });

  it('is found right by the judge of served files, in both forms', () => {
    const plan = planOf();
    const hosts = stsHosts(made().records.mx);
    const judged = [true, false].map((during) => judgeStsFile(stsFile(plan, during), hosts));
    expect(judged.map(({ verdict }) => verdict)).toEqual(['fits', 'fits']);
    expect(codes(judged[0]?.findings ?? [])).toEqual(['STS-I-OLD-MX-LISTED']);
    expect(codes(judged[1]?.findings ?? [])).toEqual(['STS-W-OLD-MX-NOT-LISTED']);
  });

  it('ends a served policy where none is planned', () => {
    expect(stsFile(planOf({ mtaStsMode: 'none' }), true)).toBe(
      'version: STSv1\nmode: none\nmax_age: 86400\n',
    );
  });

  it.each<[string, Partial<Profile>, Partial<DomainProfile>, string | null]>([
    ['the mode is not known', { mtaStsMode: null }, {}, 'mtaStsMode'],
    [
      'a host has an error',
      { thirdParty: { ...contosoProfile().thirdParty, mxHosts: [{ preference: 10, host: '192.0.2.1' }] } },
      {},
      'thirdParty.mxHosts',
    ],
    ['the domain receives no mail', {}, { receives: false }, null],
    ['the domain is parked', {}, { role: 'parked' }, null],
  ])('has no lines and says why when %s', (_why, changes, own, path) => {
    const plan = planOf(changes, own);
    expect([plan.lines, plan.path]).toEqual([[], path]);
    expect(plan.note).not.toBe('');
    expect(hintOf('mta-sts', changes, own).records).toEqual([]);
  });
});

describe('a served policy file', () => {
  const hosts = { planned: ['mx1.filter.example', 'mx2.filter.example'], leaving: ['mail.contoso.com'] };
  const served = (mode: string, ...mx: string[]): string =>
    ['version: STSv1', `mode: ${mode}`, ...mx.map((host) => `mx: ${host}`), 'max_age: 604800'].join('\r\n');

  it('that is enforced without a planned host would have mail refused', () => {
    const { verdict, sentence, findings } = judgeStsFile(
      served('enforce', 'mail.contoso.com', 'mx1.filter.example'),
      hosts,
    );
    expect(verdict).toBe('refused');
    expect(sentence).toContain('would be refused, because it does not list mx2.filter.example.');
    expect(findings.map(({ code, fix }) => [code, fix])).toEqual([
      ['STS-E-MX-NOT-LISTED', 'mx: mx2.filter.example'],
      ['STS-I-OLD-MX-LISTED', undefined],
    ]);
  });

  it.each([
    ['testing', served('testing', 'mail.contoso.com'), 'unlisted', 'mx1.filter.example and mx2'],
    ['a wildcard', served('enforce', '*.filter.example', 'mail.contoso.com'), 'fits', 'every planned'],
    ['mode none', served('none'), 'off', 'asks for nothing'],
    ['a page of HTML', '<!doctype html>\n<h1>404</h1>', 'faulty', 'can’t use this file'],
    ['a fault and a missing host', served('enforce', 'a b'), 'faulty', 'does not list mx1'],
  ])('of %s is judged', (_what, text, verdict, words) => {
    const judged = judgeStsFile(text, hosts);
    expect(judged.verdict).toBe(verdict);
    expect(judged.sentence).toContain(words);
  });

  it('is not called right while no host is planned', () => {
    const { verdict, findings } = judgeStsFile(served('enforce', 'mail.contoso.com'), {
      planned: [],
      leaving: [],
    });
    expect([verdict, findings]).toEqual(['open', []]);
  });

  it('has every host compared without regard to case and final dot', () => {
    expect(
      judgeStsFile(served('enforce', 'MX1.Filter.Example'), { planned: ['mx1.filter.example.'], leaving: [] })
        .verdict,
    ).toBe('fits');
  });
});

describe('the records beside MX and SPF', () => {
  it('come from the profile, addresses with or without their scheme', () => {
    const changes = { dmarcPolicy: 'none', dmarcRua: 'dmarc@contoso.com' } as const;
    expect(values(hintOf('mta-sts'))).toEqual(['_mta-sts.contoso.com TXT v=STSv1; id=202611241402']);
    expect(values(hintOf('tls-rpt', { tlsRptRua: 'mailto:tls@contoso.com' }))).toEqual([
      '_smtp._tls.contoso.com TXT v=TLSRPTv1; rua=mailto:tls@contoso.com',
    ]);
    expect(values(hintOf('dmarc', changes))).toEqual([
      '_dmarc.contoso.com TXT v=DMARC1; p=none; rua=mailto:dmarc@contoso.com',
    ]);
    expect(
      values(
        hintOf('dkim', {}, { dkimSelector1Target: `${target(1)}.`, dkimSelector2Target: ` ${target(2)}` }),
      ),
    ).toEqual([
      `selector1._domainkey.contoso.com CNAME ${target(1)}`,
      `selector2._domainkey.contoso.com CNAME ${target(2)}`,
    ]);
  });

  it('are not fit to publish with an error', () => {
    const swapped = hintOf('dkim', {}, { dkimSelector1Target: target(2), dkimSelector2Target: target(1) });
    expect([swapped.publishable, codes(swapped.findings)]).toEqual([
      false,
      ['DKIM-E-SWAPPED', 'DKIM-E-SWAPPED'],
    ]);
    expect(hintOf('dkim', {}, { dkimSelector1Target: target(1) })).toMatchObject({
      publishable: false,
      path: 'domains.0.dkimSelector2Target',
    });
    expect(hintOf('tls-rpt', { tlsRptRua: 'nobody' }).publishable).toBe(false);
  });

  it('lead to the value that is missing', () => {
    expect(hintOf('tls-rpt').path).toBe('tlsRptRua');
    expect(hintOf('dmarc').path).toBe('dmarcPolicy');
    expect(hintOf('dkim').path).toBe('domains.0.dkimSelector1Target');
  });

  it('of a parked domain refuse everything and need nothing else', () => {
    const parked = { role: 'parked' } as const;
    expect(values(hintOf('dmarc', { dmarcPolicy: 'none' }, parked))).toEqual([
      '_dmarc.contoso.com TXT v=DMARC1; p=reject',
    ]);
    expect(hintOf('dkim', {}, parked)).toMatchObject({ records: [], path: null });
    expect(hintOf('tls-rpt', {}, parked)).toMatchObject({ records: [], path: null });
  });

  it('have their names in A-labels', () => {
    expect(
      hintOf('tls-rpt', { tlsRptRua: 'tls@contoso.com' }, { name: 'Köln.example' }).records[0]?.name,
    ).toBe('_smtp._tls.xn--kln-sna.example');
  });
});
