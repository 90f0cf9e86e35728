/** From where a question was asked: which kind of place, and which server stands there. */
import { z } from 'zod';
import { formatServer } from './server.ts';
import { dnsServerSchema } from './types.ts';
import type { DnsServer } from './types.ts';

/**
 * - `system`: the servers that this computer is set to ask. `internal`: the customer's own server inside.
 * - `public`: a resolver of the editable list. `authoritative`: a server that holds the zone, asked directly.
 * - `pasted`, `collected`, `file`: answers that this app did not ask for itself.
 */
export const VANTAGE_KINDS = [
  'system',
  'internal',
  'public',
  'authoritative',
  'pasted',
  'collected',
  'file',
] as const;
export type VantageKind = (typeof VANTAGE_KINDS)[number];

/** In one run: the own servers of 500 domains may be hundreds. */
export const MOST_VANTAGES = 2000;

export const vantageSchema = z.strictObject({
  /** Unique within a run, e.g. `system:192.0.2.1`, `public:9.9.9.9`, `ns:192.0.2.53`. */
  id: z.string().min(1).max(200),
  kind: z.enum(VANTAGE_KINDS),
  /** What a person calls it, e.g. `ns1.contoso.com` or `Quad9`. */
  label: z.string().max(200),
  /** `null` where no server is known, as for pasted output that names none. */
  server: dnsServerSchema.nullable(),
  /** The zones whose own server this is; only for `authoritative`. */
  zones: z.array(z.string().max(253)).max(2000).optional(),
});
export type Vantage = z.infer<typeof vantageSchema>;

/** One with a server that can be asked. */
export type Place = Vantage & { readonly server: DnsServer };
export const isPlace = (vantage: Vantage): vantage is Place => vantage.server !== null;

/** The id of the address without a server; an answer from there proves that somebody else gave it. */
export const PROBE_ID = 'probe';

/** The vantage point of a server that is asked; its id tells plain and secured ways to the same server apart. */
export const vantageOf = (
  kind: 'system' | 'internal' | 'public' | 'authoritative',
  server: DnsServer,
  zones?: readonly string[],
): Place => ({
  id: `${kind === 'authoritative' ? 'ns' : kind}:${formatServer(server)}`,
  kind,
  label: server.label === '' ? formatServer(server) : server.label,
  server,
  ...(zones === undefined ? {} : { zones: [...zones] }),
});
