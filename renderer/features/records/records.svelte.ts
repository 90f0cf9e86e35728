/** The records of every domain of the open customer, before and planned; derived as values are typed. */
import { createRecordsDeriver } from '../../../shared/records/derive.ts';
import type { DomainRecords } from '../../../shared/records/derive.ts';
import { facts } from '../../app/derived.svelte.ts';
import { session } from '../../app/session.svelte.ts';

const derive = createRecordsDeriver();

class Records {
  readonly all: readonly DomainRecords[] = $derived(session.profile === null ? [] : derive(session.profile));
  /** Of the domain in hand; `null` while the profile has no domain. */
  readonly current: DomainRecords | null = $derived.by(() => {
    const index = facts.domain === null ? -1 : (session.profile?.domains.indexOf(facts.domain) ?? -1);
    return this.all[index] ?? null;
  });
}

export const records = new Records();
