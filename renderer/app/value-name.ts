/** What a profile value is called where it is linked to. */
import { labelOf } from '../../shared/profile/fields.ts';
import type { Profile } from '../../shared/profile/schema.ts';

/** `EOP host of contoso.com` or `Public addresses 2` for a path such as `domains.0.eopHost`. */
export const valueName = (path: string, profile: Profile | null): string => {
  const index = /^domains\.(\d+)\./u.exec(path)?.[1];
  const domain = index === undefined ? undefined : profile?.domains[Number(index)]?.name;
  const row = /\.(\d+)(?:\.\w+)?$/u.exec(path.replace(/^domains\.\d+/u, ''))?.[1];
  const label = row === undefined ? labelOf(path) : `${labelOf(path)} ${String(Number(row) + 1)}`;
  return domain === undefined || domain === '' ? label : `${label} of ${domain}`;
};
