import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DnsClient } from '../../../electron/dns/client.ts';
import { OwnServersLookup } from '../../../electron/dns/own-servers.ts';
import { DnsRun } from '../../../electron/dns/run.ts';
import { parseServer } from '../../../shared/dns/server.ts';
import type { DnsAnswer, DnsQuestion } from '../../../shared/dns/types.ts';
import { startKnot, startUnbound, type KnotServer, type UnboundServer } from '../support/dns-servers.ts';

let knot: KnotServer;
let unbound: UnboundServer;
beforeAll(async () => {
  knot = await startKnot({
    zones: {
      'contoso.com': [
        '@ 600 MX 10 mx1.filter.example.',
        'www CNAME web.filter.example.',
        'literal CNAME 192.0.2.1.',
        'gone CNAME nothing.filter.example.',
        'round CNAME round.filter.example.',
      ],
      'filter.example': ['web CNAME host', 'host A 192.0.2.80', 'round CNAME round.contoso.com.'],
    },
  });
  unbound = await startUnbound({ 'contoso.com': knot.port, 'filter.example': knot.port });
});
afterAll(async () => {
  await unbound.stop();
  await knot.stop();
});

const ask = (name: string, type: DnsQuestion['type']): Promise<DnsAnswer> => {
  const guide = parseServer(unbound.server);
  const run = new DnsRun(new DnsClient({ server: guide }));
  return new OwnServersLookup({ run, guide, port: knot.port }).lookup({ name, type });
};

describe("asking each zone's own servers", () => {
  it('finds them through another server, and they answer with authority', async () => {
    const answer = await ask('contoso.com', 'MX');
    expect(answer).toMatchObject({
      outcome: 'answer',
      server: { address: '127.0.0.1', port: knot.port, label: 'ns1.contoso.com' },
      flags: { aa: true },
      records: [{ ttl: 600, value: '10 mx1.filter.example' }],
    });
  });

  it('follows an alias to the servers of the zone that it leads to', async () => {
    const answer = await ask('www.contoso.com', 'A');
    expect(answer).toMatchObject({
      question: { name: 'www.contoso.com', type: 'A' },
      outcome: 'answer',
      records: [{ value: 'web.filter.example' }, { value: 'host.filter.example' }, { value: '192.0.2.80' }],
    });
    expect(answer.raw).toContain('ns1.contoso.com (');
    expect(answer.raw).toContain('ns1.filter.example (');
  });

  it('tells an alias that leads nowhere, and one that leads round', async () => {
    expect(await ask('gone.contoso.com', 'A')).toMatchObject({ outcome: 'nxdomain' });
    expect(await ask('round.contoso.com', 'A')).toMatchObject({ outcome: 'alias' });
  });

  it('tells an alias that leads to what is no name', async () => {
    expect(await ask('literal.contoso.com', 'A')).toMatchObject({
      outcome: 'alias',
      records: [{ type: 'CNAME', value: '192.0.2.1' }],
    });
  });

  it('never takes the word of the other server for it', async () => {
    const unknown = await ask('fabrikam.example', 'A');
    expect(['servfail', 'timeout', 'unreachable']).toContain(unknown.outcome);
    expect(unknown.records).toEqual([]);
  });
});
