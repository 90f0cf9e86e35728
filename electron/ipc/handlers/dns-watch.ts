/** Watching a cut-over: starts, pauses and ends, and the run that is kept however it ends. */
import type { RunDraft, StoredRunFile } from '../../../shared/dns/stored-run.ts';
import type { DnsServer } from '../../../shared/dns/types.ts';
import { AppError } from '../../../shared/result.ts';
import { serversToAsk } from '../../dns/service.ts';
import { knownVantages } from '../../dns/vantages.ts';
import { writeAtomically } from '../../store/atomic-write.ts';
import type { RunTitle } from '../../store/run-store.ts';
import { storeError } from '../../store/store-error.ts';
import { nodeFs } from '../../store/store-fs.ts';
import type { Handlers } from '../handler-types.ts';
import { KeptWatches, WatchNews } from '../kept-watches.ts';
import { Runs } from '../runs.ts';
import type { Services } from '../services.ts';

export type WatchHandlers = Pick<
  Handlers,
  'dns.watches' | 'dns.watchStart' | 'dns.watchPause' | 'dns.watchStop' | 'dns.watchSave'
>;

const title = (operator: string): RunTitle => ({ kind: 'watch', name: '', operator });

const troubleOf = (cause: unknown): AppError =>
  cause instanceof AppError
    ? cause
    : new AppError(
        'internal',
        `The watch failed because of a defect of the app (${cause instanceof Error ? cause.message : String(cause)}). What it had written down is taken over as a run at the next start.`,
      );

export const dnsWatchHandlers = (
  {
    customers,
    desktop,
    dns,
    settings,
    storedRuns,
    watches,
  }: Pick<Services, 'customers' | 'desktop' | 'dns' | 'settings' | 'storedRuns' | 'watches'>,
  runs = new Runs(),
  kept = new KeptWatches(),
): WatchHandlers => {
  return {
    'dns.watches': () => kept.list(),
    'dns.watchStart': async (
      { id, watchId, domains, vantageIds, authoritative, ownAtInterval, heldBack },
      { emit },
    ) => {
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
        .during(
          watchId,
          async (signal) => {
            const own = authoritative
              ? await watches.findOwn(profile, domains, through(), signal)
              : { vantages: [], notes: [] };
            const news = new WatchNews((latest) => emit('dns.watch', { id, watchId, ...latest }));
            const { id: runId, journal } = storedRuns.journal(id, operator, (trouble) =>
              news.trouble(trouble),
            );
            const watch = watches.start(
              {
                profile,
                domains,
                vantages: [...own.vantages, ...chosen],
                heldBack: new Set(heldBack),
                ownAtInterval: authoritative && ownAtInterval,
                notes: [...known.notes, ...own.notes],
              },
              { signal, onState: (state) => news.state(state), onLine: (line) => journal.add(line) },
            );
            const save = async (draft: RunDraft): Promise<StoredRunFile> => {
              const file = await storedRuns.save(id, title(operator), draft, runId);
              news.stored();
              await journal.remove();
              return file;
            };
            const { keep } = kept.add({ watchId, customerId: id, operator, watch, journal, save }, news);
            started.resolve(undefined);
            try {
              await watch.done;
              await keep();
            } catch (cause) {
              news.trouble(troubleOf(cause));
            }
          },
          id,
        )
        .catch((cause: unknown) => started.reject(cause));
      return started.promise;
    },
    'dns.watchPause': ({ watchId, paused }) => {
      kept.get(watchId).watch.pause(paused);
      return undefined;
    },
    'dns.watchSave': async ({ watchId }) => {
      const ended = kept.get(watchId);
      const { customerId, operator } = ended;
      const draft = await ended.watch.done;
      const { file, text } = await storedRuns.document(customerId, title(operator), draft);
      const path = await desktop.saveFile(`watch-${file.run.endedAt.slice(0, 10)}.json`);
      if (path === null) return null;
      await writeAtomically(nodeFs, path, text).catch((cause: unknown) => {
        throw storeError(cause, path, 'write');
      });
      ended.elsewhere = true;
      return { path };
    },
    'dns.watchStop': async ({ watchId }) => {
      const done = kept.stored(watchId);
      if (done !== undefined) return done;
      const { watch, keep } = kept.get(watchId);
      watch.stop();
      return keep();
    },
  };
};
