/** SVCB and HTTPS in presentation form (RFC 9460, sections 2.1 and 7). */
import { formatIp } from '../../shared/net/ip.ts';
import { addressOf6, quoted } from './rdata-text.ts';
import type { WireReader } from './wire-reader.ts';

const KEYS = ['mandatory', 'alpn', 'no-default-alpn', 'port', 'ipv4hint', 'ech', 'ipv6hint', 'dohpath'];
const keyName = (key: number): string => KEYS[key] ?? `key${key}`;

const all = (reader: WireReader, read: () => string): string => {
  const values: string[] = [];
  while (reader.left > 0) values.push(read());
  return values.join(',');
};

/** A comma inside one value of a list (RFC 9460, appendix A.1). */
const listed = (text: string): string => text.replaceAll(/[\\,]/gu, '\\$&');

const READERS: ReadonlyMap<number, (reader: WireReader) => string> = new Map([
  [0, (reader: WireReader) => all(reader, () => keyName(reader.u16()))],
  [
    1,
    (reader: WireReader) => {
      const list: string[] = [];
      while (reader.left > 0) list.push(listed(reader.text()));
      return list.every((one) => /^[\w./-]+$/u.test(one)) ? list.join(',') : quoted(list.join(','));
    },
  ],
  [3, (reader: WireReader) => String(reader.u16())],
  [4, (reader: WireReader) => all(reader, () => formatIp({ family: 4, value: reader.u32() }))],
  [5, (reader: WireReader) => reader.rest().toString('base64')],
  [6, (reader: WireReader) => all(reader, () => addressOf6(reader.bytes(16)))],
]);

export const readSvcb = (reader: WireReader): string => {
  const parts = [String(reader.u16()), reader.name()];
  while (reader.left > 0) {
    const key = reader.u16();
    const value = reader.slice(reader.u16());
    const read = READERS.get(key) ?? ((rest: WireReader) => quoted(rest.rest().toString('latin1')));
    const text = value.left === 0 ? '' : `=${read(value)}`;
    parts.push(`${keyName(key)}${text}`);
  }
  return parts.join(' ');
};
