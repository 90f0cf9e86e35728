/** Profile values as one line of text, the way a person would write them down. */
import { fieldAt, labelOf } from '../profile/fields.ts';
import { domainKey, isUnknown, mattersTo, valueAt } from '../profile/path.ts';
import type { Profile } from '../profile/schema.ts';
import type { InputPath, Step } from '../runbook/step.ts';
import type { Field, InputReport } from './types.ts';

export const NOT_SET = 'not set';

/** A row of a list: `10 mx1.filter.example`, or its filled cells with commas between them. */
const rowText = (row: Readonly<Record<string, unknown>>, path: string): string =>
  Object.entries(row)
    .filter(([, value]) => !isUnknown(value))
    .map(([key, value]) => textOf(value, `${path}.${key}`))
    .join('preference' in row ? ' ' : ', ');

const isRow = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** Any profile value as text; a choice by its label, an unknown value as `not set`. */
export const textOf = (value: unknown, path: string): string => {
  if (isUnknown(value)) return NOT_SET;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') {
    return fieldAt(path)?.options?.find((option) => option.value === value)?.label ?? value;
  }
  if (Array.isArray(value)) return value.map((item) => textOf(item, path)).join(', ');
  return isRow(value) ? rowText(value, path) : NOT_SET;
};

export const field = (label: string, value: unknown, path = ''): Field => ({
  label,
  value: textOf(value, path),
  known: !isUnknown(value),
});

/** The value behind a path, once or for each domain that it matters to. */
const inputAt = (profile: Profile, path: InputPath): InputReport => {
  const key = domainKey(path);
  const valued = (domain: string, value: unknown): InputReport['values'][number] => ({
    domain,
    value: textOf(value, path),
    known: !isUnknown(value),
  });
  if (key === null) {
    const value = path === 'domains' ? profile.domains.map(({ name }) => name) : valueAt(profile, path);
    return { label: labelOf(path), values: [valued('', value)] };
  }
  const domains = profile.domains.filter((domain) => mattersTo(key, domain));
  return { label: labelOf(path), values: domains.map((domain) => valued(domain.name, domain[key])) };
};

/** Groups whose values are named one by one in `requires`; whole they would be a page of text. */
const GROUPS: ReadonlySet<string> = new Set(['thirdParty', 'dnsHost', 'customerApprover', 'scenarioAnswers']);

/** What the step uses, as it stands: its required values one by one, then the rest of its inputs. */
export const stepInputs = (step: Step, profile: Profile): readonly InputReport[] => {
  const tops = new Set(step.requires.map((path) => path.split('.')[0]));
  const paths = new Set<InputPath>([...step.requires, ...step.inputs.filter((path) => !tops.has(path))]);
  return [...paths].filter((path) => !GROUPS.has(path)).map((path) => inputAt(profile, path));
};
