/** The file that a collector script writes: what each tool printed, for each question and server. */
import { z } from 'zod';
import { PASTED_TOOLS } from '../paste/types.ts';
import { dnsQuestionSchema } from '../types.ts';

export const COLLECTED_FORMAT = 'mailflow-runbook/dns-collected';
export const COLLECTED_VERSION = 1;

/** Times are UTC, ISO 8601 to the second. */
const moment = z.iso.datetime({ precision: 0 });

export const collectedSchema = z.strictObject({
  format: z.literal(COLLECTED_FORMAT),
  version: z.literal(COLLECTED_VERSION),
  domains: z.array(z.string().max(253)).max(2000),
  startedAt: moment,
  endedAt: moment,
  entries: z
    .array(
      z.strictObject({
        ...dnsQuestionSchema.shape,
        /** As it was given to the tool; empty for the servers that the computer is set to. */
        server: z.string().max(300),
        tool: z.enum(PASTED_TOOLS),
        at: moment,
        text: z.string().max(1_000_000),
      }),
    )
    .max(200_000),
});
export type Collected = z.infer<typeof collectedSchema>;
