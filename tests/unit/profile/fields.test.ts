import { describe, expect, it } from 'vitest';
import { emptyDomain } from '../../../shared/profile/empty.ts';
import {
  fieldAt,
  fieldsOf,
  labelOf,
  PROFILE_FIELDS,
  REQUIRED_PATHS,
  SECTIONS,
} from '../../../shared/profile/fields.ts';
import { profileSchema } from '../../../shared/profile/schema.ts';
import { profile } from './support.ts';

const GROUPS = ['customerApprover', 'dnsHost', 'thirdParty', 'scenarioAnswers'] as const;

/** Every path that an editor has to offer: groups by their values, lists of rows as a whole. */
const wanted = (): string[] => {
  const value = profile();
  const inGroups = GROUPS.flatMap((group) => Object.keys(value[group]).map((key) => `${group}.${key}`));
  const inDomain = Object.keys(emptyDomain('x', 'primary')).map((key) => `domains.${key}`);
  const others = Object.keys(profileSchema.shape).filter(
    (field) => field !== 'domains' && !GROUPS.some((group) => group === field),
  );
  return [...inGroups, ...inDomain, ...others];
};

/** The profile with one value set by its path in the table. */
const withValue = (path: string, value: string): unknown => {
  const base: Readonly<Record<string, unknown>> = profile();
  const [group = '', key] = path.split('.');
  if (key === undefined) return { ...base, [group]: value };
  if (group === 'domains') return { ...base, domains: [{ ...emptyDomain('x', 'primary'), [key]: value }] };
  const inner = base[group];
  return { ...base, [group]: { ...(typeof inner === 'object' ? inner : {}), [key]: value } };
};

describe('field table', () => {
  it('holds every value of the schema exactly once', () => {
    expect(PROFILE_FIELDS.map((field) => field.path).sort()).toEqual(wanted().sort());
  });

  it('fills every section', () => {
    for (const { id } of SECTIONS) expect(fieldsOf(id).length, id).toBeGreaterThan(0);
  });

  it.each(PROFILE_FIELDS.map((field) => [field.path, field] as const))(
    '%s says what, why and how',
    (_, field) => {
      expect(field.label).toMatch(/^\S.*[^.]$/u);
      expect(field.help).toMatch(/\.$/u);
      expect(field.example).not.toBe('');
      expect(field.kind === 'select').toBe(field.options !== undefined);
      expect(field.kind === 'rows').toBe(field.columns !== undefined);
    },
  );

  it('offers in each select what the schema takes', () => {
    for (const field of PROFILE_FIELDS) {
      for (const { value } of field.options ?? []) {
        expect(profileSchema.safeParse(withValue(field.path, value)).success, `${field.path} ${value}`).toBe(
          true,
        );
      }
    }
  });

  it('finds a field by the path of a finding', () => {
    expect(fieldAt('domains.2.eopHost')?.path).toBe('domains.eopHost');
    expect(fieldAt('thirdParty.mxHosts.0.host')?.path).toBe('thirdParty.mxHosts');
    expect(fieldAt('otherSenders.3.term')?.path).toBe('otherSenders');
    expect(fieldAt('lookupCosts.spf.crm.example')?.path).toBe('lookupCosts');
    expect(fieldAt('nothing')).toBeUndefined();
    expect(labelOf('domains.2.eopHost')).toBe('EOP host');
    expect(labelOf('domains')).toBe('Domains');
    expect(labelOf('nothing')).toBe('nothing');
  });

  it('requires only paths that it holds, and the domains', () => {
    for (const path of REQUIRED_PATHS) expect(path === 'domains' || fieldAt(path)?.required).toBe(true);
  });
});
