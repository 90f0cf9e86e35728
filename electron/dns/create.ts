/** The DNS service as the app and the command line use it. */
import { randomBytes } from 'node:crypto';
import { RUNBOOK_CHECKS } from '../../shared/dns/sources.ts';
import type { AbortSignalLike, DnsLookup, DnsServer } from '../../shared/dns/types.ts';
import { BulkService } from './bulk-service.ts';
import { DnsClient, type DnsClientOptions } from './client.ts';
import { OwnServersLookup } from './own-servers.ts';
import { DnsRun } from './run.ts';
import { DnsCheckService } from './service.ts';
import { SnapshotService } from './snapshot-service.ts';
import { systemServers } from './system-servers.ts';
import { WatchService } from './watch-service.ts';

/** Asked by a look-up that names no server, when the system names none either. */
const LOOPBACK: DnsServer = { address: '127.0.0.1', port: 53, label: '127.0.0.1' };

const clientOf = (options: Omit<DnsClientOptions, 'server'>): DnsClient =>
  new DnsClient({ server: systemServers()[0] ?? LOOPBACK, ...options });

export interface CheckServiceOptions {
  /** As for the client. */
  readonly trusted?: readonly string[];
  /** Each name is asked at its zone's own servers, which the chosen server shows the way to. */
  readonly authoritative?: boolean;
  readonly signal?: AbortSignalLike;
}

/** The chosen server is the guide; what the check asks of a zone's server itself goes there as it is. */
const atOwnServers = (client: DnsClient, run: DnsRun): DnsLookup => ({
  lookup: (question, options = {}) =>
    options.recursive === false || options.server === undefined
      ? client.lookup(question, options)
      : new OwnServersLookup({ run, guide: options.server }).lookup(question),
});

/** `now` gives the time that evidence is stamped with. */
export const createDnsCheckService = (
  now: () => Date = () => new Date(),
  { trusted = [], authoritative = false, signal }: CheckServiceOptions = {},
): DnsCheckService => {
  const client = clientOf({ now, trusted });
  return new DnsCheckService({
    lookup: authoritative ? atOwnServers(client, new DnsRun(client, { signal, now })) : client,
    sources: RUNBOOK_CHECKS,
    systemServers: () => systemServers(),
    now,
    ownServers: authoritative,
    resolver: client,
  });
};

export const createSnapshotService = (
  now: () => Date = () => new Date(),
  { trusted = [] }: Pick<CheckServiceOptions, 'trusted'> = {},
): SnapshotService =>
  new SnapshotService({
    lookup: clientOf({ now, trusted }),
    now,
    token: () => randomBytes(6).toString('hex'),
  });

export const createWatchService = (now: () => Date = () => new Date()): WatchService =>
  new WatchService({
    lookup: clientOf({ now }),
    sources: RUNBOOK_CHECKS,
    now,
  });

export const createBulkService = (now: () => Date = () => new Date()): BulkService =>
  new BulkService({
    lookup: clientOf({ now, purpose: 'bulk' }),
    sources: RUNBOOK_CHECKS,
    systemServers: () => systemServers(),
    now,
  });
