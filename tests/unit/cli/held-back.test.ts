import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DnsOutcome } from '../../../shared/dns/types.ts';
import { cli, saved, tempFolder } from '../../fixtures/cli.ts';
import { contosoDomain, contosoProfile, customerFile, logOf } from '../../fixtures/customer.ts';

const AT = '2026-11-24T10:00:00.000Z';

/** A customer whose published SPF was asked for once, with this outcome; nothing is noted. */
const asked = (outcome: DnsOutcome): Promise<string> =>
  saved(
    customerFile(
      contosoProfile({
        domains: [
          { ...contosoDomain(), currentSpf: [] },
          { ...contosoDomain('shop.example'), currentSpf: [] },
        ],
      }),
      logOf({
        kind: 'evidence',
        stepId: 'DIS-04',
        evidence: {
          kind: 'dns',
          check: 'spf-current',
          domain: 'contoso.com',
          verdict: 'unanswered',
          summary: '',
          expected: [],
          found: [],
          answer: {
            question: { name: 'contoso.com', type: 'TXT' },
            outcome,
            records: [],
            server: { address: '192.0.2.53', port: 53, label: '' },
            transport: 'udp',
            flags: { aa: false, ad: false, ra: false, tc: false },
            rcode: 'SERVFAIL',
            raw: '',
            at: AT,
            elapsedMs: 7,
          },
        },
      }),
    ),
  );

describe('a published SPF that could not be read, on the command line', () => {
  it('gets no record composed, beside a domain that nobody asked about', async () => {
    const { code, out, err } = await cli('spf', 'compose', await asked('servfail'));
    expect(code).toBe(1);
    expect(out).toMatch(/^shop\.example\tv=spf1 [^\n]*\n$/u);
    expect(err).toContain('mailflow: SPF-E-EXISTING-UNREAD: contoso.com: ');
  });

  it('gets one with --none-published, and as before once it was read', async () => {
    const said = await cli('spf', 'compose', await asked('servfail'), '--none-published');
    expect(said.out).toMatch(/^contoso\.com\tv=spf1 .*\nshop\.example\tv=spf1 .*\n$/u);
    expect(said.err).not.toContain('SPF-E-EXISTING-UNREAD');
    expect((await cli('spf', 'compose', await asked('no-data'))).out).toBe(said.out);
  });

  it('is not exported without --none-published, and the export ends with 1', async () => {
    const folder = await tempFolder();
    const path = await asked('timeout');
    const zone = (name: string): Promise<string> =>
      readFile(join(folder, name, 'zones', 'contoso.com.zone'), 'utf8');
    const held = await cli('export', path, '--out', join(folder, 'held'));
    expect(held.code).toBe(1);
    expect(held.err).toContain('mailflow: SPF-E-EXISTING-UNREAD: contoso.com: ');
    expect(await zone('held')).not.toContain('v=spf1');
    expect(await readFile(join(folder, 'held', 'records.txt'), 'utf8')).toContain('SPF-E-EXISTING-UNREAD');
    const free = await cli('export', path, '--out', join(folder, 'free'), '--none-published');
    expect(free.code).toBe(0);
    expect(free.err).not.toContain('SPF-E-EXISTING-UNREAD');
    expect(await zone('free')).toContain('v=spf1');
  }, 120_000);
});
