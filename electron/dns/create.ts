/** The DNS service as the app and the command line use it. */
import { randomBytes } from 'node:crypto';
import { RUNBOOK_CHECKS } from '../../shared/dns/sources.ts';
import type { DnsServer } from '../../shared/dns/types.ts';
import { DnsClient } from './client.ts';
import { DnsCheckService } from './service.ts';
import { SnapshotService } from './snapshot-service.ts';
import { systemServers } from './system-servers.ts';

/** Asked by a look-up that names no server, when the system names none either. */
const LOOPBACK: DnsServer = { address: '127.0.0.1', port: 53, label: '127.0.0.1' };

/** `now` gives the time that evidence is stamped with. */
export const createDnsCheckService = (now: () => Date = () => new Date()): DnsCheckService =>
  new DnsCheckService({
    lookup: new DnsClient({ server: systemServers()[0] ?? LOOPBACK, now }),
    sources: RUNBOOK_CHECKS,
    systemServers: () => systemServers(),
    now,
  });

export const createSnapshotService = (now: () => Date = () => new Date()): SnapshotService =>
  new SnapshotService({
    lookup: new DnsClient({ server: systemServers()[0] ?? LOOPBACK, now }),
    now,
    token: () => randomBytes(6).toString('hex'),
  });
