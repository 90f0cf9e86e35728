/** The one table of all profile values: what the editor shows, and what has to be known before sign-off. */
import type { InputPath } from '../runbook/step.ts';
import {
  MAIL_AUTH_FIELDS,
  SCENARIO_FIELDS,
  SPF_FIELDS,
  TEST_FIELDS,
  THIRD_PARTY_FIELDS,
} from './fields/filter.ts';
import { ENGAGEMENT_FIELDS, PEOPLE_FIELDS, WINDOW_FIELDS } from './fields/people.ts';
import { CERTIFICATE_FIELDS, DOMAIN_FIELDS, ON_PREMISES_FIELDS, TENANT_FIELDS } from './fields/technical.ts';
import type { FieldInfo, SectionId } from './fields/types.ts';

export { SECTIONS } from './fields/types.ts';
export type { FieldColumn, FieldInfo, FieldOption, SectionId } from './fields/types.ts';

/** In the order of the editor: by section, and inside it as a consultant asks. */
export const PROFILE_FIELDS: readonly FieldInfo[] = [
  ...ENGAGEMENT_FIELDS,
  ...PEOPLE_FIELDS,
  ...WINDOW_FIELDS,
  ...TENANT_FIELDS,
  ...DOMAIN_FIELDS,
  ...ON_PREMISES_FIELDS,
  ...CERTIFICATE_FIELDS,
  ...THIRD_PARTY_FIELDS,
  ...SPF_FIELDS,
  ...MAIL_AUTH_FIELDS,
  ...TEST_FIELDS,
  ...SCENARIO_FIELDS,
];

export const fieldsOf = (section: SectionId): readonly FieldInfo[] =>
  PROFILE_FIELDS.filter((field) => field.section === section);

const BY_PATH: ReadonlyMap<string, FieldInfo> = new Map(PROFILE_FIELDS.map((field) => [field.path, field]));

/**
 * The table's entry for a path. Positions are left out, and a path into a row leads to its list:
 * `domains.2.eopHost` -> `domains.eopHost`, `thirdParty.mxHosts.0.host` -> `thirdParty.mxHosts`.
 */
export const fieldAt = (path: string): FieldInfo | undefined => {
  const names = path.split('.').filter((part) => !/^\d+$/u.test(part));
  for (let length = names.length; length > 0; length -= 1) {
    const field = BY_PATH.get(names.slice(0, length).join('.'));
    if (field !== undefined) return field;
  }
  return undefined;
};

/** What a person calls a path; the path itself for a group such as `domains`. */
export const labelOf = (path: string): string => fieldAt(path)?.label ?? GROUP_LABELS[path] ?? path;

const GROUP_LABELS: Readonly<Record<string, string>> = {
  domains: 'Domains',
  thirdParty: 'Third party',
  dnsHost: 'DNS host',
  customerApprover: 'Approver',
  scenarioAnswers: 'Scenario',
};

/** Values that must be known before sign-off; those of a domain only where they matter to it. */
export const REQUIRED_PATHS: readonly InputPath[] = [
  'domains',
  ...PROFILE_FIELDS.filter((field) => field.required).map((field) => field.path),
];
