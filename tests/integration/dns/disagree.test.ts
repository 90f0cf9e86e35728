/** Name servers of one zone that do not say the same: what one of them says proves nothing for the others. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DnsClient } from '../../../electron/dns/client.ts';
import { OwnServersLookup } from '../../../electron/dns/own-servers.ts';
import { DnsRun } from '../../../electron/dns/run.ts';
import { DnsCheckService, type DnsCheckResult } from '../../../electron/dns/service.ts';
import { SnapshotService } from '../../../electron/dns/snapshot-service.ts';
import { judgeRun } from '../../../shared/dns/judge-run.ts';
import { parseServer } from '../../../shared/dns/server.ts';
import { RUNBOOK_CHECKS } from '../../../shared/dns/sources.ts';
import { vantageOf } from '../../../shared/dns/vantage.ts';
import type { DnsCheckId } from '../../../shared/runbook/step.ts';
import { contosoDomain, contosoProfile } from '../../fixtures/customer.ts';
import {
  startKnot,
  startUnbound,
  type KnotServer,
  type UnboundServer,
  type Zones,
} from '../support/dns-servers.ts';

/** The zone as the first server has it, and as the second one still does. */
const zones = (ttl: number, lines: readonly string[]): Zones => ({
  'contoso.com': ['@ NS ns2', 'ns2 A 127.0.0.2', `@ ${ttl} MX 10 mx1.filter.example.`, ...lines],
});

const TOKEN = 'MS=ms12345678';
const IDS: readonly DnsCheckId[] = ['mx-planned', 'verification-txt', 'msoid', 'ttl-cutover'];
const sources = {
  steps: [{ id: 'VER-01', check: { dns: IDS, text: '' } }],
  planned: () => ({ mx: [{ preference: 10, host: 'mx1.filter.example' }], spf: null }),
};
const profile = contosoProfile({
  domains: [{ ...contosoDomain(), sends: false, verificationTxt: TOKEN, cutoverTtl: 300 }],
});
const all = { stepIds: [], domains: [] };

let first: KnotServer;
let second: KnotServer;
let unbound: UnboundServer;
/** Tells what it has in its cache. */
let snooped: UnboundServer;
beforeAll(async () => {
  first = await startKnot({ zones: zones(300, [`@ TXT "${TOKEN}"`]) });
  second = await startKnot({
    address: '127.0.0.2',
    port: first.port,
    zones: zones(86_400, ['msoid CNAME old.example.']),
  });
  unbound = await startUnbound({ 'contoso.com': first.port });
  const lines = ['access-control: 127.0.0.1/32 allow_snoop'];
  snooped = await startUnbound({ 'contoso.com': first.port }, { lines });
});
afterAll(async () => {
  await Promise.all([unbound.stop(), snooped.stop()]);
  await Promise.all([first.stop(), second.stop()]);
});

const table = ({ evidence }: Pick<DnsCheckResult, 'evidence'>): Record<string, string> =>
  Object.fromEntries(evidence.map(({ evidence: { check, verdict } }) => [check, verdict]));
const check = (ownServers: boolean): Promise<DnsCheckResult> =>
  new DnsCheckService({
    lookup: new DnsClient({ server: parseServer(unbound.server) }),
    sources: { ...RUNBOOK_CHECKS, ...sources },
    systemServers: () => [],
    authoritativePort: first.port,
    ownServers,
  }).check({ profile }, { ...all, server: unbound.server });

describe('name servers that disagree', () => {
  it('a TTL holds only when each of them shows it', async () => {
    const result = await check(false);
    expect(table(result)).toMatchObject({ 'mx-planned': 'matching', 'ttl-cutover': 'differing' });
    const ttl = result.evidence.find(({ evidence }) => evidence.check === 'ttl-cutover')?.evidence;
    expect(ttl).toMatchObject({ answer: { server: { address: '127.0.0.2' }, flags: { aa: true } } });
    expect(ttl?.summary).toContain('TTL of 86400 s');
    expect(ttl?.summary).toContain('So answers ns2.contoso.com (127.0.0.2');
  });

  it('a record that one of them lacks, or one still has, is not as planned where all of them are asked', async () => {
    const wanted = {
      'mx-planned': 'matching',
      'verification-txt': 'differing',
      msoid: 'differing',
      'ttl-cutover': 'differing',
    };
    expect(table(await check(true))).toEqual(wanted);
    const service = new SnapshotService({
      lookup: new DnsClient({ server: parseServer(unbound.server) }),
      token: () => 'abc123',
      authoritativePort: first.port,
    });
    const vantages = [vantageOf('public', parseServer(unbound.server))];
    const { draft } = await service.take({ profile, domains: [], vantages, authoritative: true });
    const { judged } = await judgeRun(draft, profile, all, sources);
    expect(table({ evidence: judged })).toEqual(wanted);
  });
});

describe('a name server that does not hold the zone', () => {
  it('proves nothing, though it answers from its cache', async () => {
    // It takes the place of the zone's own server, as a resolver or an intercepting router does.
    const { address, port } = parseServer(snooped.server);
    const guide = { address, port, label: 'guide' };
    const client = new DnsClient({ server: guide });
    const run = new DnsRun(client);
    await client.lookup({ name: 'contoso.com', type: 'MX' });
    const answer = await new OwnServersLookup({ run, guide, port }).lookup({
      name: 'contoso.com',
      type: 'MX',
    });
    expect(answer).toMatchObject({ outcome: 'not-auth', records: [], flags: { aa: false, ra: true } });
    expect(answer.raw).toContain('without authority');
    expect(answer.raw).toContain('10 mx1.filter.example.');
  });
});
