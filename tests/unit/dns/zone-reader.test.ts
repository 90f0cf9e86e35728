import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { zoneSnapshot } from '../../../shared/dns/snapshot.ts';
import { writeZoneFile, type ZoneRecord } from '../../../shared/dns/zone-file.ts';
import { readZoneFile } from '../../../shared/dns/zone-reader.ts';

const short = (text: string): string[] =>
  readZoneFile(text).records.map(({ name, type, ttl, value }) => `${name} ${ttl} ${type} ${value}`);

describe('readZoneFile', () => {
  it('reads origin, TTL, owners left out, parentheses, comments and escapes', () => {
    const text = `$ORIGIN Contoso.com.
$TTL 1h
@ IN SOA ns1 hostmaster ( 1 ; serial
  2h 3600 1w 300 )
 300 IN MX 10 mail
 MX 0 .
mail 60 A 192.0.2.1
  IN 90 AAAA 2001:DB8::1
@ TXT "a;b\\"c\\\\" "\\228(" plain\\ word ; not this
x.example. TYPE65280 \\# 1 ff
`;
    expect(short(text)).toEqual([
      'contoso.com 3600 SOA ns1.contoso.com hostmaster.contoso.com 1 7200 3600 604800 300',
      'contoso.com 300 MX 10 mail.contoso.com',
      'contoso.com 3600 MX 0 .',
      'mail.contoso.com 60 A 192.0.2.1',
      'mail.contoso.com 90 AAAA 2001:db8::1',
      'contoso.com 3600 TXT a;b"c\\\u00e4(plain word',
      'x.example 3600 TYPE65280 \\# 1 ff',
    ]);
    expect(readZoneFile(text).problems).toEqual([]);
    expect(readZoneFile(text).records.at(-1)?.known).toBe(false);
  });
  it.each([
    ['a.example. 60 A 192.0.2', 'IPv4'],
    ['a 60 A 192.0.2.1', '$ORIGIN'],
    ['a.example. A 192.0.2.1', 'TTL'],
    ['a.example. 60 MX mail.example.', 'takes 2'],
    ['a.example. 60 TXT "a', 'quote'],
    ['a.example. 60 TXT "\\25"', 'escape'],
    ['a.example. 60 TXT ( a', 'parenthesis'],
    ['a.example. 60 CH A 192.0.2.1', 'class'],
    [' 60 A 192.0.2.1', 'owner'],
    ['$INCLUDE other.zone', '$INCLUDE'],
    [`a.example. 60 TXT ${'x'.repeat(256)}`, '256 octets'],
  ])('tells the line of %j and leaves it out', (text, word) => {
    const { records, problems } = readZoneFile(`\n${text}\n`);
    expect(records).toEqual([]);
    expect(problems).toMatchObject([{ line: 2, message: expect.stringContaining(word) as string }]);
  });
  it('refuses what stands beside a CNAME', () => {
    const { problems } = readZoneFile('a.example. 60 CNAME b.example.\na.example. 60 A 192.0.2.1\n');
    expect(problems.map(({ line }) => line)).toEqual([2]);
  });
  it('reads back what the writer wrote', () => {
    const label = fc.string({
      unit: fc.constantFrom('a', 'b', '-', '_', '@', '$', '"', ';', '(', ' '),
      minLength: 1,
      maxLength: 8,
    });
    const octets = fc.string({ unit: fc.nat(127).map((code) => String.fromCharCode(code)), maxLength: 40 });
    const record: fc.Arbitrary<ZoneRecord> = fc.record({
      type: fc.constant('TXT' as const),
      name: label.map((text) => `${text}.contoso.com`),
      ttl: fc.nat(86_400),
      strings: fc.array(octets, { minLength: 1, maxLength: 4 }),
    });
    fc.assert(
      fc.property(fc.array(record, { maxLength: 6 }), (records) => {
        const text = writeZoneFile({
          origin: 'contoso.com',
          comment: [],
          sections: [{ comment: ['; ( "'], records }],
        });
        const read = readZoneFile(text);
        expect(read.problems).toEqual([]);
        const back = read.records
          .filter(({ type }) => type === 'TXT')
          .map(({ ttl, strings }) => ({ ttl, strings }));
        expect(back).toEqual(
          records.map(({ ttl, ...rest }) => ({ ttl, strings: 'strings' in rest ? rest.strings : [] })),
        );
      }),
      { seed: 1035, numRuns: 300 },
    );
  });
});

describe('zoneSnapshot', () => {
  const zone = readZoneFile(`$ORIGIN contoso.com.
$TTL 60
@ SOA ns1 hostmaster 1 2 3 4 5
@ NS ns1
www CNAME host
host A 192.0.2.1
out CNAME elsewhere.example.
*.wild A 192.0.2.9
a.b A 192.0.2.2
child NS ns.child
`);
  const dns = zoneSnapshot(zone, { label: 'contoso.zone', at: '2026-11-24T00:00:00.000Z' });
  it.each([
    ['host.contoso.com', 'answer'],
    ['www.contoso.com', 'answer'],
    ['out.contoso.com', 'alias'],
    ['x.wild.contoso.com', 'answer'],
    ['b.contoso.com', 'no-data'],
    ['none.contoso.com', 'nxdomain'],
    ['x.child.contoso.com', 'referral'],
    ['elsewhere.example', 'refused'],
  ])('%s is %s', async (name, outcome) => {
    expect((await dns.lookup({ name, type: 'A' })).outcome).toBe(outcome);
  });
});
