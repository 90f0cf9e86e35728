/** Watching a cut-over: starts, pauses and ends, and the run that is kept however it ends. */
import { runSummary } from '../../../shared/dns/stored-run.ts';
import type { RunDraft, StoredRunSummary } from '../../../shared/dns/stored-run.ts';
import type { DnsServer } from '../../../shared/dns/types.ts';
import { AppError } from '../../../shared/result.ts';
import type { RunningWatch } from '../../dns/watch-service.ts';
import { serversToAsk } from '../../dns/service.ts';
import { knownVantages } from '../../dns/vantages.ts';
import type { Handlers } from '../handler-types.ts';
import { Runs } from '../runs.ts';
import type { Services } from '../services.ts';

interface Going {
  readonly watch: RunningWatch;
  /** The stored run; tried again when it could not be written. */
  readonly keep: () => Promise<StoredRunSummary>;
}

export type WatchHandlers = Pick<Handlers, 'dns.watchStart' | 'dns.watchPause' | 'dns.watchStop'>;

export const dnsWatchHandlers = (
  {
    customers,
    dns,
    settings,
    storedRuns,
    watches,
  }: Pick<Services, 'customers' | 'dns' | 'settings' | 'storedRuns' | 'watches'>,
  runs = new Runs(),
): WatchHandlers => {
  const all = new Map<string, Going>();
  const going = (watchId: string): Going => {
    const found = all.get(watchId);
    if (found !== undefined) return found;
    throw new AppError(
      'not-found',
      `There is no watch '${watchId}'. It ended with an earlier start of the app.`,
    );
  };
  /** Written once; a failed try is made again by the next call. */
  const keeper = (id: string, operator: string, watch: RunningWatch): (() => Promise<StoredRunSummary>) => {
    let kept: Promise<StoredRunSummary> | null = null;
    const save = async (draft: RunDraft): Promise<StoredRunSummary> => {
      const { run, sha256 } = await storedRuns.save(id, { kind: 'watch', name: '', operator }, draft);
      return runSummary(run, sha256);
    };
    return () => {
      kept ??= watch.done.then(save).catch((cause: unknown) => {
        kept = null;
        throw cause;
      });
      return kept;
    };
  };

  return {
    'dns.watchStart': async ({ id, watchId, domains, vantageIds, authoritative }, { emit }) => {
      const { operator, publicResolvers, dnsServer } = await settings.get();
      if (operator.trim() === '')
        throw new AppError(
          'bad-input',
          'A watch is kept as evidence, and the name of the person at this computer is not known. Enter it in the settings.',
        );
      const { profile } = (await customers.get(id)).data;
      const known = knownVantages(profile, publicResolvers, dns.systemServers());
      const chosen = known.vantages.filter((vantage) => vantageIds.includes(vantage.id));
      const through = (): readonly DnsServer[] =>
        chosen.length > 0
          ? chosen.flatMap(({ server }) => server ?? [])
          : serversToAsk(dnsServer, dns.systemServers());
      const started = Promise.withResolvers<undefined>();
      // The run of this id lasts until the watch is over, so that it ends with the window and not with this call.
      runs
        .during(watchId, async (signal) => {
          const own = authoritative
            ? await watches.findOwn(profile, domains, through(), signal)
            : { vantages: [], notes: [] };
          const watch = watches.start(
            {
              profile,
              domains,
              vantages: [...own.vantages, ...chosen],
              notes: [...known.notes, ...own.notes],
            },
            { signal, onState: (state) => emit('dns.watch', { id, watchId, state }) },
          );
          const keep = keeper(id, operator, watch);
          all.set(watchId, { watch, keep });
          started.resolve(undefined);
          await watch.done;
          await keep();
        })
        .catch((cause: unknown) => started.reject(cause));
      return started.promise;
    },
    'dns.watchPause': ({ watchId, paused }) => {
      going(watchId).watch.pause(paused);
      return undefined;
    },
    'dns.watchStop': ({ watchId }) => {
      const { watch, keep } = going(watchId);
      watch.stop();
      return keep();
    },
  };
};
