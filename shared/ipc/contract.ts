/**
 * The one contract between the page and the main process: every channel's input and output. Handlers, preload and
 * the page's client are typed from it, and `electron/ipc/handle.ts` checks each message against it.
 */
import { z } from 'zod';
import { customerIdSchema } from '../customer-id.ts';
import { customerFileSchema, customerSummarySchema } from '../customer.ts';
import { BLOCK_LISTS, blockListsSchema } from '../dns/block-lists.ts';
import { PUBLIC_RESOLVERS, publicResolversSchema } from '../dns/public-resolvers.ts';
import {
  runIdSchema,
  storedRunHeadSchema,
  storedRunSchema,
  storedRunSummarySchema,
} from '../dns/stored-run.ts';
import { dnsServerSchema } from '../dns/types.ts';
import { vantageSchema } from '../dns/vantage.ts';
import { watchStateSchema } from '../dns/watch-state.ts';
import { COLLECTOR_FORMS } from '../dns/collector/forms.ts';
import { ERROR_CODES } from '../result.ts';
import { logEntrySchema, newLogEntrySchema, VERDICTS } from '../runbook/log.ts';
import { profileSchema } from '../profile/schema.ts';

const channel = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({ input, output });
const nothing = z.undefined();
const byId = z.strictObject({ id: customerIdSchema });
/** Names of domains as the profile has them. */
const domainNamesSchema = z.array(z.string().max(500)).max(2000);
const errorData = z.strictObject({
  code: z.enum(ERROR_CODES),
  message: z.string(),
  detail: z.record(z.string(), z.string()).optional(),
});

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const settingsValues = z.strictObject({
  theme: z.enum(THEMES),
  /** Name or initials that go into the log; empty until first asked. */
  operator: z.string().max(120),
  /** `host:port` of the server to ask; empty means the system's. */
  dnsServer: z.string().max(120),
  /** One that is not `asked` is never contacted. */
  publicResolvers: publicResolversSchema,
  blockLists: blockListsSchema,
});
/** Where the window stood when it was closed: outer bounds in pixels of the desktop. */
const windowPlaceSchema = z.strictObject({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  maximized: z.boolean(),
});
export type WindowPlace = z.infer<typeof windowPlaceSchema>;

/** Kept in `<userData>/settings.json`; belongs to the person at this computer, not to a customer. */
export const settingsSchema = settingsValues.extend({
  publicResolvers: publicResolversSchema.default(PUBLIC_RESOLVERS),
  blockLists: blockListsSchema.default(BLOCK_LISTS),
  /** Kept by the main process alone; the page can't set it. */
  window: windowPlaceSchema.optional(),
});
export type Settings = z.infer<typeof settingsSchema>;

export const customerListSchema = z.strictObject({
  customers: z.array(customerSummarySchema),
  /** Files that could not be read; they stay untouched on disk and are always shown. */
  unreadable: z.array(z.strictObject({ file: z.string(), error: errorData })),
});
export type CustomerList = z.infer<typeof customerListSchema>;

export const trashListSchema = customerListSchema.extend({
  customers: z.array(customerSummarySchema.extend({ deletedAt: z.iso.datetime() })),
});
export type TrashList = z.infer<typeof trashListSchema>;

const saved = z.strictObject({
  revision: z.number().int(),
  savedAt: z.iso.datetime(),
  changedAt: z.record(z.string(), z.iso.datetime()),
});

export const dnsRunSchema = z.strictObject({
  /** The evidence entries that the run appended to the log. */
  entries: z.array(logEntrySchema),
  revision: z.number().int(),
  savedAt: z.iso.datetime(),
  matching: z.number().int(),
  differing: z.number().int(),
  unanswered: z.number().int(),
  /** True when no server could be reached at all: the checks say nothing about the records. */
  offline: z.boolean(),
  /** The stored run that holds every answer; `null` when nothing was asked. */
  run: storedRunSummarySchema.nullable(),
});
export type DnsRun = z.infer<typeof dnsRunSchema>;

export const storedRunListSchema = z.strictObject({
  /** Newest first. */
  runs: z.array(storedRunSummarySchema),
  /** Files that could not be read, or whose hash is another one; they stay untouched on disk and are always shown. */
  unreadable: z.array(z.strictObject({ file: z.string(), error: errorData })),
});
export type StoredRunList = z.infer<typeof storedRunListSchema>;

/** One domain of one customer in a check of many. */
export const bulkRowSchema = z.strictObject({
  customerId: customerIdSchema,
  customerName: z.string(),
  /** As the profile has it. */
  domain: z.string(),
  /** Against the plan. */
  verdict: z.enum(VERDICTS),
  /** Records that changed since the earlier run; `null` when there was nothing to compare with. */
  drifted: z.number().int().nullable(),
  sentence: z.string(),
  /** When the earlier run ended. */
  since: z.iso.datetime().nullable(),
  /** The stored run; `null` when nothing was kept, because no server could be reached. */
  runId: runIdSchema.nullable(),
});
export type BulkRow = z.infer<typeof bulkRowSchema>;

export const bulkResultSchema = z.strictObject({
  rows: z.array(bulkRowSchema),
  /** Customers that could not be read or kept, with the reason. */
  failed: z.array(z.strictObject({ customerId: z.string(), reason: z.string() })),
  /** No server could be reached at all. */
  offline: z.boolean(),
  /** Ended by the person; the rows are of those that were done. */
  stopped: z.boolean(),
});
export type BulkResult = z.infer<typeof bulkResultSchema>;

export const exportResultSchema = z.strictObject({
  folder: z.string(),
  files: z.array(z.strictObject({ name: z.string(), bytes: z.number().int(), sha256: z.string() })),
  elapsedMs: z.number(),
});
export type ExportResult = z.infer<typeof exportResultSchema>;

/** A run of answers that the app did not ask for, and the entries of the log that it gave. */
const outsideEvidenceSchema = z.strictObject({
  run: storedRunSummarySchema,
  entries: z.array(logEntrySchema),
  revision: z.number().int(),
  savedAt: z.iso.datetime(),
});

const watchToldSchema = z.strictObject({
  /** The customer's. */
  id: customerIdSchema,
  watchId: z.string(),
  state: watchStateSchema,
  /** Why what was seen is not on the disk, while that is so. */
  trouble: errorData.nullable(),
});
export type WatchTold = z.infer<typeof watchToldSchema>;

export const CONTRACT = {
  'app.info': channel(
    nothing,
    z.strictObject({
      version: z.string(),
      platform: z.string(),
      dataDir: z.string(),
      electron: z.string(),
      /** What has to be said at the start, e.g. that a damaged settings file was set aside; one sentence each. */
      notices: z.array(z.string()),
    }),
  ),
  'settings.get': channel(nothing, settingsSchema),
  'settings.set': channel(settingsValues.partial(), settingsSchema),
  'customers.list': channel(nothing, customerListSchema),
  'customers.get': channel(byId, customerFileSchema),
  'customers.create': channel(z.strictObject({ customerName: z.string().max(500) }), customerFileSchema),
  'customers.duplicate': channel(byId, customerFileSchema),
  /**
   * Ends what is being asked about the customer, keeps what was heard, and moves document and runs to the trash folder;
   * `customers.restore` brings them back. Nothing is moved when answers of a watch can't be written.
   */
  'customers.remove': channel(byId, nothing),
  'customers.restore': channel(byId, customerFileSchema),
  /** The deleted customers, saved last first. */
  'customers.trash': channel(nothing, trashListSchema),
  /** Asks for a file with a dialog; null when the person closed it. */
  'customers.import': channel(nothing, customerFileSchema.nullable()),
  'customers.saveProfile': channel(
    z.strictObject({ id: customerIdSchema, revision: z.number().int().min(1), profile: profileSchema }),
    saved,
  ),
  'customers.appendLog': channel(
    z.strictObject({ id: customerIdSchema, entries: z.array(newLogEntrySchema).min(1).max(1000) }),
    saved.extend({ entries: z.array(logEntrySchema) }),
  ),
  'dns.systemServers': channel(nothing, z.array(dnsServerSchema)),
  /** Checks the given steps (all with a DNS check when empty) for the given domains (all when empty). */
  'dns.check': channel(
    z.strictObject({
      id: customerIdSchema,
      runId: z.string().min(1).max(64),
      stepIds: z.array(z.string().max(10)).max(100),
      domains: z.array(z.string().max(253)).max(2000),
      server: z.string().max(120),
      /** Domains, as the profile names them, of which a person says that they publish no SPF; none when left out. */
      nonePublished: domainNamesSchema.optional(),
    }),
    dnsRunSchema,
  ),
  /** The places to ask from: the system's servers, those inside, the public ones that are switched on. */
  'dns.vantages': channel(byId, z.array(vantageSchema)),
  /**
   * Asks everything about the given domains (all when empty) at the given vantage points (all when empty), and at each
   * of the zones' own servers when `authoritative`, and keeps the answers. `run` is `null` when no server could be
   * reached: nothing is kept then.
   */
  'dns.snapshot': channel(
    z.strictObject({
      id: customerIdSchema,
      runId: z.string().min(1).max(64),
      /** Empty for a run without a name. */
      name: z.string().trim().max(120),
      domains: z.array(z.string().max(253)).max(2000),
      authoritative: z.boolean(),
      /** Ask an address without a server too, to see whether port 53 is redirected. */
      probe: z.boolean(),
      vantageIds: z.array(z.string().max(200)).max(200),
    }),
    z.strictObject({ run: storedRunSummarySchema.nullable(), offline: z.boolean() }),
  ),
  'dns.runs': channel(byId, storedRunListSchema),
  /** A stored run without its answers; read anew, and checked against its hash. */
  'dns.run': channel(z.strictObject({ id: customerIdSchema, storedId: runIdSchema }), storedRunHeadSchema),
  /** The answers of a stored run from place `from` on, as many as one message holds; `next` is `null` after the last. */
  'dns.runAnswers': channel(
    z.strictObject({ id: customerIdSchema, storedId: runIdSchema, from: z.number().int().min(0) }),
    z.strictObject({ answers: storedRunSchema.shape.answers, next: z.number().int().nullable() }),
  ),
  /**
   * Reads pasted output of other DNS tools, keeps what was read as a run, and logs the evidence that it gives. `kept`
   * is `null` when nothing could be read.
   */
  'dns.paste': channel(
    z.strictObject({
      id: customerIdSchema,
      text: z.string().max(5_000_000),
      name: z.string().trim().max(120),
    }),
    z.strictObject({
      kept: outsideEvidenceSchema.nullable(),
      unread: z
        .array(z.strictObject({ line: z.number().int(), text: z.string(), reason: z.string() }))
        .max(1000),
    }),
  ),
  /** Asks for the collector's file with a dialog; null when the person closed it. */
  'dns.importCollected': channel(byId, outsideEvidenceSchema.nullable()),
  /** Asks where to write the collector's script; null when the person closed the dialog. */
  'dns.saveCollector': channel(
    z.strictObject({ id: customerIdSchema, form: z.enum(COLLECTOR_FORMS) }),
    z.strictObject({ path: z.string() }).nullable(),
  ),
  'dns.cancel': channel(z.strictObject({ runId: z.string().min(1).max(64) }), nothing),
  /**
   * Asks the given vantage points, and each of the domains' own servers when `authoritative`, until all show the planned
   * MX and SPF. Its states come as the event `dns.watch`; its run is kept however it ends.
   */
  'dns.watchStart': channel(
    z.strictObject({
      id: customerIdSchema,
      watchId: z.string().min(1).max(64),
      domains: z.array(z.string().max(253)).max(2000),
      vantageIds: z.array(z.string().max(200)).max(200),
      authoritative: z.boolean(),
      /** Each of the domains' own servers every 30 s, whatever its TTL. */
      ownAtInterval: z.boolean(),
      /** Domains, as the profile names them, whose planned SPF is held back (`records/held-back.ts`). */
      heldBack: domainNamesSchema,
    }),
    nothing,
  ),
  /** The watches that go on, and those that are over but not stored: for a page that was loaded anew. */
  'dns.watches': channel(nothing, z.array(watchToldSchema)),
  'dns.watchPause': channel(
    z.strictObject({ watchId: z.string().min(1).max(64), paused: z.boolean() }),
    nothing,
  ),
  /** Ends the watch, if it is not over yet, and gives the run that is kept of it. */
  'dns.watchStop': channel(z.strictObject({ watchId: z.string().min(1).max(64) }), storedRunSummarySchema),
  /** Writes the run of a watch that is over and could not be stored into a file that the person chooses. */
  'dns.watchSave': channel(
    z.strictObject({ watchId: z.string().min(1).max(64) }),
    z.strictObject({ path: z.string() }).nullable(),
  ),
  /**
   * Checks the mail records of the given customers (all when empty) in one run; `dns.progress` counts domains. Only one
   * goes on at a time: that of a page that was loaded anew ends before the next begins, and what it did is kept.
   */
  'dns.bulk': channel(
    z.strictObject({ runId: z.string().min(1).max(64), ids: z.array(customerIdSchema).max(20_000) }),
    bulkResultSchema,
  ),
  /** Asks for the parent folder; the token stands for it, so that the page never names a path of its own. */
  'export.chooseFolder': channel(
    nothing,
    z.strictObject({ token: z.string(), folder: z.string() }).nullable(),
  ),
  'export.run': channel(
    z.strictObject({
      id: customerIdSchema,
      token: z.string().max(64),
      runId: z.string().min(1).max(64),
      /** Domains, as the profile names them, whose planned SPF is held back (`records/held-back.ts`). */
      heldBack: domainNamesSchema,
    }),
    exportResultSchema,
  ),
  'export.cancel': channel(z.strictObject({ runId: z.string().min(1).max(64) }), nothing),
  'export.reveal': channel(z.strictObject({ token: z.string().max(64) }), nothing),
  'clipboard.write': channel(z.strictObject({ text: z.string().max(1_000_000) }), nothing),
} as const;
export type Channel = keyof typeof CONTRACT;
export type Input<C extends Channel> = z.infer<(typeof CONTRACT)[C]['input']>;
export type Output<C extends Channel> = z.infer<(typeof CONTRACT)[C]['output']>;

const progress = z.strictObject({
  runId: z.string(),
  done: z.number().int(),
  total: z.number().int(),
  label: z.string(),
});

/** Messages from main to the page. */
export const EVENTS = {
  'dns.progress': progress,
  'dns.watch': watchToldSchema,
  'export.progress': progress,
  'theme.changed': z.strictObject({ dark: z.boolean() }),
  /** An interface of this computer came, went or has another address: a network may be back. */
  'network.changed': z.strictObject({}),
  /** A menu item or accelerator of the application menu; ids are those of the key table. */
  'menu.command': z.strictObject({ id: z.string() }),
} as const;
export type EventName = keyof typeof EVENTS;
export type EventData<E extends EventName> = z.infer<(typeof EVENTS)[E]>;
