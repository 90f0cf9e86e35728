/**
 * A run as it is kept with the customer: every answer, from every vantage point, never changed afterwards. A named
 * run is a snapshot. `sha256` in the file covers the run alone, so that a copy can be checked against it.
 */
import { z } from 'zod';
import { customerIdSchema } from '../customer-id.ts';
import { dnsAnswerSchema } from './types.ts';
import { MOST_VANTAGES, vantageSchema } from './vantage.ts';

export const STORED_RUN_FORMAT = 'mailflow-runbook/dns-run';
export const STORED_RUN_SCHEMA_VERSION = 1;

export const RUN_KINDS = ['check', 'snapshot', 'pasted', 'collected', 'watch', 'bulk'] as const;
export type RunKind = (typeof RUN_KINDS)[number];

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/u);
export const runIdSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{2,63}$/u);

/** More than these say nothing more to a person. */
export const MOST_NOTES = 1000;

/** What asking, pasting, collecting or watching gives; the store adds id, customer, name and operator. */
export const runDraftSchema = z.strictObject({
  /** UTC, ISO 8601. */
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
  /** The domains that it is about, as the profile names them. */
  domains: z.array(z.string().max(253)).max(2000),
  vantages: z.array(vantageSchema).max(MOST_VANTAGES),
  /** In the order in which they were asked; `vantage` is an id of `vantages`. */
  answers: z.array(z.strictObject({ vantage: z.string().max(200), answer: dnsAnswerSchema })),
  /** What has to be said about the run, e.g. a pasted line that could not be read; one sentence each. */
  notes: z.array(z.string().max(2000)).max(MOST_NOTES),
  /** The file that it came from, where it was not asked by this app. */
  source: z.strictObject({ file: z.string().max(500), sha256: sha256Schema }).optional(),
  /** The app went before the end of the run; only for a watch. */
  cutShort: z.literal(true).optional(),
});
export type RunDraft = z.infer<typeof runDraftSchema>;

export const storedRunSchema = runDraftSchema.extend({
  id: runIdSchema,
  customerId: customerIdSchema,
  kind: z.enum(RUN_KINDS),
  /** Empty for a run that was not named. */
  name: z.string().max(120),
  operator: z.string().trim().min(1).max(120),
});
export type StoredRun = z.infer<typeof storedRunSchema>;

export const storedRunFileSchema = z.strictObject({
  format: z.literal(STORED_RUN_FORMAT),
  schemaVersion: z.literal(STORED_RUN_SCHEMA_VERSION),
  appVersion: z.string().max(40),
  /** SHA-256 of `canonicalJson(run)`, lower case hex. */
  sha256: sha256Schema,
  run: storedRunSchema,
});
export type StoredRunFile = z.infer<typeof storedRunFileSchema>;

/** What lists show without loading the answers. */
export const storedRunSummarySchema = storedRunSchema
  .omit({ answers: true, notes: true })
  .extend({ sha256: sha256Schema, answerCount: z.number().int(), noteCount: z.number().int() });
export type StoredRunSummary = z.infer<typeof storedRunSummarySchema>;

/** A run without its answers, which the page reads in parts. */
export const storedRunHeadSchema = storedRunSchema
  .omit({ answers: true })
  .extend({ answerCount: z.number().int() });
export type StoredRunHead = z.infer<typeof storedRunHeadSchema>;

export const runHead = ({ answers, ...head }: StoredRun): StoredRunHead => ({
  ...head,
  answerCount: answers.length,
});

export const runSummary = ({ answers, notes, ...run }: StoredRun, sha256: string): StoredRunSummary => ({
  ...run,
  sha256,
  answerCount: answers.length,
  noteCount: notes.length,
});
