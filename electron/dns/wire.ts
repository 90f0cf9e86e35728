/**
 * Bytes to answers. They are read here and not by a library, because what arrives is evidence and may be hostile
 * (docs/decisions: own reader of DNS answers).
 */
import { rcodeName } from '../../shared/dns/rcodes.ts';
import type { DnsRecord } from '../../shared/dns/types.ts';
import { readRdata, typeName } from './rdata.ts';
import { WireError, WireReader } from './wire-reader.ts';

export interface Flags {
  readonly qr: boolean;
  readonly aa: boolean;
  readonly tc: boolean;
  readonly rd: boolean;
  readonly ra: boolean;
  readonly ad: boolean;
  readonly cd: boolean;
}

interface Edns {
  readonly version: number;
  readonly size: number;
  /** Extended DNS errors (RFC 8914): why a server could not answer. */
  readonly errors: ReadonlyArray<{ readonly code: number; readonly text: string }>;
}

export interface WireMessage {
  readonly id: number;
  readonly opcode: number;
  readonly flags: Flags;
  readonly rcode: string;
  readonly questions: ReadonlyArray<{ readonly name: string; readonly type: string }>;
  readonly answer: readonly DnsRecord[];
  readonly authority: readonly DnsRecord[];
  readonly additional: readonly DnsRecord[];
  readonly edns: Edns | null;
  readonly size: number;
  /** Octets behind the last record; of a cut message that can't be told, and it is 0. */
  readonly excess: number;
}

const flagsOf = (bits: number): Flags => ({
  qr: (bits & 0x8000) !== 0,
  aa: (bits & 0x0400) !== 0,
  tc: (bits & 0x0200) !== 0,
  rd: (bits & 0x0100) !== 0,
  ra: (bits & 0x0080) !== 0,
  ad: (bits & 0x0020) !== 0,
  cd: (bits & 0x0010) !== 0,
});
const FLAGS = 0x87b0;
/** Thousands of answers of a run have the same few. */
const KNOWN_FLAGS = new Map<number, Flags>();
const readFlags = (bits: number): Flags => {
  const known = KNOWN_FLAGS.get(bits & FLAGS);
  if (known !== undefined) return known;
  const flags = Object.freeze(flagsOf(bits));
  KNOWN_FLAGS.set(bits & FLAGS, flags);
  return flags;
};

/** What a server sends must not look like a line of ours, nor turn round what stands beside it. */
const oneLine = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cf}\p{Z}]+/gu, ' ').trim();

const EDE_OPTION = 15;
const MAX_EDE_TEXT = 1000;
const readEdns = (reader: WireReader, size: number, ttl: number): Edns & { readonly rcodeHigh: number } => {
  const errors: Array<{ code: number; text: string }> = [];
  while (reader.left > 0) {
    const option = reader.u16();
    const value = reader.slice(reader.u16());
    // A few say why; more than that only fills the evidence.
    if (option === EDE_OPTION && errors.length < 16)
      errors.push({
        code: value.u16(),
        text: oneLine(value.rest().toString('utf8'))
          .slice(0, MAX_EDE_TEXT)
          .replace(/[\uD800-\uDBFF]$/u, ''),
      });
  }
  return { version: (ttl >>> 16) & 0xff, size, errors, rcodeHigh: ttl >>> 24 };
};

const CLASS_IN = 1;

/** Adds the next record to `into`; an OPT, which is none, is given back. */
const readEntry = (reader: WireReader, into: DnsRecord[]): ReturnType<typeof readEdns> | null => {
  const name = reader.name();
  const type = typeName(reader.u16());
  const klass = reader.u16();
  const ttl = reader.u32();
  const data = reader.slice(reader.u16());
  if (type === 'OPT') {
    if (name !== '.') throw new WireError('an OPT record stands at a name'); // RFC 6891, 6.1.2
    return readEdns(data, klass, ttl);
  }
  if (klass !== CLASS_IN) throw new WireError('a record is not of class IN');
  const { value, strings } = readRdata(type, data);
  // A TTL with the top bit set counts as 0 (RFC 2181, section 8).
  const record = { name, type, ttl: ttl > 0x7fffffff ? 0 : ttl, value };
  into.push(strings ? { ...record, strings: [...strings] } : record);
  return null;
};

type Question = WireMessage['questions'][number];
const HEADER = 12;

/** What was asked and how it went out, so that an answer which repeats it need not be read letter by letter. */
export interface SentQuestion {
  readonly question: Question;
  readonly query: Uint8Array;
}

/** Where the first question of a message of ours ends. */
const questionEnd = (query: Uint8Array): number => {
  let at = HEADER;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) at += length + 1;
  return at + 5;
};

const readQuestion = (reader: WireReader, sent: SentQuestion | undefined): Question => {
  if (sent !== undefined && reader.repeats(sent.query, questionEnd(sent.query), sent.question.name))
    return sent.question;
  const name = reader.name();
  const type = typeName(reader.u16());
  if (reader.u16() !== CLASS_IN) throw new WireError('the question is not of class IN');
  return { name, type };
};

const readSection = (
  reader: WireReader,
  count: number,
  into: DnsRecord[],
  mayHoldOpt = false,
): ReturnType<typeof readEdns> | null => {
  let edns: ReturnType<typeof readEdns> | null = null;
  for (let index = 0; index < count; index++) {
    const found = readEntry(reader, into);
    if (found === null) continue;
    // RFC 6891, 6.1.1
    if (!mayHoldOpt) throw new WireError('an OPT record stands outside of the additional section');
    if (edns !== null) throw new WireError('there is more than one OPT record');
    edns = found;
  }
  return edns;
};

const NONE: readonly DnsRecord[] = Object.freeze([]);
const orNone = (records: readonly DnsRecord[]): readonly DnsRecord[] =>
  records.length === 0 ? NONE : records;

/**
 * Reads a whole message. A truncated one (TC) is read up to its question alone, since what follows may be cut.
 * @throws WireError (or RangeError) when the bytes are no DNS message
 */
export const decodeMessage = (bytes: Buffer, sent?: SentQuestion): WireMessage => {
  const reader = new WireReader(bytes);
  const id = reader.u16();
  const bits = reader.u16();
  const flags = readFlags(bits);
  const questions = reader.u16();
  const answers = reader.u16();
  const authorities = reader.u16();
  const additionals = reader.u16();
  // One by one: the number is the sender's word, and no room is made for it before the questions are there.
  const asked: Question[] = [];
  while (asked.length < questions) asked.push(readQuestion(reader, asked.length === 0 ? sent : undefined));
  const answer: DnsRecord[] = [];
  const authority: DnsRecord[] = [];
  const additional: DnsRecord[] = [];
  let edns: ReturnType<typeof readEdns> | null = null;
  if (!flags.tc) {
    readSection(reader, answers, answer);
    readSection(reader, authorities, authority);
    edns = readSection(reader, additionals, additional, true);
  }
  return {
    id,
    opcode: (bits >>> 11) & 0xf,
    flags,
    rcode: rcodeName((bits & 0xf) | ((edns?.rcodeHigh ?? 0) << 4)),
    questions: asked,
    answer: orNone(answer),
    authority: orNone(authority),
    additional: orNone(additional),
    edns: edns === null ? null : { version: edns.version, size: edns.size, errors: edns.errors },
    size: bytes.length,
    excess: flags.tc ? 0 : reader.left,
  };
};
