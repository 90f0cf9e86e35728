import { describe, expect, it } from 'vitest';
import { parseCidr, type Cidr } from '../../../shared/net/cidr.ts';
import { coveredBy, expandSpf, type ExpandNode } from '../../../shared/spf/expand.ts';
import { overlaySpf, spfAnswerOf } from '../../../shared/spf/overlay.ts';
import { proveSenders, type ProofSender } from '../../../shared/spf/sender-proof.ts';
import { passingNetworks, treeFindings } from '../../../shared/spf/tree-findings.ts';
import { zoneOf } from '../../support/spf-check.ts';
import { zoneLookup } from '../../support/spf-zone.ts';

type Names = Readonly<Record<string, readonly string[]>>;
const expand = (names: Names): ExpandNode => {
  const node = expandSpf('example.com', zoneLookup(zoneOf(names)));
  if (node instanceof Promise) throw new Error('a zone in memory must answer at once');
  return node;
};
const net = (text: string): Cidr => {
  const read = parseCidr(text);
  if (!read.ok) throw new Error(read.reason);
  return read.cidr;
};

describe('expandSpf', () => {
  it('sums look-ups of the whole tree and goes on past the limit', () => {
    const names = {
      'example.com': [
        'v=spf1 a include:b.example.com include:b.example.com mx -all',
        'A 192.0.2.1',
        'MX 10 example.com',
      ],
      'b.example.com': ['v=spf1 include:c.example.com a:example.com exists:example.com ptr ~all'],
      'c.example.com': ['v=spf1 a:example.com a:example.com redirect=d.example.com'],
      'd.example.com': ['v=spf1 ip4:203.0.113.0/24 -all'],
    };
    const tree = expand(names);
    // b: include (1) + [a a redirect] (3) + a + exists + ptr; twice, as the same include is evaluated twice
    expect(tree.lookups).toBe(1 + 2 * (1 + 7) + 1);
    expect(tree.terms.map(({ text, lookups }) => `${text} ${lookups}`)).toEqual([
      'a 1',
      'include:b.example.com 8',
      'include:b.example.com 8',
      'mx 1',
      '-all 0',
    ]);
    expect(tree.complete).toBe(false); // ptr depends on the sender
  });
  it('marks loops, targets without a record, several records, no answer and macros', () => {
    const tree = expand({
      'example.com': [
        'v=spf1 include:example.com include:none.example include:two.example include:broken.example include:%{d}.x.example exists:%{i}.y.example -all',
      ],
      'two.example': ['v=spf1 a', 'v=spf1 mx'],
      'broken.example': ['!'],
    });
    expect(tree.terms.map(({ node, dynamic }) => node?.state ?? dynamic)).toEqual([
      'loop',
      'none',
      'several',
      'unanswered',
      'macro',
      true,
      false,
    ]);
    expect([tree.lookups, tree.voids, tree.complete]).toEqual([6, 1, false]);
  });
  it('counts void look-ups for the family that has more of them', () => {
    const tree = expand({
      'example.com': ['v=spf1 a:four.example a:none.example -all'],
      'four.example': ['A 192.0.2.1'],
    });
    expect(tree.voids).toBe(2);
  });
  it('greys what stands behind all and ignores redirect= beside it', () => {
    const tree = expand({
      'example.com': ['v=spf1 -all a include:b.example redirect=c.example'],
      'b.example': ['v=spf1 a -all'],
    });
    expect(tree.terms.map(({ unreached }) => unreached)).toEqual([false, true, true, true]);
    expect(tree.lookups).toBe(0);
  });
  it('finds who covers a network today, by its path', () => {
    const tree = expand({
      'example.com': ['v=spf1 -ip4:203.0.113.0/24 include:b.example a:h.example//64 -all'],
      'b.example': ['v=spf1 ip4:203.0.113.0/25 -all'],
      'h.example': ['AAAA 2001:db8::25'],
    });
    expect(coveredBy(tree, net('203.0.113.7'))).toEqual({
      path: ['include:b.example', 'ip4:203.0.113.0/25'],
      network: '203.0.113.0/25',
    });
    expect(coveredBy(tree, net('203.0.113.200'))).toBeNull();
    expect(coveredBy(tree, net('2001:db8::99'))?.path).toEqual(['a:h.example//64']);
  });
  it('ends on a tree that branches without end', () => {
    const names: Record<string, string[]> = {};
    for (let depth = 0; depth < 30; depth++)
      names[depth === 0 ? 'example.com' : `n${depth}.example`] = [
        `v=spf1${` include:n${depth + 1}.example`.repeat(4)} -all`,
      ];
    const tree = expand(names);
    expect(tree.complete).toBe(false);
    expect(tree.lookups).toBeGreaterThan(10);
  });
});

describe('proveSenders', () => {
  const names = {
    'example.com': ['v=spf1 mx ~all', 'MX 10 mail.example.com'],
    'mail.example.com': ['A 192.0.2.1', 'v=spf1 a -all'],
    'spf.protection.outlook.com': ['v=spf1 ip4:40.92.0.0/15 -all'],
  };
  const senders: ProofSender[] = [
    { label: 'Exchange', kind: 'on-premises', ip: '192.0.2.1', helo: 'mail.example.com' },
    { label: 'Microsoft 365', kind: 'microsoft-365', ip: '40.92.1.1' },
    { label: 'Stranger', kind: 'stranger', ip: '198.51.100.1' },
    { label: 'Typo', kind: 'other-sender', ip: '198.51.100' },
  ];
  it('shows each sender before and after, for MAIL FROM and HELO', async () => {
    const after = 'v=spf1 ip4:192.0.2.1 include:spf.protection.outlook.com -all';
    const rows = await proveSenders(
      { domain: 'example.com', before: null, after, senders },
      zoneLookup(zoneOf(names)),
    );
    expect(
      rows.map((row) => [
        row.before.result,
        row.after.result,
        row.after.terms.join(' > '),
        row.after.lookups,
        row.proved,
      ]),
    ).toEqual([
      ['pass', 'pass', 'ip4:192.0.2.1', 0, true],
      ['softfail', 'pass', 'include:spf.protection.outlook.com > ip4:40.92.0.0/15', 1, true],
      ['softfail', 'fail', '-all', 1, true],
      ['none', 'none', '', 0, false],
    ]);
    expect(rows[0]?.helo).toMatchObject({
      before: { result: 'pass', terms: ['a'] },
      after: { result: 'pass' },
    });
    expect(rows[1]?.helo).toBeNull();
    expect(rows[3]?.after.reason).toContain('4 numbers');
  });
  it('warns of a sender whose own term stands behind the look-ups of others, or that nearly spends them all', async () => {
    const chain = Object.fromEntries(
      Array.from({ length: 8 }, (_, index) => [
        `s${String(index)}.example`,
        [index === 7 ? 'v=spf1 ip4:203.0.113.7 -all' : `v=spf1 include:s${String(index + 1)}.example -all`],
      ]),
    );
    const found = async (after: string, ip: string) => {
      const sender: ProofSender = { label: 'CRM', kind: 'other-sender', ip };
      const input = { domain: 'example.com', before: [], after, senders: [sender] };
      const [row] = await proveSenders(input, zoneLookup(zoneOf({ ...names, ...chain })));
      return [row?.after.result, ...(row?.findings ?? []).map(({ code, token }) => `${code} ${token ?? ''}`)];
    };
    const late = 'v=spf1 include:spf.protection.outlook.com ip4:203.0.113.9 a:mail.example.com -all';
    expect(await found(late, '203.0.113.9')).toEqual(['pass', 'SPF-W-LATE-PASS ip4:203.0.113.9']);
    expect(await found('v=spf1 a:mail.example.com -all', '192.0.2.1'), 'its own look-up').toEqual(['pass']);
    expect(await found(late, '40.92.1.1'), 'inside the include itself').toEqual(['pass']);
    expect(await found('v=spf1 include:s0.example -all', '203.0.113.7')).toEqual([
      'pass',
      'SPF-W-PASS-NEAR-LIMIT include:s0.example',
    ]);
    expect(await found(late, '198.51.100.1'), 'no pass, nothing to last').toEqual(['fail']);
  });
  it('does not call a broken record a proof against strangers', async () => {
    const rows = await proveSenders(
      { domain: 'example.com', before: ['v=spf1 -all'], after: 'v=spf1 foo -all', senders },
      zoneLookup(zoneOf(names)),
    );
    expect(rows.map((row) => row.proved)).toEqual([false, false, false, false]);
  });
});

describe('the port to the DNS service', () => {
  const answer = (
    outcome: 'answer' | 'nxdomain' | 'no-data' | 'timeout',
    records: Array<{ type: string; value: string; strings?: string[] }> = [],
  ) => ({
    question: { name: 'example.com', type: 'TXT' as const },
    outcome,
    records: records.map((record) => ({ name: 'example.com', ttl: 60, ...record })),
    server: { address: '192.0.2.53', port: 53, label: 'test' },
    transport: 'udp' as const,
    flags: { aa: false, ad: false, ra: true, tc: false },
    rcode: 'NOERROR',
    raw: '',
    at: '2026-11-24T00:00:00.000Z',
    elapsedMs: 1,
  });
  it('joins strings, sorts MX by preference and leaves aliases out', () => {
    const txt = answer('answer', [{ type: 'TXT', value: 'v=spf1 -all', strings: ['v=spf1 ', '-all'] }]);
    expect(spfAnswerOf(txt, 'TXT')).toEqual({ status: 'found', values: ['v=spf1 -all'] });
    const mx = answer('answer', [
      { type: 'CNAME', value: 'x.example' },
      { type: 'MX', value: '20 b.example' },
      { type: 'MX', value: '5 a.example' },
    ]);
    expect(spfAnswerOf(mx, 'MX')).toEqual({ status: 'found', values: ['a.example', 'b.example'] });
  });
  it('tells a void look-up from a failure', () => {
    expect(spfAnswerOf(answer('nxdomain'), 'A').status).toBe('void');
    expect(spfAnswerOf(answer('no-data'), 'A').status).toBe('void');
    expect(spfAnswerOf(answer('timeout'), 'A')).toEqual({ status: 'failed', reason: 'timeout' });
  });
  it('puts planned records in place of the published ones, for SPF alone', () => {
    const lookup = overlaySpf(
      zoneLookup(zoneOf({ 'example.com': ['v=spf1 -all', 'A 192.0.2.1'] })),
      'Example.com',
      ['v=spf1 +all'],
    );
    expect(lookup('EXAMPLE.com', 'TXT')).toEqual({ status: 'found', values: ['v=spf1 +all'] });
    expect(lookup('example.com', 'A')).toEqual({ status: 'found', values: ['192.0.2.1'] });
  });
});

describe('treeFindings', () => {
  const judge = (names: Names): string[] =>
    treeFindings(expand(names)).map(({ code, token }) => `${code} ${token ?? ''}`.trim());
  it('tells limits, broken targets, loops and macros apart', () => {
    expect(
      judge({
        'example.com': [
          'v=spf1 include:loop.example include:none.example include:two.example include:bad.example include:open.example include:broken.example exists:%{i}.x.example -all',
        ],
        'loop.example': ['v=spf1 include:example.com -all'],
        'two.example': ['v=spf1 a', 'v=spf1 mx'],
        'bad.example': ['v=spf1 ipv4:192.0.2.1 -all'],
        'open.example': ['v=spf1 all'],
        'broken.example': ['!'],
      }),
    ).toEqual([
      'SPF-W-LOOKUPS-NEAR-LIMIT 8',
      'SPF-E-INCLUDE-LOOP include:example.com',
      'SPF-E-INCLUDE-NO-SPF include:none.example',
      'SPF-E-INCLUDE-BROKEN include:two.example',
      'SPF-E-INCLUDE-BROKEN include:bad.example',
      'SPF-E-INCLUDE-PASSES-ALL include:open.example',
      'SPF-W-UNANSWERED include:broken.example',
      'SPF-I-MACRO-TARGET exists:%{i}.x.example',
    ]);
  });
  it('counts over the whole tree', () => {
    const nested = { 'b.example': [`v=spf1${' a:h.example'.repeat(10)} -all`], 'h.example': ['A 192.0.2.1'] };
    expect(judge({ 'example.com': ['v=spf1 include:b.example -all'], ...nested })[0]).toBe(
      'SPF-E-TOO-MANY-LOOKUPS 11',
    );
    expect(judge({ 'example.com': ['v=spf1 a:x.example a:y.example mx:z.example -all'] })).toEqual([
      'SPF-E-TOO-MANY-VOIDS 3',
    ]);
  });
  it('says once that an include is reached twice', () => {
    const names = {
      'example.com': ['v=spf1 include:b.example include:c.example -all'],
      'b.example': ['v=spf1 include:c.example -all'],
      'c.example': ['v=spf1 ip4:192.0.2.1 -all'],
    };
    expect(judge(names)).toEqual(['SPF-W-INCLUDE-TWICE include:c.example']);
  });
  it('shows reach: what includes cover of one’s own, and a union that is very wide', () => {
    const names = {
      'example.com': ['v=spf1 ip4:203.0.113.7 ip4:198.51.100.1 include:b.example -all'],
      'b.example': ['v=spf1 ip4:203.0.113.0/24 -all'],
    };
    expect(judge(names)).toEqual(['SPF-I-COVERED-BY-INCLUDE ip4:203.0.113.7']);
    expect(passingNetworks(expand(names))).toEqual(['203.0.113.7', '198.51.100.1', '203.0.113.0/24']);
    expect(judge({ 'example.com': ['v=spf1 ip4:0.0.0.0/1 ip4:128.0.0.0/1 -all'] })).toEqual([
      'SPF-W-WIDE-UNION 4294967296',
    ]);
  });
  it('has nothing to say about a good tree', () => {
    expect(
      judge({
        'example.com': ['v=spf1 ip4:192.0.2.1 include:b.example -all'],
        'b.example': ['v=spf1 ip4:203.0.113.0/24 -all'],
      }),
    ).toEqual([]);
    expect(judge({})).toEqual([]);
  });
});
