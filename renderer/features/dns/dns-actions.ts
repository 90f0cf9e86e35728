/** What can be asked of the DNS view from anywhere: the palette, its keys and its own buttons do the same. */
import type { Input } from '../../../shared/ipc/contract.ts';
import { call } from '../../app/client.ts';
import { goTo } from '../../app/commands-global.ts';
import { nav } from '../../app/nav.svelte.ts';
import { session } from '../../app/session.svelte.ts';
import { settings } from '../../app/settings.svelte.ts';
import { attempt, toasts } from '../../app/toasts.svelte.ts';
import { copyText } from '../../app/clipboard.ts';
import { dnsPlace } from './dns-place.svelte.ts';
import type { DnsTab } from './dns-place.svelte.ts';
import { dnsRun } from './dns-run.svelte.ts';
import { showKept } from './kept.ts';
import { places } from './places.svelte.ts';
import { storedRuns } from './stored-runs.svelte.ts';

const customerId = (): string => session.customer?.id ?? '';

/** Shows a part of the DNS view, from whichever view. */
export const showTab = (tab: DnsTab): void => {
  dnsPlace.tab = tab;
  if (nav.view !== 'dns') goTo('dns');
};

/** Opens the dialog for output of other tools. */
export const pasteOutput = (): void => {
  if (nav.view !== 'dns') goTo('dns');
  dnsPlace.paste();
};

export const saveCollector = async (form: Input<'dns.saveCollector'>['form']): Promise<void> => {
  await session.flush();
  const saved = await call('dns.saveCollector', { id: customerId(), form });
  if (saved === null) return;
  toasts.show(
    `Saved as ${saved.path}. Run it on a computer with a network${form === 'sh' ? ', with sh' : ''}; “Import answers” takes the JSON file that it writes.`,
    { label: 'Copy the path', run: () => attempt(() => copyText(saved.path)) },
  );
};

export const importCollected = async (): Promise<void> => {
  await settings.requireOperator();
  await session.flush();
  const id = customerId();
  const kept = await call('dns.importCollected', { id });
  if (kept === null) return;
  showKept(id, kept);
  if (nav.view !== 'dns') goTo('dns');
};

/** Asks about these domains (all when empty) at the places that are chosen; an empty name gives a run without one. */
export const askPlaces = (name: string, domains: readonly string[]): Promise<void> =>
  dnsRun.snapshot({
    name,
    domains,
    vantageIds: places.asked.length === places.known.length ? [] : places.asked.map(({ id }) => id),
    authoritative: places.authoritative,
    probe: places.probe,
  });

/** Opens a customer at what a stored run says about one of its domains. */
export const showRun = async (id: string, runId: string, domain: string): Promise<void> => {
  await session.open(id);
  // the list forgets a wish of the customer before
  await storedRuns.load(id);
  storedRuns.wish = runId;
  dnsPlace.tab = 'records';
  nav.domainIndex = Math.max(0, session.profile?.domains.findIndex(({ name }) => name === domain) ?? 0);
  nav.go('dns');
};

/** Takes a snapshot of all domains, seen among the stored runs. */
export const takeSnapshot = async (name: 'before' | 'after'): Promise<void> => {
  showTab('runs');
  // main knows the servers of the profile only once it is written
  await session.flush();
  await places.load(customerId());
  await askPlaces(name, []);
};

/** Runs every check for every domain. */
export const checkAll = (): Promise<void> => {
  showTab('checks');
  return dnsRun.start({ stepIds: [], domains: [] });
};
