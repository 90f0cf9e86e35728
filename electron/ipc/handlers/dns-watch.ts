/** Watching a cut-over: starts, pauses and ends, and the run that is kept however it ends. */
import { runSummary } from '../../../shared/dns/stored-run.ts';
import type { RunDraft, StoredRunFile, StoredRunSummary } from '../../../shared/dns/stored-run.ts';
import type { DnsServer } from '../../../shared/dns/types.ts';
import type { WatchState } from '../../../shared/dns/watch-state.ts';
import { AppError, type AppErrorData } from '../../../shared/result.ts';
import type { RunningWatch } from '../../dns/watch-service.ts';
import { serversToAsk } from '../../dns/service.ts';
import { knownVantages } from '../../dns/vantages.ts';
import { writeAtomically } from '../../store/atomic-write.ts';
import type { RunTitle } from '../../store/run-store.ts';
import { storeError } from '../../store/store-error.ts';
import { nodeFs } from '../../store/store-fs.ts';
import type { Handlers } from '../handler-types.ts';
import { Runs } from '../runs.ts';
import type { Services } from '../services.ts';

interface Going {
  readonly customerId: string;
  readonly operator: string;
  readonly watch: RunningWatch;
  /** The stored run; tried again when it could not be written. */
  readonly keep: () => Promise<StoredRunSummary>;
}

export type WatchHandlers = Pick<
  Handlers,
  'dns.watchStart' | 'dns.watchPause' | 'dns.watchStop' | 'dns.watchSave'
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
): WatchHandlers => {
  const all = new Map<string, Going>();
  /** Of a watch that is stored only this stays: its answers are on the disk. */
  const stored = new Map<string, StoredRunSummary>();
  const going = (watchId: string): Going => {
    const found = all.get(watchId);
    if (found !== undefined) return found;
    throw new AppError(
      'not-found',
      stored.has(watchId)
        ? 'This watch is over, and its run is stored.'
        : `There is no watch '${watchId}'. It ended with an earlier start of the app.`,
    );
  };
  /** Written once; a failed try is made again by the next call. */
  const keeper = (
    watchId: string,
    save: (draft: RunDraft) => Promise<StoredRunFile>,
    done: Promise<RunDraft>,
  ): (() => Promise<StoredRunSummary>) => {
    let kept: Promise<StoredRunSummary> | null = null;
    const store = async (draft: RunDraft): Promise<StoredRunSummary> => {
      const { run, sha256 } = await save(draft);
      const summary = runSummary(run, sha256);
      stored.set(watchId, summary);
      all.delete(watchId);
      return summary;
    };
    return () => {
      kept ??= done.then(store).catch((cause: unknown) => {
        kept = null;
        throw cause;
      });
      return kept;
    };
  };

  return {
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
        .during(watchId, async (signal) => {
          const own = authoritative
            ? await watches.findOwn(profile, domains, through(), signal)
            : { vantages: [], notes: [] };
          let trouble: AppErrorData | null = null;
          let seen: WatchState | null = null;
          const tell = (state: WatchState | null): void => {
            seen = state;
            if (state !== null) emit('dns.watch', { id, watchId, state, trouble });
          };
          const onTrouble = (problem: AppError | null): void => {
            trouble = problem?.toData() ?? null;
            tell(seen);
          };
          const { id: runId, journal } = storedRuns.journal(id, operator, onTrouble);
          const watch = watches.start(
            {
              profile,
              domains,
              vantages: [...own.vantages, ...chosen],
              heldBack: new Set(heldBack),
              ownAtInterval: authoritative && ownAtInterval,
              notes: [...known.notes, ...own.notes],
            },
            { signal, onState: tell, onLine: (line) => journal.add(line) },
          );
          const save = async (draft: RunDraft): Promise<StoredRunFile> => {
            const file = await storedRuns.save(id, title(operator), draft, runId);
            trouble = null;
            await journal.remove();
            return file;
          };
          const keep = keeper(watchId, save, watch.done);
          all.set(watchId, { customerId: id, operator, watch, keep });
          started.resolve(undefined);
          try {
            await watch.done;
            await keep();
          } catch (cause) {
            onTrouble(troubleOf(cause));
          }
        })
        .catch((cause: unknown) => started.reject(cause));
      return started.promise;
    },
    'dns.watchPause': ({ watchId, paused }) => {
      going(watchId).watch.pause(paused);
      return undefined;
    },
    'dns.watchSave': async ({ watchId }) => {
      const { customerId, operator, watch } = going(watchId);
      const draft = await watch.done;
      const { file, text } = await storedRuns.document(customerId, title(operator), draft);
      const path = await desktop.saveFile(`watch-${file.run.endedAt.slice(0, 10)}.json`);
      if (path === null) return null;
      await writeAtomically(nodeFs, path, text).catch((cause: unknown) => {
        throw storeError(cause, path, 'write');
      });
      return { path };
    },
    'dns.watchStop': async ({ watchId }) => {
      const done = stored.get(watchId);
      if (done !== undefined) return done;
      const { watch, keep } = going(watchId);
      watch.stop();
      return keep();
    },
  };
};
