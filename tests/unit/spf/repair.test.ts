import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSpf } from '../../../shared/spf/parse.ts';
import { repairDifference } from '../../../shared/spf/repair-difference.ts';
import { repairSpf } from '../../../shared/spf/repair.ts';

const M365 = 'include:spf.protection.outlook.com';

describe('repairSpf', () => {
  it.each([
    [
      `v=spf1 ipv4:10.10.10.1 ipv4: 131.107.21.231 ${M365} -all`,
      `v=spf1 ip4:10.10.10.1 ip4:131.107.21.231 ${M365} -all`,
    ],
    [
      `v= ipv4: 131.107.21.231 spf1 ${M365} include:third_party_cloud_service.com -all`,
      `v=spf1 ip4:131.107.21.231 ${M365} include:third_party_cloud_service.com -all`,
    ],
    ['v = spf1 a -all', 'v=spf1 a -all'],
    ['spf1 a -all', 'v=spf1 a -all'],
    ['v=spf1 a v=spf1 -all', 'v=spf1 a -all'],
    ['v=spf1;a -all', 'v=spf1 a -all'],
    ['v=spf1 include=a.example -all', 'v=spf1 include:a.example -all'],
    ['v=spf1 include: a.example -all', 'v=spf1 include:a.example -all'],
    ['v=spf1 include:include:a.example -all', 'v=spf1 include:a.example -all'],
    ['v=spf1 redirect:a.example', 'v=spf1 redirect=a.example'],
    ['v=spf1 a –all', 'v=spf1 a -all'],
    ['v=spf1 a ˜all', 'v=spf1 a ~all'],
    ['v=spf1 a - all', 'v=spf1 a -all'],
    ['v=spf1\u00a0a\u200b -all', 'v=spf1 a -all'],
    ['“v=spf1 a -all”', 'v=spf1 a -all'],
    ['contoso.com. 3600 IN TXT "v=spf1 ip4:203.0.113.10 " "-all"', 'v=spf1 ip4:203.0.113.10 -all'],
    ['@ TXT ( "v=spf1 a" " -all" )', 'v=spf1 a -all'],
    ['(v=spf1 a -all)', 'v=spf1 a -all'],
    ['v=spf1 ip4:203.0.113.10,ip4:203.0.113.11, -all', 'v=spf1 ip4:203.0.113.10 ip4:203.0.113.11 -all'],
    ['v=spf1 include:spf.a.example-all', 'v=spf1 include:spf.a.example -all'],
    ['v=spf1 ip4:131.107.21.231include:a.example -all', 'v=spf1 ip4:131.107.21.231 include:a.example -all'],
    ['v=spf1 ip4:131.107.021.231/33 -all', 'v=spf1 ip4:131.107.21.231 -all'],
    ['v=spf1 ip6:192.0.2.1 ip4:2001:db8::1 -all', 'v=spf1 ip4:192.0.2.1 ip6:2001:db8::1 -all'],
    ['v=spf1 192.0.2.1 -all', 'v=spf1 ip4:192.0.2.1 -all'],
    ['v=spf1 ++mx -all.', 'v=spf1 +mx -all'],
    ['v=spf1 -redirect=a.example', 'v=spf1 redirect=a.example'],
  ])('turns %j into %j', (text, expected) => {
    const repair = repairSpf(text);
    expect(repair.record).toBe(expected);
    expect(repair.unresolved).toEqual([]);
    expect(repair.steps.every(({ reason }) => reason !== '')).toBe(true);
  });
  it.each([
    'v=spf1 ip4:192.0.2.1 include:my-all.example exists:%{i}._spf.example.com -all',
    'v=spf1 foo=bar ?all',
    'v=spf1 a:foo:bar/baz.example -all',
  ])('leaves %j as it is', (text) => {
    expect(repairSpf(text)).toMatchObject({ record: text, changed: false, steps: [], unresolved: [] });
  });
  it('says so when an address has only three numbers', () => {
    const { record, unresolved } = repairSpf('v=spf1 ip4:131.107.21 -all');
    expect(record).toBe('v=spf1 -all');
    expect(unresolved).toMatchObject([{ from: 'ip4:131.107.21' }]);
    expect(unresolved[0]?.reason).toContain('fewer than four numbers');
  });
  it('always proposes a record without grammar errors, and proposes nothing for its own proposal', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 6 }),
      fc.constantFrom(
        'v=spf1',
        'v=',
        'spf1',
        'ipv4:',
        'ip4:192.0.2.1',
        'include=',
        '–all',
        '-all',
        '"',
        'TXT',
        'redirect:',
        'exp=a.example',
        ',',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 10 }), fc.constantFrom('', ' '), (pieces, blank) => {
        const { record } = repairSpf(pieces.join(blank));
        expect(parseSpf(record)).toMatchObject({ version: 'v=spf1', problems: [] });
        expect(repairSpf(record).record).toBe(record);
      }),
      { seed: 7208, numRuns: 1500 },
    );
  }, 30_000);
  it('gives each reason once, and the difference of a long hostile text in a time that grows with its length', () => {
    for (const unit of ['-all', '- all ', 'ip4: 192.0.2.1 ', 'mx: ']) {
      const text = unit.repeat(60_000 / unit.length);
      for (const { reasons } of repairDifference(text, repairSpf(text)))
        expect(new Set(reasons).size).toBe(reasons.length);
    }
  });
  it('says where each word that goes or stays stands in the text as given', () => {
    const text = ' v=spf1  ipv4: 192.0.2.1 mx 192.0.2.1 -all ';
    const lines = repairDifference(text, repairSpf(text));
    expect(lines.map(({ action, text: word, offset }) => [action, word, offset])).toEqual([
      ['kept', 'v=spf1', 1],
      ['removed', 'ipv4:', 9],
      ['removed', '192.0.2.1', 15],
      ['added', 'ip4:192.0.2.1', null],
      ['kept', 'mx', 25],
      ['removed', '192.0.2.1', 28],
      ['added', 'ip4:192.0.2.1', null],
      ['kept', '-all', 38],
    ]);
    for (const { text: word, offset } of lines)
      if (offset !== null) expect(text.startsWith(word, offset)).toBe(true);
  });
});
