/** What is known of the published SPF beyond the log: what kept runs showed, and what a person said. */
import { newestSeen } from '../../shared/records/held-back.ts';
import type { PublishedOutcomes } from '../../shared/records/last-answers.ts';

interface Word {
  readonly customerId: string;
  /** As the profile names it. */
  readonly domain: string;
}

const NOTHING: PublishedOutcomes = new Map();

class Published {
  /** Domains of which a person said that no SPF is published; asked again after a restart. */
  #none: readonly Word[] = $state.raw([]);
  #kept: { readonly customerId: string; readonly seen: PublishedOutcomes } = $state.raw({
    customerId: '',
    seen: NOTHING,
  });

  /** The domains of a customer of which a person said so. */
  nonePublished(customerId: string): readonly string[] {
    return this.#none.filter((one) => one.customerId === customerId).map(({ domain }) => domain);
  }

  /** Takes a person's word that no SPF is published at a domain. */
  sayNone(word: Word): void {
    this.#none = [...this.#none, word];
  }

  /** What the kept runs of a customer showed last, as far as they were read. */
  kept(customerId: string): PublishedOutcomes {
    return this.#kept.customerId === customerId ? this.#kept.seen : NOTHING;
  }

  /** Takes what kept runs of a customer showed; forgets another customer's. */
  see(customerId: string, seen: PublishedOutcomes): void {
    this.#kept = { customerId, seen: newestSeen(this.kept(customerId), seen) };
  }
}

export const published = new Published();
