import { describe, expect, it } from 'vitest';
import { authoritativeVantages } from '../../../shared/dns/authoritative.ts';
import { MOST_VANTAGES, vantageSchema } from '../../../shared/dns/vantage.ts';
import { portOf } from './answers.ts';

describe('the name servers that a zone names', () => {
  const hosts = Array.from(
    { length: 300 },
    (_, index) => `ns${index}.${'a'.repeat(60)}.${'b'.repeat(60)}.example`,
  );
  const entries = Object.fromEntries(
    hosts.flatMap((host, index) => [
      [`A ${host}`, [`192.0.2.${index % 250}`, `198.51.100.${index % 250}`]],
      [`AAAA ${host}`, []],
    ]),
  );

  it('are asked for within a limit, which is said, and fit into a stored run', async () => {
    const port = portOf({ ...entries, 'NS contoso.com': hosts });
    let asked = 0;
    const found = await authoritativeVantages(
      (question) => {
        asked += 1;
        return port.lookup(question);
      },
      ['contoso.com'],
    );
    expect(asked).toBeLessThan(100);
    expect(found.vantages.length).toBeLessThan(100);
    expect(found.notes).toContainEqual(expect.stringContaining('contoso.com names 300 name servers'));
    for (const vantage of found.vantages) expect(vantageSchema.safeParse(vantage).success).toBe(true);
  });

  it('are not those that an alias of the name leads to', async () => {
    const port = portOf({
      'NS contoso.com': ['ns1.contoso.com'],
      'A ns1.contoso.com': ['192.0.2.1'],
      'AAAA ns1.contoso.com': [],
      'A ns1.filter.example': ['192.0.2.2'],
      'AAAA ns1.filter.example': [],
    });
    const alias = { name: 'www.contoso.com', type: 'CNAME', ttl: 60, value: 'filter.example' };
    const behind = { name: 'filter.example', type: 'NS', ttl: 60, value: 'ns1.filter.example' };
    const found = await authoritativeVantages(
      async (question) =>
        question.name === 'www.contoso.com'
          ? { ...(await port.lookup(question)), outcome: 'answer', records: [alias, behind] }
          : port.lookup(question),
      ['www.contoso.com'],
    );
    expect(found.vantages).toMatchObject([{ label: 'ns1.contoso.com', zones: ['contoso.com'] }]);
  });

  it('may be more than a run can hold: some are asked, and the rest is said', async () => {
    const names = Array.from({ length: 400 }, (_, index) => `d${index}.example`);
    const entries: Record<string, string[]> = {};
    for (const [at, name] of names.entries()) {
      const own = [1, 2, 3].map((number) => `ns${number}.${name}`);
      entries[`NS ${name}`] = own;
      for (const [number, host] of own.entries()) {
        entries[`A ${host}`] = [];
        entries[`AAAA ${host}`] = [`2001:db8:${number}::${at.toString(16)}`];
      }
    }
    const port = portOf(entries);
    const found = await authoritativeVantages((question) => port.lookup(question), names);
    expect(found.vantages.length).toBeLessThan(MOST_VANTAGES);
    expect(found.vantages.length).toBeGreaterThan(500);
    expect(found.notes).toContainEqual(expect.stringContaining('1200 name servers, of which 1000 are asked'));
  });

  it('may have many addresses, of which some are asked', async () => {
    const many = Array.from({ length: 200 }, (_, index) => `192.0.2.${index}`);
    const port = portOf({
      'NS contoso.com': ['ns1.contoso.com'],
      'A ns1.contoso.com': many,
      'AAAA ns1.contoso.com': [],
    });
    const found = await authoritativeVantages((question) => port.lookup(question), ['contoso.com']);
    expect(found.vantages.length).toBeLessThan(20);
    expect(found.notes).toContainEqual(expect.stringContaining('ns1.contoso.com has 200 addresses'));
  });
});
