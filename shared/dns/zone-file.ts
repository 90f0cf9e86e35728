/**
 * Writes DNS zone files in master-file form (RFC 1035, section 5): ASCII, LF, every octet outside printable ASCII as
 * `\DDD`. Names are written whole with a trailing dot, so that no `$ORIGIN` can change their meaning.
 */
import { utf8Octets } from '../net/utf8.ts';

export type ZoneRecord =
  | {
      readonly type: 'MX';
      readonly name: string;
      readonly ttl: number;
      readonly preference: number;
      readonly host: string;
    }
  | { readonly type: 'TXT'; readonly name: string; readonly ttl: number; readonly strings: readonly string[] }
  | {
      readonly type: 'A' | 'AAAA' | 'CNAME' | 'NS';
      readonly name: string;
      readonly ttl: number;
      readonly value: string;
    };

export interface ZoneSection {
  /** Lines of a comment above the records; any text, made safe here. */
  readonly comment: readonly string[];
  readonly records: readonly ZoneRecord[];
}

export interface ZoneFile {
  /** A-label form, lower case, without a trailing dot. */
  readonly origin: string;
  readonly comment: readonly string[];
  readonly sections: readonly ZoneSection[];
}

const decimal = (octet: number): string => `\\${String(octet).padStart(3, '0')}`;

const inString = (octet: number): string => {
  if (octet < 0x20 || octet > 0x7e) return decimal(octet);
  const character = String.fromCharCode(octet);
  return character === '"' || character === '\\' ? `\\${character}` : character;
};

/** One character-string in quotes; more than 255 octets can't be written (RFC 1035, 3.3) and throw RangeError. */
export const quotedString = (text: string): string => {
  const bytes = utf8Octets(text);
  if (bytes.length > 255)
    throw new RangeError(`A character-string holds at most 255 octets, not ${String(bytes.length)}.`);
  return `"${bytes.map(inString).join('')}"`;
};

/** Characters that mean something to a zone-file reader, inside a name. */
const inName = (octet: number): string => {
  if (octet <= 0x20 || octet > 0x7e) return decimal(octet);
  const character = String.fromCharCode(octet);
  return /["();@$\\]/u.test(character) ? `\\${character}` : character;
};

/** `contoso.com` -> `contoso.com.`; the root stays `.`. */
export const absoluteName = (name: string): string =>
  name === '' || name === '.' ? '.' : `${utf8Octets(name).map(inName).join('')}.`;

/** A comment line can't be left by any character of its text. */
const commentLine = (text: string): string =>
  `; ${utf8Octets(text.replaceAll(/\s+/gu, ' '))
    .map((octet) => (octet < 0x20 || octet > 0x7e ? decimal(octet) : String.fromCharCode(octet)))
    .join('')}`.trimEnd();

const rdata = (record: ZoneRecord): string => {
  switch (record.type) {
    case 'MX':
      return `${String(record.preference)} ${absoluteName(record.host)}`;
    case 'TXT':
      return record.strings.map(quotedString).join(' ');
    case 'NS':
    case 'CNAME':
      return absoluteName(record.value);
    case 'A':
    case 'AAAA':
      return record.value;
  }
};

/** One line of a zone file, with the name written whole. */
export const recordLine = (record: ZoneRecord): string =>
  `${absoluteName(record.name)} ${String(record.ttl)} IN ${record.type} ${rdata(record)}`;

/** The whole file. SOA and NS are stand-ins under `.invalid` (RFC 2606), needed for the file to load at all. */
export const writeZoneFile = ({ origin, comment, sections }: ZoneFile): string => {
  const apex = absoluteName(origin);
  const lines = [
    ...comment.map(commentLine),
    `$ORIGIN ${apex}`,
    '$TTL 3600',
    '',
    '; Stand-ins, not to be published: every zone file needs them to load.',
    `${apex} 3600 IN SOA ns.placeholder.invalid. hostmaster.placeholder.invalid. 1 3600 600 1209600 300`,
    `${apex} 3600 IN NS ns.placeholder.invalid.`,
    ...sections.flatMap((section) => [
      '',
      ...section.comment.map(commentLine),
      ...section.records.map(recordLine),
    ]),
  ];
  return `${lines.join('\n')}\n`;
};
