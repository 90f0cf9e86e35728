/** Types, names, addresses and RDATA as the tools write them, turned into the form in which answers are kept. */
import { checkDomainName } from '../../net/domain-name.ts';
import { parseIp } from '../../net/ip.ts';
import { reverseName } from '../../spf/macro-expand.ts';
import { readZoneLines, tokenOctets, type ZoneToken } from '../master-file.ts';
import { parseServer } from '../server.ts';
import { RECORD_TYPES, type DnsRecord, type DnsServer, type RecordType } from '../types.ts';
import { quote, readName, readTtl, readValue, type ZoneValue, ZoneFault } from '../zone-values.ts';

const NUMBERS: Readonly<Record<number, RecordType>> = {
  1: 'A',
  2: 'NS',
  5: 'CNAME',
  6: 'SOA',
  12: 'PTR',
  15: 'MX',
  16: 'TXT',
  28: 'AAAA',
  33: 'SRV',
  43: 'DS',
  48: 'DNSKEY',
  52: 'TLSA',
  64: 'SVCB',
  65: 'HTTPS',
  257: 'CAA',
};

/** The type that a word or number means, `null` when it is none that is read here. */
export const recordType = (word: string | number): RecordType | null => {
  const upper = String(word).toUpperCase();
  const number = /^(?:TYPE)?([0-9]{1,5})$/u.exec(upper)?.[1];
  if (number !== undefined) return NUMBERS[Number(number)] ?? null;
  return RECORD_TYPES.find((type) => type === upper) ?? null;
};

/** Types that DNSSEC adds to an answer; they are no part of what was asked. */
export const SIGNATURE_TYPES: ReadonlySet<string> = new Set(['RRSIG', 'NSEC', 'NSEC3', 'SIG', 'NXT']);

/** Whether letters beyond ASCII stand as tools print them, with no dash that a mail program put there. */
const isNormal = (text: string): boolean =>
  /^[\x20-\x7e]*$/u.test(text) ||
  (!/[^-]/u.test(text.replaceAll(/[^\p{Pd}]/gu, '')) &&
    text.normalize('NFKC').toLowerCase() === text.toLowerCase());

/** A name in the form of questions, `null` when the text is none. An address becomes its reverse name. */
export const questionName = (text: string): string | null => {
  if (!isNormal(text)) return null;
  const read = checkDomainName(text, { allowUnderscore: true, allowSingleLabel: true });
  return read.ok ? read.name : reverseNameOf(text);
};

/** The name under in-addr.arpa or ip6.arpa (RFC 1035 section 3.5, RFC 3596 section 2.5), `null` for no address. */
export const reverseNameOf = (text: string): string | null => {
  const read = parseIp(text.trim());
  return read.ok ? reverseName(read.ip) : null;
};

/** Whether `name` is `zone` or below it. */
export const isAbove = (zone: string, name: string): boolean =>
  zone === '.' || name === zone || name.endsWith(`.${zone}`);

/**
 * A name as the wire has it: dig at a terminal, and kdig always, show international labels in their own letters.
 * Those are in normal form already, so that anything else was changed on the way. @throws ZoneFault
 */
const wireName = (text: string): string => {
  if (/^[\x21-\x7e]*$/u.test(text)) return text;
  const read = checkDomainName(text, { allowUnderscore: true, allowSingleLabel: true });
  if (!read.ok || !isNormal(text))
    throw new ZoneFault(`“${text}” holds a character that no tool prints in a name`);
  return `${read.name}.`;
};

/** @throws ZoneFault with what is wrong */
export const recordName = (text: string): string =>
  readName({ raw: wireName(text), quoted: false }, '') || '.';

/** A server from an address and a port, `null` when the text is no address. */
export const serverAt = (address: string, port: string | number = 53, label?: string): DnsServer | null => {
  const [bare = '', zone] = address.split('%');
  if (!parseIp(bare).ok || (zone !== undefined && !/^[\w.-]{1,15}$/u.test(zone))) return null;
  try {
    const server = parseServer(`${bare.includes(':') ? `[${address}]` : address}:${port}`);
    return label === undefined || label === '' || label === address ? server : { ...server, label };
  } catch {
    return null; // a port out of range or a zone index at an address that has none
  }
};

/** Octets of a digest by its kind: TLSA (RFC 6698, section 2.1.3), DS (RFC 4509, RFC 6605). */
const DIGESTS: Readonly<Record<string, Readonly<Partial<Record<number, number>>>>> = {
  TLSA: { 1: 32, 2: 64 },
  DS: { 1: 20, 2: 32, 4: 48 },
};

const hexTail =
  (numbers: readonly number[]) =>
  (tokens: readonly ZoneToken[], type: string): string => {
    const heads = numbers.map((max, index) => {
      const raw = tokens[index]?.raw ?? '';
      if (!/^[0-9]{1,5}$/u.test(raw) || Number(raw) > max)
        throw new ZoneFault(`“${raw}” is not a number from 0 to ${max} of a ${type} record`);
      return Number(raw);
    });
    const tail = tokens
      .slice(numbers.length)
      .map(({ raw }) => raw)
      .join('');
    if (!/^(?:[0-9a-f]{2})+$/iu.test(tail))
      throw new ZoneFault(`The ${type} record does not end in hexadecimal digits`);
    const octets = DIGESTS[type]?.[heads.at(-1) ?? 0];
    if (octets !== undefined && tail.length !== octets * 2)
      throw new ZoneFault(`The ${type} record has ${tail.length / 2} octets of a digest of ${octets}`);
    return [...heads, tail.toUpperCase()].join(' ');
  };

const dnskey = (tokens: readonly ZoneToken[]): string => {
  const words = tokens.map(({ raw }) => raw);
  const key = words.slice(3).join('');
  if (words.length < 4 || !words.slice(0, 3).every((word) => /^[0-9]{1,5}$/u.test(word)))
    throw new ZoneFault('The DNSKEY record does not start with three numbers');
  if (!/^[A-Za-z0-9+/]+={0,2}$/u.test(key)) throw new ZoneFault('The key of the DNSKEY record is not Base64');
  return [...words.slice(0, 3).map(Number), key].join(' ');
};

const PLAIN_KEYS = new Set(['mandatory', 'alpn', 'no-default-alpn', 'port', 'ipv4hint', 'ech', 'ipv6hint']);

/** `alpn="h2,h3"` and `alpn=h2,h3` are one value (RFC 9460, section 2.1). */
const parameter = (key: string, raw: string): string => {
  const value = unescaped(raw);
  return PLAIN_KEYS.has(key) && /^[\w.,:+/=-]+$/u.test(value) ? `${key}=${value}` : `${key}=${quote(value)}`;
};

const svcb = (tokens: readonly ZoneToken[], type: string): string => {
  const [priority, target, ...rest] = tokens;
  if (priority === undefined || target === undefined || !/^[0-9]{1,5}$/u.test(priority.raw))
    throw new ZoneFault(`The ${type} record does not start with a number and a name`);
  const parts: string[] = [];
  for (let at = 0; at < rest.length; at += 1) {
    const { raw, quoted } = rest[at] ?? { raw: '', quoted: true };
    const [, key, equals, value = ''] = /^([a-z0-9-]{1,63})(=)?(.*)$/u.exec(quoted ? '' : raw) ?? [];
    if (key === undefined) throw new ZoneFault(`“${raw}” is no parameter of a ${type} record`);
    const next = rest[at + 1];
    if (equals !== undefined && value === '' && next?.quoted === true) {
      parts.push(parameter(key, next.raw));
      at += 1;
    } else parts.push(equals === undefined ? key : parameter(key, value));
  }
  return [Number(priority.raw), readName(target, '') || '.', ...parts].join(' ');
};

const OWN: Readonly<Record<string, (tokens: readonly ZoneToken[], type: string) => string>> = {
  TLSA: hexTail([255, 255, 255]),
  DS: hexTail([65_535, 255, 255]),
  DNSKEY: dnskey,
  HTTPS: svcb,
  SVCB: svcb,
};

/** Where names stand in RDATA. */
const NAMES: Readonly<Record<string, readonly number[]>> = {
  CNAME: [0],
  HTTPS: [1],
  MX: [1],
  NS: [0],
  PTR: [0],
  SOA: [0, 1],
  SRV: [3],
  SVCB: [1],
};

export const WITHOUT_QUOTES = 'A text stands without quotes, which this tool never prints';

/** @throws ZoneFault with what is wrong, as a sentence without a full stop */
export const rdataValue = (type: string, words: readonly ZoneToken[]): ZoneValue => {
  const tokens = words.map((token, index) =>
    NAMES[type]?.includes(index) === true && !token.quoted ? { ...token, raw: wireName(token.raw) } : token,
  );
  const own = OWN[type];
  if (own !== undefined) return { value: own(tokens, type) };
  if (type === 'TXT' && tokens.some(({ raw }) => /[^\x20-\x7e]/u.test(raw)))
    throw new ZoneFault(
      'The text holds a character that this tool only prints as an escape, so it was changed on the way here',
    );
  if (type === 'TXT' && tokens.some(({ raw, quoted }) => !quoted && raw !== '\\#'))
    throw new ZoneFault(WITHOUT_QUOTES);
  const value = readValue(type, tokens, '');
  return value.value === '' && type !== 'TXT' ? { value: '.' } : value;
};

/** dig, kdig, drill and host end every name with its dot; without it the name was cut. @throws ZoneFault */
export const needDots = (type: string, tokens: readonly ZoneToken[]): void => {
  const cut = NAMES[type]
    ?.map((index) => tokens[index]?.raw)
    .find((raw) => raw !== undefined && !raw.endsWith('.'));
  if (cut !== undefined)
    throw new ZoneFault(`“${cut.slice(0, 100)}” has no dot at its end, so it may be cut`);
};

/** The words of RDATA as one line of a master file has them. @throws ZoneFault */
export const rdataTokens = (text: string): readonly ZoneToken[] => {
  const { lines, problems } = readZoneLines(text);
  const [problem] = problems;
  if (problem !== undefined) throw new ZoneFault(problem.message);
  if (lines.length > 1) throw new ZoneFault('The value goes on where it should end');
  return lines[0]?.tokens ?? [];
};

/** A record from its parts. @throws ZoneFault */
export const makeRecord = (
  name: string,
  type: RecordType,
  ttl: number | null,
  rdata: string | readonly ZoneToken[],
): DnsRecord => {
  const { value, strings } = rdataValue(type, typeof rdata === 'string' ? rdataTokens(rdata) : rdata);
  return {
    name: recordName(name),
    type,
    ttl,
    value,
    ...(strings === undefined ? {} : { strings: [...strings] }),
  };
};

/** A TXT record from its strings, given as octets. */
export const makeTxt = (name: string, ttl: number | null, strings: readonly string[]): DnsRecord => {
  const long = strings.find((text) => text.length > 255);
  if (long !== undefined) throw new ZoneFault(`A string holds ${long.length} octets; one may hold 255`);
  return { name: recordName(name), type: 'TXT', ttl, value: strings.join(''), strings: [...strings] };
};

/** The octets of a quoted string with the escapes of master files, one character for each. */
export const unescaped = (raw: string): string => {
  const octets = tokenOctets(raw);
  if (octets === null) throw new ZoneFault('A string holds an escape that is cut short or over \\255');
  return octets.map(({ value }) => String.fromCharCode(value)).join('');
};

const CLASSES = new Set(['IN', 'CH', 'HS', 'CS', 'ANY', 'NONE']);

export interface RecordLine {
  readonly record: DnsRecord | null;
  /** In capitals; also where the record is one that is left out. */
  readonly type: string;
  readonly name: string;
}

/** `name [ttl] [class] type rdata`, in one line. @throws ZoneFault */
export const readRecordLine = (text: string): RecordLine => {
  const tokens = rdataTokens(text);
  const owner = tokens[0];
  if (owner === undefined) throw new ZoneFault('The line is empty');
  let ttl: number | null = null;
  let at = 1;
  for (; at < tokens.length; at += 1) {
    const word = tokens[at]?.raw.toUpperCase() ?? '';
    if (CLASSES.has(word) && word !== 'ANY') {
      if (word !== 'IN') throw new ZoneFault(`The class ${word} is not read, only IN`);
    } else if (ttl === null && /^[0-9]/u.test(word)) {
      ttl = readTtl(word);
      if (ttl === null) throw new ZoneFault(`“${word}” is not a TTL`);
    } else break;
  }
  const type = tokens[at]?.raw.toUpperCase() ?? '';
  const name = recordName(owner.raw);
  if (SIGNATURE_TYPES.has(type)) return { record: null, type, name };
  const known = recordType(type);
  if (known === null) throw new ZoneFault(`“${type}” is no record type that is read here`);
  const rdata = tokens.slice(at + 1);
  const record = makeRecord(owner.raw, known, ttl, rdata);
  needDots(known, rdata);
  return { record, type: known, name };
};

/** The same without TTL and class, as options leave them out; told apart by the dot that ends the name. */
export const looksBare = (text: string): boolean =>
  recordType(/^[^\s;"]{0,254}\.\s+([A-Z]{1,10})\s+\S/u.exec(text)?.[1] ?? '') !== null;

/** Whether a line has the look of `name [ttl] [class] type …`. */
export const looksLikeRecord = (text: string): boolean =>
  /^[^\s;"]{1,255}\s+(?:(?:[0-9]\w{0,20}|IN|CH|HS)\s+){0,2}(?:[A-Z][A-Z0-9]{0,9}|TYPE[0-9]{1,5})\s+\S/u.test(
    text,
  ) && /\s(?:IN|CH|HS|[0-9][0-9smhdw]*)\s/iu.test(text.slice(0, 330));
