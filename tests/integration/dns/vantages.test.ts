import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DnsClient } from '../../../electron/dns/client.ts';
import {
  SnapshotService,
  type Snapshot,
  type SnapshotRequest,
} from '../../../electron/dns/snapshot-service.ts';
import { parseServer } from '../../../shared/dns/server.ts';
import { runDraftSchema } from '../../../shared/dns/stored-run.ts';
import type { RunDraft } from '../../../shared/dns/stored-run.ts';
import { storedLookup } from '../../../shared/dns/stored-lookup.ts';
import type { DnsLookup, RecordType } from '../../../shared/dns/types.ts';
import { PROBE_ID, vantageOf } from '../../../shared/dns/vantage.ts';
import type { Vantage } from '../../../shared/dns/vantage.ts';
import { agreements, verdictOf, type Agreement } from '../../../shared/dns/vantage-compare.ts';
import { spfLookupOver } from '../../../shared/spf/dns-lookup.ts';
import { expandSpf } from '../../../shared/spf/expand.ts';
import { proveSenders, type ProofInput } from '../../../shared/spf/sender-proof.ts';
import { contosoDomain, contosoProfile } from '../../fixtures/customer.ts';
import { startKnot, startUnbound, type KnotServer, type UnboundOptions } from '../support/dns-servers.ts';

const NS2 = ['@ NS ns2', 'ns2 A 127.0.0.2'];
const BEFORE = [
  ...NS2,
  '@ 1800 MX 10 mail',
  'mail A 192.0.2.7',
  '@ TXT "v=spf1 mx include:spf.filter.example ~all"',
  '_dmarc TXT "v=DMARC1; p=none; rua=mailto:a@reports.example"',
];
const AFTER = BEFORE.map((line) => line.replace('10 mail', '10 mx1.filter.example.'));
const OTHERS = {
  'filter.example': [
    'mx1 A 192.0.2.9',
    'spf TXT "v=spf1 include:deep.filter.example a:mx1.filter.example -all"',
    'deep TXT "v=spf1 ip4:198.51.100.0/24 -all"',
  ],
  'reports.example': ['contoso.com._report._dmarc TXT "v=DMARC1"'],
};
const profile = contosoProfile({
  domains: [{ ...contosoDomain(), eopHost: '' }],
  onPremInboundHost: '',
  onPremPublicIps: [],
});

/** The first holds all zones; the second, at the same port of another address, the customer's alone. */
let first: KnotServer;
let second: KnotServer;
const running: Array<{ stop(): Promise<void> }> = [];
const zones = (lines: readonly string[]): Record<string, readonly string[]> => ({ 'contoso.com': lines });

const startPair = async (): Promise<readonly [KnotServer, KnotServer]> => {
  const all = await startKnot({ zones: { ...zones(BEFORE), ...OTHERS } });
  return [all, await startKnot({ zones: zones(BEFORE), address: '127.0.0.2', port: all.port })];
};
beforeAll(async () => {
  [first, second] = await startPair();
});
/** A pair of a test's own, for what changes its zones. */
const ownPair = async (): Promise<readonly [KnotServer, KnotServer]> => {
  const pair = await startPair();
  running.push(...pair);
  return pair;
};
afterAll(() => Promise.all([first.stop(), second.stop()]));
afterEach(() => Promise.all(running.splice(0).map((server) => server.stop())));

const resolver = async (options: UnboundOptions = {}, port = first.port): Promise<string> => {
  const names = ['contoso.com', ...Object.keys(OTHERS)];
  const server = await startUnbound(Object.fromEntries(names.map((name) => [name, port])), options);
  running.push(server);
  return server.server;
};
const place = (kind: 'system' | 'internal' | 'public', server: string): Vantage =>
  vantageOf(kind, parseServer(server));

const client = new DnsClient({ server: parseServer('127.0.0.1:1') });
/** Each question with its server, as it went on the wire. */
let asked: string[] = [];
const counting: DnsLookup = {
  lookup: (question, options = {}) => {
    asked.push(
      `${options.server?.address ?? ''}:${options.server?.port ?? 0} ${String(options.recursive)} ${question.type} ${question.name}`,
    );
    return client.lookup(question, options);
  },
};
const take = (
  request: Partial<SnapshotRequest>,
  hooks: Parameters<SnapshotService['take']>[1] = {},
  port = first.port,
): Promise<Snapshot> => {
  asked = [];
  const service = new SnapshotService({
    lookup: counting,
    token: () => 'abc123',
    authoritativePort: port,
  });
  return service.take({ profile, domains: [], vantages: [], authoritative: true, ...request }, hooks);
};
const about = (draft: RunDraft, type: RecordType, name = 'contoso.com'): Agreement =>
  agreements(draft).find(({ question }) => question.type === type && question.name === name) ??
  expect.fail(`${type} ${name} was not asked`);

describe('a snapshot of real servers', () => {
  it('asks each place once for everything, down to the last include, and finds all the same', async () => {
    const { draft, offline } = await take({ vantages: [place('public', await resolver())] });
    expect(offline).toBe(false);
    expect(runDraftSchema.parse(draft)).toEqual(draft);
    expect(new Set(asked).size).toBe(asked.length);
    expect(draft.vantages.map(({ kind, label }) => [kind, label.replace(/:.*/u, '')])).toEqual([
      ['public', '127.0.0.1'],
      ['authoritative', 'ns1.contoso.com'],
      ['authoritative', 'ns2.contoso.com'],
    ]);
    const atResolver = draft.answers
      .filter(({ vantage }) => vantage.startsWith('public:'))
      .map(({ answer }) => `${answer.question.type} ${answer.question.name}`);
    expect(atResolver).toEqual(
      expect.arrayContaining([
        'TXT deep.filter.example',
        'TXT contoso.com._report._dmarc.reports.example',
        'TLSA _25._tcp.mail.contoso.com',
      ]),
    );
    const own = draft.answers.filter(({ vantage }) => vantage.startsWith('ns:'));
    expect(own.every(({ answer }) => answer.question.name.endsWith('contoso.com') && answer.flags.aa)).toBe(
      true,
    );
    expect(about(draft, 'MX')).toMatchObject({ code: 'same' });
    expect(verdictOf(agreements(draft)).code).toBe('same');
  });

  it('shows servers of one zone with two serials, and then a cache that still has the old record', async () => {
    const [ns1, ns2] = await ownPair();
    const cache = await resolver({}, ns1.port);
    await client.lookup({ name: 'contoso.com', type: 'MX' }, { server: parseServer(cache) });
    await ns1.reload(zones(AFTER));
    const half = await take({ vantages: [place('public', cache)] }, {}, ns1.port);
    const disagree = about(half.draft, 'MX');
    expect(disagree.code).toBe('authoritative-disagree');
    expect(disagree.sentence).toMatch(
      /ns1\.contoso\.com \S+, serial 2, says “10 mx1\.filter\.example”; ns2\.contoso\.com \S+, serial 1, says “10 mail\.contoso\.com”/u,
    );
    expect(about(half.draft, 'SOA').code).toBe('authoritative-disagree');
    await ns2.reload(zones(AFTER));
    const { draft } = await take({ vantages: [place('public', cache)] }, {}, ns1.port);
    const spread = about(draft, 'MX');
    expect(spread.code).toBe('not-yet-spread');
    const old = draft.answers.find(
      ({ vantage, answer }) => vantage.startsWith('public:') && answer.question.type === 'MX',
    )?.answer;
    const ttl = old?.records[0]?.ttl ?? 0;
    expect(ttl).toBeGreaterThan(0);
    expect(ttl).toBeLessThanOrEqual(1800);
    const heard = Date.parse(old?.at ?? '') + (old?.elapsedMs ?? 0);
    expect(spread.until).toBe(new Date((Math.ceil(heard / 1000) + ttl) * 1000).toISOString());
  });

  it('names a server that refuses the zone, and one that answers without authority', async () => {
    const [ns1] = await ownPair();
    const { port } = ns1;
    running.push(await startKnot({ zones: { 'other.example': [] }, address: '127.0.0.3', port }));
    const lines = ['access-control: 127.0.0.4/32 allow_snoop', 'access-control: 127.0.0.1/32 allow_snoop'];
    const without = await resolver({ address: '127.0.0.4', port, lines }, port);
    await client.lookup({ name: 'contoso.com', type: 'SOA' }, { server: parseServer(without) });
    await ns1.reload(zones([...BEFORE, '@ NS ns3', 'ns3 A 127.0.0.3', '@ NS ns4', 'ns4 A 127.0.0.4']));
    const { draft } = await take({ vantages: [place('public', await resolver({}, port))] }, {}, port);
    const lame = about(draft, 'SOA');
    expect(lame.code).toBe('lame-delegation');
    expect(lame.sentence).toMatch(/ns3\.contoso\.com \(127\.0\.0\.3:\d+\) gives a refusal \(REFUSED\)/u);
    expect(lame.sentence).toMatch(/ns4\.contoso\.com \(127\.0\.0\.4:\d+\) answers without authority/u);
    expect(about(draft, 'MX').code).toBe('same');
  });

  it('tells the inside view from the outside one', async () => {
    const inside = await resolver({
      lines: ['local-zone: "mail.contoso.com." redirect', 'local-data: "mail.contoso.com. A 10.0.0.7"'],
    });
    const { draft } = await take({
      vantages: [place('public', await resolver()), place('internal', inside)],
    });
    const split = about(draft, 'A', 'mail.contoso.com');
    expect(split.code).toBe('split-horizon');
    expect(split.sentence).toContain('“10.0.0.7”');
    expect(verdictOf(agreements(draft)).code).toBe('split-horizon');
  });

  it('sees a resolver that answers for names that can not exist, and one that hides a host', async () => {
    const rewriting = await resolver({
      lines: ['local-zone: "invalid." redirect', 'local-data: "invalid. A 192.0.2.99"'],
    });
    const hiding = await resolver({
      lines: ['local-zone: "mail.contoso.com." redirect', 'local-data: "mail.contoso.com. A 0.0.0.0"'],
    });
    const { draft } = await take({ vantages: [place('public', rewriting), place('public', hiding)] });
    expect(about(draft, 'A', 'mailflow-canary-abc123.invalid').code).toBe('intercepted');
    expect(about(draft, 'A', 'mail.contoso.com').code).toBe('filtered');
    expect(verdictOf(agreements(draft)).code).toBe('intercepted');
  });

  it('sees an answer past its time', async () => {
    const gone = await startKnot({ zones: { ...zones(['@ 1 MX 10 old-mail.contoso.com.']), ...OTHERS } });
    const cache = await resolver({ lines: ['serve-expired: yes', 'ede-serve-expired: yes'] }, gone.port);
    const server = parseServer(cache);
    await client.lookup({ name: 'contoso.com', type: 'MX' }, { server });
    await gone.stop();
    const isStale = async (): Promise<boolean> =>
      (await client.lookup({ name: 'contoso.com', type: 'MX' }, { server })).extendedErrors?.[0]?.code === 3;
    await expect.poll(isStale).toBe(true);
    const { draft } = await take({ vantages: [place('public', await resolver()), place('system', cache)] });
    expect(about(draft, 'MX')).toMatchObject({ code: 'stale' });
    expect(about(draft, 'MX').sentence).toContain('extended error 3');
  });
});

describe('without answers', () => {
  it('is offline when no server can be reached, and says nothing about the records', async () => {
    const { draft, offline } = await take({ vantages: [place('public', '127.0.0.1:1')] });
    expect(offline).toBe(true);
    expect(verdictOf(agreements(draft)).code).toBe('not-known');
    expect(draft.notes.join(' ')).toContain('contoso.com');
  });

  it('stops at once, and asks nobody when there is nobody to ask', async () => {
    const stop = new AbortController();
    const taken = take(
      { vantages: [place('public', await resolver())] },
      { signal: stop.signal, onProgress: () => stop.abort() },
    );
    await expect(taken).rejects.toMatchObject({ code: 'cancelled' });
    await expect(take({})).rejects.toMatchObject({ code: 'bad-input' });
    await expect(take({ domains: ['other.example'] })).rejects.toMatchObject({ code: 'bad-input' });
  });

  it('an address without a server stays silent unless port 53 is redirected', async () => {
    const { draft } = await take({
      vantages: [place('public', await resolver())],
      authoritative: false,
      probe: true,
    });
    const probe = draft.answers.filter(({ vantage }) => vantage === PROBE_ID);
    expect(probe.map(({ answer }) => answer.question.type)).toEqual(['SOA']);
    expect(about(draft, 'SOA').code).not.toBe('intercepted');
  });
});

it('replays in the SPF engine as the live servers answered', async () => {
  const server = parseServer(await resolver());
  const live = spfLookupOver({ lookup: (question) => client.lookup(question, { server }) });
  const { draft } = await take({ vantages: [vantageOf('public', server)] });
  const replayed = spfLookupOver(storedLookup(draft));
  const tree = await expandSpf('contoso.com', replayed);
  expect(tree).toEqual(await expandSpf('contoso.com', live));
  expect(JSON.stringify(tree)).toContain('198.51.100.0/24');
  const input: ProofInput = {
    domain: 'contoso.com',
    before: null,
    after: 'v=spf1 mx include:deep.filter.example -all',
    senders: [
      { label: 'Exchange', kind: 'on-premises', ip: '192.0.2.7' },
      { label: 'Filter', kind: 'third-party', ip: '198.51.100.20' },
      { label: 'Stranger', kind: 'stranger', ip: '203.0.113.1' },
    ],
  };
  const proof = await proveSenders(input, replayed);
  expect(proof).toEqual(await proveSenders(input, live));
  expect(proof.map(({ before, proved }) => [before.result, proved])).toEqual([
    ['pass', true],
    ['pass', true],
    ['softfail', true],
  ]);
});
