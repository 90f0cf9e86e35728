/** Reads from the kept runs what was last seen of the published SPF, so that every view decides by the same. */
import { storedAnswers } from '../../../shared/dns/stored-lookup.ts';
import type { StoredRunSummary } from '../../../shared/dns/stored-run.ts';
import { isUnread } from '../../../shared/records/last-answers.ts';
import type { PublishedOutcomes, PublishedSeen } from '../../../shared/records/last-answers.ts';
import { published } from '../../app/published.svelte.ts';
import { session } from '../../app/session.svelte.ts';
import { storedRuns } from '../dns/stored-runs.svelte.ts';
import { asciiName } from '../../../shared/net/domain-name.ts';

/** The newest runs that are looked through; each check that is older is in the log too. */
const MOST = 12;

/** Of the runs that were read; a run never changes. */
const read = new Map<string, PublishedOutcomes>();

/** Nothing of a run that can't be read: what it held is no evidence, and the list of runs says so. */
const outcomesOf = async ({ id, domains }: StoredRunSummary): Promise<PublishedOutcomes> => {
  const known = read.get(id);
  if (known !== undefined) return known;
  const run = await storedRuns.open(id).catch(() => null);
  if (run === null) return new Map();
  const answers = storedAnswers(run);
  const outcomes = new Map(
    domains.flatMap((domain): Array<readonly [string, PublishedSeen]> => {
      const own = answers({ name: asciiName(domain), type: 'TXT' }).filter(
        ({ outcome }) => outcome !== 'cancelled',
      );
      const best = own.find(({ outcome }) => !isUnread(outcome)) ?? own[0];
      return best === undefined ? [] : [[domain, { outcome: best.outcome, at: best.at }]];
    }),
  );
  read.set(id, outcomes);
  return outcomes;
};

/** Of each domain what its newest run says that asked for the TXT set. */
export const readKept = async (customerId: string, domains: readonly string[]): Promise<void> => {
  const open = new Set(domains);
  const found = new Map<string, PublishedSeen>();
  const runs = storedRuns.list.filter((run) => run.customerId === customerId);
  for (const run of runs.slice(0, MOST)) {
    if (open.size === 0) break;
    if (!run.domains.some((domain) => open.has(domain))) continue;
    for (const [domain, seen] of await outcomesOf(run)) {
      if (open.delete(domain)) found.set(domain, seen);
    }
  }
  if (found.size > 0) published.see(customerId, found);
};

/** Of the open customer's domains. */
export const domainNames = (): readonly string[] => session.profile?.domains.map(({ name }) => name) ?? [];

/** Before something is made of the plan: reads the list of runs and what they say. */
export const loadKept = async (customerId: string): Promise<void> => {
  await storedRuns.load(customerId);
  await readKept(customerId, domainNames());
};
