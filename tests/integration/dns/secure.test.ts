import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DnsClient, type DnsClientOptions } from '../../../electron/dns/client.ts';
import { parseServer } from '../../../shared/dns/server.ts';
import type { DnsAnswer, DnsQuestion } from '../../../shared/dns/types.ts';
import { startDnsdist, startKnot, type DnsdistServer, type KnotServer } from '../support/dns-servers.ts';
import {
  reply,
  startFaultServer,
  type Behaviour,
  type FaultServer,
  type Query,
} from '../support/fault-server.ts';
import { openSockets, openTimers, settlesAt } from '../support/open-handles.ts';
import { createTestCa, type Certificate, type TestCa } from '../support/test-ca.ts';

const MX = { name: 'contoso.com', type: 'MX' } as const;

let ca: TestCa;
let other: TestCa;
let knot: KnotServer;
let dnsdist: DnsdistServer;
beforeAll(async () => {
  [ca, other] = await Promise.all([createTestCa(), createTestCa()]);
  knot = await startKnot({
    zones: { 'contoso.com': ['@ MX 10 mx1.filter.example.'] },
  });
  dnsdist = await startDnsdist(knot.server, await ca.issue(['DNS:dns.example', 'IP:127.0.0.1']));
});
afterAll(async () => {
  await dnsdist.stop();
  await knot.stop();
  await ca.remove();
  await other.remove();
});

const many = Array.from({ length: 300 }, (_, index) => `h${index}`);
const forms = (): Array<[string, string]> => [
  ['tls', dnsdist.tls],
  ['tls', `${dnsdist.tls}#dns.example`],
  ['https', dnsdist.https],
  ['https', `https://dns.example:${dnsdist.httpsPort}/dns-query@127.0.0.1`],
];
const ask = async (
  server: string,
  options: Partial<DnsClientOptions> = {},
  question: DnsQuestion = MX,
): Promise<DnsAnswer> => {
  const client = new DnsClient({ server: parseServer(server), trusted: [ca.pem], ...options });
  const answer = await client.lookup(question);
  client.close();
  return answer;
};

describe('a server that is asked under encryption', () => {
  it('answers over TLS and HTTPS, by the address or the name of its certificate', async () => {
    for (const [transport, server] of forms()) {
      const answer = await ask(server);
      expect(answer, answer.raw).toMatchObject({
        outcome: 'answer',
        transport,
        rcode: 'NOERROR',
        records: [{ name: 'contoso.com', type: 'MX', ttl: 3600, value: '10 mx1.filter.example' }],
        flags: { aa: true },
      });
      expect(answer.raw).toContain(`SERVER: ${server}, ${transport.toUpperCase()}`);
    }
  });

  it.each(['tls', 'https'] as const)(
    'is refused over %s when its certificate is not trusted',
    async (way) => {
      for (const trusted of [[], [other.pem]]) {
        const answer = await ask(dnsdist[way], { trusted });
        expect(answer).toMatchObject({ outcome: 'unreachable', transport: way, records: [], rcode: '' });
        expect(answer.raw).toContain('the certificate is not trusted');
      }
    },
  );

  it('is refused when its certificate is for another name', async () => {
    for (const server of [
      `${dnsdist.tls}#other.example`,
      `https://other.example:${dnsdist.httpsPort}/dns-query@127.0.0.1`,
    ]) {
      const answer = await ask(server);
      expect(answer).toMatchObject({ outcome: 'unreachable', records: [] });
      expect(answer.raw).toContain('the certificate is for another name');
    }
  });

  it('is never asked in the clear instead', async () => {
    const plain = await startFaultServer((query) => [reply(query)], { tcp: false });
    const answer = await ask(`tls://${plain.server}`);
    expect(answer).toMatchObject({ outcome: 'unreachable', transport: 'tls' });
    expect(plain.seen).toEqual([]);
    await plain.stop();
  });

  it('says what an HTTPS server answers that speaks no DNS there', async () => {
    const wrongPath = await ask(dnsdist.https.replace('dns-query', 'elsewhere'));
    expect(wrongPath).toMatchObject({ outcome: 'malformed', transport: 'https' });
    expect(wrongPath.raw).toContain('HTTP status 404');
    const page = await startFaultServer((query) => [reply(query)], {
      certificate: await ca.issue(['IP:127.0.0.1']),
      http: { type: 'text/html; charset=utf-8' },
    });
    const answer = await ask(page.https);
    expect(answer).toMatchObject({ outcome: 'malformed', records: [] });
    expect(answer.raw).toContain('“text/html” instead of a DNS message');
    await page.stop();
  });
});

describe.each(['tls', 'https'] as const)('the connection over %s', (way) => {
  const good = (query: Query): Buffer => reply(query, { flags: ['RD', 'RA', 'AA'] });
  let server: FaultServer;
  let client: DnsClient;
  const start = async (behaviour: Behaviour): Promise<void> => {
    server = await startFaultServer(behaviour, { certificate });
    client = new DnsClient({ server: parseServer(server[way]), trusted: [ca.pem] });
  };
  let certificate: Certificate;
  beforeAll(async () => {
    certificate = await ca.issue(['IP:127.0.0.1']);
  });
  afterEach(async () => {
    client.close();
    await server.stop();
  });
  const lookups = (names: readonly string[], signal?: AbortSignal): Promise<DnsAnswer[]> =>
    Promise.all(
      names.map((name) =>
        client.lookup({ name: `${name}.contoso.com`, type: 'MX' }, signal ? { signal } : {}),
      ),
    );
  const outcomes = (answers: readonly DnsAnswer[]): string[] => [
    ...new Set(
      answers.map(({ outcome, question: { name }, raw }) =>
        raw.includes(`;${name}.\tIN\tMX`) ? outcome : `${outcome} for another question`,
      ),
    ),
  ];

  it('is one for many questions at once and later ones', async () => {
    await start((query) => [good(query)]);
    expect(outcomes(await lookups(many))).toEqual(['no-data']);
    expect(outcomes(await lookups(['later']))).toEqual(['no-data']);
    expect(server.seen).toHaveLength(many.length + 1);
    expect(server.secureConnections()).toBe(1);
  });

  it('is opened again, once, where the server ends it under a question', async () => {
    let asked = 0;
    await start((query) => {
      asked += 1;
      return asked === 2 ? ['close'] : [good(query)];
    });
    expect(outcomes(await lookups(['first']))).toEqual(['no-data']);
    expect(outcomes(await lookups(['second']))).toEqual(['no-data']);
    expect(server.secureConnections()).toBe(2);
  });

  it('is given up where the server ends it each time', async () => {
    await start(() => ['close']);
    const [answer] = await lookups(['first']);
    expect(answer).toMatchObject({ outcome: 'malformed' });
    expect(answer?.raw).toContain('the connection was closed before a whole answer');
    expect(server.secureConnections()).toBe(2);
  });

  it('ends at once when the person stops, and leaves nothing behind', async () => {
    await start(() => []);
    const before = { timers: openTimers(), sockets: openSockets() };
    const stop = new AbortController();
    const pending = lookups(many.slice(0, 20), stop.signal);
    await expect.poll(() => server.seen).toHaveLength(20);
    stop.abort();
    expect(openTimers()).toBeLessThanOrEqual(before.timers);
    expect(outcomes(await pending)).toEqual(['cancelled']);
    await settlesAt(openSockets, before.sockets);
  });

  it('keeps no program alive that has all its answers', async () => {
    await start((query) => [good(query)]);
    const before = { timers: openTimers(), sockets: openSockets() };
    await lookups(['first']);
    await settlesAt(openTimers, before.timers);
    // The server's own end of the connection is one.
    await settlesAt(openSockets, before.sockets + 1);
  });
});
