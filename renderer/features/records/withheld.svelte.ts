/** Holds back the planned SPF of the domain in hand while what it would replace was asked for and could not be read. */
import { deriveDomainRecords } from '../../../shared/records/derive.ts';
import type { DomainRecords } from '../../../shared/records/derive.ts';
import { isUnread } from '../../../shared/records/last-answers.ts';
import { facts } from '../../app/derived.svelte.ts';
import { session } from '../../app/session.svelte.ts';
import type { LiveRecord } from './live.ts';

const keyOf = (customerId: string, domain: string): string => `${customerId} ${domain}`;
const domainInHand = (): string => keyOf(session.customer?.id ?? '', facts.domain?.name ?? '');

class Withheld {
  /** Domains of which a person said that no SPF is published; asked again after a restart. */
  #none: readonly string[] = $state.raw([]);

  /** Whether nothing is proposed, given what DNS showed last; `null` while nobody has asked. */
  holds(live: LiveRecord | null): boolean {
    const noted = facts.domain?.currentSpf.some((text) => text.trim() !== '') === true;
    return live !== null && isUnread(live.outcome) && !noted && !this.#none.includes(domainInHand());
  }

  /** The records of the domain in hand; `null` while there is none. */
  records(live: LiveRecord | null): DomainRecords | null {
    const { profile } = session;
    if (profile === null || facts.domain === null || !this.holds(live)) return facts.domainRecords;
    return deriveDomainRecords(profile, facts.domain, { existingUnread: true });
  }

  /** The domains of a customer of which a person said so, for what is made outside of this window. */
  nonePublished(customerId: string): readonly string[] {
    return this.#none.flatMap((key) => {
      const start = keyOf(customerId, '');
      return key.startsWith(start) ? [key.slice(start.length)] : [];
    });
  }

  /** Takes a person's word that no SPF is published at the domain in hand. */
  sayNone(): void {
    this.#none = [...this.#none, domainInHand()];
  }
}

export const withheld = new Withheld();
