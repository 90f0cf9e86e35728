import type { NewLogEntry, Verdict } from '../../../shared/runbook/log.ts';
import type { HandlersOf } from '../handler-types.ts';
import { Runs } from '../runs.ts';
import type { Services } from '../services.ts';

export const dnsHandlers = (
  { customers, dns, settings }: Services,
  runs = new Runs(),
): HandlersOf<'dns'> => ({
  'dns.systemServers': () => [...dns.systemServers()],
  'dns.check': ({ id, runId, stepIds, domains, server }, { emit }) =>
    runs.during(runId, async (signal) => {
      const { operator } = await settings.get();
      const before = await customers.get(id);
      const { evidence, offline } = await dns.check(
        before.data,
        { stepIds, domains, server },
        { signal, onProgress: (done, total, label) => emit('dns.progress', { runId, done, total, label }) },
      );
      const count = (verdict: Verdict): number =>
        evidence.filter((item) => item.evidence.verdict === verdict).length;
      const entries = evidence.map((item): NewLogEntry => ({ kind: 'evidence', ...item }));
      const { file, entries: logged } =
        entries.length === 0
          ? { file: before, entries: [] }
          : await customers.appendLog(id, entries, operator);
      return {
        entries: [...logged],
        revision: file.revision,
        savedAt: file.savedAt,
        matching: count('matching'),
        differing: count('differing'),
        unanswered: count('unanswered'),
        offline,
      };
    }),
  'dns.cancel': ({ runId }) => {
    runs.cancel(runId);
    return undefined;
  },
});
