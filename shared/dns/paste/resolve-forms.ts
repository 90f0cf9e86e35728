/** The forms of Resolve-DnsName: table, list and JSON, each turned into properties. */
import type { Reading } from './reading.ts';
import type { Properties } from './resolve-values.ts';
import type { Line } from './types.ts';
import { recordType, SIGNATURE_TYPES } from './values.ts';

export interface Item {
  readonly properties: Properties;
  readonly lines: readonly Line[];
}

const HEAD = /^\s*Name\s+(?:Query)?Type\s+TTL\s+Section\b/iu;
export const isTable = (text: string): boolean => HEAD.test(text);
export const isList = (text: string): boolean =>
  /^\s{0,12}(?:Name|QueryType|Type|TTL|Section)\s+:\s/u.test(text);

const ROW =
  /^\s{0,12}(\S{1,1100})\s+([A-Za-z0-9]{1,12})\s+(\d{1,10})\s+(Question|Answer|Authority|Additional)\s*(.*)$/iu;

const rowProperties = (heads: readonly string[], row: RegExpExecArray): Map<string, string> => {
  const [, name = '', type = '', ttl = '', section = '', rest = ''] = row;
  const map = new Map<string, string>([
    ['name', name],
    ['type', type],
    ['ttl', ttl],
    ['section', section],
  ]);
  if (heads.length === 1) map.set(heads[0] ?? '', rest.trim());
  else {
    const cells = rest.trim().split(/\s+/u);
    heads.forEach((head, index) => map.set(head, cells[index] ?? ''));
  }
  return map;
};

/** The last word of the table's own columns, such as NameExchange and Preference, in lower case. */
const headsOf = (text: string): string[] =>
  text
    .replace(HEAD, '')
    .trim()
    .split(/\s+/u)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());

export interface Taken {
  readonly items: readonly Item[];
  /** Lines that could not be read, and why. */
  readonly faults: ReadonlyArray<readonly [Line, string]>;
}

interface Row {
  readonly properties: Map<string, string>;
  readonly lines: Line[];
}

/**
 * A wrapped cell goes on below its column: names hold no blank, so the pieces belong together. Adds the line to the row
 * above; false where that can't be, and the row is of no use then.
 */
const joins = (
  { properties, lines }: Row,
  line: Line,
  starts: readonly number[],
  heads: readonly string[],
): boolean => {
  const columns = ['name', 'type', 'ttl', 'section', ...heads];
  for (const { 0: piece, index: from } of line.text.matchAll(/\S+(?: \S+)*/gu)) {
    const index = starts.indexOf(from);
    const [column, width] = [columns[index], (starts[index + 1] ?? 0) - from - 1];
    const before = column === undefined ? undefined : properties.get(column);
    if (column === undefined || before === undefined || /\s/u.test(piece) || column === 'strings')
      return false;
    if (width > 0 && before.length % width !== 0) return false;
    properties.set(column, `${before}${piece}`);
  }
  lines.push(line);
  return true;
};

const BROKEN_ROW =
  'The row is broken over lines, and it can’t be known how its text goes on; paste the output of “| ConvertTo-Json”';

export const takeTable = (reading: Reading): Taken => {
  const head = reading.take();
  const heads = headsOf(head.text);
  const items: Row[] = [];
  const faults: Array<readonly [Line, string]> = [];
  let starts: number[] = [];
  if (/^[\s-]*-{2}[\s-]*$/u.test(reading.textAt()))
    starts = [...reading.take().text.matchAll(/-+/gu)].map(({ index }) => index);
  while (!reading.ended && reading.textAt().trim() !== '') {
    const text = reading.textAt();
    const row = ROW.exec(text);
    const type = row?.[2] ?? '';
    if (row !== null && (recordType(type) !== null || SIGNATURE_TYPES.has(type.toUpperCase())))
      items.push({ properties: rowProperties(heads, row), lines: [reading.take()] });
    else {
      const [last, line] = [items.at(-1), reading.take()];
      if (last !== undefined && joins(last, line, starts, heads)) continue;
      items.splice(-1, 1, { properties: new Map([['section', 'broken']]), lines: [] });
      for (const one of [...(last?.lines ?? []), line]) faults.push([one, BROKEN_ROW]);
    }
  }
  return { items: items.filter(({ lines }) => lines.length > 0), faults };
};

const PAIR = /^\s{0,12}([A-Za-z][A-Za-z0-9]{0,40})\s*:(?:\s(.*))?$/u;

/** Blocks of `Key : value`, one for each record, an empty line between them. */
export const takeList = (reading: Reading): Taken => {
  const map = new Map<string, string>();
  const lines: Line[] = [];
  const faults: Array<readonly [Line, string]> = [];
  let last = '';
  while (!reading.ended && reading.textAt().trim() !== '' && !isTable(reading.textAt())) {
    const text = reading.textAt();
    const pair = PAIR.exec(text);
    const key = (pair?.[1] ?? '').toLowerCase();
    if (pair && key === 'name' && map.has('name')) break;
    const line = reading.take();
    lines.push(line);
    if (pair) {
      map.set(key, (pair[2] ?? '').trim());
      last = key;
    } else if (/^\s/u.test(text) && map.has(last) && last !== 'strings' && !/\s/u.test(text.trim()))
      map.set(last, `${map.get(last) ?? ''}${text.trim()}`);
    else
      faults.push([
        line,
        'The line goes on from the one before, and it can’t be known whether a blank stood between them; paste the output of “| ConvertTo-Json”',
      ]);
  }
  if (faults.length > 0) {
    const known = new Set(faults.map(([line]) => line));
    const beside = lines.filter((line) => !known.has(line)).slice(0, 1);
    for (const line of beside) faults.push([line, 'A line of this record could not be read']);
    return { items: [], faults };
  }
  return { items: [{ properties: map, lines }], faults };
};

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const listOf = (value: unknown): readonly string[] | null => {
  // PowerShell 5.1 may write an array as an object with `value` and `Count`
  const list = isObject(value) && Array.isArray(value['value']) ? (value['value'] as unknown[]) : value;
  return Array.isArray(list) && list.every((item) => typeof item === 'string') ? list : null;
};

export const jsonProperties = (value: Readonly<Record<string, unknown>>): Properties => {
  const map = new Map<string, string | readonly string[]>();
  for (const [key, item] of Object.entries(value)) {
    const lower = key.toLowerCase();
    const list = listOf(item);
    if (lower === 'strings' || lower === 'text') {
      if (list !== null) map.set(lower, list);
    } else if (typeof item === 'string' || typeof item === 'number') map.set(lower, String(item));
    else if (isObject(item) && typeof item['IPAddressToString'] === 'string')
      map.set(lower, item['IPAddressToString']);
  }
  return map;
};
