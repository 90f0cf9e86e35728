/** The shape of the field table: everything that the profile editor shows about a value. */
import type { InputPath } from '../../runbook/step.ts';

export const SECTIONS = [
  { id: 'engagement', title: 'Engagement' },
  { id: 'people', title: 'People' },
  { id: 'window', title: 'Change window' },
  { id: 'tenant', title: 'Tenant' },
  { id: 'domains', title: 'Domains' },
  { id: 'on-premises', title: 'On-premises' },
  { id: 'certificate', title: 'Certificate' },
  { id: 'third-party', title: 'Third party' },
  { id: 'spf', title: 'Senders and SPF' },
  { id: 'mail-auth', title: 'Mail authentication' },
  { id: 'test', title: 'Test mailboxes' },
  { id: 'scenario', title: 'Scenario' },
] as const;
export type SectionId = (typeof SECTIONS)[number]['id'];

/**
 * How a value is entered. A `…-list` is a list of texts, one a line. `mx-list` holds `{ preference, host }`, `rows`
 * objects with the given columns, `number-map` numbers by name (`lookupCosts`).
 */
type FieldKind =
  | 'text'
  | 'long-text'
  | 'host'
  | 'email'
  | 'number'
  | 'date'
  | 'datetime'
  | 'time-zone'
  | 'select'
  | 'yes-no'
  | 'text-list'
  | 'host-list'
  | 'ip-list'
  | 'email-list'
  | 'mx-list'
  | 'rows'
  | 'number-map';

/** `value` is what the profile holds; a select that may stay open offers 'not known yet' besides (`null`). */
export interface FieldOption {
  readonly value: string;
  readonly label: string;
}

export interface FieldColumn {
  /** Key inside the row. */
  readonly key: string;
  readonly label: string;
  readonly example: string;
  readonly kind: 'text' | 'email' | 'number' | 'date' | 'select' | 'host';
  readonly options?: readonly FieldOption[];
}

export interface FieldInfo {
  /** `domains.eopHost` is that value of each domain. */
  readonly path: InputPath;
  readonly label: string;
  /** Why it is needed and where to find it. */
  readonly help: string;
  readonly example: string;
  readonly section: SectionId;
  /** Needed before the runbook can be signed. */
  readonly required: boolean;
  readonly kind: FieldKind;
  readonly options?: readonly FieldOption[];
  readonly columns?: readonly FieldColumn[];
  /** Unit of a number, e.g. `seconds`. */
  readonly unit?: string;
}

type Extra = Partial<Pick<FieldInfo, 'options' | 'columns' | 'unit'>>;
type Row = readonly [
  path: InputPath,
  label: string,
  kind: FieldKind,
  need: 'required' | 'optional',
  example: string,
  help: string,
  extra?: Extra,
];

/** One section of the table, written as rows. */
export const section = (id: SectionId, rows: readonly Row[]): readonly FieldInfo[] =>
  rows.map(([path, label, kind, need, example, help, extra]) => ({
    path,
    label,
    kind,
    required: need === 'required',
    example,
    help,
    section: id,
    ...extra,
  }));

export const options = (...pairs: ReadonlyArray<readonly [value: string, label: string]>): Extra => ({
  options: pairs.map(([value, label]) => ({ value, label })),
});

export const column = (
  key: string,
  label: string,
  example: string,
  kind: FieldColumn['kind'] = 'text',
  choices?: Extra,
): FieldColumn => ({
  key,
  label,
  example,
  kind,
  ...(choices?.options === undefined ? {} : { options: choices.options }),
});
