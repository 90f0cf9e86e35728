/** Keeps what the kept runs say of the published SPF at hand for as long as a customer is open. */
import { session } from '../../app/session.svelte.ts';
import { attempt } from '../../app/toasts.svelte.ts';
import { storedRuns } from '../dns/stored-runs.svelte.ts';
import { domainNames, readKept } from './kept-published.ts';

/** Follows the runs of the open customer for as long as the component lives that calls this while it is set up. */
export const followKept = (): void => {
  const customerId = $derived(session.customer?.id);
  const about = $derived(domainNames().join('\n'));
  $effect(() => {
    if (customerId !== undefined) attempt(() => storedRuns.load(customerId));
  });
  $effect(() => {
    if (customerId === undefined || about === '' || storedRuns.list.length === 0) return;
    attempt(() => readKept(customerId, about.split('\n')));
  });
};
