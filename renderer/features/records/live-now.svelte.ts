/** What DNS showed last of the domain in hand, wherever its records stand: from the log and from the kept runs. */
import type { KeptAnswers } from '../../app/answers.ts';
import { facts } from '../../app/derived.svelte.ts';
import { session } from '../../app/session.svelte.ts';
import { attempt } from '../../app/toasts.svelte.ts';
import { storedRuns } from '../dns/stored-runs.svelte.ts';
import { asciiName } from '../../../shared/net/domain-name.ts';
import { keptLive, liveRecords, newestLive } from './live.ts';
import type { LiveRecords } from './live.ts';
import { runAnswers } from './run-answers.ts';

const NOTHING: LiveRecords = { mx: null, spf: null };

export interface LiveNow {
  readonly records: LiveRecords;
  readonly answers: KeptAnswers;
}

/** Follows the domain in hand for as long as the component lives that calls this while it is set up. */
export const followLive = (): LiveNow => {
  let seen: LiveRecords = $state.raw(NOTHING);
  const domain = $derived(facts.domain?.name ?? '');
  const answers = $derived(runAnswers(storedRuns, facts.run, domain));
  const records = $derived(newestLive(liveRecords(facts.run, domain), seen));
  const customerId = $derived(session.customer?.id);
  const entries = $derived(session.customer?.log.length ?? 0);

  // each check that was logged has kept a run
  $effect(() => {
    if (customerId !== undefined && entries >= 0) attempt(() => storedRuns.load(customerId));
  });
  $effect(() => {
    let current = true;
    const looking = keptLive(answers.dns, asciiName(domain));
    attempt(async () => {
      const next = await looking;
      if (current) seen = next;
    });
    return () => {
      current = false;
      seen = NOTHING;
    };
  });
  return {
    get records() {
      return records;
    },
    get answers() {
      return answers;
    },
  };
};
