/**
 * Remembers which revisions of a document hold the same profile. Entries that are appended to the log raise the
 * revision too; a profile change that was based on one before them still fits, as long as only this process wrote.
 */
interface Known {
  /** The revision that this process wrote last. */
  readonly last: number;
  /** The profile is the same from this revision up to `last`. */
  readonly profileSince: number;
}

export class Revisions {
  readonly #known = new Map<string, Known>();

  profileSaved(id: string, revision: number): void {
    this.#known.set(id, { last: revision, profileSince: revision });
  }
  logAppended(id: string, before: number): void {
    const known = this.#known.get(id);
    const profileSince = known?.last === before ? known.profileSince : before;
    this.#known.set(id, { last: before + 1, profileSince });
  }
  /** True when the profile of revision `base` is still the profile of revision `current`, the one on disk. */
  sameProfile(id: string, base: number, current: number): boolean {
    if (base === current) return true;
    const known = this.#known.get(id);
    return known?.last === current && base >= known.profileSince && base < current;
  }
}
