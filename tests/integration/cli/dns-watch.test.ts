import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { authoritativeVantages } from '../../../shared/dns/authoritative.ts';
import { DnsClient } from '../../../electron/dns/client.ts';
import { parseServer } from '../../../shared/dns/server.ts';
import { runDraftSchema } from '../../../shared/dns/stored-run.ts';
import { cli, cliWith } from '../../fixtures/cli.ts';
import { CONTOSO_AFTER, CONTOSO_BEFORE } from '../support/contoso-zones.ts';
import { startKnot, type KnotServer, type Zones } from '../support/dns-servers.ts';

const running: KnotServer[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
});
const knot = async (zones: Zones): Promise<KnotServer> => {
  const server = await startKnot({ zones });
  running.push(server);
  return server;
};
const CUSTOMER = 'examples/contoso.json';

describe('dns watch', () => {
  it('prints a line for each change and ends with 0 once all have turned', async () => {
    const servers = await Promise.all([knot(CONTOSO_AFTER), knot(CONTOSO_AFTER)]);
    const asked = servers.flatMap(({ server }) => ['--server', server]);
    const { code, out, err } = await cli('dns', 'watch', CUSTOMER, ...asked);
    expect(code).toBe(0);
    const lines = out.trim().split('\n');
    expect(lines).toHaveLength(6);
    expect(lines[0]).toMatch(/^2026-12-06T08:00:00\.000Z\tWatch started\.$/u);
    for (const { server } of servers)
      expect(out).toContain(
        `${server}, MX of contoso.com: new. 10 mx1.filter.example, 20 mx2.filter.example, TTL 300 s`,
      );
    expect(lines[5]).toContain('Every watched server shows the new values.');
    expect(err).toBe('mailflow: watch: Both servers show the new MX. Both servers show the new SPF.\n');
  });

  it('ends with 1 at the given time while something is old, and gives the run as data', async () => {
    const [first, second] = await Promise.all([knot(CONTOSO_AFTER), knot(CONTOSO_BEFORE)]);
    const { code, out, err } = await cliWith(
      { running: true },
      ...['dns', 'watch', CUSTOMER, '--server', first.server, '--server', second.server],
      // Long enough for both servers to be heard on a busy machine.
      ...['--until', '2026-12-06T08:00:06.000Z', '--json'],
    );
    expect(code).toBe(1);
    expect(err).toContain(`1 of 2 servers shows the new MX; ${second.server} still old`);
    expect(err).toContain('may live until 2026-12-07T08:00Z');
    const lines = out
      .trim()
      .split('\n')
      .map((line) => z.record(z.string(), z.unknown()).parse(JSON.parse(line)));
    expect(lines).toContainEqual({
      at: expect.stringMatching(/^2026-12-06T08:00:0/u) as string,
      event: 'changed',
      from: 'not-asked',
      to: 'old',
      values: ['10 mail.contoso.com'],
      ttl: 86_400,
      why: null,
      domain: 'contoso.com',
      record: 'MX',
      label: second.server,
      server: second.server,
    });
    const last = z.strictObject({ phase: z.literal('stopped'), run: runDraftSchema }).parse(lines.at(-1));
    expect(last.run.answers).toHaveLength(4);
  });

  it('refuses a domain that the profile does not have, and a profile without a plan', async () => {
    expect(await cli('dns', 'watch', CUSTOMER, '--domain', 'other.example')).toMatchObject({
      code: 2,
      out: '',
    });
    const alone = await cli('dns', 'watch', CUSTOMER, '--own-every-30s');
    expect(alone).toMatchObject({ code: 2, out: '' });
    expect(alone.err).toContain('Give --authoritative too.');
    const { err } = await cli('dns', 'watch', CUSTOMER, '--server', 'ns1.contoso.com');
    expect(err).toMatch(/^mailflow: dns-bad-server/u);
  });
});

describe('the name servers of a zone', () => {
  it('are found from any name in it, each once, and what is missing is said', async () => {
    const { server, port } = await knot({
      'contoso.com': ['@ NS ns2', '@ NS ns3', 'ns2 A 127.0.0.2', 'ns2 AAAA 2001:db8::2', 'sub MX 10 mail'],
      'other.example': [],
    });
    const client = new DnsClient({ server: parseServer(server) });
    const { vantages, notes } = await authoritativeVantages(
      (question) => client.lookup(question),
      ['contoso.com', 'sub.contoso.com', 'other.example', 'nowhere.example'],
      port,
    );
    expect(vantages.map(({ label, zones }) => [label, zones])).toEqual([
      ['ns1.contoso.com', ['contoso.com', 'other.example']],
      ['ns2.contoso.com', ['contoso.com']],
    ]);
    expect(vantages[0]).toMatchObject({ id: `ns:127.0.0.1:${String(port)}`, kind: 'authoritative' });
    expect(notes).toEqual([
      'No address of ns3.contoso.com, a name server of contoso.com, was found.',
      'No name server of nowhere.example was found, so none of them is asked.',
    ]);
  });
});
