/** One record of Resolve-DnsName, from its properties, as list, JSON or a row of the table names them. */
import { utf8Octets } from '../../net/utf8.ts';
import type { DnsRecord, RecordType } from '../types.ts';
import { ZoneFault } from '../zone-values.ts';
import { makeRecord, makeTxt, recordType, SIGNATURE_TYPES } from './values.ts';

export type Properties = ReadonlyMap<string, string | readonly string[]>;

/** RRSIG, NSEC and NSEC3 in JSON (RFC 4034, RFC 5155). */
const SIGNATURE_NUMBERS: ReadonlySet<string> = new Set(['46', '47', '50']);

const SECTIONS: Readonly<Record<string, string>> = {
  '0': 'question',
  '1': 'answer',
  '2': 'authority',
  '3': 'additional',
};

export const sectionOf = (properties: Properties): string => {
  const value = text(properties, 'section').toLowerCase();
  return SECTIONS[value] ?? value;
};

const text = (properties: Properties, ...keys: readonly string[]): string => {
  for (const key of keys) {
    const value = properties.get(key);
    if (typeof value === 'string' && value !== '') return value;
  }
  return '';
};

const need = (properties: Properties, type: string, ...keys: readonly string[]): string => {
  const value = text(properties, ...keys);
  if (value === '') throw new ZoneFault(`The ${type} record has no ${keys[0] ?? 'value'}`);
  if (/(?:\.\.\.|\u2026)$/u.test(value))
    throw new ZoneFault(
      'The value was cut by the width of the window; paste the output of “| ConvertTo-Json”',
    );
  return value;
};

const host = (properties: Properties, type: string, ...keys: readonly string[]): string => {
  const value = need(properties, type, ...keys);
  if (/\s/u.test(value)) throw new ZoneFault(`“${value.slice(0, 100)}” is no name`);
  return value === '.' ? '.' : `${value.replace(/\.$/u, '')}.`;
};

const SOA_NUMBERS = [
  'serialnumber',
  'timetozonerefresh',
  'timetozonefailureretry',
  'timetoexpiration',
  'defaultttl',
];

const soa = (properties: Properties): string => {
  if (text(properties, 'timetozonerefresh') === '')
    throw new ZoneFault('The table leaves out times of the SOA record; paste the output of “| Format-List”');
  return [
    host(properties, 'SOA', 'primaryserver'),
    host(properties, 'SOA', 'nameadministrator', 'administrator'),
    ...SOA_NUMBERS.map((key) => need(properties, 'SOA', key)),
  ].join(' ');
};

const WRITERS: Partial<Record<RecordType, (properties: Properties) => string>> = {
  A: (p) => need(p, 'A', 'ipaddress', 'ip4address', 'address'),
  AAAA: (p) => need(p, 'AAAA', 'ipaddress', 'ip6address', 'address'),
  CNAME: (p) => host(p, 'CNAME', 'namehost', 'server'),
  NS: (p) => host(p, 'NS', 'namehost', 'server'),
  PTR: (p) => host(p, 'PTR', 'namehost', 'server'),
  MX: (p) => `${need(p, 'MX', 'preference')} ${host(p, 'MX', 'nameexchange', 'exchange')}`,
  SRV: (p) =>
    `${need(p, 'SRV', 'priority')} ${need(p, 'SRV', 'weight')} ${need(p, 'SRV', 'port')} ${host(p, 'SRV', 'nametarget', 'target')}`,
  SOA: soa,
};

const octets = (value: string): string =>
  Array.from(utf8Octets(value), (octet) => String.fromCharCode(octet)).join('');

const strings = (properties: Properties): readonly string[] => {
  const value = properties.get('strings') ?? properties.get('text');
  if (value === undefined) throw new ZoneFault('The TXT record has no Strings');
  if (typeof value !== 'string') return value.map(octets);
  const inner = /^\{(.*)\}$/su.exec(value)?.[1];
  if (inner === undefined)
    throw new ZoneFault(
      /(?:\.\.\.|\u2026)\}?$/u.test(value)
        ? 'The text was cut by the width of the window; paste the output of “| ConvertTo-Json”'
        : 'The strings do not stand in braces',
    );
  if (/(?:\.\.\.|\u2026)$/u.test(inner))
    throw new ZoneFault(
      'The text was cut by the width of the window; paste the output of “| ConvertTo-Json”',
    );
  if (inner.includes(', '))
    throw new ZoneFault(
      'A comma of the text and the border between two strings look alike here; paste the output of “| ConvertTo-Json”',
    );
  if (/[^\x20-\x7e]/u.test(inner))
    throw new ZoneFault('The text holds a character outside ASCII; paste the output of “| ConvertTo-Json”');
  return [inner];
};

/** The type of a record; `null` for one that is not read here. */
export const typeOf = (properties: Properties): RecordType | null =>
  recordType(text(properties, 'type', 'querytype'));

/** Whether it is one that DNSSEC adds to an answer: no part of what was asked. */
export const isSignature = (properties: Properties): boolean => {
  const word = text(properties, 'type', 'querytype').toUpperCase();
  return SIGNATURE_TYPES.has(word) || SIGNATURE_NUMBERS.has(word);
};

/** @throws ZoneFault */
export const recordOf = (properties: Properties): DnsRecord => {
  const type = typeOf(properties);
  if (type === null)
    throw new ZoneFault(`“${text(properties, 'type', 'querytype')}” is no record type that is read here`);
  const seconds = text(properties, 'ttl');
  if (seconds !== '' && !/^\d{1,10}$/u.test(seconds)) throw new ZoneFault(`“${seconds}” is not a TTL`);
  const ttl = seconds === '' ? null : Number(seconds);
  const name = host(properties, type, 'name');
  if (type === 'TXT') return makeTxt(name, ttl, strings(properties));
  const write = WRITERS[type];
  if (write === undefined) throw new ZoneFault(`The value of a ${type} record is not read here`);
  return makeRecord(name, type, ttl, write(properties));
};
