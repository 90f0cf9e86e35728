/** The domains of a profile that a command is about. */
import type { DomainProfile, Profile } from '../../shared/profile/schema.ts';
import { AppError } from '../../shared/result.ts';

const bare = (name: string): string => name.trim().toLowerCase().replace(/\.$/u, '');

/** Every domain, or those of the name in any case. AppError `not-found` where the profile has none of it. */
export const profileDomains = ({ domains }: Profile, name: string | undefined): readonly DomainProfile[] => {
  if (name === undefined) return domains;
  const found = domains.filter((domain) => bare(domain.name) === bare(name));
  if (found.length > 0) return found;
  const known = domains.map((domain) => bare(domain.name)).slice(0, 10);
  throw new AppError(
    'not-found',
    `The profile has no domain ${name}. It has ${known.length === 0 ? 'none' : known.join(', ')}${domains.length > 10 ? ' and more' : ''}.`,
  );
};
