import { switchedOn } from '../../../shared/dns/block-lists.ts';
import type { StoredRunFile } from '../../../shared/dns/stored-run.ts';
import { runSummary } from '../../../shared/dns/stored-run.ts';
import { seenAt } from '../../../shared/profile/changes.ts';
import type { Profile } from '../../../shared/profile/schema.ts';
import type { Verdict } from '../../../shared/runbook/log.ts';
import { AppError } from '../../../shared/result.ts';
import { knownVantages } from '../../dns/vantages.ts';
import { evidenceEntries } from '../evidence-entries.ts';
import type { HandlersOf } from '../handler-types.ts';
import { OpenedRuns } from '../opened-runs.ts';
import { Runs } from '../runs.ts';
import type { Services } from '../services.ts';
import type { OutsideHandlers } from './dns-outside.ts';
import type { WatchHandlers } from './dns-watch.ts';

const summaryOf = ({ run, sha256 }: StoredRunFile) => runSummary(run, sha256);

export const dnsHandlers = (
  { clock, customers, dns, settings, snapshots, storedRuns }: Services,
  runs = new Runs(),
): Omit<HandlersOf<'dns'>, keyof WatchHandlers | keyof OutsideHandlers | 'dns.bulk'> => {
  const opened = new OpenedRuns(async (id, storedId) => (await storedRuns.get(id, storedId)).run);
  const vantagesOf = async (profile: Profile) =>
    knownVantages(profile, (await settings.get()).publicResolvers, dns.systemServers());
  return {
    'dns.systemServers': () => [...dns.systemServers()],
    'dns.check': ({ id, runId, stepIds, domains, server, nonePublished }, { emit }) =>
      runs.during(
        runId,
        async (signal) => {
          const { operator, blockLists } = await settings.get();
          const before = await customers.get(id);
          const asOf = seenAt(before.data.changedAt, clock().toISOString());
          const {
            evidence,
            run: draft,
            offline,
          } = await dns.check(
            before.data,
            { stepIds, domains, server, nonePublished, blockLists: switchedOn(blockLists) },
            {
              signal,
              onProgress: (done, total, label) => emit('dns.progress', { runId, done, total, label }),
            },
          );
          // What reached no server, or was stopped, says nothing: what was proved before goes on counting.
          const heard = offline
            ? []
            : evidence.filter((item) => item.evidence.answer.outcome !== 'cancelled');
          const count = (verdict: Verdict): number =>
            (offline ? evidence : heard).filter((item) => item.evidence.verdict === verdict).length;
          const done = {
            matching: count('matching'),
            differing: count('differing'),
            unanswered: count('unanswered'),
            offline,
          };
          if (heard.length === 0)
            return { entries: [], revision: before.revision, savedAt: before.savedAt, ...done, run: null };
          const stored = await storedRuns.save(id, { kind: 'check', name: '', operator }, draft);
          const entries = evidenceEntries(heard, stored, asOf);
          const { file, entries: logged } = await customers.appendLog(id, entries, operator);
          return {
            entries: [...logged],
            revision: file.revision,
            savedAt: file.savedAt,
            ...done,
            run: summaryOf(stored),
          };
        },
        id,
      ),
    'dns.vantages': async ({ id }) => [
      ...(await vantagesOf((await customers.get(id)).data.profile)).vantages,
    ],
    'dns.snapshot': ({ id, runId, name, domains, authoritative, probe, vantageIds }, { emit }) =>
      runs.during(
        runId,
        async (signal) => {
          const { operator } = await settings.get();
          const { profile } = (await customers.get(id)).data;
          const { vantages, notes } = await vantagesOf(profile);
          const missing = vantageIds.find((one) => !vantages.some((vantage) => vantage.id === one));
          if (missing !== undefined)
            throw new AppError(
              'not-found',
              `There is no place '${missing}' to ask from; it may be switched off.`,
            );
          const { draft, offline } = await snapshots.take(
            {
              profile,
              domains,
              vantages: vantages.filter((one) => vantageIds.length === 0 || vantageIds.includes(one.id)),
              authoritative,
              probe,
              notes,
            },
            {
              signal,
              onProgress: (done, total, label) => emit('dns.progress', { runId, done, total, label }),
            },
          );
          if (offline) return { run: null, offline };
          const stored = await storedRuns.save(id, { kind: 'snapshot', name, operator }, draft);
          return { run: summaryOf(stored), offline };
        },
        id,
      ),
    'dns.runs': async ({ id }) => {
      await customers.get(id);
      return storedRuns.list(id);
    },
    'dns.run': ({ id, storedId }) => opened.head(id, storedId),
    'dns.runAnswers': ({ id, storedId, from }) => opened.part(id, storedId, from),
    'dns.cancel': ({ runId }) => {
      runs.cancel(runId);
      return undefined;
    },
  };
};
