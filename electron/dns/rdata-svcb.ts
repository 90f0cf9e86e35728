/**
 * SVCB and HTTPS in presentation form (RFC 9460, sections 2.1 and 7). A record whose keys are not in order or whose
 * values are not of their form is malformed (2.2), and nothing is read out of it.
 */
import { formatIp } from '../../shared/net/ip.ts';
import { addressOf6, quoted } from './rdata-text.ts';
import { WireError, type WireReader } from './wire-reader.ts';

const KEYS = ['mandatory', 'alpn', 'no-default-alpn', 'port', 'ipv4hint', 'ech', 'ipv6hint', 'dohpath'];
const keyName = (key: number): string => KEYS[key] ?? `key${key}`;
const bad = (key: number, why: string): WireError => new WireError(`${keyName(key)} of a record ${why}`);

const all = <T>(reader: WireReader, read: () => T): T[] => {
  const values: T[] = [];
  while (reader.left > 0) values.push(read());
  return values;
};

/** Keys must rise (RFC 9460, 2.2 and 8). */
const inOrder = (keys: readonly number[]): boolean =>
  keys.every((key, index) => index === 0 || key > (keys[index - 1] ?? 0));

const MANDATORY = 0;
const mandatory = (reader: WireReader): string => {
  const keys = all(reader, () => reader.u16());
  if (keys.includes(MANDATORY) || !inOrder(keys)) throw bad(MANDATORY, 'is no list of other keys in order');
  return keys.map(keyName).join(',');
};

/** A comma inside one value of a list (RFC 9460, appendix A.1). */
const listed = (text: string): string => text.replaceAll(/[\\,]/gu, '\\$&');
const alpn = (reader: WireReader): string => {
  const list = all(reader, () => listed(reader.text()));
  if (list.includes('')) throw bad(1, 'names no protocol');
  return list.every((one) => /^[\w./-]+$/u.test(one)) ? list.join(',') : quoted(list.join(','));
};

const READERS: ReadonlyMap<number, (reader: WireReader) => string> = new Map([
  [MANDATORY, mandatory],
  [1, alpn],
  [3, (reader: WireReader) => String(reader.u16())],
  [4, (reader: WireReader) => all(reader, () => formatIp({ family: 4, value: reader.u32() })).join(',')],
  [5, (reader: WireReader) => reader.rest().toString('base64')],
  [6, (reader: WireReader) => all(reader, () => addressOf6(reader.bytes(16))).join(',')],
]);
const NO_DEFAULT_ALPN = 2;

const parameter = (key: number, value: WireReader): string => {
  const read = READERS.get(key);
  if (value.left === 0) {
    if (read !== undefined) throw bad(key, 'has no value');
    return keyName(key);
  }
  if (key === NO_DEFAULT_ALPN) throw bad(key, 'has a value');
  const text = read === undefined ? quoted(value.rest().toString('latin1')) : read(value);
  if (value.left > 0) throw bad(key, 'is longer than its value');
  return `${keyName(key)}=${text}`;
};

export const readSvcb = (reader: WireReader): string => {
  const parts = [String(reader.u16()), reader.name()];
  const keys: number[] = [];
  let needed: readonly string[] = [];
  while (reader.left > 0) {
    const key = reader.u16();
    const text = parameter(key, reader.slice(reader.u16()));
    if (key === MANDATORY) needed = text.slice(text.indexOf('=') + 1).split(',');
    keys.push(key);
    parts.push(text);
  }
  if (!inOrder(keys)) throw new WireError('the keys of a record are not in order');
  const names = new Set(keys.map(keyName));
  if (needed.some((name) => !names.has(name))) throw bad(MANDATORY, 'names a key that is not there');
  return parts.join(' ');
};
