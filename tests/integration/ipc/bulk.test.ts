/** The channel that checks many customers, over real stores and a real DNS server. */
import { describe, expect, it } from 'vitest';
import { BulkService } from '../../../electron/dns/bulk-service.ts';
import { DnsClient } from '../../../electron/dns/client.ts';
import { dnsBulkHandlers } from '../../../electron/ipc/handlers/dns-bulk.ts';
import { Runs } from '../../../electron/ipc/runs.ts';
import { RunStore } from '../../../electron/store/run-store.ts';
import { SettingsStore } from '../../../electron/store/settings-store.ts';
import { parseServer } from '../../../shared/dns/server.ts';
import { RUNBOOK_CHECKS } from '../../../shared/dns/sources.ts';
import type { DnsAnswer, DnsLookup, DnsQuestion } from '../../../shared/dns/types.ts';
import { bulkResultSchema } from '../../../shared/ipc/contract.ts';
import { contosoDomain, contosoProfile } from '../../fixtures/customer.ts';
import { freshFolder, openStore } from '../store/support.ts';
import { startKnot } from '../support/dns-servers.ts';

const stopped = (question: DnsQuestion): DnsAnswer => ({
  question,
  outcome: 'cancelled',
  records: [],
  server: { address: '192.0.2.53', port: 53, label: '' },
  transport: 'udp',
  flags: { aa: false, ad: false, ra: false, tc: false },
  rcode: '',
  raw: '',
  at: '2026-11-24T20:00:00.000Z',
  elapsedMs: 0,
});

describe('dns.bulk', () => {
  it('keeps a run for each customer and compares with the last whole one', async () => {
    const knot = await startKnot({
      zones: { 'contoso.com': ['@ MX 10 mail', 'mail A 192.0.2.1'], 'other.example': [] },
    });
    try {
      const dir = await freshFolder();
      const clock = (): Date => new Date();
      const customers = openStore(dir);
      for (const name of ['contoso.com', 'other.example']) {
        const { data, revision } = await customers.create(name);
        const profile = contosoProfile({ customerName: name, domains: [contosoDomain(name)] });
        await customers.saveProfile(data.id, revision, profile);
      }
      const settings = new SettingsStore({ dir, clock });
      await settings.set({ operator: 'op1', dnsServer: knot.server });
      const storedRuns = new RunStore({ dir, newId: () => crypto.randomUUID(), appVersion: '0.1.0' });
      const bulk = new BulkService({
        lookup: new DnsClient({ server: parseServer(knot.server) }),
        sources: RUNBOOK_CHECKS,
        systemServers: () => [],
      });
      const events: unknown[] = [];
      const run = async (ids: string[] = []) =>
        bulkResultSchema.parse(
          await dnsBulkHandlers({ customers, settings, storedRuns, bulk })['dns.bulk'](
            { runId: 'r1', ids },
            { emit: (_event, data) => events.push(data) },
          ),
        );

      const first = await run();
      expect(first.rows.map(({ domain, drifted }) => [domain, drifted])).toEqual([
        ['contoso.com', null],
        ['other.example', null],
      ]);
      expect(events.at(-1)).toMatchObject({ runId: 'r1', done: 2, total: 2 });
      await knot.reload({ 'contoso.com': ['@ MX 10 elsewhere.example.'] });
      const [id = ''] = first.rows.map(({ customerId }) => customerId);
      const second = await run([id]);
      expect(second.rows).toMatchObject([
        {
          domain: 'contoso.com',
          verdict: 'differing',
          drifted: 1,
          sentence: expect.stringContaining(
            'contoso.com MX was “10 mail.contoso.com” and is “10 elsewhere.example”.',
          ) as string,
        },
      ]);
      const { runs } = await storedRuns.list(id);
      expect(runs.map(({ kind, operator }) => [kind, operator])).toEqual([
        ['bulk', 'op1'],
        ['bulk', 'op1'],
      ]);
      expect(runs[0]?.id).toBe(second.rows[0]?.runId);
    } finally {
      await knot.stop();
    }
  });

  it('goes on alone: that of a page that was loaded anew ends before the next begins', async () => {
    const dir = await freshFolder();
    const customers = openStore(dir);
    const { data, revision } = await customers.create('Contoso AG');
    await customers.saveProfile(data.id, revision, contosoProfile());
    const settings = new SettingsStore({ dir, clock: () => new Date() });
    await settings.set({ operator: 'op1', dnsServer: '192.0.2.53' });
    const storedRuns = new RunStore({ dir, newId: () => crypto.randomUUID(), appVersion: '0.1.0' });
    const runs = new Runs();
    let asking = 0;
    let most = 0;
    const lookup: DnsLookup['lookup'] = (question, { signal } = {}) => {
      asking += 1;
      most = Math.max(most, asking);
      return new Promise((resolve) => {
        signal?.addEventListener('abort', () => {
          asking -= 1;
          resolve(stopped(question));
        });
      });
    };
    const bulk = new BulkService({ lookup: { lookup }, sources: RUNBOOK_CHECKS, systemServers: () => [] });
    const handlers = dnsBulkHandlers({ customers, settings, storedRuns, bulk }, runs);
    const start = (runId: string) =>
      Promise.resolve(handlers['dns.bulk']({ runId, ids: [] }, { emit: () => undefined }));
    const first = start('r1');
    await expect.poll(() => asking).toBeGreaterThan(0);
    const alone = asking;
    const [second, third] = [start('r2'), start('r3')];
    expect((await first).stopped).toBe(true);
    expect((await second).stopped).toBe(true);
    await expect.poll(() => asking).toBe(alone);
    runs.cancel('r3');
    expect((await third).stopped).toBe(true);
    expect(most).toBe(alone);
  });
});
