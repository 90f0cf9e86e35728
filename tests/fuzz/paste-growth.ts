/**
 * How the time for a paste grows with its length, behind `npm run fuzz:growth [CHARACTERS]`. First texts made to be slow,
 * at 1, 2, 4, 8 and 16 times a length up to 2 MB. Then every text of the corpus again and again, every line of it again
 * and again in its place, and every line with one word or gap drawn out, up to CHARACTERS (60,000): of those only what
 * takes more than its share at four times the length is shown, at the same five lengths. Linear is about 2 at each
 * doubling, quadratic 4. What takes less than 100 ms in full says nothing. A longer run on a quiet machine says more.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parsePasted } from '../../shared/dns/paste/index.ts';

const AT = '2026-11-24T18:00:00.000Z';
const MADE = 2_000_000;
const WORTH_MS = 100;
/** Four times the length in this many times the time is suspect. */
const SUSPECT = 7;
const FILLERS = [' ', 'a', '1', '.', '"', '\\', '(', 'a ', '" "', 'é'];
/** Behind a gap, so that the line fits no form any more. */
const TAILS = ['', ' x y'];

interface Family {
  readonly what: string;
  /** About so many characters. */
  readonly text: (length: number) => string;
}

const spent = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

const timeOf = (text: string): number => {
  const before = spent();
  parsePasted(text, { at: AT });
  return spent() - before;
};

const each = (length: number, piece: (index: number) => string, separator = '\n'): string => {
  const pieces: string[] = [];
  for (let size = 0, index = 0; size < length; index += 1) {
    const next = piece(index);
    pieces.push(next);
    size += next.length + separator.length;
  }
  return pieces.join(separator);
};
const times = (piece: string, length: number): string => each(length, () => piece, '');

const TABLE =
  'Name                Type TTL  Section NameHost\n----                ---- ---  ------- --------\n';
const ANSWER =
  ';; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 1\n;; flags: qr aa; QUERY: 1, ANSWER: 1, AUTHORITY: 0, ADDITIONAL: 0\n;; QUESTION SECTION:\n;other.example. IN A\n;; ANSWER SECTION:\nother.example. 60 IN A 192.0.2.1\n;; SERVER: 192.0.2.53#53(ns1) (UDP)\n\n';
const message = (index: number): string =>
  `{"QNAME":"h${index}.example.","QTYPEname":"A","QCLASS":1,"RCODE":0,"QR":1,"ANCOUNT":1,"answerRRs":[{"NAME":"h${index}.example.","TYPEname":"A","CLASS":1,"TTL":60,"rdataA":"192.0.2.1"}]}`;
const record = (index: number): string =>
  `{"Name":"h${index}.example","Type":1,"TTL":60,"Section":1,"IPAddress":"192.0.2.1"}`;
const debugBlock = (index: number): string =>
  `------------\nGot answer:\n    HEADER:\n        opcode = QUERY, id = 2, rcode = NOERROR\n        header flags:  response, auth. answer\n        questions = 1,  answers = 1,  authority records = 0,  additional = 0\n    QUESTIONS:\n        h${index}.example, type = A, class = IN\n    ANSWERS:\n    ->  h${index}.example\n        internet address = 192.0.2.1\n        ttl = 60 (1 min)\n------------`;

const MADE_SLOW: readonly Family[] = [
  {
    what: 'a table row that goes on and on',
    text: (length) =>
      `${TABLE}contoso.com         CNAME 60  Answer  ${'a'.repeat(8)}\n${times(`${' '.repeat(38)}${'a'.repeat(8)}\n`, length)}`,
  },
  {
    what: 'table rows that are broken',
    text: (length) => `${TABLE}contoso.com CNAME 60 Answer a.example\n${times('x y z\n', length)}`,
  },
  { what: 'list values that go on', text: (length) => `Name : a\n${times('    a\n', length)}` },
  { what: 'lists', text: (length) => times('Name : a\nType : A\nTTL : 1\nSection : Answer\n\n', length) },
  {
    what: 'tables of authority alone',
    text: (length) =>
      `PS> Resolve-DnsName other.example -Type MX\n${times(`${TABLE}contoso.com SOA 60 Authority a.example\n\n`, length)}`,
  },
  {
    what: 'addresses below one name of nslookup',
    text: (length) =>
      `Server: dc1\nAddress: 192.0.2.53\n\nName: a.example\nAddresses: 192.0.2.1\n${times('    192.0.2.1\n', length)}`,
  },
  {
    what: 'blocks of nslookup -debug and as many complaints',
    text: (length) =>
      `$ nslookup -debug x.example\n${each(length / 2, debugBlock)}\n${times("*** dc1 can't find x.example: No records\n", length / 2)}`,
  },
  {
    what: 'strings below nslookup’s text',
    text: (length) => `a.example text =\n\n${times('    "a"\n', length)}`,
  },
  { what: 'strings on one line of nslookup', text: (length) => `a.example text = ${times('"a" ', length)}` },
  {
    what: 'sentences of host, and as many of no record',
    text: (length) =>
      `${each(length / 2, (index) => `h${index}.example has address 192.0.2.1`)}\n${times('a.example has no MX record\n', length / 2)}`,
  },
  {
    what: 'a command, answers to other questions and failures',
    text: (length) => `$ dig contoso.com MX\n${times(`${ANSWER};; no servers could be reached\n`, length)}`,
  },
  {
    what: 'commands with many names, and answers',
    text: (length) =>
      each(length, (index) => `$ dig ${times('a ', 3900)}\n${index % 2 === 0 ? ANSWER : ANSWER.repeat(20)}`),
  },
  {
    what: 'short values, each apart',
    text: (length) => `$ dig +short contoso.com A\n${times('192.0.2.1\n\n\n', length)}`,
  },
  {
    what: 'records alone',
    text: (length) => each(length, (index) => `h${index}.example. 60 IN A 192.0.2.1`),
  },
  {
    what: 'a chain of aliases',
    text: (length) => each(length, (index) => `h${index}.example. 60 IN CNAME h${index + 1}.example.`),
  },
  {
    what: 'strings below a record of dig',
    text: (length) => `a.example. 60 IN TXT "a"\n${times('  "a"\n', length)}`,
  },
  { what: 'quotes that stay open', text: (length) => times('a.example. 60 IN TXT "a\n', length) },
  { what: 'parentheses that stay open', text: (length) => times('a.example. 60 IN TXT (\n', length) },
  {
    what: 'items of dig +yaml',
    text: (length) =>
      `- type: MESSAGE\n  message:\n    status: NOERROR\n    ANSWER_SECTION:\n${times("      - 'a.example. 60 IN A 192.0.2.1'\n", length)}`,
  },
  { what: 'messages of kdig +json', text: (length) => `[\n${each(length, message, ',\n')}\n]` },
  { what: 'messages of kdig +json on one line', text: (length) => `[${each(length, message, ',')}]` },
  { what: 'records of ConvertTo-Json', text: (length) => `[\n${each(length, record, ',\n')}\n]` },
  {
    what: 'one long string of ConvertTo-Json',
    text: (length) =>
      `[{"Name":"a.example","Type":16,"TTL":60,"Section":1,"Strings":["${'a'.repeat(length)}"]}]`,
  },
  { what: 'JSON that is nested', text: (length) => `[{"a":${'['.repeat(length)}` },
  { what: 'JSON that begins again and again', text: (length) => times('[{\n', length) },
  { what: 'lines that are nothing', text: (length) => times('Dear colleague\n', length) },
];

const folder = join(import.meta.dirname, '../unit/dns/paste/corpus');
const corpus = readdirSync(folder).map((file) => ({
  file,
  text: readFileSync(join(folder, file), 'utf8').split('\n=====\n')[0] ?? '',
}));

const inPlace = ({ file, text }: (typeof corpus)[number]): Family[] => {
  const lines = text.split('\n');
  return lines.flatMap((line, index): Family[] => {
    const [before, after] = [lines.slice(0, index), lines.slice(index + 1)];
    const around = (middle: string): string => [...before, middle, ...after].join('\n');
    const pair = `${line}\n${lines[index + 1] ?? ''}\n`;
    return [
      { what: `${file}:${index + 1} again`, text: (length) => around(times(`${line}\n`, length)) },
      { what: `${file}:${index + 1} and the next again`, text: (length) => around(times(pair, length)) },
    ];
  });
};

/** Each word and gap of the line drawn out; lines that differ in nothing but letters and digits once. */
const drawnOut = (seen: Set<string>, { file, text }: (typeof corpus)[number]): Family[] => {
  const lines = text.split('\n');
  return lines.flatMap((line, index): Family[] => {
    const shape = line.replaceAll(/[a-z]+/gu, 'a').replaceAll(/\d+/gu, '1');
    if (seen.has(shape)) return [];
    seen.add(shape);
    const parts = line.split(/(\s+)/u);
    return parts.flatMap((part, place) => {
      const gap = /^\s+$/u.test(part);
      return (gap ? [' '] : FILLERS).flatMap((filler) =>
        (gap ? TAILS : ['']).map((tail): Family => ({
          what: `${file}:${index + 1} with “${filler}” for “${part.slice(0, 20)}”${tail}`,
          text: (length) => {
            const long = [...parts.slice(0, place), part + times(filler, length), ...parts.slice(place + 1)];
            return [...lines.slice(0, index), long.join('') + tail, ...lines.slice(index + 1)].join('\n');
          },
        })),
      );
    });
  });
};

const show = ({ what, text }: Family, full: number): void => {
  const grown = [1, 2, 4, 8, 16].map((factor) => timeOf(text((full / 16) * factor)));
  const ratios = grown.slice(1).map((time, index) => (time / (grown[index] ?? 1)).toFixed(1));
  process.stdout.write(`${grown.map((ms) => ms.toFixed(0)).join(', ')} ms (${ratios.join(', ')})  ${what}\n`);
};

const isSuspect = ({ text }: Family, full: number): boolean => {
  if (timeOf(text(full)) < WORTH_MS) return false;
  const quarter = Math.min(timeOf(text(full / 4)), timeOf(text(full / 4)));
  return timeOf(text(full)) / quarter > SUSPECT;
};

const main = (): void => {
  const [full = 60_000] = process.argv.slice(2).map(Number);
  for (const family of MADE_SLOW) show(family, MADE);
  const seen = new Set<string>();
  const families = [
    ...corpus.map(({ file, text }): Family => ({
      what: `${file} again`,
      text: (length) => times(`${text}\n`, length),
    })),
    ...corpus.flatMap(inPlace),
    ...corpus.flatMap((one) => drawnOut(seen, one)),
  ];
  const suspects = families.filter((family) => isSuspect(family, full));
  for (const family of suspects) show(family, full);
  process.stdout.write(
    `${families.length} more ways to grow to ${full} characters, of which ${suspects.length} took more than their share\n`,
  );
};

main();
