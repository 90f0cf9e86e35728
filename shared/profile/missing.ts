/** What a step still needs from the profile, and how complete the profile is. */
import type { InputPath, Step } from '../runbook/step.ts';
import { REQUIRED_PATHS } from './fields.ts';
import { domainKey, isUnknown, mattersTo, valueAt } from './path.ts';
import type { DomainProfile, Profile } from './schema.ts';

const isMissing = (profile: Profile, path: InputPath, domains: readonly DomainProfile[]): boolean => {
  const key = domainKey(path);
  if (key === null) return isUnknown(valueAt(profile, path));
  return domains.length === 0 || domains.some((domain) => mattersTo(key, domain) && isUnknown(domain[key]));
};

/**
 * The values that the step can't do without and that are not known, in the order of `step.requires`. With `domain` the
 * values of that domain alone are looked at, otherwise those of every domain they matter to.
 */
export const missingInputs = (step: Step, profile: Profile, domain?: DomainProfile): readonly InputPath[] =>
  step.requires.filter((path) => isMissing(profile, path, domain === undefined ? profile.domains : [domain]));

export interface Completeness {
  readonly known: number;
  readonly total: number;
  /** 0-100, rounded down, so that 100 means complete. */
  readonly percent: number;
  /** Paths with the position of the domain: `thirdParty.vendor`, `domains.2.eopHost`. */
  readonly missing: readonly string[];
}

/** How many of the required values are known; values of a domain count once for each domain they matter to. */
export const profileCompleteness = (profile: Profile): Completeness => {
  const missing: string[] = [];
  let total = 0;
  for (const path of REQUIRED_PATHS) {
    const key = domainKey(path);
    if (key === null) {
      total += 1;
      if (isUnknown(valueAt(profile, path))) missing.push(path);
      continue;
    }
    for (const [index, domain] of profile.domains.entries()) {
      if (!mattersTo(key, domain)) continue;
      total += 1;
      if (isUnknown(domain[key])) missing.push(`domains.${String(index)}.${key}`);
    }
  }
  const known = total - missing.length;
  return { known, total, percent: Math.floor((known * 100) / total), missing };
};
