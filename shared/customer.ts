/**
 * The customer document: profile and run of one customer, kept as one file. `CustomerFile` is its envelope on
 * disk; a reader decides by `format` and `schemaVersion` before it looks at anything else.
 */
import { z } from 'zod';
import { customerIdSchema } from './customer-id.ts';
import { logEntrySchema } from './runbook/log.ts';
import { profileSchema } from './profile/schema.ts';

export const CUSTOMER_FORMAT = 'mailflow-runbook/customer';
export const CUSTOMER_SCHEMA_VERSION = 2;

export const customerSchema = z.strictObject({
  id: customerIdSchema,
  /** UTC, ISO 8601. */
  createdAt: z.iso.datetime(),
  /** The sample that the app brings; it may be deleted like any other. */
  example: z.boolean(),
  profile: profileSchema,
  /** When each top-level profile value last changed (UTC), so that older proofs are known to be stale. */
  changedAt: z.record(z.string(), z.iso.datetime()),
  log: z.array(logEntrySchema),
});
export type Customer = z.infer<typeof customerSchema>;

export const customerFileSchema = z.strictObject({
  format: z.literal(CUSTOMER_FORMAT),
  schemaVersion: z.literal(CUSTOMER_SCHEMA_VERSION),
  appVersion: z.string().max(40),
  savedAt: z.iso.datetime(),
  /** Counts the saves; a change names the revision that it was based on. */
  revision: z.number().int().min(1),
  data: customerSchema,
});
export type CustomerFile = z.infer<typeof customerFileSchema>;

/** What the customer list shows without loading every document into the page. */
export const customerSummarySchema = z.strictObject({
  id: customerIdSchema,
  customerName: z.string(),
  engagementRef: z.string(),
  primaryDomain: z.string(),
  domainCount: z.number().int(),
  vendor: z.string(),
  example: z.boolean(),
  savedAt: z.iso.datetime(),
  /** Steps done, waived or not applicable, of all. */
  settledSteps: z.number().int(),
  totalSteps: z.number().int(),
  changeWindowStart: z.string(),
});
export type CustomerSummary = z.infer<typeof customerSummarySchema>;
