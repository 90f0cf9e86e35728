/** Names, times and RDATA of a master file, turned into the form in which DNS answers are kept (`DnsRecord`). */
import { formatIp, parseIp } from '../net/ip.ts';
import { tokenOctets, type ZoneToken } from './master-file.ts';

/** Thrown with what is wrong, as a sentence without a full stop; caught by the reader, which knows the line. */
export class ZoneFault extends Error {}

const inLabel = (octet: number): string => {
  const character = String.fromCharCode(octet).toLowerCase();
  if (octet <= 0x20 || octet > 0x7e) return `\\${String(octet).padStart(3, '0')}`;
  return character === '.' || character === '\\' ? `\\${character}` : character;
};

/** A name as `DnsRecord` has it; `''` is the root. Relative names end at `origin`, `null` when none is known. */
export const readName = ({ raw, quoted }: ZoneToken, origin: string | null): string => {
  if (quoted) throw new ZoneFault(`The name "${raw}" stands in quotes`);
  if (raw === '.') return '';
  const relativeTo = (): string => {
    if (origin === null)
      throw new ZoneFault(`“${raw}” is relative, and no $ORIGIN says to what; end full names in a dot`);
    return origin;
  };
  if (raw === '@') return relativeTo();
  const octets = tokenOctets(raw);
  if (octets === null) throw new ZoneFault(`“${raw}” holds an escape that is cut short or over \\255`);
  const labels: number[][] = [[]];
  for (const { value, escaped } of octets) {
    if (value === 0x2e && !escaped) labels.push([]);
    else labels.at(-1)?.push(value);
  }
  const absolute = labels.at(-1)?.length === 0;
  const own = absolute ? labels.slice(0, -1) : labels;
  if (own.some((label) => label.length === 0)) throw new ZoneFault(`“${raw}” holds an empty label`);
  if (own.some((label) => label.length > 63))
    throw new ZoneFault(`“${raw}” holds a label of more than 63 octets`);
  const text = own.map((label) => label.map(inLabel).join('')).join('.');
  const base = absolute ? '' : relativeTo();
  const name = base === '' ? text : `${text}.${base}`;
  // Escaped octets are few in real names; the exact limit counts them as one each (RFC 1035, 2.3.4).
  if (name.replaceAll(/\\(?:[0-9]{3}|.)/gu, 'x').length > 253)
    throw new ZoneFault(`“${raw}” is longer than 255 octets`);
  return name;
};

const UNITS: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
const MAX_TTL = 0x7fffffff;

/** Seconds of `3600`, or of `1h30m` as name servers take it; `null` when it is no time (RFC 2181, 8: 31 bits). */
export const readTtl = (text: string): number | null => {
  if (!/^(?:[0-9]{1,10}|(?:[0-9]{1,10}[smhdw]){1,5})$/iu.test(text)) return null;
  let seconds = 0;
  for (const [, digits = '', unit = ''] of text.matchAll(/([0-9]+)([a-z]?)/giu))
    seconds += Number(digits) * (UNITS[unit.toLowerCase()] ?? NaN);
  return seconds <= MAX_TTL ? seconds : null;
};

const readNumber = ({ raw, quoted }: ZoneToken, max: number, what: string): number => {
  if (quoted || !/^[0-9]{1,10}$/u.test(raw) || Number(raw) > max)
    throw new ZoneFault(`The ${what} “${raw}” is not a whole number from 0 to ${max}`);
  return Number(raw);
};

const readString = ({ raw }: ZoneToken): string => {
  const octets = tokenOctets(raw);
  if (octets === null) throw new ZoneFault('A string holds an escape that is cut short or over \\255');
  if (octets.length > 255)
    throw new ZoneFault(`A string holds ${octets.length} octets; one may hold 255, cut it in two`);
  return octets.map(({ value }) => String.fromCharCode(value)).join('');
};

const readAddress = ({ raw }: ZoneToken, family: 4 | 6): string => {
  const read = parseIp(raw);
  if (!read.ok || read.ip.family !== family) throw new ZoneFault(`“${raw}” is not an IPv${family} address`);
  return formatIp(read.ip);
};

/** A string in quotes, anything but printable ASCII as `\DDD`. */
export const quote = (text: string): string =>
  `"${text
    .replaceAll(/["\\]/gu, '\\$&')
    .replaceAll(/[^\x20-\x7e]/gu, (octet) => `\\${String(octet.charCodeAt(0)).padStart(3, '0')}`)}"`;

export interface ZoneValue {
  readonly value: string;
  readonly strings?: readonly string[];
}
interface Fields {
  readonly name: (index: number) => string;
  readonly number: (index: number, max: number, what: string) => number;
  readonly at: (index: number) => ZoneToken;
}

const seconds = ({ raw }: ZoneToken): number => {
  const ttl = readTtl(raw);
  if (ttl === null) throw new ZoneFault(`“${raw}” is not a time in seconds`);
  return ttl;
};

const soa = ({ name, number, at }: Fields): string =>
  [
    name(0),
    name(1),
    number(2, 0xffffffff, 'serial'),
    ...[3, 4, 5, 6].map((index) => seconds(at(index))),
  ].join(' ');

const oneName = { count: 1, read: ({ name }: Fields): string => name(0) };

/** How many fields the type has, and their text. TXT and types with a hex tail are read apart. */
const FIELDS: Readonly<
  Record<string, { readonly count: number; readonly read: (fields: Fields) => string }>
> = {
  A: { count: 1, read: ({ at }) => readAddress(at(0), 4) },
  AAAA: { count: 1, read: ({ at }) => readAddress(at(0), 6) },
  NS: oneName,
  CNAME: oneName,
  DNAME: oneName,
  PTR: oneName,
  // The null MX (RFC 7505) is written `0 .`, as the root has no other text.
  MX: { count: 2, read: ({ number, name }) => `${number(0, 65_535, 'preference')} ${name(1) || '.'}` },
  SOA: { count: 7, read: soa },
  SRV: {
    count: 4,
    read: ({ number, name }) =>
      `${number(0, 65_535, 'priority')} ${number(1, 65_535, 'weight')} ${number(2, 65_535, 'port')} ${name(3) || '.'}`,
  },
  CAA: {
    count: 3,
    read: ({ number, at }) =>
      `${number(0, 255, 'flags')} ${at(1).raw.toLowerCase()} ${quote(readString(at(2)))}`,
  },
};

/** Whether the value of this type is understood; of others the words are kept as they stand. */
export const isKnownType = (type: string): boolean => type === 'TXT' || FIELDS[type] !== undefined;

/** The value of a record from the words behind its type. @throws ZoneFault */
export const readValue = (type: string, tokens: readonly ZoneToken[], origin: string | null): ZoneValue => {
  if (tokens.length === 0) throw new ZoneFault(`The ${type} record has no value`);
  const [first] = tokens;
  const generic = first?.raw === '\\#' && !first.quoted;
  if (generic && isKnownType(type))
    throw new ZoneFault(
      `The ${type} record is written as \\# octets; write its value in the form of ${type}`,
    );
  if (type === 'TXT') {
    const strings = tokens.map(readString);
    return { value: strings.join(''), strings };
  }
  const fields = FIELDS[type];
  if (fields === undefined)
    return { value: tokens.map(({ raw, quoted }) => (quoted ? `"${raw}"` : raw)).join(' ') };
  if (tokens.length !== fields.count)
    throw new ZoneFault(`The ${type} record has ${tokens.length} values; it takes ${fields.count}`);
  const at = (index: number): ZoneToken => tokens[index] ?? { raw: '', quoted: false };
  return {
    value: fields.read({
      at,
      name: (index) => readName(at(index), origin),
      number: (index, max, what) => readNumber(at(index), max, what),
    }),
  };
};
