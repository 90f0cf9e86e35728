import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { DnsClient } from '../../../electron/dns/client.ts';
import { OwnServersLookup } from '../../../electron/dns/own-servers.ts';
import { DnsRun } from '../../../electron/dns/run.ts';
import { SnapshotService } from '../../../electron/dns/snapshot-service.ts';
import { parseServer } from '../../../shared/dns/server.ts';
import type { DnsServer } from '../../../shared/dns/types.ts';
import { vantageOf } from '../../../shared/dns/vantage.ts';
import { agreements } from '../../../shared/dns/vantage-compare.ts';
import { cli, tempFolder } from '../../fixtures/cli.ts';
import { contosoDomain, contosoProfile } from '../../fixtures/customer.ts';
import {
  presigned,
  startKnot,
  startUnbound,
  type KnotServer,
  type UnboundOptions,
} from '../support/dns-servers.ts';

const CUSTOMER = 'examples/contoso.json';
const RECORDS = ['@ MX 10 mail', 'mail A 192.0.2.7'];
const DELEGATION = ['contoso NS ns1.contoso', 'ns1.contoso A 127.0.0.1'];
const STEP = 'VER-01';

const running: Array<{ stop(): Promise<void> }> = [];
afterEach(() => Promise.all(running.splice(0).map((server) => server.stop())));

/** com, signed, and contoso.com below it; `ds` says what com has for it, given what would be right. */
const zones = async (
  { signed = true }: { readonly signed?: boolean },
  ds: (right: readonly string[]) => readonly string[] = (right) => right,
): Promise<KnotServer> => {
  const knot = await startKnot({
    zones: { com: DELEGATION, 'contoso.com': RECORDS },
    signed: ['com', ...(signed ? ['contoso.com'] : [])],
  });
  running.push(knot);
  const right = signed ? await knot.delegationSigners('contoso.com') : [];
  await knot.reload({ com: [...DELEGATION, ...ds(right).map((text) => `contoso DS ${text}`)] });
  return knot;
};

const resolver = async (knot: KnotServer, options: UnboundOptions = {}): Promise<string> => {
  const unbound = await startUnbound({ com: knot.port, 'contoso.com': knot.port }, options);
  running.push(unbound);
  return unbound.server;
};
/** One that trusts com's key. */
const verifying = async (knot: KnotServer): Promise<string> => {
  const anchors = await knot.delegationSigners('com');
  return resolver(knot, { trust: anchors.map((text) => `com. DS ${text}`) });
};

const judged = z.array(z.object({ check: z.string(), verdict: z.string(), summary: z.string() }));
const dnssecBy = async (...args: readonly string[]): Promise<string> => {
  const { out, err } = await cli('dns', 'check', CUSTOMER, '--step', STEP, ...args, '--json');
  expect(err).toBe('');
  const own = judged.parse(JSON.parse(out)).filter((one) => one.check === 'dnssec');
  return own.map((one) => `${one.verdict}: ${one.summary}`).join('\n');
};
const verdictAt = (server: string): Promise<string> => dnssecBy('--server', server);

const OTHER_KEY = '4711 13 2 00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF';

describe('DNSSEC of a zone, by what a real resolver says', () => {
  it('signed and verified', async () => {
    expect(await verdictAt(await verifying(await zones({})))).toMatch(/^matching: .*has verified it \(AD\)/u);
  });

  it('not signed, by proof of the parent', async () => {
    expect(await verdictAt(await verifying(await zones({ signed: false })))).toMatch(
      /^matching: contoso\.com is not signed/u,
    );
  });

  it('signed, without a DS at the parent', async () => {
    expect(await verdictAt(await verifying(await zones({}, () => [])))).toMatch(
      /^matching: contoso\.com has keys, but no DS at the parent/u,
    );
  });

  it('signed, but the resolver verifies nothing', async () => {
    expect(await verdictAt(await resolver(await zones({})))).toMatch(
      /^unanswered: .*does not verify signatures \(no AD\)/u,
    );
  });

  it.each([
    ['a DS of another key', {}],
    ['a DS of a zone whose signatures are gone', { signed: false }],
  ])('broken: %s', async (_, state) => {
    const knot = await zones(state, () => [OTHER_KEY]);
    expect(await verdictAt(await verifying(knot))).toMatch(
      /^differing: The signatures of contoso\.com do not hold: .* refuses to answer \(EDE /u,
    );
  });

  it.each<[string, 'none' | 'records' | 'all', RegExp]>([
    ['none', 'none', /^matching: .*has verified it \(AD\)/u],
    [
      'those of the records',
      'records',
      /^differing: The signatures of contoso\.com do not hold: .* refuses to answer \(EDE 7 \(Signature expired\)/u,
    ],
    [
      'all, those of the keys too',
      'all',
      /^differing: The signatures of contoso\.com do not hold: .* refuses to answer \(EDE /u,
    ],
  ])('signatures that have run out: %s', async (_, past, verdict) => {
    const { lines, signers } = await presigned('contoso.com', RECORDS, past);
    const knot = await startKnot({ zones: { com: DELEGATION, 'contoso.com': lines }, signed: ['com'] });
    running.push(knot);
    await knot.reload({ com: [...DELEGATION, ...signers.map((text) => `contoso DS ${text}`)] });
    expect(await verdictAt(await verifying(knot))).toMatch(verdict);
  });

  it('a DS of another key, seen by a resolver that verifies nothing', async () => {
    expect(await verdictAt(await resolver(await zones({}, () => [OTHER_KEY])))).toMatch(
      /^differing: No key of contoso\.com fits the DS at the parent/u,
    );
  });

  it('where the zone’s own servers are asked the resolver still says it, since they verify nothing', async () => {
    const server = await verifying(await zones({}));
    expect(await dnssecBy('--server', server, '--authoritative')).toMatch(
      /^matching: .*has verified it \(AD\)/u,
    );
  });

  it('a stored run is judged by the resolver in it that verifies', async () => {
    const knot = await zones({});
    const path = join(await tempFolder(), 'run.json');
    const servers = [await resolver(knot), await verifying(knot)].flatMap((one) => ['--server', one]);
    await cli('dns', 'snapshot', CUSTOMER, '--out', path, ...servers);
    expect(await dnssecBy('--from', path)).toMatch(/^matching: .*has verified it \(AD\)/u);
  });
});

describe('the DS of a zone, which stands in the zone above', () => {
  /** contoso.com at one server, com at another one of the same port, and a resolver that knows both. */
  const apart = async (): Promise<{ readonly guide: DnsServer; readonly port: number }> => {
    const child = await startKnot({ zones: { 'contoso.com': RECORDS }, signed: ['contoso.com'] });
    const signers = await child.delegationSigners('contoso.com');
    const com = [
      ...DELEGATION,
      '@ NS ns2',
      'ns2 A 127.0.0.2',
      ...signers.map((text) => `contoso DS ${text}`),
    ];
    const parent = await startKnot({ address: '127.0.0.2', port: child.port, zones: { com } });
    const stub = ['stub-zone:', 'name: "com"', `stub-addr: 127.0.0.2@${child.port}`];
    const unbound = await startUnbound({ 'contoso.com': child.port }, { lines: stub });
    running.push(child, parent, unbound);
    return { guide: parseServer(unbound.server), port: child.port };
  };

  it('is asked of the servers of that zone', async () => {
    const { guide, port } = await apart();
    const run = new DnsRun(new DnsClient({ server: guide }));
    const question = { name: 'contoso.com', type: 'DS' } as const;
    expect(await new OwnServersLookup({ run, guide, port }).lookup(question)).toMatchObject({
      outcome: 'answer',
      server: { address: '127.0.0.2' },
      flags: { aa: true },
    });
  });

  it('makes no snapshot of a signed domain differ', async () => {
    const { guide, port } = await apart();
    const service = new SnapshotService({
      lookup: new DnsClient({ server: guide }),
      token: () => 'abc123',
      authoritativePort: port,
    });
    const profile = contosoProfile({ domains: [contosoDomain()] });
    const vantages = [vantageOf('public', guide)];
    const { draft } = await service.take({ profile, domains: [], vantages, authoritative: true });
    const ds = draft.answers.filter(({ answer }) => answer.question.type === 'DS');
    expect(ds.map(({ answer }) => answer.outcome)).toEqual(['answer']);
    expect(agreements(draft).filter(({ code }) => code !== 'same' && code !== 'not-known')).toEqual([]);
  });
});
