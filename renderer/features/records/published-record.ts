/** What the records view says about one SPF record as it was noted or pasted. */
import { severityOf } from '../../../shared/finding.ts';
import type { Finding, Severity } from '../../../shared/finding.ts';
import { fixed } from '../../app/findings.ts';
import { diagnoseSpf } from '../../../shared/spf/diagnose.ts';
import { lintRecord } from '../../../shared/spf/lint.ts';
import type { LintOptions } from '../../../shared/spf/lint.ts';
import { parseSpf } from '../../../shared/spf/parse.ts';
import { repairDifference } from '../../../shared/spf/repair-difference.ts';
import { repairSpf } from '../../../shared/spf/repair.ts';
import type { Repair, RepairStep } from '../../../shared/spf/repair.ts';

/**
 * Every finding about the text itself. A text that is no record at all is told so first; its other words are judged
 * as well, so that everything that went wrong is seen at once.
 */
export const textFindings = (text: string, options: LintOptions): readonly Finding[] => {
  if (text.trim() === '') return [];
  const record = parseSpf(text);
  if (record.version !== null) return lintRecord(record, options);
  const { findings } = diagnoseSpf({ ...options, publishedTxt: [[text]], required: [] });
  if (findings.every(({ code }) => code === 'SPF-E-NO-RECORD')) return findings;
  const start = Math.max(0, ...findings.map(({ token = '', offset = 0 }) => offset + token.length));
  return [
    ...findings,
    ...record.problems
      .filter(({ term }) => term.start >= start)
      .flatMap(({ term }) =>
        lintRecord({ ...record, terms: [term] }, options).filter(({ offset }) => offset === term.start),
      ),
  ];
};

/** The text with what the finding speaks of mended; the text itself where it has no fix for a part of it. */
export const mended = (text: string, finding: Finding): string => {
  if (finding.offset === undefined || finding.fix === undefined) return text;
  const next = fixed(text, finding);
  if (typeof next !== 'string') return text;
  return finding.fix === '' ? next.replaceAll(/ {2,}/gu, ' ').trimEnd() : next;
};

export interface Segment {
  readonly text: string;
  /** The worst that is said about it; `null` where nothing is. */
  readonly severity: Severity | null;
}
const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** The text cut where findings begin and end, for underlining. */
export const segments = (text: string, findings: readonly Finding[]): readonly Segment[] => {
  const spans = findings.flatMap(({ code, token, offset }) =>
    token === undefined || offset === undefined || !text.startsWith(token, offset)
      ? []
      : [{ start: offset, end: offset + token.length, severity: severityOf(code) }],
  );
  const cuts = [...new Set([0, text.length, ...spans.flatMap(({ start, end }) => [start, end])])];
  cuts.sort((a, b) => a - b);
  return cuts.slice(0, -1).map((start, index) => {
    const over = spans.filter((span) => span.start <= start && start < span.end);
    const [worst] = over.map(({ severity }) => severity).sort((a, b) => RANK[a] - RANK[b]);
    return { text: text.slice(start, cuts[index + 1]), severity: worst ?? null };
  });
};

/** The proposal for a text, or `null` where there is nothing to change or nothing of it can be kept. */
export const proposalFor = (text: string): Repair | null => {
  if (text.trim() === '') return null;
  const repair = repairSpf(text);
  const kept = parseSpf(repair.record).terms.length > 0;
  return repair.changed && kept ? repair : null;
};

/** The text cut where what the repair takes out or changes begins and ends, for underlining. */
export const repairSegments = (text: string, repair: Repair): readonly Segment[] => {
  const out: Segment[] = [];
  let at = 0;
  for (const { action, text: word, offset } of repairDifference(text, repair)) {
    if (action !== 'removed' || offset === null) continue;
    if (offset > at) out.push({ text: text.slice(at, offset), severity: null });
    out.push({ text: word, severity: 'error' });
    at = offset + word.length;
  }
  return at < text.length ? [...out, { text: text.slice(at), severity: null }] : out;
};

/** The steps of a repair with those that go on from each other joined: one line for each term. */
export const repairLines = (steps: readonly RepairStep[]): readonly RepairStep[] =>
  steps.reduce<readonly RepairStep[]>((lines, step) => {
    const index = step.from === '' ? -1 : lines.findIndex(({ to }) => to === step.from);
    const before = lines[index];
    if (before === undefined) return [...lines, step];
    return lines.with(index, {
      from: before.from,
      to: step.to,
      reason: `${before.reason}; ${step.reason}`,
    });
  }, []);
