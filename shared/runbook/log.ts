/**
 * The run: an append-only log of what was done, by whom and when. Nothing in it is ever changed; a mistake is
 * mended by a new entry that `corrects` an earlier one. The state of each step is a fold over it (`fold.ts`).
 */
import { z } from 'zod';
import { dnsAnswerSchema } from '../dns/types.ts';

export const STEP_STATES = [
  'not-started',
  'in-progress',
  'done',
  'failed',
  'waived',
  'not-applicable',
] as const;
export type StepState = (typeof STEP_STATES)[number];

/** Waiving a step or calling it not applicable needs a reason of at least this many characters (brief, section 5). */
export const REASON_MIN = 10;

const text = z.string().trim().min(1).max(20_000);
const stepId = z.string().regex(/^[A-Z]{3}-\d{2}$/u);

/** Verdict of a DNS check: `unanswered` means it can't be known, and the evidence says why. */
export const VERDICTS = ['matching', 'differing', 'unanswered'] as const;
export type Verdict = (typeof VERDICTS)[number];

export const dnsEvidenceSchema = z.strictObject({
  kind: z.literal('dns'),
  /** Which check of `shared/dns/checks.ts` this proves, and for which domain. */
  check: z.string().max(60),
  domain: z.string().max(253),
  verdict: z.enum(VERDICTS),
  /** One sentence for a person: what was found against what was expected. */
  summary: z.string().max(2000),
  expected: z.array(z.string().max(4000)).max(200),
  found: z.array(z.string().max(70_000)).max(200),
  /** The answer that decided. */
  answer: dnsAnswerSchema,
  /** The further answers of a check that asks more than one question. */
  otherAnswers: z.array(dnsAnswerSchema).max(20).optional(),
  /** The verdict is by the profile as it was then, UTC; when it was logged, where this is left out. */
  asOf: z.iso.datetime().optional(),
  /** The stored run that holds every answer of this check, and its hash. */
  run: z.strictObject({ id: z.string().max(64), sha256: z.string().regex(/^[0-9a-f]{64}$/u) }).optional(),
  /** Set when nobody was asked for this: the check was judged again by the answers of that stored run. */
  judgedFrom: z
    .strictObject({ kind: z.string().max(40), name: z.string().max(120), endedAt: z.iso.datetime() })
    .optional(),
});
export type DnsEvidence = z.infer<typeof dnsEvidenceSchema>;

export const textEvidenceSchema = z.strictObject({
  kind: z.literal('text'),
  /** What it is, e.g. 'Get-InboundConnector' or 'headers of the test message'. */
  title: z.string().trim().min(1).max(200),
  text: z.string().min(1).max(200_000),
});
export const evidenceSchema = z.discriminatedUnion('kind', [dnsEvidenceSchema, textEvidenceSchema]);
export type Evidence = z.infer<typeof evidenceSchema>;

const stateEntry = z
  .strictObject({
    kind: z.literal('state'),
    stepId,
    state: z.enum(STEP_STATES),
    reason: z.string().max(20_000),
  })
  .refine(
    (entry) =>
      (entry.state !== 'waived' && entry.state !== 'not-applicable') ||
      entry.reason.trim().length >= REASON_MIN,
    {
      path: ['reason'],
      message: `A waived step, or one that does not apply, needs a reason of at least ${String(REASON_MIN)} characters.`,
    },
  );
const noteEntry = z.strictObject({ kind: z.literal('note'), stepId, text });
const evidenceEntry = z.strictObject({ kind: z.literal('evidence'), stepId, evidence: evidenceSchema });
/** Takes an earlier entry back; the earlier one stays readable. */
const correctionEntry = z.strictObject({
  kind: z.literal('correction'),
  stepId,
  corrects: z.string().min(1).max(64),
  reason: text,
});

/** What a caller appends; the store adds id, time and operator. */
export const newLogEntrySchema = z.discriminatedUnion('kind', [
  stateEntry,
  noteEntry,
  evidenceEntry,
  correctionEntry,
]);
export type NewLogEntry = z.infer<typeof newLogEntrySchema>;

/** One stored entry: the stamp that the store gave it, and what was appended. */
export const logEntrySchema = z.strictObject({
  id: z.string().min(1).max(64),
  /** UTC, ISO 8601. */
  at: z.iso.datetime(),
  operator: z.string().trim().min(1).max(120),
  entry: newLogEntrySchema,
});
export type LogEntry = z.infer<typeof logEntrySchema>;
