/**
 * Lists of the profile as rows of a grid. Every kind of list (texts, MX hosts, tables, counts by name) is edited by
 * the same component; an adapter says how its value becomes rows and how a pasted line is read.
 */
import type { FieldColumn, FieldInfo } from '../../../shared/profile/fields.ts';

export type Cell = string | number | null;
export type Row = Readonly<Record<string, Cell>>;

export interface Adapter {
  readonly columns: readonly FieldColumn[];
  readonly toRows: (value: unknown) => readonly Row[];
  readonly fromRows: (rows: readonly Row[]) => unknown;
  /** Path of a cell below the list's own path, where findings sit. */
  readonly cellPath: (index: number, key: string) => string;
  /** One pasted line. */
  readonly fromLine: (line: string) => Row;
}

const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The preference and host of `10 mx1.example` or `contoso.com. 3600 IN MX 10 mx1.example.`; the host as written. */
export const readMxLine = (line: string): Row => {
  const found = /^(?:.*\sMX\s+)?(\d{1,5})\s+(\S+)$/iu.exec(line.trim());
  return found === null
    ? { preference: null, host: line.trim() }
    : { preference: Number(found[1]), host: found[2] ?? '' };
};

const texts = (field: FieldInfo): Adapter => ({
  columns: [
    {
      key: 'value',
      label: field.label,
      example: field.example,
      kind: field.kind === 'text-list' || field.kind === 'email-list' ? 'text' : 'host',
    },
  ],
  toRows: (value) => asList(value).map((text) => ({ value: String(text) })),
  fromRows: (rows) => rows.map((row) => String(row['value'] ?? '')),
  cellPath: (index) => String(index),
  fromLine: (line) => ({ value: line }),
});

const MX: Adapter = {
  columns: [
    { key: 'preference', label: 'Preference', example: '10', kind: 'number' },
    { key: 'host', label: 'Host', example: 'mx1.filter.example', kind: 'host' },
  ],
  toRows: (value) => asList(value) as readonly Row[],
  fromRows: (rows) =>
    rows.map((row) => ({ preference: row['preference'] ?? null, host: String(row['host'] ?? '') })),
  cellPath: (index, key) => `${String(index)}.${key}`,
  fromLine: readMxLine,
};

const COUNTS: Adapter = {
  columns: [
    { key: 'name', label: 'Include', example: 'spf.crm.example', kind: 'host' },
    { key: 'count', label: 'Look-ups', example: '1', kind: 'number' },
  ],
  toRows: (value) =>
    Object.entries((value ?? {}) as Readonly<Record<string, number>>).map(([name, count]) => ({
      name,
      count,
    })),
  fromRows: (rows) =>
    Object.fromEntries(
      rows.filter((row) => row['name'] !== '').map((row) => [String(row['name']), Number(row['count'] ?? 0)]),
    ),
  cellPath: (index) => String(index),
  fromLine: (line) => {
    const [name = '', count = ''] = line.split(/[\s:]+/u);
    return { name, count: /^\d+$/u.test(count) ? Number(count) : 0 };
  },
};

const emptyCell = (column: FieldColumn): Cell => {
  if (column.kind === 'number') return null;
  return column.options?.[0]?.value ?? '';
};

/** Width of a column as a grid track: numbers and choices need little, texts as much as their example. */
export const widthOf = ({ kind, example }: FieldColumn): string => {
  if (kind === 'number') return '6rem';
  if (kind === 'select') return '6.5rem';
  return `minmax(0, ${String(Math.max(13, Math.min(example.length, 22)))}fr)`;
};

/** A row with nothing in it yet; selects start at their first option. */
export const emptyRow = (columns: readonly FieldColumn[]): Row =>
  Object.fromEntries(columns.map((column) => [column.key, emptyCell(column)]));

const table = (columns: readonly FieldColumn[]): Adapter => ({
  columns,
  toRows: (value) => asList(value) as readonly Row[],
  fromRows: (rows) => rows,
  cellPath: (index, key) => `${String(index)}.${key}`,
  fromLine: (line) => {
    const cells = line.split(/\t|;/u);
    const row = emptyRow(columns);
    return Object.fromEntries(
      columns.map(({ key, kind }, index) => {
        const text = cells[index]?.trim();
        if (text === undefined || kind === 'select') return [key, row[key] ?? null];
        return [key, kind === 'number' ? (/^\d+$/u.test(text) ? Number(text) : null) : text];
      }),
    );
  },
});

/** How the field's list is edited, or `null` when the field is no list. */
export const adapterOf = (field: FieldInfo): Adapter | null => {
  switch (field.kind) {
    case 'text-list':
    case 'host-list':
    case 'ip-list':
    case 'email-list':
      return texts(field);
    case 'mx-list':
      return MX;
    case 'number-map':
      return COUNTS;
    case 'rows':
      return table(field.columns ?? []);
    default:
      return null;
  }
};

/** The lines of pasted text that hold something; `null` when there is only one, which is pasted as usual. */
export const pastedLines = (text: string): readonly string[] | null => {
  const lines = text
    .split(/\r\n|\r|\n/u)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return lines.length > 1 ? lines : null;
};
