/** The domains of a profile that a command is about. */
import { checkDomainName } from '../../shared/net/domain-name.ts';
import type { DomainProfile, Profile } from '../../shared/profile/schema.ts';
import { AppError } from '../../shared/result.ts';

/** Names in any case, with or without the dot at the end, and in either form of an international name are one. */
export const domainKey = (name: string): string => {
  const read = checkDomainName(name.trim(), { allowUnderscore: true });
  return read.ok ? read.name : name.trim().toLowerCase();
};

/** Every domain, or those of the name in any case. AppError `not-found` where the profile has none of it. */
export const profileDomains = ({ domains }: Profile, name: string | undefined): readonly DomainProfile[] => {
  if (name === undefined) return domains;
  const found = domains.filter((domain) => domainKey(domain.name) === domainKey(name));
  if (found.length > 0) return found;
  const known = domains.map((domain) => domainKey(domain.name)).slice(0, 10);
  throw new AppError(
    'not-found',
    `The profile has no domain “${name}”. It has ${known.length === 0 ? 'none' : known.join(', ')}${domains.length > 10 ? ' and more' : ''}.`,
  );
};

/**
 * The names, as the profile has them, of the domains that `--domain` chose; none when none was given.
 * AppError `not-found` where the profile lacks one.
 */
export const chosenNames = (profile: Profile, given: readonly string[]): readonly string[] => [
  ...new Set(given.flatMap((name) => profileDomains(profile, name).map((domain) => domain.name))),
];
