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

/** Any code points; the text arbitrary of all of Unicode takes seconds to set up. */
const noise = fc
  .array(fc.nat(0x10ffff), { maxLength: 12 })
  .map((points) => points.map((point) => String.fromCodePoint(point)).join(''));

/** Fragments of real output in any order, with noise between them. */
export const scrambledPaste = fc
  .array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...pieces) }, noise), {
    maxLength: 40,
  })
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

export interface Cut {
  readonly text: string;
  /** Lines are missing before others, so that what those belong to may be gone. */
  readonly gap: boolean;
  /** What is left of the last line where the cut went through it. */
  readonly last: string | null;
}

/** A text that was not copied as a whole: its first lines, its last lines, or without some in between. */
export const cut = (text: string): fc.Arbitrary<Cut> => {
  const lines = text.split('\n');
  const place = fc.nat(lines.length);
  const join = (parts: readonly string[]): string => parts.map((part) => `${part}\n`).join('');
  return fc.oneof(
    place.map((to) => ({ text: join(lines.slice(0, to)), gap: false, last: null })),
    place.map((from) => ({ text: join(lines.slice(from)), gap: true, last: null })),
    fc.tuple(place, fc.integer({ min: 1, max: 6 })).map(([from, count]) => ({
      text: join([...lines.slice(0, from), ...lines.slice(from + count)]),
      gap: true,
      last: null,
    })),
    fc.nat(text.length).map((to) => {
      const short = text.slice(0, to);
      const whole = text.charAt(to) === '\n' || to === text.length;
      return { text: short, gap: false, last: whole ? null : (short.split('\n').at(-1) ?? '') };
    }),
  );
};

const POSITIVE: ReadonlySet<string> = new Set(['answer', 'alias', 'referral']);
/** The tools end the values of these with a dot or a quote, so that a cut shows. */
const CLOSED: ReadonlySet<string> = new Set(['CNAME', 'MX', 'NS', 'PTR', 'SRV', 'TXT']);

const keyOf = ({ name, type, value }: DnsAnswer['records'][number]): string => `${name} ${type} ${value}`;

/**
 * What a cut text claims beyond the whole: an outcome without records that the whole has not, and, where all of the
 * whole was read, a record that is not there or a question that nobody asked. `null` when it claims nothing of the
 * kind. No reader can tell an address whose last digits are cut off, a name that is cut behind a dot, or a text whose
 * further strings stood on the next line; nor, where lines are missing before it, whose silence it is when a tool says
 * no more than that no server answered.
 */
export const beyond = (part: Cut, read: PastedAnswers, whole: PastedAnswers): string | null => {
  const records = new Set(whole.answers.flatMap((answer) => answer.records.map(keyOf)));
  const texts = [...records].filter((key) => key.includes(' TXT '));
  const timedOut = whole.answers.some(({ outcome }) => outcome === 'timeout');
  const closed =
    /^(?:dig|kdig|drill|host)/u.test([...read.tools].join(' ')) && part.last?.endsWith('.') !== true;
  for (const answer of read.answers) {
    const { name, type } = answer.question;
    const same = whole.answers.filter(({ question }) => question.name === name && question.type === type);
    const said = `${name} ${type} ${answer.outcome}`;
    if (part.gap && whole.unread.length > 0) continue;
    if (!POSITIVE.has(answer.outcome)) {
      if (part.gap && answer.outcome === 'timeout' && timedOut) continue;
      if (!same.some(({ outcome }) => outcome === answer.outcome)) return said;
      continue;
    }
    if (part.gap || whole.unread.length > 0) continue;
    const open = part.last !== null && answer.raw.split('\n').at(-1) === part.last;
    const strange = answer.records.filter((record) => {
      const key = keyOf(record);
      // Further strings may have stood on the next line
      return record.type === 'TXT' ? !texts.some((text) => text.startsWith(key)) : !records.has(key);
    });
    if (strange.some((record) => !open || (closed && CLOSED.has(record.type))))
      return `${said}: ${strange.map(keyOf).join(', ')}`;
    const alias = type === 'CNAME' || answer.outcome === 'alias';
    if (same.length === 0 && !alias && !open && read.unread.length === 0) return said;
  }
  return null;
};
