import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, it } from 'vitest';
import { DnsClient } from '../../../electron/dns/client.ts';
import { DnsRun } from '../../../electron/dns/run.ts';
import { parseServer } from '../../../shared/dns/server.ts';
import type { DnsAnswer } from '../../../shared/dns/types.ts';
import { startKnot } from '../support/dns-servers.ts';
import {
  reply,
  startFaultServer,
  type Behaviour,
  type FaultServer,
  type Query,
} from '../support/fault-server.ts';
import { openTimers, settlesAt } from '../support/open-handles.ts';

const openUdp = (): number =>
  process.getActiveResourcesInfo().filter((kind) => kind.startsWith('UDP')).length;

let server: FaultServer | undefined;
let client: DnsClient | undefined;
afterEach(async () => {
  client?.close();
  await server?.stop();
  [client, server] = [undefined, undefined];
});

const names = Array.from({ length: 500 }, (_, index) => `h${index}.contoso.com`);
const start = async (
  behaviour: Behaviour,
  options: { foreignSender?: boolean; tcp?: boolean } = {},
  now = (): Date => new Date(),
): Promise<DnsClient> => {
  server = await startFaultServer(behaviour, options);
  client = new DnsClient({
    server: parseServer(server.server),
    purpose: 'bulk',
    tryMs: 1000,
    totalMs: 2000,
    now,
  });
  return client;
};
const ask = (asking: DnsClient, signal?: AbortSignal, of = names): Promise<DnsAnswer[]> => {
  const run = new DnsRun(asking, { maxAtOnce: 64, maxPerServer: 64, ...(signal ? { signal } : {}) });
  const target = parseServer(server?.server ?? '');
  return Promise.all(of.map((name) => run.ask({ name, type: 'MX' }, target)));
};
/** Each name has its own answer, so that one that reached the wrong question shows. */
const own = (query: Query): Buffer => {
  const name = query.packet.questions?.[0]?.name ?? '';
  return reply(query, {
    flags: ['AA'],
    answers: [{ name, type: 'MX', ttl: 60, data: { preference: 10, exchange: `mx.${name}` } }],
  });
};
const evil = (query: Query, id: number, name: string): Buffer =>
  reply(query, {
    id,
    questions: [{ name, type: 'MX' }],
    answers: [{ name, type: 'MX', ttl: 60, data: { preference: 1, exchange: 'evil.example' } }],
  });

describe('many questions over a few ports', () => {
  it('brings each question its own answer, whatever comes between', async () => {
    const asking = await start((query) => {
      const { id = 0 } = query.packet;
      const name = query.packet.questions?.[0]?.name ?? '';
      return [
        evil(query, (id + 1) % 65536, name),
        evil(query, id, 'example.org'),
        Buffer.from([1]),
        own(query),
      ];
    });
    const before = openUdp();
    const pending = ask(asking);
    expect(openUdp() - before).toBeLessThanOrEqual(8);
    for (const [index, answer] of (await pending).entries())
      expect(answer).toMatchObject({
        outcome: 'answer',
        transport: 'udp',
        flags: { aa: true },
        records: [{ name: names[index], ttl: 60, value: `10 mx.${names[index] ?? ''}` }],
      });
    expect(server?.seen.every(({ edns }) => edns)).toBe(true);
  });

  const answered = (answers: readonly DnsAnswer[], of = names): Record<string, number> => {
    for (const [index, answer] of answers.entries())
      expect(answer).toMatchObject({
        outcome: 'answer',
        records: [{ value: `10 mx.${of[index] ?? ''}` }],
      });
    return Object.fromEntries(
      ['udp', 'tcp'].map((way) => [way, answers.filter(({ transport }) => transport === way).length]),
    );
  };

  it('go over one TCP connection once it stands', async () => {
    const ways = answered(await ask(await start((query) => [own(query)])));
    expect(ways['tcp']).toBeGreaterThan(300);
    expect(ways['udp']).toBeGreaterThanOrEqual(31);
    expect(server?.seen).toHaveLength(names.length);
  });

  it.each<[string, Behaviour, { tcp?: boolean }]>([
    ['takes no connection', (query) => [own(query)], { tcp: false }],
    ['closes it under the questions', (query) => (query.transport === 'tcp' ? ['close'] : [own(query)]), {}],
    ['stays silent on it', (query) => (query.transport === 'tcp' ? [] : [own(query)]), {}],
    [
      'answers other questions on it',
      (query) =>
        query.transport === 'tcp' ? [evil(query, query.packet.id ?? 0, 'example.org')] : [own(query)],
      {},
    ],
    [
      'answers on it what nobody asked',
      (query) => (query.transport === 'tcp' ? [Buffer.from([1])] : [own(query)]),
      {},
    ],
  ])('reach a server over UDP that %s', async (_title, behaviour, options) => {
    const asking = await start(behaviour, options);
    expect(answered(await ask(asking))).toEqual({ udp: names.length, tcp: 0 });
    const later = names.map((name) => `later.${name}`);
    expect(answered(await ask(asking, undefined, later), later)).toEqual({ udp: later.length, tcp: 0 });
    // No connection is tried a second time.
    const overTcp = (server?.seen ?? []).filter(({ transport }) => transport === 'tcp');
    expect(overTcp.filter(({ packet }) => packet.questions?.[0]?.name.startsWith('later.'))).toEqual([]);
  });

  it('tries a connection again ten minutes after one that went wrong', async () => {
    let [restarted, minutes] = [false, 0];
    const asking = await start(
      (query) => (query.transport === 'tcp' && !restarted ? ['close'] : [own(query)]),
      {},
      () => new Date(Date.UTC(2026, 11, 5, 20, minutes)),
    );
    expect(answered(await ask(asking))).toMatchObject({ tcp: 0 });
    restarted = true;
    asking.close();
    minutes = 9;
    expect(answered(await ask(asking))).toMatchObject({ tcp: 0 });
    asking.close();
    minutes = 10;
    expect(answered(await ask(asking))['tcp']).toBeGreaterThan(300);
  });

  it('leaves a connection alone that was refused, however often it is asked later', async () => {
    const warned: string[] = [];
    const onWarning = ({ message }: Error): void => void warned.push(message);
    process.on('warning', onWarning);
    const asking = await start((query) => [own(query)], { tcp: false });
    await ask(asking);
    for (const name of names.slice(0, 20)) await asking.lookup({ name, type: 'MX' });
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', onWarning);
    expect(warned).toEqual([]);
  });

  it('hears no other sender', async () => {
    const asking = await start((query) => (query.transport === 'udp' ? [own(query)] : []), {
      foreignSender: true,
    });
    const answer = await asking.lookup({ name: 'contoso.com', type: 'MX' });
    expect(answer).toMatchObject({ outcome: 'timeout', records: [] });
  });

  it('ends all of it at once when the person stops', async () => {
    const asking = await start(() => []);
    const before = { udp: openUdp(), timers: openTimers() };
    const stop = new AbortController();
    const pending = ask(asking, stop.signal);
    await expect.poll(() => server?.seen.length).toBeGreaterThanOrEqual(64);
    stop.abort();
    expect(new Set((await pending).map(({ outcome }) => outcome))).toEqual(new Set(['cancelled']));
    await settlesAt(openUdp, before.udp);
    await settlesAt(openTimers, before.timers);
  });
});

describe('after 10,000 questions', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const used = (): number => {
    collect();
    collect();
    return process.memoryUsage().heapUsed;
  };

  it.each(['evidence', 'bulk'] as const)('asked for %s, nothing is left open or kept', async (purpose) => {
    const knot = await startKnot({ zones: { 'contoso.com': ['* MX 10 mx1.filter.example.'] } });
    const target = parseServer(knot.server);
    const asking = new DnsClient({ server: target, purpose });
    let asked = 0;
    const round = async (): Promise<void> => {
      const run = new DnsRun(asking);
      const fresh = Array.from({ length: 1000 }, () => `n${(asked += 1)}.contoso.com`);
      const answers = await Promise.all(fresh.map((name) => run.ask({ name, type: 'MX' }, target)));
      expect(answers.filter(({ outcome }) => outcome !== 'answer')).toEqual([]);
    };
    const before = { udp: openUdp(), timers: openTimers() };
    await round();
    await round();
    const heap = used();
    for (let left = 8; left > 0; left -= 1) await round();
    // 200 octets kept of each question would be more.
    expect(used() - heap).toBeLessThan(1_600_000);
    asking.close();
    await settlesAt(openUdp, before.udp);
    await settlesAt(openTimers, before.timers);
    await knot.stop();
  });
});
