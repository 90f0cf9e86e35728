/** Evidence that this app did not ask for itself: pasted output, the collector's script, and files from other computers. */
import { collectorScript } from '../../../shared/dns/collector/index.ts';
import { heldEvidence } from '../../../shared/dns/judge-run.ts';
import { parsePasted, pastedDraft } from '../../../shared/dns/paste/index.ts';
import { RUNBOOK_CHECKS } from '../../../shared/dns/sources.ts';
import { seenAt } from '../../../shared/profile/changes.ts';
import { runSummary } from '../../../shared/dns/stored-run.ts';
import type { RunDraft, RunKind } from '../../../shared/dns/stored-run.ts';
import { AppError } from '../../../shared/result.ts';
import { readEvidence } from '../../input/evidence-file.ts';
import { writeAtomically } from '../../store/atomic-write.ts';
import { storeError } from '../../store/store-error.ts';
import { nodeFs } from '../../store/store-fs.ts';
import { evidenceEntries } from '../evidence-entries.ts';
import type { HandlersOf } from '../handler-types.ts';
import type { Services } from '../services.ts';

export type OutsideHandlers = Pick<
  HandlersOf<'dns'>,
  'dns.paste' | 'dns.importCollected' | 'dns.saveCollector'
>;

/** The app judges these as they come in; its own snapshots and watches it keeps without a judgement. */
const JUDGED: ReadonlySet<RunKind> = new Set<RunKind>(['check', 'pasted', 'collected']);

export const dnsOutsideHandlers = ({
  clock,
  customers,
  desktop,
  settings,
  storedRuns,
}: Pick<Services, 'clock' | 'customers' | 'desktop' | 'settings' | 'storedRuns'>): OutsideHandlers => {
  const keep = async (id: string, kind: RunKind, name: string, draft: RunDraft) => {
    const { operator } = await settings.get();
    const before = await customers.get(id);
    const asOf = seenAt(before.data.changedAt, clock().toISOString());
    const stored = await storedRuns.save(id, { kind, name, operator }, draft);
    const found = JUDGED.has(kind) ? await heldEvidence(draft, before.data.profile, RUNBOOK_CHECKS) : [];
    const entries = evidenceEntries(found, stored, asOf);
    const after =
      entries.length === 0 ? { file: before, entries: [] } : await customers.appendLog(id, entries, operator);
    return {
      run: runSummary(stored.run, stored.sha256),
      entries: [...after.entries],
      revision: after.file.revision,
      savedAt: after.file.savedAt,
    };
  };
  return {
    'dns.paste': async ({ id, text, name }) => {
      const at = clock().toISOString();
      const { data } = await customers.get(id);
      const parsed = parsePasted(text, { at });
      const unread = parsed.unread.slice(0, 1000).map((line) => ({ ...line }));
      if (parsed.answers.length === 0) return { kept: null, unread };
      const domains = data.profile.domains
        .map((domain) => domain.name)
        .filter((domain) =>
          parsed.answers.some(
            ({ question }) => question.name === domain || question.name.endsWith(`.${domain}`),
          ),
        );
      return { kept: await keep(id, 'pasted', name, pastedDraft(parsed, { at, domains })), unread };
    },
    'dns.importCollected': async ({ id }) => {
      const path = await desktop.chooseFile('collected');
      if (path === null) return null;
      const { data } = await customers.get(id);
      const { kind, name, draft } = await readEvidence(path, {
        now: clock().toISOString(),
        profile: data.profile,
      });
      const known = (await storedRuns.list(id)).runs.find(
        ({ source }) => source !== undefined && source.sha256 === draft.source?.sha256,
      );
      if (known !== undefined)
        throw new AppError(
          'collected-again',
          `${draft.source?.file ?? path} was imported before: its ${String(known.answerCount)} answers are among the runs. Choose another file.`,
          { path },
        );
      return keep(id, kind, name, draft);
    },
    'dns.saveCollector': async ({ id, form }) => {
      const { data } = await customers.get(id);
      const script = collectorScript(form, data.profile);
      const path = await desktop.saveFile(form === 'sh' ? 'mailflow-dns.sh' : 'mailflow-dns.ps1');
      if (path === null) return null;
      await writeAtomically(nodeFs, path, script).catch((cause: unknown) => {
        throw storeError(cause, path, 'write');
      });
      return { path };
    },
  };
};
