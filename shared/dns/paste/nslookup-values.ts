/** Values that nslookup prints behind a name or on the lines below it. */
import { append } from '../../append.ts';
import type { DnsRecord } from '../types.ts';
import { ZoneFault } from '../zone-values.ts';
import { BrokenRecord, takeRecord } from './joined.ts';
import { QUOTES_UNKNOWN, TYPOGRAPHIC } from './clean.ts';
import { maybeRest, MAYBE_REST } from './nslookup-begins.ts';
import { readField, readOneLineValue, SOA_FIELDS, SRV_FIELDS, SRV_HEAD, TEXT } from './nslookup-words.ts';
import type { Reading } from './reading.ts';
import type { Line } from './types.ts';
import { makeRecord, makeTxt, rdataTokens, unescaped, WITHOUT_QUOTES } from './values.ts';

export interface Taken {
  readonly record: DnsRecord;
  readonly lines: readonly Line[];
}

const isString = (text: string): boolean => /^\s*"/u.test(text);

/** Windows prints what stands between the quotes as it is; Unix escapes as a master file does. */
const stringsOf = (text: string, windows: boolean): string[] => {
  if (!windows)
    return rdataTokens(text).map(({ raw, quoted }) => {
      if (!quoted) throw new ZoneFault(WITHOUT_QUOTES);
      return unescaped(raw);
    });
  const inner = /^\s*"(.*)"\s*$/su.exec(text)?.[1];
  if (inner === undefined) throw new ZoneFault('A text is not closed by a quote');
  return [inner];
};

const guardText = (lines: readonly Line[], text: string): void => {
  if (/[^\x20-\x7e\n\t]/u.test(text))
    throw new BrokenRecord(
      lines,
      'The text holds a character outside ASCII, and this output does not show which octets it stands for',
    );
  if (
    lines.some(
      ({ altered, raw }) =>
        altered && /[\u00ad\u200b-\u200f\u2060\ufeff]/u.test(raw.slice(raw.search(/["\u201c-\u201f]/u))),
    )
  )
    throw new BrokenRecord(
      lines,
      'The text holds invisible characters, and it can’t be known whether they are published or came by copying',
    );
};

/** Windows prints a text as it is, so that typographic quotes inside it may be published ones. */
const guardQuotes = (lines: readonly Line[]): void => {
  const inner = lines
    .map(({ raw }) => raw.replace(/^[\s>]*/u, ''))
    .join('')
    .trim()
    .slice(1, -1);
  if (TYPOGRAPHIC.test(inner)) throw new BrokenRecord(lines, QUOTES_UNKNOWN);
};

/** Strings of a TXT record, on the line itself (Unix) or each on a line of its own below (Windows). */
const takeText = (reading: Reading, owner: string, ttl: number | null, first: string, head: Line): Taken => {
  const lines = [head];
  const strings: string[] = [];
  try {
    if (first.trim() !== '') {
      // The line was taken already: its own quotes may go on below
      reading.at -= 1;
      const joined = takeRecord(reading);
      append(lines, joined.lines.slice(1));
      const value = TEXT.exec(joined.text.slice(joined.text.search(/\btext\s*=/iu)))?.[1] ?? '';
      guardText(lines, value);
      append(strings, stringsOf(value, false));
    } else {
      while (reading.textAt().trim() === '' && reading.line !== undefined && isString(reading.textAt(1)))
        reading.take();
      while (!reading.ended && isString(reading.textAt())) {
        const joined = takeRecord(reading);
        append(lines, joined.lines);
        guardText(joined.lines, joined.text);
        guardQuotes(joined.lines);
        append(strings, stringsOf(joined.text, true));
      }
      if (strings.length === 0) throw new ZoneFault('The text is missing');
    }
    return { record: makeTxt(owner, ttl, strings), lines };
  } catch (error) {
    if (error instanceof BrokenRecord) throw new BrokenRecord([...lines, ...error.lines], error.message);
    throw error instanceof ZoneFault ? new BrokenRecord(lines, error.message) : error;
  }
};

interface Fields {
  readonly values: ReadonlyMap<string, string>;
  readonly lines: readonly Line[];
}

const takeFields = (reading: Reading, into: Map<string, string>): Fields => {
  const lines: Line[] = [];
  while (!reading.ended) {
    const field = readField(reading.textAt().trim());
    if (field === null || into.has(field.field)) break;
    into.set(field.field, field.value);
    lines.push(reading.take());
  }
  return { values: into, lines };
};

const all = (values: ReadonlyMap<string, string>, fields: readonly string[], type: string): string =>
  fields
    .map((field) => {
      const value = values.get(field);
      if (value === undefined) throw new ZoneFault(`The ${type} record has no line for “${field}”`);
      return value;
    })
    .join(' ');

/**
 * The value that stands here, for `owner`: behind it when `behind` is given, else on the lines below.
 * @throws BrokenRecord
 */
export const takeValue = (
  reading: Reading,
  owner: string,
  behind: { readonly text: string; readonly line: Line } | null,
): Taken => {
  const lines: Line[] = behind === null ? [] : [behind.line];
  const values = new Map<string, string>();
  try {
    if (behind === null) append(lines, takeFields(reading, values).lines);
    const ttlOf = (): number | null => {
      const ttl = values.get('ttl');
      if (ttl === undefined) return null;
      if (!/^\d{1,10}$/u.test(ttl)) throw new ZoneFault(`“${ttl}” is not a TTL`);
      return Number(ttl);
    };
    const isSoa = SOA_FIELDS.some((field) => values.has(field));
    const text = behind?.text ?? (isSoa ? '' : reading.textAt().trim());
    if (isSoa) return { record: makeRecord(owner, 'SOA', ttlOf(), all(values, SOA_FIELDS, 'SOA')), lines };
    const head = behind?.line ?? reading.line;
    if (head === undefined) throw new ZoneFault('The value is missing');
    if (behind === null) lines.push(reading.take());
    const written = TEXT.exec(text)?.[1];
    if (written !== undefined) {
      const taken = takeText(reading, owner, null, written, head);
      append(lines, taken.lines);
      append(lines, takeFields(reading, values).lines);
      return { record: { ...taken.record, ttl: ttlOf() }, lines };
    }
    const one = readOneLineValue(text);
    if (one !== null && maybeRest(reading)) {
      lines.push(reading.take());
      throw new BrokenRecord(lines, MAYBE_REST);
    }
    append(lines, takeFields(reading, values).lines);
    if (one !== null) return { record: makeRecord(owner, one.type, ttlOf(), one.rdata), lines };
    if (SRV_HEAD.test(text))
      return { record: makeRecord(owner, 'SRV', ttlOf(), all(values, SRV_FIELDS, 'SRV')), lines };
    throw new ZoneFault('The value is of a kind that is not read here');
  } catch (error) {
    if (error instanceof BrokenRecord) throw new BrokenRecord([...lines, ...error.lines], error.message);
    throw error instanceof ZoneFault ? new BrokenRecord(lines, error.message) : error;
  }
};
