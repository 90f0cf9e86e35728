/** The profile values of a step as a person reads them, and where each is edited. */
import { fieldAt, labelOf, PROFILE_FIELDS } from '../../../shared/profile/fields.ts';
import { domainKey, isUnknown, mattersTo, valueAt } from '../../../shared/profile/path.ts';
import type { DomainProfile, Profile } from '../../../shared/profile/schema.ts';
import type { InputPath, Step } from '../../../shared/runbook/step.ts';

export interface InputLine {
  readonly path: InputPath;
  readonly label: string;
  /** One text a value; empty when it is not known. */
  readonly values: readonly string[];
  /** The step can't be carried out without it, and it is not known. */
  readonly needed: boolean;
  /** Names of other domains for which it is not known either. */
  readonly elsewhere: readonly string[];
  /** Where the editor shows it, e.g. `domains.2.eopHost`. */
  readonly target: string;
}

const show = (value: unknown): readonly string[] => {
  if (isUnknown(value)) return [];
  if (typeof value === 'boolean') return [value ? 'yes' : 'no'];
  if (Array.isArray(value)) return value.flatMap((item): readonly string[] => [show(item).join(' ')]);
  if (typeof value === 'object') return Object.values(value ?? {}).flatMap(show);
  return typeof value === 'string' || typeof value === 'number' ? [String(value)] : [];
};

/** The path with the domain's position in it; without a domain, the first one whose value is missing. */
export const profilePath = (path: InputPath, profile: Profile, domain: DomainProfile | null): string => {
  const key = domainKey(path);
  if (key === null) return path;
  const lacking = profile.domains.find((one) => mattersTo(key, one) && isUnknown(one[key]));
  const index = profile.domains.indexOf(domain ?? lacking ?? profile.domains[0] ?? ({} as DomainProfile));
  return `domains.${String(Math.max(index, 0))}.${key}`;
};

/** Groups that are too big to print whole; the step names the values inside them in `requires`. */
const GROUPS: ReadonlySet<string> = new Set(['domains', 'thirdParty', 'dnsHost', 'scenarioAnswers']);

const isField = (path: InputPath): boolean => PROFILE_FIELDS.some((field) => field.path === path);

/** The values that the step uses: those it can't do without first, each with its value for the domain in hand. */
export const inputLines = (
  step: Step,
  profile: Profile,
  domain: DomainProfile | null,
  missing: readonly InputPath[],
): readonly InputLine[] => {
  const others = step.inputs.filter(
    (field) => !GROUPS.has(field) && !step.requires.includes(field) && isField(field),
  );
  return [...step.requires, ...others].map((path) => {
    const key = domainKey(path);
    const value = key === null ? valueAt(profile, path) : domain?.[key];
    const options = fieldAt(path)?.options ?? [];
    const named = (text: string): string => options.find((option) => option.value === text)?.label ?? text;
    const values = path === 'domains' ? profile.domains.map(({ name }) => name) : show(value).map(named);
    const lacking = missing.includes(path);
    const elsewhere =
      key === null || !lacking
        ? []
        : profile.domains.filter((one) => one !== domain && mattersTo(key, one) && isUnknown(one[key]));
    return {
      path,
      label: labelOf(path),
      values,
      needed: lacking && values.length === 0 && (key === null || domain === null || mattersTo(key, domain)),
      elsewhere: elsewhere.map(({ name }) => name),
      target: profilePath(path, profile, key === null || values.length > 0 ? domain : null),
    };
  });
};
