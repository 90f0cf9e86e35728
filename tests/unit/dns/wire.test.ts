import { encode } from 'dns-packet';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeQuery } from '../../../electron/dns/query.ts';
import { decodeMessage } from '../../../electron/dns/wire.ts';
import { WireError } from '../../../electron/dns/wire-reader.ts';
import { classify } from '../../../shared/dns/classify.ts';

const name = (...labels: Array<string | readonly number[]>): number[] => [
  ...labels.flatMap((label) => {
    const octets = typeof label === 'string' ? [...Buffer.from(label, 'latin1')] : [...label];
    return [octets.length, ...octets];
  }),
  0,
];
const u16 = (value: number): number[] => [value >> 8, value & 255];
const QUESTION = { name: 'contoso.com', type: 'MX' } as const;

/** An answer to the MX question with one record of these octets behind the question. */
const withRecord = (type: number, rdata: readonly number[], owner: readonly number[] = [0xc0, 12]): Buffer =>
  Buffer.from([
    ...[0, 7, 0x84, 0, 0, 1, 0, 1, 0, 0, 0, 0],
    ...name('contoso', 'com'),
    ...[0, 15, 0, 1],
    ...owner,
    ...u16(type),
    ...[0, 1, 0, 0, 1, 44],
    ...u16(rdata.length),
    ...rdata,
  ]);
const valueOf = (type: number, rdata: readonly number[]): string | undefined =>
  decodeMessage(withRecord(type, rdata)).answer[0]?.value;

describe('reading records', () => {
  it.each<[string, number, number[], string]>([
    ['A', 1, [192, 0, 2, 1], '192.0.2.1'],
    ['AAAA', 28, [0x20, 1, 0xd, 0xb8, ...new Array<number>(11).fill(0), 0x25], '2001:db8::25'],
    ['MX', 15, [0, 10, ...name('MX1', 'Filter', 'Example')], '10 mx1.filter.example'],
    ['null MX', 15, [0, 0, 0], '0 .'],
    ['CNAME by pointer', 5, [4, ...Buffer.from('mail'), 0xc0, 12], 'mail.contoso.com'],
    ['CAA', 257, [0, 5, ...Buffer.from('issue'), ...Buffer.from('ca.example')], '0 issue "ca.example"'],
    ['SRV', 33, [0, 1, 0, 2, 0, 25, ...name('mail', 'example')], '1 2 25 mail.example'],
    ['TLSA', 52, [3, 1, 1, 0xaa, 0xbb], '3 1 1 AABB'],
    ['HTTPS', 65, [0, 1, 0, 0, 3, 0, 2, 1, 187], '1 . port=443'],
    ['unknown type', 65280, [1, 2], '\\# 2 0102'],
    ['unknown type, empty', 65280, [], '\\# 0'],
  ])('%s', (_name, type, rdata, value) => {
    expect(valueOf(type, rdata)).toBe(value);
  });

  it('keeps the octets of a TXT, one character each, and its strings apart', () => {
    const [record] = decodeMessage(withRecord(16, [2, 0xc3, 0xa4, 0, 1, 0x22])).answer;
    expect(record).toMatchObject({ value: 'Ã¤"', strings: ['Ã¤', '', '"'] });
  });

  it('never reads a dot inside a label as a border', () => {
    expect(valueOf(15, [0, 10, ...name('mx1.filter', 'example')])).toBe('10 mx1\\.filter.example');
  });

  it('lets no tag of a CAA forge a line of the evidence', () => {
    expect(valueOf(257, [0, 3, ...Buffer.from('a\n;x')])).toBe('0 a\\010\\; "x"');
  });

  it('writes what is not printable as \\DDD', () => {
    expect(valueOf(2, name([0, 0xff], 'example'))).toBe('\\000\\255.example');
  });

  it('counts a TTL with the top bit as 0 (RFC 2181, 8)', () => {
    const bytes = withRecord(1, [192, 0, 2, 1]);
    bytes.writeUInt32BE(0x80000001, bytes.length - 10);
    expect(decodeMessage(bytes).answer[0]?.ttl).toBe(0);
  });

  it.each<[string, number, number[]]>([
    ['an A of three octets', 1, [192, 0, 2]],
    ['an MX with half a preference', 15, [0]],
    ['an SOA without its last number', 6, [0, 0, ...new Array<number>(19).fill(0)]],
    ['an SRV without a target', 33, [0, 1, 0, 2, 0, 25]],
    ['a CAA whose tag runs past its end', 257, [0, 9, ...Buffer.from('issue')]],
    ['a CAA without a tag', 257, [0, 0, ...Buffer.from('ca.example')]],
    ['a TLSA without its data', 52, [3, 1, 1]],
    ['a DS without a digest', 43, [0, 1, 13, 2]],
    ['a DNSKEY without a key', 48, [1, 1, 3, 13]],
    ['a CNAME with a name that points into the header', 5, [0xc0, 4]],
    ['a CNAME of no octets', 5, []],
    ['an A of five octets', 1, [192, 0, 2, 1, 0]],
    ['an MX without a host', 15, [0, 10]],
    ['an MX with something behind the host', 15, [0, 10, 0, 0]],
    ['a TXT string that is longer than its record', 16, [200, 65]],
    ['a TXT without a string', 16, []],
    ['a name that points to itself', 5, [0xc0, 41]],
    ['a name that points forward', 5, [0xc0, 200]],
    ['a label of an unknown kind', 5, [0x80, 1, 0]],
  ])('refuses %s', (_name, type, rdata) => {
    expect(() => decodeMessage(withRecord(type, rdata))).toThrow();
  });

  // RFC 9460, 2.2: such a record is malformed.
  it.each<[string, number[]]>([
    ['keys out of order', [0, 3, 0, 2, 1, 187, 0, 1, 0, 3, 2, 104, 50]],
    ['a key twice', [0, 3, 0, 2, 1, 187, 0, 3, 0, 2, 1, 187]],
    ['a value that runs past the record', [0, 3, 0, 9, 1, 187]],
    ['a port of four octets', [0, 3, 0, 4, 1, 187, 0, 0]],
    ['a port of none', [0, 3, 0, 0]],
    ['an IPv4 hint of five octets', [0, 4, 0, 5, 192, 0, 2, 1, 0]],
    ['an IPv6 hint of none', [0, 6, 0, 0]],
    ['no protocol in its list', [0, 1, 0, 0]],
    ['a protocol without a name', [0, 1, 0, 1, 0]],
    ['a value for no-default-alpn', [0, 1, 0, 3, 2, 104, 50, 0, 2, 0, 1, 0]],
    ['a mandatory key that is not there', [0, 0, 0, 2, 0, 3]],
    ['mandatory as mandatory', [0, 0, 0, 2, 0, 0]],
    ['mandatory keys out of order', [0, 0, 0, 4, 0, 3, 0, 1, 0, 1, 0, 3, 2, 104, 50, 0, 3, 0, 2, 1, 187]],
  ])('refuses an HTTPS record with %s', (_name, parameters) => {
    expect(() => decodeMessage(withRecord(65, [0, 1, 0, ...parameters]))).toThrow();
  });

  it('refuses a record of another class than the question', () => {
    const bytes = withRecord(16, [2, 65, 66]);
    bytes.writeUInt16BE(3, 12 + 13 + 4 + 2 + 2);
    expect(() => decodeMessage(bytes)).toThrow('not of class IN');
  });

  it('tells what stands behind the message', () => {
    const bytes = withRecord(1, [192, 0, 2, 1]);
    expect(decodeMessage(bytes).excess).toBe(0);
    expect(decodeMessage(Buffer.concat([bytes, Buffer.from([1, 2, 3])])).excess).toBe(3);
  });

  // RFC 6891, 6.1.1
  it.each<[string, readonly number[], readonly [number, number, number]]>([
    ['in the answer', [0], [1, 0, 0]],
    ['among the name servers', [0], [0, 1, 0]],
    ['twice', [0], [0, 0, 2]],
    ['at a name', [...name('contoso', 'com')], [0, 0, 1]],
  ])('refuses an OPT %s', (_name, owner, counts) => {
    const option = [...owner, 0, 41, 4, 208, 0, 0, 0, 0, 0, 0];
    const bytes = Buffer.from([
      ...[0, 7, 0x84, 0, 0, 1, ...counts.flatMap(u16)],
      ...name('contoso', 'com'),
      ...[0, 15, 0, 1],
      ...option,
      ...(counts[2] === 2 ? option : []),
    ]);
    expect(() => decodeMessage(bytes)).toThrow('OPT');
  });

  it('refuses a name longer than 255 octets', () => {
    const long = name(...Array.from({ length: 5 }, () => 'a'.repeat(60)));
    expect(() => valueOf(5, long)).toThrow('255');
  });

  it('reads no records of a cut message', () => {
    const bytes = withRecord(1, [192, 0, 2, 1]).subarray(0, -2);
    bytes.writeUInt8(0x86, 2);
    expect(decodeMessage(bytes)).toMatchObject({ flags: { tc: true }, answer: [] });
  });

  it('reads extended errors', () => {
    const bytes = encode({
      type: 'response',
      id: 1,
      flags: 2,
      questions: [{ name: 'contoso.com', type: 'MX' }],
      additionals: [
        {
          type: 'OPT',
          name: '.',
          udpPayloadSize: 1232,
          extendedRcode: 0,
          ednsVersion: 0,
          flags: 0,
          flag_do: false,
          options: [
            { code: 15, data: Buffer.from([0, 22, ...Buffer.from('no way')]) } as never,
            { code: 15, data: Buffer.from([0, 6, ...Buffer.from('no\n;; \u202esig\0')]) } as never,
            { code: 15, data: Buffer.from([0, 7, ...Buffer.from('x'.repeat(999) + '😀')]) } as never,
          ],
        },
      ],
    });
    // What is written down can be shown on one line, and holds no half of a character.
    expect(decodeMessage(bytes).edns?.errors).toEqual([
      { code: 22, text: 'no way' },
      { code: 6, text: 'no ;; sig' },
      { code: 7, text: 'x'.repeat(999) },
    ]);
  });
});

describe('asking', () => {
  it('asks every type with the id, RD and AD as told', () => {
    const bytes = encodeQuery(
      7,
      { name: '_25._tcp.mail.contoso.com', type: 'TLSA' },
      { edns: true, recursive: true, padded: false },
    );
    const message = decodeMessage(bytes);
    expect(message).toMatchObject({
      id: 7,
      questions: [{ name: '_25._tcp.mail.contoso.com', type: 'TLSA' }],
      flags: { qr: false, rd: true, ad: true },
      edns: { size: 1232, version: 0 },
    });
    const own = decodeMessage(
      encodeQuery(
        8,
        { name: 'contoso.com', type: 'HTTPS' },
        { edns: false, recursive: false, padded: false },
      ),
    );
    expect(own).toMatchObject({ questions: [{ type: 'HTTPS' }], flags: { rd: false }, edns: null });
  });
});

describe('an answer that repeats the question', () => {
  const question = { name: 'contoso.com', type: 'MX' } as const;
  const query = encodeQuery(7, question, { edns: true, recursive: true, padded: false });
  const answerTo = (name: string, type: 'MX' | 'A') =>
    encode({
      type: 'response',
      id: 7,
      questions: [{ name, type }],
      answers: [{ name, type: 'MX', ttl: 300, data: { preference: 10, exchange: `mx1.${name}` } }],
    });

  it.each([
    ['as it was asked', 'contoso.com', 'MX', 'contoso.com'],
    ['in other letters', 'CONTOSO.com', 'MX', 'contoso.com'],
    ['to another name of that length', 'contoso.net', 'MX', 'contoso.net'],
    ['to a longer name', 'contoso.com.example', 'MX', 'contoso.com.example'],
    ['to another type', 'contoso.com', 'A', 'contoso.com'],
  ] as const)('is read as without knowing it: %s', (_what, name, type, read) => {
    const bytes = Buffer.from(answerTo(name, type));
    const known = decodeMessage(bytes, { question, query });
    expect(known).toEqual(decodeMessage(bytes));
    expect(known.questions).toEqual([{ name: read, type }]);
    expect(known.answer).toMatchObject([{ name: read, value: `10 mx1.${read}` }]);
  });

  it('is not taken for whole where it ends within the question', () => {
    const bytes = Buffer.from(answerTo('contoso.com', 'MX')).subarray(0, 20);
    expect(() => decodeMessage(bytes, { question, query })).toThrow('runs past the end');
  });
});

describe('hostile bytes', () => {
  const valid = encode({
    type: 'response',
    id: 7,
    flags: 1 << 10,
    questions: [{ name: 'contoso.com', type: 'MX' }],
    answers: [
      { name: 'contoso.com', type: 'MX', ttl: 300, data: { preference: 10, exchange: 'mx1.filter.example' } },
      { name: 'contoso.com', type: 'TXT', ttl: 300, data: ['v=spf1 -all', 'more'] },
    ],
  });

  it('end in an error of a known kind or in a message', () => {
    const mutation = fc.record({ at: fc.nat(valid.length - 1), octet: fc.nat(255) });
    fc.assert(
      fc.property(fc.array(mutation, { maxLength: 8 }), fc.nat(valid.length), (changes, length) => {
        const bytes = Buffer.from(valid.subarray(0, length));
        for (const { at, octet } of changes) if (at < bytes.length) bytes[at] = octet;
        try {
          const { outcome, records } = classify(QUESTION, decodeMessage(bytes));
          expect(outcome === 'answer' || outcome === 'alias' || records.length === 0).toBe(true);
        } catch (error) {
          if (!(error instanceof WireError)) throw error;
        }
      }),
      { seed: 1035, numRuns: 3000 },
    );
  });

  it('do not burn time with a name that is a chain of pointers', () => {
    const start = 12 + 11; // header, then root owner, type, class, TTL and length of the record that holds the chain
    const chain = [
      0,
      0,
      ...Array.from({ length: 100 }, (_, index) => u16(0xc000 | (start + index * 2))).flat(),
    ];
    const head = [0, 7, 0x84, 0, 0, 0, 0, 2, 0, 0, 0, 0];
    const holder = [0, ...u16(65280), 0, 1, 0, 0, 0, 0, ...u16(chain.length), ...chain];
    const end = u16(0xc000 | (start + chain.length - 2));
    const bytes = Buffer.from([...head, ...holder, ...end, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 192, 0, 2, 1]);
    expect(() => decodeMessage(bytes)).toThrow('spread over too many places');
  });
});
