import { domainToASCII, domainToUnicode } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkDomainName, toUnicode } from '../../../shared/net/domain-name.ts';

const read = (text: string): string => {
  const checked = checkDomainName(text, { allowUnderscore: true });
  return checked.ok ? checked.name : checked.reason;
};

describe('international names (UTS 46, non-transitional)', () => {
  it.each([
    ['faß.example', 'xn--fa-hia.example'],
    ['FAẞ.example', 'xn--fa-hia.example'],
    ['Bücher.example', 'xn--bcher-kva.example'],
    ['βόλος.example', 'xn--nxasmm1c.example'], // final sigma keeps its place (UTS 46, table 1)
    ['İstanbul.example', 'xn--istanbul-o0e.example'], // i and U+0307
    ['２．example', '2.example'],
    ['２。example', '2.example'],
    ['２｡ＥＸＡＭＰＬＥ', '2.example'],
    ['ශ්\u200dරී.example', 'xn--10cl1a0b660p.example'], // a joiner after a virama
    ['نامه\u200cای.example', 'xn--mgba3gch31f060k.example'], // between letters that join
    ['مثال١٢.example', 'xn--mgbh0fb7lg.example'],
    ['אבג1.example', 'xn--1-zhcde.example'],
    ['ﬁlter.example', 'filter.example'],
    ['a\u2064b\u180bc.example', 'abc.example'], // default ignorables go
    ['_dmarc.אבג.example', '_dmarc.xn--4dbcd.example'],
    ['2024._domainkey.אבג.example', '2024._domainkey.xn--4dbcd.example'],
    ['r3---sn-x.example', 'r3---sn-x.example'],
    ['XN--BCHER-KVA.example', 'xn--bcher-kva.example'],
    ['1.2.3.example', '1.2.3.example'],
    [
      'xn--fabrikm-bxa-example.mail.protection.outlook.com',
      'xn--fabrikm-bxa-example.mail.protection.outlook.com',
    ],
  ])('reads %s as %s', (text, name) => {
    expect(read(text)).toBe(name);
  });

  it.each([
    ['a\u200db.example', /invisible joiner \(the character U\+200D\).*leave it out/],
    ['a\u200cb.example', /invisible joiner \(the character U\+200C\).*leave it out/],
    ['\u0308u.example', /starts with a combining mark \(the character U\+0308\); type the letter/],
    ['aאב.example', /right to left.*RFC 5893.*type each label in one direction/],
    ['1אב.example', /right to left/],
    ['أ1١.example', /mix of Arabic and European digits/],
    ['1.אבג.example', /right to left/],
    ['xn--ü.example', /does not decode/],
    ['a\ue000.example', /the character U\+E000, which no name may hold/],
    ['a\ud800.example', /the character U\+D800/],
    ['a＠b.example', /“@”/],
    [`${'ü'.repeat(60)}.example`, /longer than 63 characters once converted \(\d+\)/],
    [`${'bücher-bücher-bücher.'.repeat(12)}example`, /longer than 253 characters \(\d+\)/],
  ])('refuses %j and says why', (text, reason) => {
    expect(checkDomainName(text, { allowUnderscore: true }).ok).toBe(false);
    expect(read(text)).toMatch(reason);
  });
});

const SCRIPTS = [
  [0x61, 0x7a],
  [0xc0, 0x24f],
  [0x370, 0x3ff],
  [0x400, 0x52f],
  [0x531, 0x58f],
  [0x5d0, 0x5ea],
  [0x620, 0x66f],
  [0x900, 0x97f],
  [0xe01, 0xe5b],
  [0x10a0, 0x10ff],
  [0x1e00, 0x1fff],
  [0x3041, 0x30ff],
  [0x4e00, 0x4fff],
  [0xac00, 0xacff],
  [0xff10, 0xff5a],
  [0x10400, 0x1044f],
  [0x1f300, 0x1f5ff],
] as const;
/** Code points that the platform knows too: its Unicode may be older than that of the table. */
const pointIn = (min: number, max: number): fc.Arbitrary<string> =>
  fc
    .integer({ min, max })
    .map((point) => String.fromCodePoint(point))
    .filter((char) => !/\p{Cn}/u.test(char));
const mixed = fc.array(fc.oneof(...SCRIPTS.map(([min, max]) => pointIn(min, max))), {
  minLength: 1,
  maxLength: 8,
});
const ofOneScript = fc
  .constantFrom(...SCRIPTS)
  .chain(([min, max]) => fc.array(pointIn(min, max), { minLength: 1, maxLength: 10 }));
const name = fc
  .array(
    fc.oneof(mixed, ofOneScript).map((chars) => chars.join('')),
    { minLength: 1, maxLength: 3 },
  )
  .map((labels) => `${labels.join('.')}.example`);

const HOST = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+example$/;

const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\u0600-\u06ff]/u;

describe('against the conversion of the platform (ICU)', () => {
  it('takes the same names, converts them alike and gives them back', () => {
    let taken = 0;
    fc.assert(
      fc.property(name, (text) => {
        const theirs = domainToASCII(text);
        const ours = checkDomainName(text);
        if (!ours.ok && ours.reason.includes('RFC 5893')) {
          // ICU's caller looks at each label alone, the rule at all labels of a name with one from right to left.
          expect(text).toMatch(RIGHT_TO_LEFT);
          return;
        }
        expect(ours.ok ? ours.name : null, text).toBe(HOST.test(theirs) ? theirs : null);
        if (!ours.ok) return;
        taken++;
        expect(read(ours.name)).toBe(ours.name);
        expect(toUnicode(ours.name)).toBe(domainToUnicode(ours.name));
        expect(read(toUnicode(ours.name))).toBe(ours.name);
      }),
      { seed: 46, numRuns: 5000 },
    );
    expect(taken).toBeGreaterThan(1000);
  });
});
