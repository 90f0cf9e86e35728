/** Remembers when each profile value last changed, so that proofs older than the value are known to be stale. */
import type { Profile } from './schema.ts';

/** Top-level field to UTC time of its last change (ISO 8601). */
export type ChangeStamps = Readonly<Record<string, string>>;

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

/** Structural equality of JSON values; the order of an object's keys does not matter. */
export const sameValue = (a: Json, b: Json): boolean => {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (isList(a) || isList(b)) {
    if (!isList(a) || !isList(b) || a.length !== b.length) return false;
    return a.every((item, index) => sameValue(item, b[index] ?? null));
  }
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameValue(a[key] ?? null, b[key] ?? null))
  );
};

/** The stamps after an edit: `at` for each top-level field whose value differs, the earlier stamp for the rest. */
export const stampChanges = (
  prev: Profile,
  next: Profile,
  at: string,
  stamps: ChangeStamps,
): ChangeStamps => {
  const before: Readonly<Record<string, Json>> = prev;
  const changed = Object.entries<Json>(next).filter(
    ([field, value]) => !Object.hasOwn(before, field) || !sameValue(before[field] ?? null, value),
  );
  return { ...stamps, ...Object.fromEntries(changed.map(([field]) => [field, at])) };
};
