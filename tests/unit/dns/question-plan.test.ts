import { describe, expect, it } from 'vitest';
import { questionKey } from '../../../shared/dns/question.ts';
import { canaryQuestions, domainQuestions, followUps, isCanary } from '../../../shared/dns/question-plan.ts';
import type { RecordType } from '../../../shared/dns/types.ts';
import { contosoDomain, contosoProfile } from '../../fixtures/customer.ts';
import { answerTo } from './answers.ts';

const leads = (name: string, type: RecordType, ...lines: readonly string[]): string[] =>
  followUps(answerTo({ name, type }, lines)).map(questionKey);

describe('the questions about a domain', () => {
  it('are those of the whole set-up, each once, in the form that goes on the wire', () => {
    const profile = contosoProfile({
      onPremInboundHost: 'Hybrid.Contoso.com.',
      onPremPublicIps: ['131.107.21.231'],
    });
    const asked = domainQuestions(profile, contosoDomain('Bücher.example')).map(questionKey);
    expect(new Set(asked).size).toBe(asked.length);
    const apex = 'xn--bcher-kva.example';
    expect(asked).toEqual(
      expect.arrayContaining([
        ...['MX', 'TXT', 'NS', 'SOA', 'A', 'AAAA', 'CAA', 'DS'].map((type) => `${type} ${apex}`),
        `CNAME autodiscover.${apex}`,
        `CNAME selector2._domainkey.${apex}`,
        `TXT _dmarc.${apex}`,
        `TXT _mta-sts.${apex}`,
        `TXT _smtp._tls.${apex}`,
        `A mta-sts.${apex}`,
        'AAAA hybrid.contoso.com',
        'A contoso-com.mail.protection.outlook.com',
        'PTR 231.21.107.131.in-addr.arpa',
      ]),
    );
  });

  it('are of the tenant’s own names too, and of the federation of a classic hybrid', () => {
    const keys = (values: Parameters<typeof contosoProfile>[0]): string[] =>
      domainQuestions(contosoProfile(values), contosoDomain()).map(questionKey);
    expect(keys({ tenantName: 'contoso', cloud: 'gcchigh', hybridTopology: 'classicFull' })).toEqual(
      expect.arrayContaining([
        'MX contoso.onmicrosoft.us',
        'MX contoso.mail.onmicrosoft.us',
        'TXT exchangedelegation.contoso.com',
      ]),
    );
    const others = keys({ tenantName: '', hybridTopology: 'modernFull' });
    expect(others.filter((key) => /onmicrosoft|exchangedelegation/u.test(key))).toEqual([]);
  });

  it('are none for what is no name, and leave out values that are none', () => {
    expect(domainQuestions(contosoProfile(), contosoDomain('not a name'))).toEqual([]);
    const odd = domainQuestions(
      contosoProfile({ onPremPublicIps: ['x'], onPremInboundHost: '' }),
      contosoDomain(),
    );
    expect(odd.filter(({ type }) => type === 'PTR')).toEqual([]);
  });
});

describe('what an answer leads to', () => {
  it.each<[string, string[], string[]]>([
    [
      'an MX record: its addresses and its TLSA',
      leads('contoso.com', 'MX', '10 mx1.filter.example', '0 .'),
      ['A mx1.filter.example', 'AAAA mx1.filter.example', 'TLSA _25._tcp.mx1.filter.example'],
    ],
    [
      'an SPF record: every target without a macro',
      leads(
        'contoso.com',
        'TXT',
        'v=spf1 mx a:mail.contoso.com include:spf.filter.example exists:%{i}.list.example exists:on.example ip4:192.0.2.1 redirect=_spf.contoso.com',
      ),
      [
        'MX contoso.com',
        'A mail.contoso.com',
        'AAAA mail.contoso.com',
        'TXT spf.filter.example',
        'A on.example',
        'TXT _spf.contoso.com',
      ],
    ],
    [
      'a DMARC record: the leave of the outside receivers',
      leads(
        '_dmarc.contoso.com',
        'TXT',
        'v=DMARC1; p=none; rua=mailto:a@contoso.com,mailto:b@reports.example',
      ),
      [
        'TXT contoso.com._report._dmarc.reports.example',
        ...['MX', 'A', 'AAAA'].flatMap((type) => [`${type} contoso.com`, `${type} reports.example`]),
      ],
    ],
    [
      'a TLS reporting record: the hosts of its addresses',
      leads('_smtp._tls.contoso.com', 'TXT', 'v=TLSRPTv1; rua=https://tls.example/in'),
      ['A tls.example', 'AAAA tls.example'],
    ],
    [
      'a name without an SOA: the zone above, which may be signed',
      leads('sales.contoso.com', 'SOA'),
      ['SOA contoso.com', 'DS contoso.com', 'DNSKEY contoso.com'],
    ],
    [
      'a DKIM alias: the key',
      leads('selector1._domainkey.contoso.com', 'CNAME', 'CNAME s1._domainkey.contoso.onmicrosoft.com'),
      ['TXT s1._domainkey.contoso.onmicrosoft.com'],
    ],
    [
      'another alias: its addresses',
      leads('autodiscover.contoso.com', 'CNAME', 'CNAME mail.contoso.com'),
      ['A mail.contoso.com', 'AAAA mail.contoso.com'],
    ],
    [
      'name servers: their addresses',
      leads('contoso.com', 'NS', 'ns1.contoso.com'),
      ['A ns1.contoso.com', 'AAAA ns1.contoso.com'],
    ],
    [
      'other text, and nothing',
      [...leads('contoso.com', 'TXT', 'MS=ms12345678'), ...leads('contoso.com', 'A')],
      [],
    ],
  ])('%s', (_what, found, expected) => {
    expect(found.toSorted()).toEqual(expected.toSorted());
  });

  it('an alias that was not followed: the same question of its target', () => {
    const answer = answerTo({ name: 'mail.contoso.com', type: 'A' }, ['CNAME host.example'], {
      outcome: 'alias',
    });
    expect(followUps(answer)).toEqual([{ name: 'host.example', type: 'A' }]);
  });
});

it('knows the names that can not exist', () => {
  const canaries = canaryQuestions('contoso.com', 'abc123');
  expect(canaries.map(({ name }) => name.split('.').slice(1).join('.'))).toEqual(['contoso.com', 'invalid']);
  expect(canaries.every(isCanary)).toBe(true);
  expect(isCanary({ name: 'contoso.com', type: 'A' })).toBe(false);
});
