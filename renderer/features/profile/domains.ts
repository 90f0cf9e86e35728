/** Adding domains by typing or pasting many at once. */
import { emptyDomain } from '../../../shared/profile/empty.ts';
import type { DomainProfile, DomainRole } from '../../../shared/profile/schema.ts';

/** The names in a text: one a line, or apart by blanks, commas or semicolons; each once, as written. */
export const namesIn = (text: string): readonly string[] => [
  ...new Set(text.split(/[\s,;]+/u).filter(Boolean)),
];

const roleOf = (name: string, known: readonly DomainProfile[]): DomainRole => {
  if (!known.some((domain) => domain.role === 'primary')) return 'primary';
  const isBelow = known.some(
    (domain) => domain.name !== '' && name.toLowerCase().endsWith(`.${domain.name.toLowerCase()}`),
  );
  return isBelow ? 'subdomain' : 'secondary';
};

/**
 * The domains with those of the text added. The first of all is primary, one below another a subdomain. Names that are
 * there already are left out.
 */
export const addDomains = (known: readonly DomainProfile[], text: string): readonly DomainProfile[] => {
  const names = new Set(known.map((domain) => domain.name.toLowerCase()));
  return namesIn(text).reduce<readonly DomainProfile[]>((all, name) => {
    if (names.has(name.toLowerCase())) return all;
    names.add(name.toLowerCase());
    return [...all, emptyDomain(name, roleOf(name, all))];
  }, known);
};

/** How many of the paths lie in each domain, by its position. */
export const countByDomain = (paths: readonly string[]): ReadonlyMap<number, number> => {
  const counts = new Map<number, number>();
  for (const path of paths) {
    const index = /^domains\.(\d+)\./u.exec(path)?.[1];
    if (index !== undefined) counts.set(Number(index), (counts.get(Number(index)) ?? 0) + 1);
  }
  return counts;
};
