/**
 * What a watch of a cut-over knows: which record of which server shows the old value, the new one or another, until
 * when an old one may live on in caches, and when each is asked again. It crosses to the page whole.
 */
import { z } from 'zod';
import { dnsQuestionSchema } from './types.ts';
import { MOST_VANTAGES, vantageSchema } from './vantage.ts';

const moment = z.iso.datetime();

/** A record whose change is watched. Values are in the form in which answers give them, an SPF record as one text. */
export const watchTargetSchema = z.strictObject({
  /** As the profile has it. */
  domain: z.string().max(253),
  record: z.enum(['MX', 'SPF']),
  question: dnsQuestionSchema,
  /** `null` where the profile does not say what was there before. */
  before: z.array(z.string().max(70_000)).max(200).nullable(),
  planned: z.array(z.string().max(70_000)).max(200),
});
export type WatchTarget = z.infer<typeof watchTargetSchema>;

/**
 * `old` and `new`: exactly the values before the change, or those planned. `other`: any other set of values, an empty
 * one too. `no-answer`: the last try did not settle it. `not-asked`: its first turn is still to come.
 */
const WATCH_CLASSES = ['not-asked', 'old', 'new', 'other', 'no-answer'] as const;
export type WatchClass = (typeof WATCH_CLASSES)[number];

/** One record at one server. */
const watchPairSchema = z.strictObject({
  /** Id of a vantage point of the watch. */
  vantage: z.string().max(200),
  /** Place in `targets`. */
  target: z.number().int().min(0),
  shows: z.enum(WATCH_CLASSES),
  values: z.array(z.string().max(70_000)).max(500),
  /** Why the last try settled nothing. */
  why: z.string().max(2000).nullable(),
  /** Seconds, as the server reported it last; `null` when it reported none. */
  ttl: z.number().int().min(0).nullable(),
  /**
   * Until when an old value from here may be given out: by this server's own cache, or, where the server holds the
   * zone, by caches that asked it. `null` when it never showed the old value.
   */
  oldUntil: moment.nullable(),
  /** Since when it shows what it shows. */
  since: moment.nullable(),
  askedAt: moment.nullable(),
  /** A question is on its way. */
  asking: z.boolean(),
  /** Not to be asked again before; at once when `null`. */
  nextAt: moment.nullable(),
  /** What it waits for until then: the TTL of its answer, or only the time between two questions. */
  waits: z.enum(['ttl', 'interval']),
});
export type WatchPair = z.infer<typeof watchPairSchema>;

const watchEventSchema = z.strictObject({
  at: moment,
  event: z.enum(['started', 'changed', 'paused', 'resumed', 'clock-set', 'finished', 'stopped']),
  /** By so many milliseconds, for `clock-set`. */
  byMs: z.number().int().optional(),
  /** The rest only for `changed`: where, from what to what, with the evidence in short. */
  vantage: z.string().max(200).optional(),
  target: z.number().int().min(0).optional(),
  from: z.enum(WATCH_CLASSES).optional(),
  to: z.enum(WATCH_CLASSES).optional(),
  values: z.array(z.string().max(70_000)).max(500).optional(),
  ttl: z.number().int().min(0).nullable().optional(),
  why: z.string().max(2000).nullable().optional(),
});
export type WatchEvent = z.infer<typeof watchEventSchema>;

export const watchStateSchema = z.strictObject({
  phase: z.enum(['watching', 'paused', 'finished', 'stopped']),
  startedAt: moment,
  endedAt: moment.nullable(),
  /** No record of a server is asked more often, whatever its TTL. */
  minIntervalMs: z.number().int().min(0),
  /** The zone's own servers are asked each `minIntervalMs`, whatever their TTL: they cache nothing. */
  ownAtInterval: z.boolean(),
  targets: z.array(watchTargetSchema).min(1).max(1000),
  vantages: z.array(vantageSchema).min(1).max(MOST_VANTAGES),
  pairs: z.array(watchPairSchema).min(1).max(1000),
  log: z.array(watchEventSchema),
});
export type WatchState = z.infer<typeof watchStateSchema>;
