/**
 * Bytes to answers. They are read here and not by a library, because what arrives is evidence and may be hostile
 * (docs/decisions: own reader of DNS answers).
 */
import type { DnsRecord } from '../../shared/dns/types.ts';
import { readRdata, typeName } from './rdata.ts';
import { WireError, WireReader } from './wire-reader.ts';

const RCODES = [
  'NOERROR',
  'FORMERR',
  'SERVFAIL',
  'NXDOMAIN',
  'NOTIMP',
  'REFUSED',
  'YXDOMAIN',
  'YXRRSET',
  'NXRRSET',
  'NOTAUTH',
  'NOTZONE',
];
const rcodeName = (code: number): string => (code === 16 ? 'BADVERS' : (RCODES[code] ?? `RCODE${code}`));

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
}

const readFlags = (bits: number): Flags => ({
  qr: (bits & 0x8000) !== 0,
  aa: (bits & 0x0400) !== 0,
  tc: (bits & 0x0200) !== 0,
  rd: (bits & 0x0100) !== 0,
  ra: (bits & 0x0080) !== 0,
  ad: (bits & 0x0020) !== 0,
  cd: (bits & 0x0010) !== 0,
});

const EDE_OPTION = 15;
const readEdns = (reader: WireReader, size: number, ttl: number): Edns & { readonly rcodeHigh: number } => {
  const errors: Array<{ code: number; text: string }> = [];
  while (reader.left > 0) {
    const option = reader.u16();
    const value = reader.slice(reader.u16());
    // A few say why; more than that only fills the evidence.
    if (option === EDE_OPTION && errors.length < 16)
      errors.push({ code: value.u16(), text: value.rest().toString('utf8').slice(0, 1000) });
  }
  return { version: (ttl >>> 16) & 0xff, size, errors, rcodeHigh: ttl >>> 24 };
};

type Entry = { readonly record: DnsRecord } | { readonly edns: ReturnType<typeof readEdns> };

const readEntry = (reader: WireReader): Entry => {
  const name = reader.name();
  const type = typeName(reader.u16());
  const klass = reader.u16();
  const ttl = reader.u32();
  const data = reader.slice(reader.u16());
  if (type === 'OPT') return { edns: readEdns(data, klass, ttl) };
  const { value, strings } = readRdata(type, data);
  // A TTL with the top bit set counts as 0 (RFC 2181, section 8).
  const record = { name, type, ttl: ttl > 0x7fffffff ? 0 : ttl, value };
  return { record: strings ? { ...record, strings: [...strings] } : record };
};

const CLASS_IN = 1;
const readQuestion = (reader: WireReader): { name: string; type: string } => {
  const name = reader.name();
  const type = typeName(reader.u16());
  if (reader.u16() !== CLASS_IN) throw new WireError('the question is not of class IN');
  return { name, type };
};

const readSection = (
  reader: WireReader,
  count: number,
): { records: DnsRecord[]; edns: ReturnType<typeof readEdns> | null } => {
  const records: DnsRecord[] = [];
  let edns: ReturnType<typeof readEdns> | null = null;
  for (let index = 0; index < count; index++) {
    const entry = readEntry(reader);
    if ('record' in entry) records.push(entry.record);
    else edns = entry.edns;
  }
  return { records, edns };
};

/**
 * Reads a whole message. A truncated one (TC) is read up to its question alone, since what follows may be cut.
 * @throws WireError (or RangeError) when the bytes are no DNS message
 */
export const decodeMessage = (bytes: Buffer): WireMessage => {
  const reader = new WireReader(bytes);
  const id = reader.u16();
  const bits = reader.u16();
  const flags = readFlags(bits);
  const [questions, answers, authorities, additionals] = [
    reader.u16(),
    reader.u16(),
    reader.u16(),
    reader.u16(),
  ];
  const head = { id, opcode: (bits >>> 11) & 0xf, flags, size: bytes.length };
  // One by one: the number is the sender's word, and no room is made for it before the questions are there.
  const asked: Array<ReturnType<typeof readQuestion>> = [];
  while (asked.length < questions) asked.push(readQuestion(reader));
  if (flags.tc)
    return {
      ...head,
      rcode: rcodeName(bits & 0xf),
      questions: asked,
      answer: [],
      authority: [],
      additional: [],
      edns: null,
    };
  const answer = readSection(reader, answers);
  const authority = readSection(reader, authorities);
  const additional = readSection(reader, additionals);
  const { edns } = additional;
  return {
    ...head,
    rcode: rcodeName((bits & 0xf) | ((edns?.rcodeHigh ?? 0) << 4)),
    questions: asked,
    answer: answer.records,
    authority: authority.records,
    additional: additional.records,
    edns: edns === null ? null : { version: edns.version, size: edns.size, errors: edns.errors },
  };
};
