/** RDATA in presentation form (RFC 1035, 3596, 2782, 4034, 6698, 8659, 9460); unknown types as RFC 3597 writes them. */
import { formatIp } from '../../shared/net/ip.ts';
import { labelText } from '../../shared/net/presentation-name.ts';
import { readSvcb } from './rdata-svcb.ts';
import { addressOf6, quoted } from './rdata-text.ts';
import { WireError, type WireReader } from './wire-reader.ts';

export const TYPE_NUMBERS: Readonly<Record<string, number>> = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  PTR: 12,
  MX: 15,
  TXT: 16,
  AAAA: 28,
  SRV: 33,
  DNAME: 39,
  OPT: 41,
  DS: 43,
  RRSIG: 46,
  NSEC: 47,
  DNSKEY: 48,
  NSEC3: 50,
  TLSA: 52,
  SVCB: 64,
  HTTPS: 65,
  CAA: 257,
};
const TYPE_NAMES = new Map(Object.entries(TYPE_NUMBERS).map(([name, number]) => [number, name]));

/** `MX`, or `TYPE65280` for a type that has no name here (RFC 3597, section 5). */
export const typeName = (number: number): string => TYPE_NAMES.get(number) ?? `TYPE${number}`;

export interface RdataText {
  readonly value: string;
  readonly strings?: readonly string[];
}

const hex = (bytes: Buffer): string => bytes.toString('hex').toUpperCase();

/** All that is left, which must be something. */
const rest = (reader: WireReader, what: string): Buffer => {
  if (reader.left === 0) throw new WireError(`a record holds no ${what}`);
  return reader.rest();
};

/** A tag has one octet at least (RFC 8659, 4.1). */
const caa = (reader: WireReader): string => {
  const flags = reader.u8();
  const tag = reader.bytes(reader.u8());
  if (tag.length === 0) throw new WireError('a CAA record holds no tag');
  return `${flags} ${labelText(tag)} ${quoted(reader.rest().toString('latin1'))}`;
};

const txt = (reader: WireReader): RdataText => {
  const strings: string[] = [];
  while (reader.left > 0) strings.push(reader.text());
  if (strings.length === 0) throw new WireError('a TXT record holds no string');
  return { value: strings.join(''), strings };
};

const soa = (reader: WireReader): string =>
  [reader.name(), reader.name(), ...Array.from({ length: 5 }, () => reader.u32())].join(' ');

const READERS: Readonly<Record<string, (reader: WireReader) => string>> = {
  A: (reader) => formatIp({ family: 4, value: reader.u32() }),
  AAAA: (reader) => addressOf6(reader.bytes(16)),
  NS: (reader) => reader.name(),
  CNAME: (reader) => reader.name(),
  DNAME: (reader) => reader.name(),
  PTR: (reader) => reader.name(),
  MX: (reader) => `${reader.u16()} ${reader.name()}`,
  SOA: soa,
  SRV: (reader) => `${reader.u16()} ${reader.u16()} ${reader.u16()} ${reader.name()}`,
  TLSA: (reader) => `${reader.u8()} ${reader.u8()} ${reader.u8()} ${hex(rest(reader, 'data'))}`,
  CAA: caa,
  SVCB: readSvcb,
  HTTPS: readSvcb,
  DS: (reader) => `${reader.u16()} ${reader.u8()} ${reader.u8()} ${hex(rest(reader, 'digest'))}`,
  DNSKEY: (reader) =>
    `${reader.u16()} ${reader.u8()} ${reader.u8()} ${rest(reader, 'key').toString('base64')}`,
};

/** Reads the RDATA that `reader` is cut to. Octets that are left over make the message malformed. */
export const readRdata = (type: string, reader: WireReader): RdataText => {
  const length = reader.left;
  if (type === 'TXT') return txt(reader);
  const read = READERS[type];
  if (read === undefined) return { value: `\\# ${length} ${hex(reader.rest())}`.trimEnd() };
  const value = read(reader);
  if (reader.left > 0) throw new WireError(`a ${type} record is longer than its value`);
  return { value };
};
