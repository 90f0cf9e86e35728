/** The run as a fold over its log: what is true of each step now. Reads the log once, changes nothing. */
import type { DnsEvidence, Evidence, LogEntry, StepState } from './log.ts';

export interface RunEntry {
  readonly log: LogEntry;
  /** True when a later correction took this entry back; it stays readable but counts for nothing. */
  readonly corrected: boolean;
}

export interface StampedEvidence {
  readonly id: string;
  /** UTC, ISO 8601. */
  readonly at: string;
  readonly operator: string;
  readonly evidence: Evidence;
}
export interface StampedDns extends StampedEvidence {
  readonly evidence: DnsEvidence;
}
interface StampedNote {
  readonly id: string;
  readonly at: string;
  readonly operator: string;
  readonly text: string;
}

export interface StepRun {
  readonly stepId: string;
  readonly state: StepState;
  /** The reason given with the present state; empty when none was given. */
  readonly reason: string;
  /** When and by whom the present state was set; `null` while nothing was. UTC, ISO 8601. */
  readonly since: string | null;
  readonly operator: string | null;
  /** When work began: the first state after the last 'not started'. */
  readonly startedAt: string | null;
  /** When the present state ended the work (done, failed, waived, not applicable). */
  readonly endedAt: string | null;
  /** Every entry of the step in the order of the log, corrected ones too. */
  readonly entries: readonly RunEntry[];
  readonly evidence: readonly StampedEvidence[];
  readonly notes: readonly StampedNote[];
  /** The latest DNS evidence of each check and domain; key as `dnsKey` makes it. */
  readonly dns: ReadonlyMap<string, StampedDns>;
}

export interface RunState {
  readonly steps: ReadonlyMap<string, StepRun>;
}

export const dnsKey = (check: string, domain: string): string => `${check} ${domain}`;

const ENDED: ReadonlySet<StepState> = new Set(['done', 'failed', 'waived', 'not-applicable']);

interface Draft {
  state: StepState;
  reason: string;
  since: string | null;
  operator: string | null;
  startedAt: string | null;
  readonly entries: RunEntry[];
  readonly evidence: StampedEvidence[];
  readonly notes: StampedNote[];
  readonly dns: Map<string, StampedDns>;
}

const newDraft = (): Draft => ({
  state: 'not-started',
  reason: '',
  since: null,
  operator: null,
  startedAt: null,
  entries: [],
  evidence: [],
  notes: [],
  dns: new Map(),
});

const finished = (stepId: string, draft: Draft): StepRun => ({
  stepId,
  ...draft,
  endedAt: ENDED.has(draft.state) ? draft.since : null,
});

/** The run of a step; one that the log never names has not been started. */
export const stepRun = (run: RunState, stepId: string): StepRun =>
  run.steps.get(stepId) ?? finished(stepId, newDraft());

const targetKey = (stepId: string, id: string): string => `${stepId} ${id}`;

/**
 * Which entries count no more. A correction reaches back only, and only within its step; one that was itself taken
 * back has no effect. Reading from the end, each entry's fate is known before its own effect is needed.
 */
const correctedEntries = (log: readonly LogEntry[]): ReadonlySet<LogEntry> => {
  const targets = new Set<string>();
  const corrected = new Set<LogEntry>();
  for (const item of log.toReversed()) {
    const { entry } = item;
    if (targets.has(targetKey(entry.stepId, item.id))) corrected.add(item);
    else if (entry.kind === 'correction') targets.add(targetKey(entry.stepId, entry.corrects));
  }
  return corrected;
};

/** What an old run said does not outweigh what was asked after it, whenever it was judged. */
const isOutdated = (evidence: DnsEvidence, known: StampedDns | undefined): boolean =>
  evidence.judgedFrom !== undefined &&
  known !== undefined &&
  Date.parse(evidence.answer.at) < Date.parse(known.evidence.answer.at);

const apply = (draft: Draft, { id, at, operator, entry }: LogEntry): void => {
  switch (entry.kind) {
    case 'state':
      if (entry.state === 'not-started') draft.startedAt = null;
      else draft.startedAt ??= at;
      draft.state = entry.state;
      draft.reason = entry.reason.trim();
      draft.since = at;
      draft.operator = operator;
      return;
    case 'note':
      draft.notes.push({ id, at, operator, text: entry.text });
      return;
    case 'evidence': {
      const { evidence } = entry;
      draft.evidence.push({ id, at, operator, evidence });
      if (evidence.kind === 'dns') {
        const key = dnsKey(evidence.check, evidence.domain);
        if (!isOutdated(evidence, draft.dns.get(key))) draft.dns.set(key, { id, at, operator, evidence });
      }
      return;
    }
    case 'correction':
      return;
  }
};

/** Folds the log into the state of each step that it names. Linear in the log's length; order is the log's order. */
export const foldRun = (log: readonly LogEntry[]): RunState => {
  const corrected = correctedEntries(log);
  const drafts = new Map<string, Draft>();
  for (const item of log) {
    const { stepId } = item.entry;
    const draft = drafts.get(stepId) ?? newDraft();
    drafts.set(stepId, draft);
    const taken = corrected.has(item);
    draft.entries.push({ log: item, corrected: taken });
    if (!taken) apply(draft, item);
  }
  return { steps: new Map([...drafts].map(([stepId, draft]) => [stepId, finished(stepId, draft)])) };
};
