import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePasted, pastedDraft } from '../../../../shared/dns/paste/index.ts';
import { runDraftSchema } from '../../../../shared/dns/stored-run.ts';
import { mutated, scrambledPaste } from '../../../support/paste.ts';

const AT = '2026-11-24T18:00:00.000Z';
const read = (text: string) => parsePasted(text, { at: AT });

const MX = `$ dig +noall +answer @192.0.2.53 contoso.com MX
contoso.com.	3600	IN	MX	10 mx1.filter.example.
$ dig +short contoso.com TXT
"v=spf1 -all"

Best regards
`;

describe('parsePasted', () => {
  it('keeps the lines of each answer as they were pasted', () => {
    const { answers } = read(MX);
    expect(answers.map(({ raw }) => raw)).toEqual([
      'contoso.com.\t3600\tIN\tMX\t10 mx1.filter.example.',
      '"v=spf1 -all"',
    ]);
    expect(answers.every(({ transport }) => transport === 'pasted')).toBe(true);
  });

  it('reads TXT strings with escapes as octets and joins them', () => {
    const { answers } = read('contoso.com. 60 IN TXT "a\\"b\\\\" "\\195\\164;(" ""\n');
    expect(answers[0]?.records[0]).toEqual({
      name: 'contoso.com',
      type: 'TXT',
      ttl: 60,
      value: 'a"b\\\u00c3\u00a4;(',
      strings: ['a"b\\', '\u00c3\u00a4;(', ''],
    });
  });

  it('keeps a published invisible character of JSON, where it can not be copy damage alone', () => {
    const json = '[{"Name":"contoso.com","Type":16,"Section":1,"TTL":60,"Strings":["v=spf1\u200b -all"]}]';
    expect(read(json).answers[0]?.records[0]?.value).toBe('v=spf1\u00e2\u0080\u008b -all');
  });

  it.each([
    ['contoso.com. 60 CH TXT "x"', 'class CH'],
    ['contoso.com. 60 IN TXT "x', 'never closed'],
    ['contoso.com. 60 IN TXT "\\999"', 'escape'],
    ['contoso.com. 60 IN MX mx1.filter.example.', 'takes 2'],
    ['contoso.com. 60 IN A 192.0.2.256', 'IPv4'],
    [`contoso.com. 60 IN TXT "${'x'.repeat(256)}"`, '255'],
    ['contoso.com. 99999999999 IN A 192.0.2.1', 'TTL'],
  ])('says why %j is not read', (text, why) => {
    const { answers, unread } = read(`\n${text}\n`);
    expect(answers).toEqual([]);
    expect(unread[0]).toMatchObject({ line: 2, text, reason: expect.stringContaining(why) as string });
  });

  it('takes no address of a name server for the answer, and no other question for the one asked', () => {
    const { answers, unread } = read(
      '$ dig +noall +answer contoso.com MX\nother.example. 60 IN MX 10 a.example.\n',
    );
    expect(answers).toEqual([]);
    expect(unread).toHaveLength(1);
  });

  it('says of a lost quote where the record stands, and of no empty line', () => {
    const lines = [
      'Server:  dc01.corp.contoso.com',
      'Address:  192.0.2.53',
      '',
      'Nicht autorisierende Antwort:',
      'contoso.com\ttext =',
      '',
      '\t"MS=ms12345678',
      '',
    ];
    const { answers, unread } = read(lines.join('\n'));
    expect(answers).toEqual([]);
    expect(unread).toEqual([
      { line: 5, text: 'contoso.com\ttext =', reason: 'A quote is opened and never closed' },
      { line: 7, text: '\t"MS=ms12345678', reason: 'A quote is opened and never closed' },
    ]);
  });

  it('comes to its end where a quoted line looks like the server of nslookup, and says the line', () => {
    const { answers, unread } = read(
      'one line without the mark\n> \u200b SERVER: 192.0.2.53#53\n> and more\n',
    );
    expect(answers).toEqual([]);
    expect(unread.map(({ line }) => line)).toEqual([1, 2, 3]);
  });

  it.each([
    [
      'one string of 200,000 characters in JSON',
      `[{"Name":"a.example","Type":16,"TTL":60,"Section":1,"Strings":["${'a'.repeat(200_000)}"]}]`,
      [1, 'A string holds 200000 octets; one may hold 255'],
    ],
    [
      '150,000 addresses below a name, and a line that may be the rest of the last',
      `Name: a.example\nAddresses: 192.0.2.1\n${'    192.0.2.1\n'.repeat(150_000)}xyz\n`,
      [
        1,
        'The line below may be the rest of this one, broken by the width of a window; copy it from a wider one',
      ],
    ],
    [
      '150,000 pieces of a cell, and one that does not fit',
      `Name Type TTL Section NameHost\n---- ---- --- ------- --------\na.example CNAME 60 Answer abcdefgh\n${`${' '.repeat(22)}abcdefgh\n`.repeat(150_000)}x y z\n`,
      [
        3,
        'The row is broken over lines, and it can’t be known how its text goes on; paste the output of “| ConvertTo-Json”',
      ],
    ],
  ])('comes to its end with %s', (_what, text, [line, reason]) => {
    const { answers, unread } = read(text);
    expect(answers).toEqual([]);
    expect(unread[0]).toMatchObject({ line, reason });
  });

  it('does not know what a command asked that names more than anybody types', () => {
    const name = (index: number): string => `h${index}.example`;
    const names = Array.from({ length: 51 }, (_, index) => name(index)).join(' ');
    const { answers, unread } = read(`$ dig ${names} A\n;; no servers could be reached\n`);
    expect(answers).toEqual([]);
    expect(unread).toHaveLength(1);
  });

  it('never throws, whatever is pasted, and all that it reads fits a stored run', () => {
    const text = fc.oneof(scrambledPaste, mutated(MX), fc.string({ unit: 'binary', maxLength: 200 }));
    fc.assert(
      fc.property(text, (pasted) => {
        const draft = pastedDraft(read(pasted), { at: AT });
        expect(runDraftSchema.safeParse(draft).error).toBeUndefined();
      }),
      { seed: 1035, numRuns: 500 },
    );
  });
});

describe('pastedDraft', () => {
  it('has a vantage point for each server, and notes on what is not known', () => {
    const draft = pastedDraft(read(MX), { at: AT, domains: ['contoso.com'] });
    expect(draft.vantages).toEqual([
      {
        id: 'pasted:192.0.2.53',
        kind: 'pasted',
        label: '192.0.2.53',
        server: { address: '192.0.2.53', port: 53, label: '192.0.2.53' },
      },
      { id: 'pasted:Server not named (dig)', kind: 'pasted', label: 'Server not named (dig)', server: null },
    ]);
    expect(draft.notes).toEqual([
      'These answers were pasted; this app did not ask for them itself.',
      '1 of the answers came from output that shows no TTL.',
      expect.stringMatching(/^Line 6 was not read: .* It says: Best regards$/u),
    ]);
  });
});
