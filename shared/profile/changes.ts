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

const DOMAIN = 'domains:';
/** The stamp of one domain of the list, by its name as the profile has it. */
const domainKey = (name: string): string => DOMAIN + name;

/** Stamps of the single domains; one without a stamp of its own so far has that of the whole list. */
const stampDomains = (prev: Profile, next: Profile, at: string, stamps: ChangeStamps): ChangeStamps => {
  const whole = stamps['domains'];
  const before = new Map<string, Json>(prev.domains.map((domain) => [domain.name, domain]));
  const old = hasDomainStamps(stamps) || whole === undefined ? null : whole;
  const entries = next.domains.flatMap((domain): ReadonlyArray<readonly [string, string]> => {
    const same = sameValue(before.get(domain.name) ?? null, domain);
    const stamp = same ? old : at;
    return stamp === null ? [] : [[domainKey(domain.name), stamp]];
  });
  return Object.fromEntries(entries);
};

const hasDomainStamps = (stamps: ChangeStamps): boolean =>
  Object.keys(stamps).some((key) => key.startsWith(DOMAIN));

/**
 * When a top-level field last changed as far as the given domain is concerned; `undefined` when it never did. A
 * document from before single domains were stamped has one stamp for all of them.
 */
export const changedFor = (stamps: ChangeStamps, field: string, domain: string): string | undefined =>
  field === 'domains' && hasDomainStamps(stamps) ? stamps[domainKey(domain)] : stamps[field];

const latestOf = (stamps: readonly string[]): number =>
  stamps.reduce((latest, stamp) => Math.max(latest, Date.parse(stamp)), -Infinity);

/** A moment at which all these changes were made already: `now`, unless the clock went back since (UTC, ISO 8601). */
export const seenAt = (stamps: ChangeStamps, now: string): string => {
  const latest = latestOf(Object.values(stamps));
  return latest > Date.parse(now) ? new Date(latest).toISOString() : now;
};

/** When something happens that comes after `before`: `now`, unless the clock does not say more than that. */
export const momentAfter = (before: string | undefined, now: string): string =>
  before !== undefined && Date.parse(before) >= Date.parse(now)
    ? new Date(Date.parse(before) + 1).toISOString()
    : now;

/** Whether anything was changed after that moment. */
export const changedSince = (stamps: ChangeStamps, at: string): boolean =>
  latestOf(Object.values(stamps)) > Date.parse(at);

/** The stamps once something is logged at `at`: what was changed before that can't be later, whatever the clock said. */
export const stampsUntil = (stamps: ChangeStamps, at: string): ChangeStamps =>
  latestOf(Object.values(stamps)) <= Date.parse(at)
    ? stamps
    : Object.fromEntries(
        Object.entries(stamps).map(([key, stamp]) => [key, Date.parse(stamp) > Date.parse(at) ? at : stamp]),
      );

/**
 * The stamps after an edit: `at` for each top-level field whose value differs and for each domain of its own (key
 * `domains:NAME`), the earlier stamp for the rest.
 */
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
  const domains = changed.some(([field]) => field === 'domains') ? stampDomains(prev, next, at, stamps) : {};
  return { ...stamps, ...Object.fromEntries(changed.map(([field]) => [field, at])), ...domains };
};
