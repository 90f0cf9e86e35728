import { describe, expect, it } from 'vitest';
import {
  classifyMx,
  compareServers,
  type ClassifyInput,
  type HostFacts,
} from '../../../shared/mx/classify.ts';
import { regionMismatches, VENDORS, vendorOfMx, vendorOfSpf } from '../../../shared/mx/vendors.ts';

const mx = (...list: Array<[number, string]>) => list.map(([preference, host]) => ({ preference, host }));
const EXPECTED = mx([10, 'mx1.filter.example'], [20, 'mx2.filter.example']);
const run = (found: ReturnType<typeof mx>, more: Partial<ClassifyInput> = {}) => {
  const { rows, findings } = classifyMx({
    expected: EXPECTED,
    found,
    onPremHosts: ['mail.contoso.com'],
    onPremIps: ['131.107.21.231'],
    ...more,
  });
  return {
    classes: rows.map((row) => row.class),
    codes: [...rows.flatMap((row) => row.findings), ...findings].map(({ code, token }) =>
      `${code} ${token ?? ''}`.trim(),
    ),
  };
};

describe('classifyMx', () => {
  it('has nothing to say about the planned set, in any order and case', () => {
    expect(run(mx([20, 'MX2.filter.example.'], [10, 'mx1.Filter.example']))).toEqual({
      classes: ['expected', 'expected'],
      codes: [],
    });
  });
  it.each([
    ['contoso-com.mail.protection.outlook.com', 'microsoft-back-door', 'MX-E-BACK-DOOR-M365'],
    ['contoso-com.o-v1.mx.microsoft', 'microsoft-back-door', 'MX-E-BACK-DOOR-M365'],
    ['contoso.mail.protection.office365.us', 'microsoft-back-door', 'MX-E-BACK-DOOR-M365'],
    ['contoso-com.mail.protection.partner.outlook.cn', 'microsoft-back-door', 'MX-E-BACK-DOOR-M365'],
    ['mail.contoso.com', 'on-premises-back-door', 'MX-E-BACK-DOOR-ONPREM'],
    ['ms12345678.msv1.invalid', 'verification-leftover', 'MX-W-VERIFICATION-LEFT'],
    ['mail.global.frontbridge.com', 'retired-microsoft', 'MX-E-RETIRED-HOST'],
    ['eu-smtp-inbound-1.mimecast.com', 'other-vendor', 'MX-W-OTHER-VENDOR'],
    ['192.0.2.1', 'ip-literal', 'MX-E-IP-LITERAL'],
    ['mx.unknown.example', 'unknown', 'MX-W-UNKNOWN-HOST'],
  ])('%s is %s', (host, kind, code) => {
    expect(run([...EXPECTED, ...mx([99, host])])).toEqual({
      classes: ['expected', 'expected', kind],
      codes: [`${code} ${host}`],
    });
  });
  it('tells of an address in place of a name even where it is the old server’s', () => {
    expect(run(mx([10, '131.107.21.231']), { expected: [] })).toEqual({
      classes: ['on-premises-back-door'],
      codes: ['MX-E-BACK-DOOR-ONPREM 131.107.21.231', 'MX-E-IP-LITERAL 131.107.21.231'],
    });
  });
  it('knows the old server by its address too', () => {
    const facts = new Map<string, HostFacts>([['old.contoso.com', { addresses: ['131.107.21.231'] }]]);
    expect(run(mx([10, 'old.contoso.com']), { expected: [], facts }).classes).toEqual([
      'on-premises-back-door',
    ]);
  });
  it.each([
    ['a network of the profile', '131.107.21.224/28', '131.107.21.231'],
    ['a range of the profile', '131.107.21.230-131.107.21.240', '131.107.21.231'],
    ['another way to write IPv6', '2001:0DB8:0:0::25', '2001:db8::25'],
    ['an IPv4-mapped address', '131.107.21.231', '::ffff:131.107.21.231'],
  ])('knows the old server by %s', (_, own, address) => {
    const facts = new Map<string, HostFacts>([['old.contoso.com', { addresses: [address] }]]);
    expect(run(mx([30, 'old.contoso.com']), { expected: [], onPremIps: [own], facts }).classes).toEqual([
      'on-premises-back-door',
    ]);
  });
  it.each([
    ['contoso-com.mail.protection.outlook.com', 'microsoft-back-door', 'MX-E-BACK-DOOR-M365'],
    ['mail.contoso.com', 'on-premises-back-door', 'MX-E-BACK-DOOR-ONPREM'],
    ['contoso-com.mail.eo.outlook.com', 'retired-microsoft', 'MX-E-RETIRED-HOST'],
  ])('follows an alias to %s', (alias, kind, code) => {
    const facts = new Map<string, HostFacts>([['mx.contoso.com', { alias, addresses: ['192.0.2.1'] }]]);
    expect(run(mx([30, 'mx.contoso.com']), { expected: [], facts })).toEqual({
      classes: [kind],
      codes: [`${code} mx.contoso.com`, 'MX-E-CNAME-TARGET mx.contoso.com'],
    });
  });
  it('sees a missing host, swapped hosts and another preference', () => {
    expect(run(mx([10, 'mx1.filter.example'])).codes).toEqual(['MX-E-MISSING-HOST mx2.filter.example']);
    expect(run(mx([20, 'mx1.filter.example'], [10, 'mx2.filter.example'])).codes).toEqual([
      'MX-W-ORDER-SWAPPED mx2.filter.example',
      'MX-W-PREFERENCE mx1.filter.example',
    ]);
    expect(run(mx([5, 'mx1.filter.example'], [20, 'mx2.filter.example'])).codes).toEqual([
      'MX-W-PREFERENCE mx1.filter.example',
    ]);
  });
  it('judges null MX, doubles and an empty set', () => {
    expect(run(mx([0, '.'])).codes).toEqual([
      'MX-E-NULL-MX',
      'MX-E-MISSING-HOST mx1.filter.example',
      'MX-E-MISSING-HOST mx2.filter.example',
    ]);
    expect(run([...EXPECTED, ...mx([0, '.'])]).codes).toEqual(['MX-E-NULL-MX-MIXED']);
    expect(run(mx([0, '.']), { expected: mx([0, '.']) }).codes).toEqual([]);
    expect(run(mx([10, '.']), { expected: mx([0, '.']) }).codes).toEqual(['MX-W-NULL-MX-PREFERENCE 10']);
    expect(run([...EXPECTED, ...mx([30, 'mx1.filter.example'])]).codes).toContain(
      'MX-W-SAME-HOST mx1.filter.example',
    );
    expect(run([]).codes[0]).toBe('MX-E-NO-RECORD');
  });
  it('uses what DNS says about the hosts', () => {
    const facts = new Map<string, HostFacts>([
      ['mx1.filter.example', { alias: 'lb.filter.example', addresses: ['203.0.113.1', '10.0.0.1'] }],
      ['mx2.filter.example', { addresses: ['203.0.113.1'] }],
    ]);
    expect(run(EXPECTED, { facts }).codes).toEqual([
      'MX-E-CNAME-TARGET mx1.filter.example',
      'MX-W-PRIVATE-ADDRESS mx1.filter.example',
      'MX-W-SAME-ADDRESS mx2.filter.example',
    ]);
    expect(run(EXPECTED, { facts: new Map([['mx1.filter.example', { addresses: [] }]]) }).codes).toEqual([
      'MX-E-NO-ADDRESS mx1.filter.example',
    ]);
  });
});

describe('compareServers', () => {
  it('says nothing when all agree, and who differs when not', () => {
    const swapped = [...EXPECTED].reverse();
    expect(
      compareServers(
        new Map([
          ['ns1', EXPECTED],
          ['ns2', swapped],
        ]),
      ),
    ).toEqual([]);
    const [finding] = compareServers(
      new Map([
        ['ns1', EXPECTED],
        ['ns2', mx([10, 'old.example'])],
        ['ns3', []],
      ]),
    );
    expect(finding?.token).toBe(
      'ns1: 10 mx1.filter.example, 20 mx2.filter.example; ns2: 10 old.example; ns3: none',
    );
  });
});

describe('vendors', () => {
  it.each([
    ['mx1-us1.ppe-hosted.com', 'proofpoint-essentials', 'US'],
    ['cluster5.eu.messagelabs.com', 'symantec', null],
    ['d12345a.ess.barracudanetworks.com', 'barracuda', null],
  ])('%s looks like %s', (host, id, region) => {
    const match = vendorOfMx(host);
    expect([match?.vendor.id, match?.region]).toEqual([id, region]);
  });
  it('knows includes and macro targets, and is not fooled by a longer name', () => {
    expect(vendorOfSpf('eu._netblocks.mimecast.com')?.region).toBe('EU');
    expect(vendorOfSpf('%{ir}.%{v}.%{d}.spf.has.pphosted.com')?.vendor.id).toBe('proofpoint-enterprise');
    expect(vendorOfSpf('spf.messagelabs.com.attacker.example')).toBeNull();
    expect(vendorOfMx('notmimecast.com')).toBeNull();
  });
  it('has one entry for each service', () => {
    expect(new Set(VENDORS.map(({ id }) => id)).size).toBe(VENDORS.length);
  });
});

describe('regionMismatches', () => {
  const mx = ['mx1-eu1.ppe-hosted.com', 'mx2-eu1.ppe-hosted.com'];
  it('names the SPF target of another region of the same service', () => {
    expect(regionMismatches(mx, ['_spf-us.ppe-hosted.com'])).toEqual([
      {
        host: 'mx1-eu1.ppe-hosted.com',
        target: '_spf-us.ppe-hosted.com',
        words: 'Proofpoint Essentials in EU, while _spf-us.ppe-hosted.com is its SPF of US',
      },
    ]);
  });
  it('says nothing of the same region, another service or a region that nobody knows', () => {
    expect(
      regionMismatches(mx, ['_spf-eu.ppe-hosted.com', 'eu._netblocks.mimecast.com', 'x.ppe-hosted.com']),
    ).toEqual([]);
    expect(regionMismatches(['mail.ppe-hosted.com'], ['_spf-us.ppe-hosted.com'])).toEqual([]);
  });
});
