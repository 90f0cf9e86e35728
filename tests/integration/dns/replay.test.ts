/** A stored run instead of the servers: every check of the catalogue comes to the same verdict. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DnsClient } from '../../../electron/dns/client.ts';
import { DnsCheckService } from '../../../electron/dns/service.ts';
import { SnapshotService } from '../../../electron/dns/snapshot-service.ts';
import { customerFileSchema } from '../../../shared/customer.ts';
import { judgeRun } from '../../../shared/dns/judge-run.ts';
import { parseServer } from '../../../shared/dns/server.ts';
import { RUNBOOK_CHECKS } from '../../../shared/dns/sources.ts';
import { runDraftSchema, type RunDraft } from '../../../shared/dns/stored-run.ts';
import type { Vantage } from '../../../shared/dns/vantage.ts';
import { vantageOf } from '../../../shared/dns/vantage.ts';
import type { Profile } from '../../../shared/profile/schema.ts';
import { DNS_CHECKS } from '../../../shared/runbook/step.ts';
import { contosoDomain } from '../../fixtures/customer.ts';
import { CONTOSO_AFTER, CONTOSO_BEFORE } from '../support/contoso-zones.ts';
import { startKnot, type KnotServer, type Zones } from '../support/dns-servers.ts';

const sources = { ...RUNBOOK_CHECKS, steps: [{ id: 'VER-01', check: { dns: DNS_CHECKS, text: '' } }] };
const all = { stepIds: [], domains: [] };

/** More than the example has: reports that go elsewhere, a macro for each sender, a second and a parked domain. */
const more: Zones = {
  'reports.example': [
    '@ MX 10 mx',
    'mx A 192.0.2.80',
    'contoso.com._report._dmarc TXT "v=DMARC1"',
    'tls A 192.0.2.81',
  ],
  'fabrikam.example': ['@ TXT "v=spf1 -all"', '_dmarc TXT "v=DMARC1; p=reject"'],
};
const extra = [
  '_smtp._tls TXT "v=TLSRPTv1; rua=https://tls.reports.example/in,mailto:tls@reports.example"',
  '_mta-sts TXT "v=STSv1; id=1"',
  'mta-sts A 192.0.2.90',
  'sales TXT "v=spf1 exists:%{ir}.allowed.contoso.com include:spf.protection.outlook.com -all"',
  'sales MX 10 mx1.filter.example.',
  '231.21.107.131.allowed A 127.0.0.2',
];
const withMore = (zones: Zones): Zones => ({
  ...zones,
  ...more,
  'contoso.com': [
    ...(zones['contoso.com'] ?? []).map((line) =>
      line.replace('mailto:dmarc@contoso.com', 'mailto:dmarc@contoso.com,mailto:d@reports.example'),
    ),
    ...extra,
  ],
});

let knot: KnotServer;
let profile: Profile;
beforeAll(async () => {
  knot = await startKnot({ zones: withMore(CONTOSO_BEFORE) });
  const text = await readFile(new URL('../../../examples/contoso.json', import.meta.url), 'utf8');
  const example = customerFileSchema.parse(JSON.parse(text)).data.profile;
  const [contoso] = example.domains;
  if (contoso === undefined) throw new Error('the example has no domain');
  profile = {
    ...example,
    mtaStsMode: 'testing',
    tlsRptRua: 'tls@reports.example',
    domains: [
      contoso,
      { ...contosoDomain('sales.contoso.com'), role: 'subdomain' },
      { ...contosoDomain('fabrikam.example'), role: 'parked', sends: false, receives: false },
    ],
  };
});
afterAll(() => knot.stop());

const client = (): DnsClient => new DnsClient({ server: parseServer(knot.server) });
const snapshot = async (vantages: readonly Vantage[]): Promise<RunDraft> => {
  const service = new SnapshotService({
    lookup: client(),
    token: () => 'abc123',
    authoritativePort: knot.port,
  });
  const { draft } = await service.take({ profile, domains: [], vantages, authoritative: true });
  return runDraftSchema.parse(JSON.parse(JSON.stringify(draft)));
};
const live = async (): Promise<Record<string, string>> => {
  const service = new DnsCheckService({
    lookup: client(),
    sources,
    systemServers: () => [],
    authoritativePort: knot.port,
  });
  const { evidence } = await service.check({ profile }, { ...all, server: knot.server });
  return table(evidence);
};
const table = (
  rows: ReadonlyArray<{
    readonly evidence: { readonly check: string; readonly domain: string; readonly verdict: string };
  }>,
): Record<string, string> =>
  Object.fromEntries(rows.map(({ evidence }) => [`${evidence.domain} ${evidence.check}`, evidence.verdict]));

describe('a snapshot of a customer', () => {
  it.each([
    ['before the change', CONTOSO_BEFORE],
    ['after the change', CONTOSO_AFTER],
  ])('%s answers every check without a question left unasked, as the servers did', async (_when, zones) => {
    await knot.reload(withMore(zones));
    const [then, run] = [await live(), await snapshot([vantageOf('public', parseServer(knot.server))])];
    const { judged, notAsked } = await judgeRun(run, profile, all, sources);
    expect(judged.flatMap(({ missing }) => missing)).toEqual([]);
    expect(notAsked).toEqual([]);
    expect(table(judged)).toEqual(then);
    const checks = new Set(judged.map(({ evidence }) => evidence.check));
    // Only what tells a stranger something is asked by its own step alone.
    expect(DNS_CHECKS.filter((check) => !checks.has(check))).toEqual(['block-lists']);
  });

  it('says which question a run does not hold, and judges nothing by its lack', async () => {
    const run = await snapshot([vantageOf('public', parseServer(knot.server))]);
    const without = run.answers.filter(({ answer }) => answer.question.name !== 'msoid.contoso.com');
    const { judged } = await judgeRun({ ...run, answers: without }, profile, all, sources);
    const msoid = judged.find(({ evidence }) => evidence.check === 'msoid');
    expect(msoid?.missing).toEqual([{ name: 'msoid.contoso.com', type: 'CNAME' }]);
    expect(msoid?.evidence).toMatchObject({
      verdict: 'unanswered',
      summary: 'The stored run did not ask for msoid.contoso.com CNAME.',
    });
  });
});
