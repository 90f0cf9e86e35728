/** The block-list check on the wire: zones of lists that knotd serves, and lists that can't be asked. */
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { DnsClient } from '../../../electron/dns/client.ts';
import { DnsCheckService } from '../../../electron/dns/service.ts';
import { blockListOf } from '../../../shared/dns/block-lists.ts';
import { parseServer } from '../../../shared/dns/server.ts';
import { RUNBOOK_CHECKS } from '../../../shared/dns/sources.ts';
import { cli, saved, tempFolder } from '../../fixtures/cli.ts';
import { contosoProfile, customerFile } from '../../fixtures/customer.ts';
import { startKnot, startUnbound, type KnotServer } from '../support/dns-servers.ts';
import { reply, startFaultServer } from '../support/fault-server.ts';

const STEP = 'VER-09';
const LISTED = '198.51.100.25';
const CLEAN = '198.51.100.26';
const SIX = '2001:db8::25';
const LISTED_SIX = `5.2.${'0.'.repeat(22)}8.b.d.0.1.0.0.2`;
const TEST_ENTRY = '2.0.0.127 A 127.0.0.2';

/** Each list's zone, as its keeper would fill it. */
const ZONES = {
  'bl.example': [TEST_ENTRY, '25.100.51.198 A 127.0.0.4', `${LISTED_SIX} A 127.0.0.3`],
  // every question of this resolver is refused, whatever it asks for
  'refuses.example': ['* A 127.255.255.254'],
  // gone, and its name sold: an address for every question
  'sold.example': ['* A 203.0.113.80'],
  // closed in the way that lists everything
  'closed.example': ['* A 127.0.0.2'],
  'empty.example': [],
};

let knot: KnotServer;
beforeAll(async () => {
  knot = await startKnot({ zones: ZONES });
});
afterAll(() => knot.stop());

const running: Array<{ stop(): Promise<void> }> = [];
afterEach(() => Promise.all(running.splice(0).map((server) => server.stop())));

const customer = (...ips: readonly string[]): Promise<string> =>
  saved(customerFile(contosoProfile({ onPremPublicIps: [...ips] })));
const evidence = z.array(
  z.object({ verdict: z.string(), summary: z.string(), found: z.array(z.string()), expected: z.unknown() }),
);

interface Asked {
  readonly ips?: readonly string[];
  readonly lists: readonly string[];
  readonly server?: string;
}
const judged = async ({ ips = [LISTED], lists, server = knot.server }: Asked) => {
  const named = lists.flatMap((zone) => ['--block-list', zone]);
  const args = ['--step', STEP, '--server', server, ...named, '--json'];
  const { out, err, code } = await cli('dns', 'check', await customer(...ips), ...args);
  expect(err).toBe('');
  const [one] = evidence.parse(JSON.parse(out));
  if (one === undefined) throw new Error('nothing was judged');
  return { ...one, code };
};

describe('a list that answers', () => {
  it('holds the address, with its code; by nibbles for IPv6', async () => {
    expect(await judged({ lists: ['bl.example'], ips: [LISTED, CLEAN, SIX] })).toMatchObject({
      verdict: 'differing',
      summary: `${LISTED} is in bl.example (127.0.0.4). ${SIX} is in bl.example (127.0.0.3).`,
      found: [`${LISTED} bl.example 127.0.0.4`, `${SIX} bl.example 127.0.0.3`],
      code: 1,
    });
  });

  it('does not hold the address', async () => {
    expect(await judged({ lists: ['bl.example'], ips: [CLEAN] })).toMatchObject({
      verdict: 'matching',
      summary: `${CLEAN} is not in bl.example.`,
      code: 0,
    });
  });
});

describe('a list of which nothing can be known', () => {
  it.each([
    ['refuses.example', '127.255.255.254 means that the question came through a public resolver.'],
    ['sold.example', '203.0.113.80 is no answer of a block list'],
    ['closed.example', 'closed.example lists even 127.0.0.1'],
    ['empty.example', 'empty.example does not know 127.0.0.2, which every list holds'],
    ['elsewhere.example', 'refuses to answer for 2.0.0.127.elsewhere.example (REFUSED)'],
  ])('%s: %s', async (zone, why) => {
    const result = await judged({ lists: [zone] });
    expect(result).toMatchObject({ verdict: 'unanswered', code: 1 });
    expect(result.summary).toMatch(new RegExp(`^Whether an address is in ${zone} can’t be known: `, 'u'));
    expect(result.summary).toContain(why);
  });

  it('hides no listing of another one, and no listing hides it in what was found', async () => {
    const result = await judged({ lists: ['refuses.example', 'bl.example'] });
    expect(result.verdict).toBe('differing');
    expect(result.found).toEqual([
      '127.0.0.2 refuses.example 127.255.255.254',
      `${LISTED} bl.example 127.0.0.4`,
    ]);
    expect((await judged({ lists: ['refuses.example', 'bl.example'], ips: [CLEAN] })).verdict).toBe(
      'unanswered',
    );
  });

  it('does not answer the resolver that asks it', async () => {
    // gone.example leads to a server that has no such zone
    const unbound = await startUnbound({ 'bl.example': knot.port, 'gone.example': knot.port });
    running.push(unbound);
    const { server } = unbound;
    expect(await judged({ lists: ['bl.example'], server })).toMatchObject({ verdict: 'differing' });
    const result = await judged({ lists: ['gone.example', 'bl.example'], ips: [CLEAN], server });
    expect(result.verdict).toBe('unanswered');
    expect(result.summary).toMatch(
      /^Whether an address is in gone\.example can’t be known: .*(?:\(SERVFAIL\)|did not answer in)/u,
    );
  });

  it('leaves the question about one address without an answer', async () => {
    const half = await startFaultServer((query) => {
      const name = query.packet.questions?.[0]?.name ?? '';
      if (!name.startsWith('2.0.0.127.')) return [];
      return [reply(query, { answers: [{ type: 'A', name, ttl: 60, data: '127.0.0.2' }] })];
    });
    running.push(half);
    const service = new DnsCheckService({
      lookup: new DnsClient({ server: parseServer(half.server), tryMs: 150, totalMs: 300 }),
      sources: RUNBOOK_CHECKS,
      systemServers: () => [],
    });
    const { evidence: entries } = await service.check(
      { profile: contosoProfile({ onPremPublicIps: [LISTED] }) },
      { stepIds: [STEP], domains: [], server: half.server, blockLists: [blockListOf('bl.example')] },
    );
    expect(entries.map((entry) => entry.evidence.verdict)).toEqual(['unanswered']);
    expect(entries[0]?.evidence.summary).toMatch(
      new RegExp(`^Whether ${LISTED} is in bl\\.example can’t be known: .* did not answer`, 'u'),
    );
  });
});

describe('the command line', () => {
  it('judges a stored run by the lists that are named', async () => {
    const path = join(await tempFolder(), 'run.json');
    const file = await customer(CLEAN);
    await cli('dns', 'snapshot', file, '--out', path, '--server', knot.server);
    const { out } = await cli(
      'dns',
      'check',
      file,
      '--from',
      path,
      '--step',
      STEP,
      '--block-list',
      'bl.example',
    );
    expect(out).toContain('The stored run did not ask for 2.0.0.127.bl.example A.');
  });

  it.each([
    [['--block-list', 'bl.example'], 'add --step VER-09'],
    [['--block-list', 'bl.example', '--step', 'DNS-07'], 'add --step VER-09'],
    [['--block-list', 'two words', '--step', STEP], '--block-list two words is not a domain name'],
  ])('refuses %j', async (args, words) => {
    const { code, err } = await cli('dns', 'check', await customer(CLEAN), ...args);
    expect(code).toBe(2);
    expect(err).toMatch(/^mailflow: usage: /u);
    expect(err).toContain(words);
  });
});

it('is asked through the named server too where the domains’ own servers are asked', async () => {
  const args = ['--step', STEP, '--server', knot.server, '--block-list', 'bl.example', '--authoritative'];
  const { out } = await cli('dns', 'check', await customer(LISTED), ...args, '--json');
  expect(JSON.parse(out)).toMatchObject([
    { verdict: 'differing', answer: { server: { port: knot.port }, question: { type: 'A' } } },
  ]);
});
