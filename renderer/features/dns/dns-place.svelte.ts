/** Which part of the DNS view is shown; kept while other views are. */
import { session } from '../../app/session.svelte.ts';
import type { SignedDrift } from './signed-state.ts';

export const DNS_TABS = [
  { id: 'records', title: 'Records' },
  { id: 'checks', title: 'Checks' },
  { id: 'watch', title: 'Watch' },
  { id: 'runs', title: 'Runs' },
] as const;
export type DnsTab = (typeof DNS_TABS)[number]['id'];

class DnsPlace {
  tab: DnsTab = $state('records');
  /** What changed since the sign-off, to be shown among the runs; they take it when they are shown. */
  drift: SignedDrift | null = $state.raw(null);
  /** Id of the stored run that the checks are to be judged by; empty shows what the log holds. */
  judgedBy = $state('');
  /** The text of the open dialog for pasted output; `null` while it is closed. */
  pasted: string | null = $state(null);
  /** The text came by one paste and was not edited since, so that Enter takes it. */
  fresh = $state(false);

  /** What was in the dialog when it was closed unkept, and whose output it is. */
  #draft = { customerId: '', text: '' };

  /** Opens the dialog for pasted output, with a text that is already there, or with what was left in it. */
  paste(text = ''): void {
    const { customerId, text: left } = this.#draft;
    this.pasted = text === '' && customerId === session.customer?.id ? left : text;
    this.fresh = text !== '';
  }

  /** Closes the dialog; what it holds comes back when it is opened again for the same customer. */
  putAside(): void {
    this.#draft = { customerId: session.customer?.id ?? '', text: this.pasted ?? '' };
    this.pasted = null;
  }

  /** Closes the dialog, whose text is kept as evidence. */
  kept(): void {
    this.#draft = { customerId: '', text: '' };
    this.pasted = null;
  }

  /** What was chosen for one customer does not hold for the next. */
  reset(): void {
    this.drift = null;
    this.judgedBy = '';
  }
}

export const dnsPlace = new DnsPlace();
