import { describe, expect, it } from 'vitest';
import { classify, type AnswerParts } from '../../../shared/dns/classify.ts';
import type { DnsRecord } from '../../../shared/dns/types.ts';

const record = (name: string, type: string, value: string): DnsRecord => ({ name, type, ttl: 60, value });
const alias = (name: string, value: string): DnsRecord => record(name, 'CNAME', value);
const of = (
  answer: readonly DnsRecord[],
  {
    authority = [],
    aa = true,
    rcode = 'NOERROR',
  }: { authority?: DnsRecord[]; aa?: boolean; rcode?: string } = {},
): AnswerParts => ({ rcode, flags: { aa, ra: false }, answer, authority });
const A = { name: 'www.contoso.com', type: 'A' } as const;
const soa = (zone: string): DnsRecord => record(zone, 'SOA', `ns1.${zone} host.${zone} 1 2 3 4 5`);

describe('what an answer means', () => {
  it('gives the records along the aliases, in whatever order they came', () => {
    const found = classify(
      A,
      of([
        record('host.filter.example', 'A', '192.0.2.2'),
        alias('web.filter.example', 'host.filter.example'),
        record('host.filter.example', 'A', '192.0.2.1'),
        alias('www.contoso.com', 'web.filter.example'),
        record('example.org', 'A', '192.0.2.66'),
      ]),
    );
    expect(found.outcome).toBe('answer');
    expect(found.records.map(({ value }) => value)).toEqual([
      'web.filter.example',
      'host.filter.example',
      '192.0.2.2',
      '192.0.2.1',
    ]);
  });

  it('is an alias to be chased by its last name, in whatever order they came', () => {
    const found = classify(
      A,
      of([alias('web.contoso.com', 'edge.filter.example'), alias('www.contoso.com', 'web.contoso.com')]),
    );
    expect(found).toMatchObject({ outcome: 'alias', records: [{}, { value: 'edge.filter.example' }] });
  });

  it.each([
    ['the name itself', ['www.contoso.com']],
    ['a name that leads back', ['web.contoso.com', 'www.contoso.com']],
  ])('is an alias, and not "no data", where it leads to %s', (_name, targets) => {
    const names = ['www.contoso.com', ...targets];
    const found = classify(A, of(targets.map((target, index) => alias(names[index] ?? '', target))));
    expect(found.outcome).toBe('alias');
  });

  // RFC 4035, 3.1.4.1: a server of the zone itself that does not hold the one above answers so.
  it('takes no DS at the zone itself for no word about the DS', () => {
    const to = (zone: string): string =>
      classify({ name: 'contoso.com', type: 'DS' }, of([], { authority: [soa(zone)] })).outcome;
    expect(to('contoso.com')).toBe('referral');
    expect(to('com')).toBe('no-data');
  });

  // RFC 2308, 2.2 and 5: the SOA is that of a zone that the name lies in.
  it('takes the SOA of another zone for no word about the name', () => {
    const to = (zone: string): string =>
      classify(A, of([alias('www.contoso.com', 'web.filter.example')], { authority: [soa(zone)] })).outcome;
    expect(to('filter.example')).toBe('no-data');
    expect(to('.')).toBe('no-data');
    expect(to('contoso.com')).toBe('alias');
    expect(to('ilter.example')).toBe('alias');
    expect(classify(A, of([], { aa: false, authority: [soa('contoso.com')] })).outcome).toBe('no-data');
    expect(classify(A, of([], { aa: false, authority: [soa('fabrikam.com')] })).outcome).toBe('referral');
  });

  // RFC 6604, 2: what is said is said of the last name.
  it('keeps the aliases that lead to nothing', () => {
    const aliases = [alias('www.contoso.com', 'web.filter.example')];
    const gone = classify(
      A,
      of([...aliases, alias('other.contoso.com', 'x.example')], { rcode: 'NXDOMAIN' }),
    );
    expect(gone).toEqual({ outcome: 'nxdomain', records: aliases });
    expect(classify(A, of(aliases, { authority: [soa('filter.example')] }))).toEqual({
      outcome: 'no-data',
      records: aliases,
    });
    expect(classify(A, of([], { rcode: 'NXDOMAIN' }))).toEqual({ outcome: 'nxdomain', records: [] });
  });

  it('never takes a dot inside a label for the border of a zone', () => {
    const name = 'a\\.contoso.com';
    const asked = { name, type: 'A' } as const;
    expect(classify(asked, of([], { aa: false, authority: [soa('contoso.com')] })).outcome).toBe('referral');
    const plain = { name: 'a\\\\.contoso.com', type: 'A' } as const;
    expect(classify(plain, of([], { aa: false, authority: [soa('contoso.com')] })).outcome).toBe('no-data');
  });

  it('reads as many aliases as a message holds', () => {
    const names = Array.from({ length: 5000 }, (_, index) => `h${index}.contoso.com`);
    const aliases = names.slice(1).map((target, index) => alias(names[index] ?? '', target));
    const started = performance.now();
    const found = classify({ name: 'h0.contoso.com', type: 'A' }, of(aliases.toReversed()));
    expect(found).toMatchObject({ outcome: 'alias' });
    expect(found.records.at(-1)?.value).toBe('h4999.contoso.com');
    // A quadratic reading takes seconds.
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
