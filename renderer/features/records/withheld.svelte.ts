/** Holds back the planned SPF of the domain in hand while what it would replace was asked for and could not be read. */
import { deriveDomainRecords } from '../../../shared/records/derive.ts';
import type { DomainRecords } from '../../../shared/records/derive.ts';
import { isUnread } from '../../../shared/records/last-answers.ts';
import { facts } from '../../app/derived.svelte.ts';
import { session } from '../../app/session.svelte.ts';
import type { LiveRecord } from './live.ts';

const inHand = (): { readonly customerId: string; readonly domain: string } => ({
  customerId: session.customer?.id ?? '',
  domain: facts.domain?.name ?? '',
});

class Withheld {
  /** Domains of which a person said that no SPF is published; asked again after a restart. */
  #none: ReadonlyArray<ReturnType<typeof inHand>> = $state.raw([]);

  /** Whether nothing is proposed, given what DNS showed last; `null` while nobody has asked. */
  holds(live: LiveRecord | null): boolean {
    const noted = facts.domain?.currentSpf.some((text) => text.trim() !== '') === true;
    const { customerId, domain } = inHand();
    const none = this.nonePublished(customerId).includes(domain);
    return live !== null && isUnread(live.outcome) && !noted && !none;
  }

  /** The records of the domain in hand; `null` while there is none. */
  records(live: LiveRecord | null): DomainRecords | null {
    const { profile } = session;
    if (profile === null || facts.domain === null || !this.holds(live)) return facts.domainRecords;
    return deriveDomainRecords(profile, facts.domain, { existingUnread: true });
  }

  /** The domains of a customer of which a person said so, for what is made outside of this window. */
  nonePublished(customerId: string): readonly string[] {
    return this.#none.filter((one) => one.customerId === customerId).map(({ domain }) => domain);
  }

  /** Takes a person's word that no SPF is published at the domain in hand. */
  sayNone(): void {
    this.#none = [...this.#none, inHand()];
  }
}

export const withheld = new Withheld();
