import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDnsCheckService } from '../../../electron/dns/create.ts';
import { DnsClient, type DnsClientOptions } from '../../../electron/dns/client.ts';
import {
  DnsCheckService,
  type DnsCheckResult,
  type DnsCheckServiceOptions,
} from '../../../electron/dns/service.ts';
import { customerFileSchema, type Customer } from '../../../shared/customer.ts';
import { judgementOf, plannedChecks } from '../../../shared/dns/checks.ts';
import { storedAnswers, storedLookup } from '../../../shared/dns/stored-lookup.ts';
import type { DnsAnswer, DnsQuestion } from '../../../shared/dns/types.ts';
import { RUNBOOK_CHECKS } from '../../../shared/dns/sources.ts';
import { runDraftSchema } from '../../../shared/dns/stored-run.ts';
import { parseServer } from '../../../shared/dns/server.ts';
import { dnsEvidenceSchema, type Verdict } from '../../../shared/runbook/log.ts';
import { DNS_CHECKS } from '../../../shared/runbook/step.ts';
import { CONTOSO_AFTER, CONTOSO_BEFORE, CONTOSO_SPF } from '../support/contoso-zones.ts';
import { startKnot, startUnbound, type KnotServer } from '../support/dns-servers.ts';
import { reply, startFaultServer, type FaultServer } from '../support/fault-server.ts';

/** One step that asks for everything, so that no check depends on which step of the runbook names it. */
const steps = [{ id: 'VER-01', check: { dns: DNS_CHECKS, text: '' } }];
const at = new Date('2026-11-24T09:00:00.000Z');

let knot: KnotServer;
let customer: Customer;
/** For servers that never answer; the others get the time that the app gives them. */
const SHORT = { tryMs: 300, totalMs: 500 };
const service = (
  client: Partial<DnsClientOptions> = {},
  options: Partial<DnsCheckServiceOptions> = {},
): DnsCheckService =>
  new DnsCheckService({
    lookup: new DnsClient({ server: parseServer(knot.server), now: () => at, ...client }),
    sources: { ...RUNBOOK_CHECKS, steps },
    systemServers: () => [],
    authoritativePort: knot.port,
    ...options,
  });
const all = { stepIds: [], domains: [] };
const check = (server = knot.server): Promise<DnsCheckResult> =>
  service().check(customer, { ...all, server });
const verdicts = ({ evidence }: DnsCheckResult): Record<string, Verdict> =>
  Object.fromEntries(evidence.map(({ evidence: { check, verdict } }) => [check, verdict]));
const stubs = (): Record<string, number> =>
  Object.fromEntries(Object.keys(CONTOSO_AFTER).map((zone) => [zone, knot.port]));
const summaryOf = ({ evidence }: DnsCheckResult, id: string): string =>
  evidence.find((entry) => entry.evidence.check === id)?.evidence.summary ?? '';

const firstTries = ({ seen }: FaultServer): string[] =>
  seen
    .filter(({ edns, transport }) => edns && transport === 'udp')
    .map(({ packet }) => `${packet.questions?.[0]?.name ?? ''} ${packet.questions?.[0]?.type ?? ''}`);

beforeAll(async () => {
  knot = await startKnot({ zones: CONTOSO_AFTER });
  const text = await readFile(new URL('../../../examples/contoso.json', import.meta.url), 'utf8');
  customer = customerFileSchema.parse(JSON.parse(text)).data;
});
afterAll(() => knot.stop());

describe("the example customer's zone", () => {
  it('before the change: what was noted matches, what is planned differs', async () => {
    await knot.reload(CONTOSO_BEFORE);
    const result = await check();
    await knot.reload(CONTOSO_AFTER);
    expect(result.offline).toBe(false);
    expect(result.notAsked).toEqual([]);
    expect(verdicts(result)).toEqual({
      'mx-current': 'matching',
      'mx-planned': 'differing',
      'mx-only-planned': 'differing',
      'spf-current': 'matching',
      'spf-planned': 'differing',
      'verification-txt': 'matching',
      dkim: 'differing',
      dmarc: 'matching',
      'inbound-host': 'matching',
      'eop-host': 'matching',
      autodiscover: 'matching',
      'ttl-cutover': 'differing',
      'ttl-steady': 'matching',
      'mx-targets': 'matching',
      'mx-targets-planned': 'matching',
      'spf-tree': 'matching',
      'spf-tree-planned': 'matching',
      'sender-proof': 'differing',
      'sender-proof-planned': 'matching',
      'dkim-keys': 'differing',
      'dmarc-reports': 'matching',
      msoid: 'matching',
      // This server holds nothing above the zone, where a DS would stand.
      dnssec: 'unanswered',
    });
    expect(summaryOf(result, 'mx-only-planned')).toContain('10 mail.contoso.com');
    expect(summaryOf(result, 'spf-planned')).toContain('Not expected: mx, ~all');
    expect(summaryOf(result, 'dkim')).toContain('selector1._domainkey.contoso.com does not exist (NXDOMAIN)');
  });

  it('after the change: the plan matches, and the short TTL is seen', async () => {
    const result = await check();
    expect(verdicts(result)).toEqual({
      'mx-current': 'differing',
      'mx-planned': 'matching',
      'mx-only-planned': 'matching',
      'spf-current': 'differing',
      'spf-planned': 'matching',
      'verification-txt': 'matching',
      dkim: 'matching',
      dmarc: 'matching',
      'inbound-host': 'matching',
      'eop-host': 'matching',
      autodiscover: 'matching',
      'ttl-cutover': 'matching',
      'ttl-steady': 'differing',
      'mx-targets': 'matching',
      'mx-targets-planned': 'matching',
      'spf-tree': 'matching',
      'spf-tree-planned': 'matching',
      'sender-proof': 'matching',
      'sender-proof-planned': 'matching',
      'dkim-keys': 'matching',
      'dmarc-reports': 'matching',
      msoid: 'matching',
      // This server holds nothing above the zone, where a DS would stand.
      dnssec: 'unanswered',
    });
    const spf = result.evidence.find(({ evidence }) => evidence.check === 'spf-planned')?.evidence;
    expect(spf).toMatchObject({ domain: 'contoso.com', expected: [CONTOSO_SPF], found: [CONTOSO_SPF] });
    expect(spf?.answer).toMatchObject({ at: at.toISOString(), transport: 'udp', rcode: 'NOERROR' });
    expect(spf?.answer.raw).toContain(`SERVER: ${knot.server}, UDP`);
  });

  it('names the finding of a second DMARC record, which makes both count as none', async () => {
    const zone = CONTOSO_AFTER['contoso.com'] ?? [];
    await knot.reload({ ...CONTOSO_AFTER, 'contoso.com': [...zone, '_dmarc TXT "v=DMARC1; p=reject"'] });
    const result = await check();
    await knot.reload(CONTOSO_AFTER);
    expect(verdicts(result)).toMatchObject({ dmarc: 'differing', 'dkim-keys': 'matching' });
    expect(summaryOf(result, 'dmarc')).toContain('DMARC-E-MULTIPLE-RECORDS');
  });

  it('gives evidence that the log takes, and keeps every answer of a check with several questions', async () => {
    const { evidence } = await check();
    for (const entry of evidence) expect(dnsEvidenceSchema.parse(entry.evidence)).toEqual(entry.evidence);
    const dkim = evidence.find((entry) => entry.evidence.check === 'dkim')?.evidence;
    expect(
      [dkim?.answer, ...(dkim?.otherAnswers ?? [])].map((answer) => answer?.question.name).toSorted(),
    ).toEqual(['selector1._domainkey.contoso.com', 'selector2._domainkey.contoso.com']);
  });

  it('hands back every answer with the place that it came from, as a run that can be kept', async () => {
    const { evidence, run } = await check();
    expect(runDraftSchema.parse(run)).toEqual(run);
    expect(run.domains).toEqual(['contoso.com']);
    expect(run.vantages).toMatchObject([
      { kind: 'internal', server: { port: knot.port } },
      { kind: 'authoritative', label: 'ns1.contoso.com' },
    ]);
    const kept = run.answers.map(({ answer }) => answer);
    expect(new Set(kept).size).toBe(kept.length);
    for (const entry of evidence) expect(kept).toContain(entry.evidence.answer);
  });

  it('replays the run through the same code, with the same verdict of every check that follows', async () => {
    const { evidence, run } = await check();
    const checks = plannedChecks(customer.profile, all, { ...RUNBOOK_CHECKS, steps });
    const port = storedLookup(runDraftSchema.parse(JSON.parse(JSON.stringify(run))));
    const answers = storedAnswers(run);
    const given = (question: DnsQuestion): DnsAnswer | undefined => answers(question)[0];
    const followed = checks.filter(({ follow }) => follow !== null);
    expect(followed.length).toBeGreaterThan(8);
    for (const item of followed) {
      const again = await item.follow?.({ port, ownPort: knot.port, given });
      const then = evidence.find((entry) => entry.evidence.check === item.check)?.evidence;
      expect(again && judgementOf(again).summary).toBe(then?.summary);
    }
  });

  it('checks the chosen steps and domains alone', async () => {
    const none = await service().check(customer, { stepIds: ['DNS-01'], domains: [], server: knot.server });
    expect(none).toMatchObject({ evidence: [], offline: false, notAsked: [], run: { answers: [] } });
    const other = await service().check(customer, { ...all, domains: ['example.org'], server: knot.server });
    expect(other.evidence).toEqual([]);
  });

  it('tells progress up to the last question', async () => {
    const told: string[] = [];
    await service().check(
      customer,
      { ...all, server: knot.server },
      { onProgress: (done, total, label) => told.push(`${done}/${total} ${label}`) },
    );
    const last = told.length - 1;
    expect(told[0]).toBe('0/0 ');
    expect(told.at(-1)).toMatch(new RegExp(`^${last}/${last} \\S+ [A-Z]+$`, 'u'));
  });
});

describe('behind a resolver with a cache', () => {
  it("asks the zone's own server for the TTL that is set, and the resolver for the rest", async () => {
    const unbound = await startUnbound(stubs());
    const result = await service({}, { authoritativePort: knot.port }).check(customer, {
      ...all,
      server: unbound.server,
    });
    await unbound.stop();
    expect(verdicts(result)).toMatchObject({
      'mx-planned': 'matching',
      'eop-host': 'matching',
      autodiscover: 'matching',
      'ttl-cutover': 'matching',
      'ttl-steady': 'differing',
    });
    const answerOf = (id: string) =>
      result.evidence.find(({ evidence }) => evidence.check === id)?.evidence.answer;
    expect(answerOf('mx-planned')?.flags).toMatchObject({ aa: false, ra: true });
    expect(answerOf('ttl-cutover')).toMatchObject({
      server: { address: '127.0.0.1', port: knot.port, label: 'ns1.contoso.com' },
      flags: { aa: true },
    });
  });

  it('leaves the TTL open where no server of the zone can be reached', async () => {
    const unbound = await startUnbound(stubs());
    const closed = await startFaultServer(() => []);
    await closed.stop();
    const result = await service({}, { authoritativePort: parseServer(closed.server).port }).check(customer, {
      ...all,
      server: unbound.server,
    });
    await unbound.stop();
    expect(verdicts(result)).toMatchObject({ 'mx-planned': 'matching', 'ttl-cutover': 'unanswered' });
    expect(summaryOf(result, 'ttl-cutover')).toContain('from its cache, where the TTL counts down');
  });
});

describe('where the answer can not be known', () => {
  it('a silent server: everything is unanswered, and only the first questions wait for it', async () => {
    const silent = await startFaultServer(() => []);
    const result = await service(SHORT).check(customer, { ...all, server: silent.server });
    await silent.stop();
    expect(new Set(Object.values(verdicts(result)))).toEqual(new Set(['unanswered']));
    expect(result.offline).toBe(true);
    expect(firstTries(silent).length).toBe(16);
    // It says how long it really took, which is more on a busy machine.
    expect(summaryOf(result, 'mx-planned').replace(/\d+(?:\.\d)? s/u, 'N s')).toContain(
      `${silent.server} did not answer in N s (UDP and TCP).`,
    );
  });

  it('nobody listens: offline for this run', async () => {
    const gone = await startFaultServer(() => []);
    await gone.stop();
    const result = await check(gone.server);
    expect(result.offline).toBe(true);
    expect(summaryOf(result, 'mx-planned')).toContain(`${gone.server} can't be reached.`);
  });

  it('a stopped run: what was not asked is said to be so', async () => {
    const result = await service().check(
      customer,
      { ...all, server: knot.server },
      { signal: AbortSignal.abort() },
    );
    expect(new Set(Object.values(verdicts(result)))).toEqual(new Set(['unanswered']));
    expect(result.offline).toBe(false);
    expect(summaryOf(result, 'mx-planned')).toBe(`The run was stopped before ${knot.server} answered.`);
  });

  it("the system's first server is dead: the second one answers, and the evidence names it", async () => {
    const silent = await startFaultServer(() => []);
    const result = await service(
      { tryMs: 300, totalMs: 5000 },
      { systemServers: () => [silent.server, knot.server].map((text) => parseServer(text)) },
    ).check(customer, { ...all, server: '' });
    await silent.stop();
    expect(result.offline).toBe(false);
    expect(verdicts(result)).toMatchObject({ 'mx-planned': 'matching', 'spf-planned': 'matching' });
    const mx = result.evidence.find(({ evidence }) => evidence.check === 'mx-planned')?.evidence;
    expect(mx?.answer.server.label).toBe(knot.server);
  });

  it('no address of a server, or none in the system: said before anything is asked', async () => {
    await expect(check('ns1.contoso.com')).rejects.toMatchObject({ code: 'dns-bad-server' });
    await expect(service().check(customer, { ...all, server: '' })).rejects.toMatchObject({
      code: 'dns-bad-server',
    });
  });

  it('a host of the profile that is no name: not asked, and why', async () => {
    const [domain] = customer.profile.domains;
    if (domain === undefined) throw new Error('the example has no domain');
    const profile = { ...customer.profile, domains: [{ ...domain, eopHost: 'two words' }] };
    const { notAsked } = await service().check({ profile }, { ...all, server: knot.server });
    expect(notAsked).toEqual([
      {
        check: 'eop-host',
        stepId: 'VER-01',
        domain: 'contoso.com',
        reason: '“two words” is not a domain name: it holds a blank.',
      },
    ]);
  });
});

describe('asking each question once', () => {
  it('joins equal questions of all steps and checks', async () => {
    const counted = await startFaultServer((query) => [reply(query, { rcode: 3 })]);
    await check(counted.server);
    await counted.stop();
    const first = firstTries(counted);
    expect(first.length).toBeGreaterThan(10);
    expect(new Set(first).size).toBe(first.length);
  });
});

it('the service of the app asks the server that it is given', async () => {
  const result = await createDnsCheckService(() => at).check(customer, {
    stepIds: [],
    domains: ['contoso.com'],
    server: knot.server,
  });
  expect(result.offline).toBe(false);
});
