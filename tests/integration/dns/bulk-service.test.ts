import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BulkService, type BulkCustomers } from '../../../electron/dns/bulk-service.ts';
import { DnsClient } from '../../../electron/dns/client.ts';
import { parseServer } from '../../../shared/dns/server.ts';
import { RUNBOOK_CHECKS } from '../../../shared/dns/sources.ts';
import { runDraftSchema, type RunDraft } from '../../../shared/dns/stored-run.ts';
import type { DnsLookup } from '../../../shared/dns/types.ts';
import { AppError } from '../../../shared/result.ts';
import { contosoDomain, contosoProfile } from '../../fixtures/customer.ts';
import { startKnot, type KnotServer } from '../support/dns-servers.ts';

/** 250 customers with four domains each: `d0.c17.example`. */
const CUSTOMERS = 250;
const DOMAINS = 4;
const names = (customer: number): string[] =>
  Array.from({ length: DOMAINS }, (_, index) => `d${String(index)}.c${String(customer)}.example`);
const profileOf = (customer: number) =>
  contosoProfile({
    customerName: `Customer ${String(customer)}`,
    domains: names(customer).map(contosoDomain),
  });
const SPF =
  RUNBOOK_CHECKS.planned(profileOf(0), profileOf(0).domains[0] ?? expect.fail('no domain')).spf ?? '';

/** `changed`: relative names whose MX is another one. */
const zone = (changed: readonly string[] = []) => ({
  example: Array.from({ length: CUSTOMERS }, (_, customer) => names(customer))
    .flat()
    .map((name) => name.replace(/\.example$/u, ''))
    .flatMap((name) => [
      ...(changed.includes(name)
        ? [`${name} MX 5 elsewhere.example.`]
        : [`${name} MX 10 mx1.filter.example.`, `${name} MX 20 mx2.filter.example.`]),
      `${name} TXT "${SPF}"`,
    ]),
});

let knot: KnotServer;
let client: DnsClient;
beforeAll(async () => {
  knot = await startKnot({ zones: zone() });
  client = new DnsClient({ server: parseServer(knot.server) });
});
afterAll(() => knot.stop());

const kept = new Map<string, RunDraft>();
const asked = new Map<string, number>();
const counting: DnsLookup = {
  lookup: (question, options) => {
    const key = `${question.type} ${question.name}`;
    asked.set(key, (asked.get(key) ?? 0) + 1);
    return client.lookup(question, options);
  },
};
const service = new BulkService({
  lookup: counting,
  sources: RUNBOOK_CHECKS,
  systemServers: () => [parseServer(knot.server)],
});
const customers = (count = CUSTOMERS): BulkCustomers => ({
  ids: Array.from({ length: count }, (_, index) => ({
    id: `customer-${String(index)}`,
    domainCount: DOMAINS,
  })),
  read: (id) => Promise.resolve({ id, profile: profileOf(Number(id.slice('customer-'.length))) }),
  earlier: (id) => Promise.resolve(kept.get(id) ?? null),
  keep: (id, draft) => {
    kept.set(id, draft);
    return Promise.resolve(`run-of-${id}`);
  },
});
beforeEach(() => {
  asked.clear();
  kept.clear();
});

describe('checking many customers', () => {
  it('asks 1,000 domains once each, keeps a run for each customer, and finds what drifted since', async () => {
    const progress: number[] = [];
    const first = await service.check(customers(), '', {
      onProgress: (done, total) => {
        expect(total).toBe(CUSTOMERS * DOMAINS);
        progress.push(done);
      },
    });
    expect(first).toMatchObject({ failed: [], offline: false, stopped: false });
    expect(first.rows).toHaveLength(CUSTOMERS * DOMAINS);
    expect(progress).toEqual(Array.from({ length: CUSTOMERS + 1 }, (_, index) => index * DOMAINS));
    expect(asked.size).toBe(CUSTOMERS * DOMAINS * 7);
    expect(Math.max(...asked.values())).toBe(1);
    expect(kept.size).toBe(CUSTOMERS);
    expect(runDraftSchema.parse(kept.get('customer-7'))).toMatchObject({ domains: names(7) });
    expect(kept.get('customer-7')?.answers).toHaveLength(DOMAINS * 7);
    expect(first.rows[0]).toEqual({
      customerId: 'customer-0',
      customerName: 'Customer 0',
      domain: 'd0.c0.example',
      verdict: 'differing',
      drifted: null,
      sentence: 'DMARC differs from the plan.',
      since: null,
      runId: 'run-of-customer-0',
    });

    await knot.reload(zone(['d1.c17', 'd3.c200']));
    const second = await service.check(customers(), '');
    const drifted = second.rows.filter((row) => row.drifted !== 0);
    expect(drifted.map(({ domain, drifted: count }) => [domain, count])).toEqual([
      ['d1.c17.example', 1],
      ['d3.c200.example', 1],
    ]);
    expect(drifted[0]?.sentence).toMatch(/elsewhere\.example.* MX and DMARC differ from the plan\.$/u);
    expect(drifted[0]?.since).not.toBeNull();
    await knot.reload(zone());
  });

  it('ends early when the person stops it, and keeps only whole runs', async () => {
    const stop = new AbortController();
    const result = await service.check(customers(), '', {
      signal: stop.signal,
      onProgress: (done) => {
        if (done >= 40) stop.abort();
      },
    });
    expect(result.stopped).toBe(true);
    expect(result.rows.length).toBeLessThan(CUSTOMERS * DOMAINS);
    expect(result.rows.length).toBe(kept.size * DOMAINS);
    for (const draft of kept.values())
      expect(draft.answers.some(({ answer }) => answer.outcome === 'cancelled')).toBe(false);
  });

  it('keeps nothing when no server can be reached, and does not wait for each question', async () => {
    const gone = await startKnot({ zones: { example: [] } });
    await gone.stop();
    const result = await service.check(customers(20), gone.server);
    expect(result.offline).toBe(true);
    expect(kept.size).toBe(0);
    expect(result.rows[0]).toMatchObject({ verdict: 'unanswered', drifted: null, runId: null });
    expect(result.rows[0]?.sentence).toBe('No server could be reached.');
  });

  it('goes on past a customer that can’t be read, and names it', async () => {
    const some = customers(3);
    const result = await service.check(
      {
        ...some,
        read: (id) =>
          id === 'customer-1'
            ? Promise.reject(new AppError('store-damaged', 'customer-1.json is cut short.'))
            : some.read(id),
      },
      '',
    );
    expect(result.rows).toHaveLength(2 * DOMAINS);
    expect(result.failed).toEqual([{ customerId: 'customer-1', reason: 'customer-1.json is cut short.' }]);
  });
});
