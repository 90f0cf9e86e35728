/**
 * The long run behind `npm run fuzz -- dns [SEED] [PACKETS]`: mutated answers through what the client accepts, for each way of asking. Exits
 * 1 at the first crash, at a packet that takes longer than 50 ms, and at an accepted answer to something else.
 */
import { isDeepStrictEqual } from 'node:util';
import { encode } from 'dns-packet';
import { classify } from '../../shared/dns/classify.ts';
import { accept } from '../../electron/dns/exchange.ts';
import { Frames } from '../../electron/dns/frames.ts';
import { presentMessage } from '../../electron/dns/presentation.ts';
import { encodeQuery } from '../../electron/dns/query.ts';
import { RECORD_TYPES, type DnsQuestion, type DnsServer } from '../../shared/dns/types.ts';

const [seed = 20261124, packets = 1_000_000] = process.argv.slice(2).map(Number);
const SLOW_MS = 50;
const ID = 0x1a2b;
const SERVER: DnsServer = { address: '127.0.0.1', port: 53, label: '' };

const say = (line: string): boolean => process.stdout.write(`${line}\n`);
const fail = (line: string): never => {
  say(line);
  process.exit(1);
};

/** The same numbers for the same seed on every machine. */
const numbers = (start: number): ((below: number) => number) => {
  let state = start >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
};

const name = (...labels: string[]): number[] => [
  ...labels.flatMap((label) => [label.length, ...Buffer.from(label)]),
  0,
];
const u16 = (value: number): number[] => [value >> 8, value & 255];
/** RDATA that is right for its type, so that mutations get deep into each reader. */
const RDATA: ReadonlyArray<readonly [number, readonly number[]]> = [
  [1, [192, 0, 2, 1]],
  [2, name('ns1', 'contoso', 'com')],
  [5, [4, 109, 97, 105, 108, 0xc0, 12]],
  [6, [...name('ns1'), ...name('root'), ...new Array<number>(20).fill(1)]],
  [15, [0, 10, ...name('mx1', 'filter', 'example')]],
  [16, [11, ...Buffer.from('v=spf1 -all'), 3, 0xc3, 0xa4, 0x22]],
  [28, new Array<number>(16).fill(0x20)],
  [33, [0, 1, 0, 2, 0, 25, ...name('mail', 'example')]],
  [43, [...u16(12345), 13, 2, ...new Array<number>(32).fill(7)]],
  [48, [...u16(257), 3, 13, ...new Array<number>(64).fill(9)]],
  [52, [3, 1, 1, ...new Array<number>(32).fill(5)]],
  [65, [0, 1, 0, 0, 1, 0, 3, 2, 104, 50, 0, 4, 0, 4, 192, 0, 2, 1]],
  [257, [0, 5, ...Buffer.from('issueca.example')]],
];
const record = (type: number, rdata: readonly number[]): number[] => [
  ...[0xc0, 12, ...u16(type), 0, 1, 0, 0, 1, 44],
  ...u16(rdata.length),
  ...rdata,
];
const OPT = [0, 0, 41, 4, 208, 0, 0, 0, 0, 0, 8, 0, 15, 0, 4, 0, 22, 110, 111];

const answerTo = ({ name: asked, type }: DnsQuestion): Buffer => {
  const head = encode({ type: 'response', id: ID, flags: 1 << 10, questions: [{ name: asked, type: 'A' }] });
  const question = TYPES.get(type) ?? 1;
  head.writeUInt16BE(question, head.length - 4);
  head.writeUInt16BE(RDATA.length, 6);
  head.writeUInt16BE(1, 10);
  return Buffer.concat([
    head,
    Buffer.from([...RDATA.flatMap(([kind, rdata]) => record(kind, rdata)), ...OPT]),
  ]);
};
const TYPES = new Map<string, number>([
  ...([
    ['A', 1],
    ['NS', 2],
    ['CNAME', 5],
    ['SOA', 6],
    ['PTR', 12],
    ['MX', 15],
    ['TXT', 16],
    ['AAAA', 28],
  ] as const),
  ...([
    ['SRV', 33],
    ['DS', 43],
    ['DNSKEY', 48],
    ['TLSA', 52],
    ['SVCB', 64],
    ['HTTPS', 65],
    ['CAA', 257],
  ] as const),
]);

/** Changed octets, cut ends, pieces put twice, pointers: what breaks readers. */
const mutate = (valid: Buffer, random: (below: number) => number): Buffer => {
  let bytes = Buffer.from(valid);
  for (let change = random(5); change >= 0; change -= 1) {
    const at = random(Math.max(1, bytes.length));
    const kind = random(10);
    if (kind < 6) bytes[at] = random(256);
    else if (kind === 6) bytes = bytes.subarray(0, at);
    else if (kind === 7) bytes = Buffer.concat([bytes, bytes.subarray(at)]).subarray(0, 0xffff);
    else if (kind === 8)
      bytes.writeUInt16BE(0xc000 | random(0x4000), Math.max(0, Math.min(at, bytes.length - 2)));
    else bytes.fill(random(2) === 0 ? 0xff : 0, at, Math.min(bytes.length, at + random(40)));
    if (bytes.length < 2) return bytes;
  }
  return bytes;
};

/** What the first octets of an accepted answer must say, read without the reader that is tested. */
const isRightHead = (bytes: Buffer, valid: Buffer, rcode: string): boolean => {
  const isRight = bytes.readUInt16BE(0) === ID && (bytes.readUInt8(2) & 0xf8) === 0x80;
  const questions = bytes.readUInt16BE(4);
  if (!isRight || questions > 1) return false;
  if (questions === 0) return ['FORMERR', 'NOTIMP', 'BADVERS'].includes(rcode);
  const end = valid.indexOf(Buffer.from([0xc0, 12]));
  return bytes.toString('latin1', 12, end).toLowerCase() === valid.toString('latin1', 12, end).toLowerCase();
};

const withRightHead = (bytes: Buffer): Buffer =>
  Buffer.from([ID >> 8, ID & 255, 0x84, 0, ...bytes.subarray(4)]);

/** The way of one packet to the evidence; whether it was accepted. */
const carry = (bytes: Buffer, question: DnsQuestion, whole: Buffer, asStream: boolean): boolean => {
  // A stream is cut into messages first; a datagram comes whole.
  const [message = Buffer.alloc(0)] = asStream
    ? new Frames().take(Buffer.concat([Buffer.from(u16(bytes.length)), bytes]))
    : [bytes];
  const query = encodeQuery(ID, question, { edns: true, recursive: true, padded: false });
  const result = accept(message, { id: ID, question, query });
  if (!isDeepStrictEqual(result, accept(message, { id: ID, question })))
    fail(`read two ways: ${bytes.toString('hex')}`);
  if (typeof result === 'string') return false;
  if (!isRightHead(bytes, whole, result.rcode)) fail(`accepted: ${bytes.toString('hex')}`);
  const { records } = classify(question, result);
  const foot = { question, server: SERVER, transport: 'udp', at: '', elapsedMs: 0 } as const;
  const raw = presentMessage(result, foot, []);
  // A record may not forge a line of the evidence.
  const lines = raw.split('\n').filter((line) => /^[^;]/u.test(line)).length;
  if (lines !== result.answer.length + result.authority.length + result.additional.length)
    fail(`other lines in the evidence than records: ${bytes.toString('hex')}`);
  if (records.length > result.answer.length) fail(`more records than came: ${bytes.toString('hex')}`);
  return true;
};

const timed = (work: () => void): number => {
  const started = performance.now();
  work();
  return performance.now() - started;
};

const random = numbers(seed);
const questions = RECORD_TYPES.map((type): DnsQuestion => ({ name: 'mail.contoso.com', type }));
const valid = questions.map(answerTo);
let accepted = 0;
let slowest = 0;
for (let done = 0; done < packets; done += 1) {
  const which = done % questions.length;
  const [question, whole] = [questions[which], valid[which]];
  if (question === undefined || whole === undefined) continue;
  const mutated = mutate(whole, random);
  // Half of them get past the id, so that what lies behind is reached.
  const bytes = random(2) === 0 ? mutated : withRightHead(mutated);
  const work = (): void => {
    if (carry(bytes, question, whole, done % 2 === 0)) accepted += 1;
  };
  try {
    let took = timed(work);
    // A busy machine takes its time too; what is slow in itself is slow each time.
    for (let again = 0; took > 5 && again < 3; again += 1) took = Math.min(took, timed(work));
    slowest = Math.max(slowest, took);
    if (took > SLOW_MS) fail(`slow (${took.toFixed(0)} ms): ${bytes.toString('hex')}`);
  } catch (error) {
    fail(`crash: ${String(error)} at ${bytes.toString('hex')}`);
  }
}
say(
  `${packets} mutated packets: no crash, slowest ${slowest.toFixed(1)} ms, ${accepted} accepted and none for another id or question`,
);
