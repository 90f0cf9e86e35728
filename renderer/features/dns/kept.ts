/** What was just kept of answers that this app did not ask for: into the list, the log and on the screen. */
import type { Output } from '../../../shared/ipc/contract.ts';
import { session } from '../../app/session.svelte.ts';
import { toasts } from '../../app/toasts.svelte.ts';
import { dnsPlace } from './dns-place.svelte.ts';
import { storedRuns } from './stored-runs.svelte.ts';
import { focusWhenLost } from '../../ui/keep-focus.svelte.ts';

export const showKept = (
  customerId: string,
  { run, ...logged }: NonNullable<Output<'dns.importCollected'>>,
): void => {
  session.takeLogged(customerId, logged);
  storedRuns.add(run);
  storedRuns.wish = run.id;
  dnsPlace.tab = 'records';
  focusWhenLost('dns-part-records');
  const answers = run.answerCount === 1 ? 'One answer is' : `${String(run.answerCount)} answers are`;
  const steps = logged.entries.length;
  const used =
    steps === 0
      ? ''
      : ` ${steps === 1 ? 'One check uses' : `${String(steps)} checks use`} ${run.answerCount === 1 ? 'it' : 'them'}.`;
  toasts.show(`${answers} kept, SHA-256 ${run.sha256.slice(0, 12)}.${used}`);
};
