/** Pasted output as tests write it down: one line for each answer, record and unread line. */
import fc from 'fast-check';
import type { PastedAnswers } from '../../shared/dns/paste/index.ts';
import { formatServer, NO_ADDRESS } from '../../shared/dns/server.ts';
import type { DnsAnswer } from '../../shared/dns/types.ts';

const serverOf = ({ server }: DnsAnswer): string => {
  if (server.address === NO_ADDRESS) return server.label;
  const at = formatServer(server);
  return server.label === at ? at : `${at} ${server.label}`;
};

const answerLine = (answer: DnsAnswer): string => {
  const flags = (['aa', 'ad', 'ra', 'tc'] as const).filter((flag) => answer.flags[flag]);
  return [
    `${answer.question.name} ${answer.question.type} ${answer.outcome}`,
    serverOf(answer),
    flags.join(' ') || '-',
    answer.at.slice(11, 16),
    ...(answer.elapsedMs === 0 ? [] : [`${answer.elapsedMs} ms`]),
    ...(answer.extendedErrors ?? []).map(({ code, text }) => `EDE ${code} ${text}`.trimEnd()),
  ].join(' | ');
};

const recordLine = ({ name, ttl, type, value, strings }: DnsAnswer['records'][number]): string =>
  `  ${name} ${ttl ?? '-'} ${type} ${strings === undefined ? value : JSON.stringify(strings)}`;

export const describePaste = ({ tools, answers, unread }: PastedAnswers): string =>
  [
    `tools: ${tools.join(' ')}`,
    ...answers.flatMap((answer) => [answerLine(answer), ...answer.records.map(recordLine)]),
    ...unread.map(({ line, reason }) => `unread ${line}: ${reason}`),
  ].join('\n');

const pieces = [
  ';; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 1\n;; flags: qr aa; QUERY: 1, ANSWER: 1, AUTHORITY: 0, ADDITIONAL: 0\n',
  ';; QUESTION SECTION:\n;contoso.com. IN MX\n',
  ';; ANSWER SECTION:\n',
  'contoso.com. 3600 IN MX 10 mx1.filter.example.\n',
  'contoso.com. 60 IN TXT "a" (\n"b"\n)\n',
  ';; SERVER: 192.0.2.53#53(ns1) (UDP)\n',
  '; <<>> DiG 9.18 <<>> +short contoso.com MX\n',
  '$ dig +short contoso.com TXT\n',
  'Server:  dc01\nAddress:  192.0.2.5\n\n',
  'contoso.com     text =\n\n        "v=spf1 -all"\n',
  '------------\n',
  '    QUESTIONS:\n\tcontoso.com, type = MX, class = IN\n    ANSWERS:\n    ->  contoso.com\n',
  '\tttl = 3600 (1 hour)\n',
  'Name       : contoso.com\nType       : TXT\nTTL        : 1\nSection    : Answer\n',
  'Name      Type   TTL   Section    Strings\n----      ----   ---   -------    -------\n',
  'contoso.com  TXT  3600  Answer  {a}\n',
  'Resolve-DnsName : x.example : DNS name does not exist\n',
  'contoso.com is an alias for b.example.\n',
  'Host contoso.com not found: 3(NXDOMAIN)\n',
  'PS C:\\> Resolve-DnsName contoso.com\n',
  '[\n{ "Name": "contoso.com", "Type": 15,',
  '}\n]\n',
  '> set type=mx\n',
  ';; communications error to 192.0.2.1#53: timed out\n',
  ';; no servers could be reached\n',
  '"',
  '(',
  '\\',
  '\n',
  ' ',
  '\t',
  '\u001b[31m',
  '\u200b',
  '\u00a0',
  '\ud800',
];

/** Fragments of real output in any order, with noise between them. */
export const scrambledPaste = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...pieces) },
      fc.string({ unit: 'binary', maxLength: 12 }),
    ),
    {
      maxLength: 40,
    },
  )
  .map((parts) => parts.join(''));

/** A text with a few of its characters cut, doubled or changed. */
export const mutated = (text: string): fc.Arbitrary<string> =>
  fc
    .array(
      fc.tuple(
        fc.nat(text.length),
        fc.nat(60),
        fc.constantFrom('', '\n', ' ', '"', ';', '(', 'x', '0', '\u200b'),
      ),
      {
        minLength: 1,
        maxLength: 6,
      },
    )
    .map((edits) =>
      edits.reduce((now, [at, length, put]) => now.slice(0, at) + put + now.slice(at + (length % 7)), text),
    );
