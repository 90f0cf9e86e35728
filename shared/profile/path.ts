/** Reading profile values by the paths that steps and the field table use (`InputPath`). */
import type { InputPath } from '../runbook/step.ts';
import { receivesMail, sendsMail } from './mail-roles.ts';
import type { DomainProfile, Profile } from './schema.ts';

/** Not known yet: blank text, `null`, an empty list, or a list of blanks. */
export const isUnknown = (value: unknown): boolean => {
  if (value === null || value === undefined) return true;
  if (typeof value === 'string') return value.trim() === '';
  if (Array.isArray(value)) return value.every(isUnknown);
  return typeof value === 'object' && Object.values(value).every(isUnknown);
};

const IN_DOMAIN = /^domains\.(.+)$/u;

/** The name inside a domain that a path asks for (`domains.eopHost` -> `eopHost`), or `null` for any other path. */
export const domainKey = (path: InputPath): keyof DomainProfile | null => {
  const key = IN_DOMAIN.exec(path)?.[1];
  return key === undefined ? null : (key as keyof DomainProfile);
};

/** The value at a path outside the domains; `undefined` for a path that leads nowhere. */
export const valueAt = (profile: Profile, path: InputPath): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (value, key) =>
        typeof value === 'object' && value !== null && Object.hasOwn(value, key)
          ? (value as Readonly<Record<string, unknown>>)[key]
          : undefined,
      profile,
    );

/** Whether a value of a domain matters at all, e.g. an EOP host only where the domain receives mail. */
export const mattersTo = (key: keyof DomainProfile, domain: DomainProfile): boolean => {
  switch (key) {
    case 'eopHost':
    case 'currentMx':
    case 'acceptedDomainType':
      return receivesMail(domain);
    case 'dkimSelector1Target':
    case 'dkimSelector2Target':
      return sendsMail(domain);
    case 'verificationTxt':
      return domain.role !== 'subdomain' && domain.role !== 'parked';
    case 'currentTtl':
    case 'cutoverTtl':
    case 'steadyTtl':
      return domain.role !== 'parked';
    case 'name':
    case 'role':
    case 'sends':
    case 'receives':
    case 'currentSpf':
    case 'spfDropTerms':
      return true;
  }
};
