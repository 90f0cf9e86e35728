import { afterEach, describe, expect, it } from 'vitest';
import { DnsClient, type DnsClientOptions } from '../../../electron/dns/client.ts';
import { parseServer } from '../../../shared/dns/server.ts';
import type { DnsAnswer, DnsOutcome } from '../../../shared/dns/types.ts';
import {
  reply,
  startFaultServer,
  type Behaviour,
  type FaultServer,
  type Query,
} from '../support/fault-server.ts';
import { settlesAt } from '../support/open-handles.ts';

const MX = { name: 'contoso.com', type: 'MX' } as const;
const good = (query: Query): Buffer =>
  reply(query, {
    answers: [
      { name: 'contoso.com', type: 'MX', ttl: 300, data: { preference: 10, exchange: 'MX1.Filter.Example' } },
    ],
  });
/**
 * For servers that leave a try unanswered; the others get the time that the app gives them. The end of all tries is
 * far away, so that each one has its whole time on a busy machine.
 */
const SHORT = { tryMs: 700, totalMs: 60_000 };

let running: FaultServer | undefined;
afterEach(async () => {
  await running?.stop();
  running = undefined;
});

const ask = async (
  behaviour: Behaviour,
  {
    client = SHORT,
    ...server
  }: { client?: Partial<DnsClientOptions>; tcp?: boolean; foreignSender?: boolean } = {},
): Promise<DnsAnswer> => {
  running = await startFaultServer(behaviour, server);
  return new DnsClient({ server: parseServer(running.server), ...client }).lookup(MX);
};
const seen = (): string[] =>
  (running?.seen ?? []).map(({ transport, edns }) => `${transport}${edns ? '' : ' without EDNS'}`);

describe('what a server may do to a question', () => {
  it('answers: the record in canonical form, with its TTL and the flags', async () => {
    const answer = await ask((query) => [good(query)]);
    expect(answer).toMatchObject({
      outcome: 'answer',
      transport: 'udp',
      rcode: 'NOERROR',
      records: [{ name: 'contoso.com', type: 'MX', ttl: 300, value: '10 mx1.filter.example' }],
      flags: { aa: false, ad: false, ra: true, tc: false },
    });
    expect(seen()).toEqual(['udp']);
  });

  it('stays silent: a time-out, after UDP twice and TCP', async () => {
    const answer = await ask(() => [], { client: SHORT });
    expect(answer.outcome).toBe('timeout');
    expect(seen().toSorted()).toEqual(['tcp', 'udp', 'udp without EDNS']);
    expect(answer.raw).toContain('UDP: no answer in 0.7 s');
  });

  it('stays silent: the end comes with all tries together, whatever one may take', async () => {
    // The test itself would end long before one such try.
    const answer = await ask(() => [], { client: { tryMs: 3_600_000, totalMs: 300 } });
    expect(answer.outcome).toBe('timeout');
    expect(answer.raw).toContain('UDP: no answer in 0.3 s');
  });

  it('has answered when the program was too busy to look before the time was up', async () => {
    const busy = (): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
    const answer = await ask(
      (query) => {
        // Comes when the answer is on its way, and before anybody reads it.
        setImmediate(busy);
        return [good(query)];
      },
      { client: { tryMs: 200, totalMs: 60_000 } },
    );
    expect(answer).toMatchObject({ outcome: 'answer', transport: 'udp' });
    expect(seen()).toEqual(['udp']);
  });

  it('loses the first datagram: the second try brings the answer', async () => {
    const answer = await ask((query) => (query.transport === 'udp' && !query.edns ? [good(query)] : []), {
      client: SHORT,
    });
    expect(answer).toMatchObject({ outcome: 'answer', transport: 'udp' });
    expect(answer.raw).toContain('NOTE: UDP: no answer in');
  });

  it('loses all of UDP: TCP brings the answer', async () => {
    const answer = await ask((query) => (query.transport === 'tcp' ? [good(query)] : []), {
      client: SHORT,
    });
    expect(answer).toMatchObject({ outcome: 'answer', transport: 'tcp' });
  });

  it.each<[string, (query: Query) => Buffer, string]>([
    ['another id', (query) => reply(query, { id: ((query.packet.id ?? 0) + 1) % 65536 }), 'another id'],
    [
      'another question',
      (query) => reply(query, { questions: [{ name: 'example.org', type: 'MX' }] }),
      'an answer to another question (example.org MX)',
    ],
    [
      'another type',
      (query) => reply(query, { questions: [{ name: 'contoso.com', type: 'A' }] }),
      'an answer to another question (contoso.com A)',
    ],
    ['no question', (query) => reply(query, { questions: [] }), 'not exactly one question'],
    ['garbage', () => Buffer.from('no DNS at all, only text'), 'not a DNS message'],
    ['three octets', () => Buffer.from([1, 2, 3]), 'not a DNS message'],
    ['a cut packet', (query) => good(query).subarray(0, 40), 'not a DNS message'],
  ])('answers with %s: ignored until the time is up, and said', async (_name, forge, note) => {
    const answer = await ask((query) => (query.transport === 'udp' ? [forge(query)] : []), { client: SHORT });
    expect(answer.outcome).toBe('malformed');
    expect(answer.records).toEqual([]);
    expect(answer.raw).toContain(`ignored ${note}`);
  });

  it('sends a forged answer before the true one: only the true one counts', async () => {
    const forged = (query: Query): Buffer =>
      reply(query, {
        id: ((query.packet.id ?? 0) + 1) % 65536,
        answers: [{ name: 'contoso.com', type: 'MX', data: { preference: 1, exchange: 'evil.example' } }],
      });
    const answer = await ask((query) => [forged(query), good(query)]);
    expect(answer.records.map(({ value }) => value)).toEqual(['10 mx1.filter.example']);
  });

  it('is not the one that answers: another sender is never heard', async () => {
    const answer = await ask((query) => (query.transport === 'udp' ? [good(query)] : []), {
      foreignSender: true,
    });
    expect(answer).toMatchObject({ outcome: 'timeout', records: [] });
  });

  it('adds records of names that were not asked for: they do not count', async () => {
    const answer = await ask((query) => [
      reply(query, {
        answers: [
          { name: 'contoso.com', type: 'MX', data: { preference: 10, exchange: 'mx1.filter.example' } },
          { name: 'example.org', type: 'MX', data: { preference: 0, exchange: 'evil.example' } },
        ],
      }),
    ]);
    expect(answer.records).toHaveLength(1);
    expect(answer.raw).toContain('evil.example');
  });

  it.each<[string, number, DnsOutcome]>([
    ['SERVFAIL', 2, 'servfail'],
    ['NXDOMAIN', 3, 'nxdomain'],
    ['REFUSED', 5, 'refused'],
    ['NOTAUTH', 9, 'not-auth'],
  ])('says %s', async (rcode, code, outcome) => {
    const answer = await ask((query) => [reply(query, { rcode: code })]);
    expect(answer).toMatchObject({ outcome, rcode, records: [] });
    expect(seen()).toEqual(['udp']);
  });

  it('does not know EDNS: asked again without it', async () => {
    const answer = await ask((query) => [query.edns ? reply(query, { rcode: 1 }) : good(query)]);
    expect(answer.outcome).toBe('answer');
    expect(seen()).toEqual(['udp', 'udp without EDNS']);
  });

  it('understands nothing: a format error, and no third try', async () => {
    const answer = await ask((query) => [reply(query, { rcode: 1, questions: [] })]);
    expect(answer).toMatchObject({ outcome: 'format-error', rcode: 'FORMERR' });
    expect(seen()).toEqual(['udp', 'udp without EDNS']);
  });

  it('cuts the answer: TCP brings the whole of it', async () => {
    const answer = await ask((query) => [
      query.transport === 'udp' ? reply(query, { flags: ['TC', 'RD', 'RA'] }) : good(query),
    ]);
    expect(answer).toMatchObject({ outcome: 'answer', transport: 'tcp' });
    expect(answer.raw).toContain('NOTE: UDP: cut short (TC)');
  });

  it('cuts the answer and takes no TCP: unreachable over TCP, not refused', async () => {
    const answer = await ask((query) => [reply(query, { flags: ['TC'] })], { tcp: false });
    expect(answer).toMatchObject({ outcome: 'unreachable', transport: 'tcp' });
    expect(answer.raw).toContain('ECONNREFUSED');
  });

  it.each<[string, (query: Query) => ReadonlyArray<Buffer | 'close'>]>([
    ['closes the connection', () => ['close']],
    ['sends garbage', () => [Buffer.from('garbage over TCP')]],
    ['sends another id', (query) => [reply(query, { id: ((query.packet.id ?? 0) + 1) % 65536 })]],
    ['cuts that too', (query) => [reply(query, { flags: ['TC'] })]],
  ])('cuts the answer and, over TCP, %s: malformed', async (_name, overTcp) => {
    const answer = await ask((query) =>
      query.transport === 'udp' ? [reply(query, { flags: ['TC'] })] : overTcp(query),
    );
    expect(answer).toMatchObject({ outcome: 'malformed', transport: 'tcp', records: [] });
  });

  it('knows neither the name nor where to look: not taken for "no data"', async () => {
    const answer = await ask((query) => [
      reply(query, {
        flags: ['RD'],
        authorities: [{ name: 'com', type: 'NS', ttl: 3600, data: 'ns1.example' }],
      }),
    ]);
    expect(answer.outcome).toBe('referral');
  });
});

describe('where no server is', () => {
  it('finds a closed port at once', async () => {
    running = await startFaultServer(() => []);
    const { server } = running;
    await running.stop();
    running = undefined;
    const client = new DnsClient({ server: parseServer(server), tryMs: 3_600_000, totalMs: 3_600_000 });
    expect((await client.lookup(MX)).outcome).toBe('unreachable');
  });

  it.each([
    [false, 'offline'],
    [true, 'unreachable'],
  ] as const)('without a way to the network, any network up: %s', async (up, outcome) => {
    const server = parseServer('[fe80::1%lo]:53');
    const answer = await new DnsClient({ server, hasNetwork: () => up }).lookup(MX);
    expect(answer.outcome).toBe(outcome);
  });
});

describe('many questions where no way leads to the server', () => {
  it('are each told so at once, the later ones too', async () => {
    const server = parseServer('[fe80::1%lo]:53');
    const client = new DnsClient({ server, purpose: 'bulk', tryMs: 60_000, totalMs: 120_000 });
    for (let index = 0; index < 40; index += 1)
      expect(await client.lookup({ ...MX, name: `h${index}.contoso.com` })).toMatchObject({
        outcome: expect.stringMatching(/^(?:unreachable|offline)$/u) as string,
      });
    client.close();
  });
});

describe('the person stops', () => {
  it('ends a question on its way at once', async () => {
    running = await startFaultServer(() => []);
    const stop = new AbortController();
    const client = new DnsClient({
      server: parseServer(running.server),
      tryMs: 3_600_000,
      totalMs: 3_600_000,
    });
    const pending = client.lookup(MX, { signal: stop.signal });
    stop.abort();
    expect((await pending).outcome).toBe('cancelled');
  });

  it('asks nothing after the stop', async () => {
    running = await startFaultServer((query) => [good(query)]);
    const client = new DnsClient({ server: parseServer(running.server) });
    const answer = await client.lookup(MX, { signal: AbortSignal.abort() });
    expect(answer.outcome).toBe('cancelled');
    expect(running.seen).toEqual([]);
  });

  it('leaves no socket and no timer behind, however a question ends', async () => {
    running = await startFaultServer((query) => [good(query)]);
    // A timer that is left would outlast the test.
    const client = new DnsClient({
      server: parseServer(running.server),
      tryMs: 3_600_000,
      totalMs: 3_600_000,
    });
    const count = (): number =>
      process.getActiveResourcesInfo().filter((kind) => /UDP|TCPSocket|Timeout/u.test(kind)).length;
    const before = count();
    await Promise.all(Array.from({ length: 200 }, () => client.lookup(MX)));
    await settlesAt(count, before);
  });
});
