import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DnsClient, type DnsClientOptions } from '../../../electron/dns/client.ts';
import { parseServer } from '../../../shared/dns/server.ts';
import type { DnsAnswer, DnsOutcome, DnsQuestion } from '../../../shared/dns/types.ts';
import {
  startDnsdist,
  startKnot,
  startUnbound,
  type DnsdistServer,
  type KnotServer,
  type UnboundServer,
} from '../support/dns-servers.ts';
import { reply, startFaultServer, type Behaviour, type FaultServer } from '../support/fault-server.ts';
import { createTestCa, type Certificate, type TestCa } from '../support/test-ca.ts';

const WAYS = ['udp', 'tcp', 'tls', 'https'] as const;
type Way = (typeof WAYS)[number];

const RULES = [
  'addAction("notauth.example.", RCodeAction(DNSRCode.NOTAUTH))',
  'addAction("formerr.example.", RCodeAction(DNSRCode.FORMERR))',
];
/** So that every question comes again over TCP. */
const CUT = 'addAction(TCPRule(false), TCAction())';

let ca: TestCa;
let certificate: Certificate;
let knot: KnotServer;
let unbound: UnboundServer;
/** In front of knotd and of unbound; the second of each cuts every answer over UDP. */
let authoritative: readonly [DnsdistServer, DnsdistServer];
let resolver: readonly [DnsdistServer, DnsdistServer];

beforeAll(async () => {
  ca = await createTestCa();
  certificate = await ca.issue(['IP:127.0.0.1']);
  knot = await startKnot({
    zones: {
      'contoso.com': [
        '@ MX 10 mx1.filter.example.',
        'www CNAME web.filter.example.',
        'mail A 192.0.2.25',
        'inner CNAME mail',
        'branch NS ns1.branch.example.',
      ],
    },
  });
  // knotd does not hold the second zone, so that unbound must fail to find out.
  unbound = await startUnbound({ 'contoso.com': knot.port, 'gone.example': knot.port });
  const pair = async (backend: string): Promise<readonly [DnsdistServer, DnsdistServer]> => [
    await startDnsdist(backend, certificate, RULES),
    await startDnsdist(backend, certificate, [CUT, ...RULES]),
  ];
  authoritative = await pair(knot.server);
  resolver = await pair(unbound.server);
});
afterAll(async () => {
  for (const server of [...authoritative, ...resolver, unbound, knot]) await server.stop();
  await ca.remove();
});

const client = (server: string, options: Partial<DnsClientOptions> = {}): DnsClient =>
  new DnsClient({ server: parseServer(server), trusted: [ca.pem], ...options });

const over = async (
  [plain, cutting]: readonly [DnsdistServer, DnsdistServer],
  way: Way,
  question: DnsQuestion,
  recursive = false,
): Promise<DnsAnswer> => {
  const server = { udp: plain.server, tcp: cutting.server, tls: plain.tls, https: plain.https }[way];
  const asking = client(server);
  const answer = await asking.lookup(question, { recursive });
  asking.close();
  return answer;
};

describe.each(WAYS)("a zone's own server, over %s", (way) => {
  it.each<[DnsOutcome, DnsQuestion['type'], string, string]>([
    ['answer', 'MX', 'contoso.com', 'NOERROR'],
    ['answer', 'A', 'inner.contoso.com', 'NOERROR'],
    ['alias', 'A', 'www.contoso.com', 'NOERROR'],
    ['no-data', 'A', 'contoso.com', 'NOERROR'],
    ['nxdomain', 'A', 'nothing.contoso.com', 'NXDOMAIN'],
    ['referral', 'MX', 'mail.branch.contoso.com', 'NOERROR'],
    ['refused', 'MX', 'fabrikam.example', 'REFUSED'],
    ['not-auth', 'MX', 'notauth.example', 'NOTAUTH'],
    ['format-error', 'MX', 'formerr.example', 'FORMERR'],
  ])('gives %s for %s of %s', async (outcome, type, name, rcode) => {
    const answer = await over(authoritative, way, { name, type });
    expect(answer, answer.raw).toMatchObject({ outcome, rcode, transport: way });
  });

  it('shows where an alias and a referral lead', async () => {
    const alias = await over(authoritative, way, { name: 'www.contoso.com', type: 'A' });
    expect(alias.records).toMatchObject([{ type: 'CNAME', value: 'web.filter.example' }]);
    const referral = await over(authoritative, way, { name: 'mail.branch.contoso.com', type: 'MX' });
    expect(referral.records).toEqual([]);
    expect(referral.raw).toContain('branch.contoso.com.\t3600\tIN\tNS\tns1.branch.example.');
  });
});

describe.each(WAYS)('a resolver, over %s', (way) => {
  it('looks further for the answer', async () => {
    const answer = await over(resolver, way, { name: 'contoso.com', type: 'MX' }, true);
    expect(answer).toMatchObject({ outcome: 'answer', transport: way, flags: { aa: false, ra: true } });
  });

  it('could not find out: SERVFAIL', async () => {
    const answer = await over(resolver, way, { name: 'mail.gone.example', type: 'A' }, true);
    expect(answer, answer.raw).toMatchObject({ outcome: 'servfail', rcode: 'SERVFAIL', transport: way });
  });
});

describe.concurrent.each(WAYS)('a server that can not be relied on, over %s', (way) => {
  const MX = { name: 'contoso.com', type: 'MX' } as const;
  const SHORT = { tryMs: 1500, totalMs: 60_000 };
  const ask = async (behaviour: Behaviour, options: Partial<DnsClientOptions> = {}): Promise<DnsAnswer> => {
    const server: FaultServer = await startFaultServer(
      (query) =>
        way === 'tcp' && query.transport === 'udp' ? [reply(query, { flags: ['TC'] })] : behaviour(query),
      { certificate },
    );
    const address = way === 'tls' ? server.tls : way === 'https' ? server.https : server.server;
    const asking = client(address, { ...SHORT, ...options });
    const answer = await asking.lookup(MX);
    asking.close();
    await server.stop();
    return answer;
  };
  const wrongId: Behaviour = (query) => [reply(query, { id: ((query.packet.id ?? 0) + 1) % 65536 })];

  it.each<[DnsOutcome, string, Behaviour]>([
    ['timeout', 'silence', () => []],
    ['malformed', 'another id', wrongId],
    [
      'malformed',
      'an answer to another question',
      (query) => [reply(query, { questions: [{ name: 'example.org', type: 'MX' }] })],
    ],
    ['malformed', 'a question', (query) => [Buffer.from(reply(query)).fill(0, 2, 3)]],
    ['malformed', 'garbage', () => [Buffer.from('no DNS at all, only text')]],
    ['malformed', 'a cut message', (query) => [reply(query).subarray(0, 20)]],
    ['servfail', 'SERVFAIL', (query) => [reply(query, { rcode: 2 })]],
    ['not-auth', 'NOTAUTH', (query) => [reply(query, { rcode: 9 })]],
  ])('comes to %s by %s', async (outcome, _name, behaviour) => {
    const answer = await ask(behaviour);
    expect(answer, answer.raw).toMatchObject({ outcome, records: [] });
  });

  it('is asked again without EDNS where it can not read it', async () => {
    const answer = await ask((query) => [
      query.edns
        ? reply(query, { rcode: 1 })
        : reply(query, { answers: [{ ...MX, data: { preference: 0, exchange: '.' } }] }),
    ]);
    expect(answer, answer.raw).toMatchObject({ outcome: 'answer', records: [{ value: '0 .' }] });
  });
});

describe.each(WAYS)('no server, over %s', (way) => {
  it('is unreachable', async () => {
    const server = await startFaultServer(() => [], { certificate });
    await server.stop();
    const address = way === 'tls' ? server.tls : way === 'https' ? server.https : server.server;
    const answer = await client(address).lookup({ name: 'contoso.com', type: 'MX' });
    expect(answer, answer.raw).toMatchObject({ outcome: 'unreachable', records: [] });
    expect(answer.raw).toContain('nothing listens on that port (ECONNREFUSED)');
  });
});
