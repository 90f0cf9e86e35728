/**
 * The port through which everything asks DNS: live look-ups in the main process, stored snapshots, tests.
 * An answer always says who was asked, when, over what, and what came back; an outcome is never an exception.
 */
import { z } from 'zod';

export const RECORD_TYPES = [
  'A',
  'AAAA',
  'CAA',
  'CNAME',
  'DNSKEY',
  'DS',
  'HTTPS',
  'MX',
  'NS',
  'PTR',
  'SOA',
  'SRV',
  'SVCB',
  'TLSA',
  'TXT',
] as const;
export type RecordType = (typeof RECORD_TYPES)[number];

/**
 * `name` is in A-label form, lower case, without a trailing dot; octets that no host name holds are escaped, which
 * makes it up to four times as long as it is on the wire.
 */
export const dnsQuestionSchema = z.strictObject({
  name: z.string().min(1).max(1012),
  type: z.enum(RECORD_TYPES),
});
export type DnsQuestion = z.infer<typeof dnsQuestionSchema>;

/**
 * One resource record. `value` is its RDATA in presentation form, canonical enough to compare: an MX is
 * `10 mx1.filter.example`, names are lower case without a trailing dot. A TXT's `strings` are its
 * character-strings as they came, one JavaScript character per octet; `value` joins them without a separator
 * (RFC 7208 section 3.3). `ttl` is in seconds; `null` where the source does not say it, as in the output of `dig +short`,
 * so that nothing is proved by a TTL that nobody saw.
 */
const dnsRecordSchema = z.strictObject({
  name: z.string(),
  type: z.string(),
  ttl: z.number().int().min(0).nullable(),
  value: z.string(),
  strings: z.array(z.string()).optional(),
});
export type DnsRecord = z.infer<typeof dnsRecordSchema>;

/**
 * What came of a question.
 * - `answer`: records of the type asked for (after following a CNAME that the same server gave).
 * - `alias`: a CNAME whose target the server did not answer for; to be asked again at its own servers.
 * - `no-data`: the name exists, the type does not. `nxdomain`: the name does not exist. Either is said of the last
 *   name where aliases lead there.
 * - `servfail`, `refused`, `not-auth`, `format-error`: the server said so (RFC 1035 4.1.1, RFC 2136).
 * - `referral`: the server points elsewhere and does not know itself; so does one that holds a zone but not the one
 *   above, where the DS that was asked for stands.
 * - `timeout`: no answer before the deadline. `unreachable`: the network or host says it can't be reached
 *   (no route, port closed). `offline`: no network at all. `malformed`: bytes that are no DNS answer to this question.
 * - `cancelled`: the person stopped the run.
 */
const DNS_OUTCOMES = [
  'answer',
  'alias',
  'no-data',
  'nxdomain',
  'referral',
  'servfail',
  'refused',
  'not-auth',
  'format-error',
  'timeout',
  'unreachable',
  'offline',
  'malformed',
  'cancelled',
] as const;
export type DnsOutcome = (typeof DNS_OUTCOMES)[number];

/**
 * How an answer came: over the wire by UDP, TCP, TLS (DoT, RFC 7858) or HTTPS (DoH, RFC 8484); or without asking:
 * pasted by a person, gathered by the collector script, or read from a zone file.
 */
export const TRANSPORTS = ['udp', 'tcp', 'tls', 'https', 'pasted', 'collected', 'file'] as const;
/** @public */
export type Transport = (typeof TRANSPORTS)[number];

/**
 * A server to ask: an IP address (v4 or v6 text) and a port, with the label a person knows it by. Without `secure`
 * it is asked by UDP and TCP. The address is always given, so that asking needs no other look-up; `name` is what
 * its certificate must carry, a host name or the address itself.
 */
export const dnsServerSchema = z.strictObject({
  address: z.string().min(2).max(64),
  port: z.number().int().min(1).max(65535),
  label: z.string().max(120),
  secure: z
    .discriminatedUnion('protocol', [
      z.strictObject({ protocol: z.literal('tls'), name: z.string().max(253) }),
      z.strictObject({
        protocol: z.literal('https'),
        name: z.string().max(253),
        path: z.string().startsWith('/').max(200),
      }),
    ])
    .optional(),
});
export type DnsServer = z.infer<typeof dnsServerSchema>;

export const dnsAnswerSchema = z.strictObject({
  question: dnsQuestionSchema,
  outcome: z.enum(DNS_OUTCOMES),
  /**
   * Of the answer section the records along the aliases from the question, those of each name in the order of the server.
   * With `no-data` and `nxdomain` the aliases alone, which then lead to nothing; with any other outcome empty unless it
   * is `answer` or `alias`.
   */
  records: z.array(dnsRecordSchema),
  server: dnsServerSchema,
  transport: z.enum(TRANSPORTS),
  /** False also where the source does not show flags, as pasted output in short form. */
  flags: z.strictObject({ aa: z.boolean(), ad: z.boolean(), ra: z.boolean(), tc: z.boolean() }),
  rcode: z.string(),
  /** Extended DNS errors (RFC 8914), the texts with a blank for what is no printable character. */
  extendedErrors: z
    .array(z.strictObject({ code: z.number().int().min(0).max(65535), text: z.string().max(1000) }))
    .max(16)
    .optional(),
  /** The whole answer in presentation form, for evidence; what happened instead when there was none. */
  raw: z.string(),
  /** UTC, ISO 8601 with milliseconds. */
  at: z.string(),
  elapsedMs: z.number().min(0),
});
export type DnsAnswer = z.infer<typeof dnsAnswerSchema>;

export interface LookupOptions {
  /** Ask this server instead of the port's own. */
  readonly server?: DnsServer;
  /** False asks the server for what it holds itself (its own zones), not to look further. Default true. */
  readonly recursive?: boolean;
  readonly signal?: AbortSignalLike;
}

/** The part of AbortSignal that the port needs; keeps `shared` free of DOM and Node types. */
export interface AbortSignalLike {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

export interface DnsLookup {
  lookup(question: DnsQuestion, options?: LookupOptions): Promise<DnsAnswer>;
}
