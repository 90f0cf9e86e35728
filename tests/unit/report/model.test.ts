import { describe, expect, it } from 'vitest';
import type { DnsOutcome } from '../../../shared/dns/types.ts';
import { plannedOf } from '../../../shared/records/planned.ts';
import { STEPS } from '../../../shared/runbook/catalogue/index.ts';
import { reportModel } from '../../../shared/report/model.ts';
import { recordsText } from '../../../shared/report/records-text.ts';
import { zoneFiles } from '../../../shared/report/zones.ts';
import type { DnsEvidence } from '../../../shared/runbook/log.ts';
import { contosoDomain, contosoProfile, customerFile, logOf } from '../../fixtures/customer.ts';

const CONTEXT = { now: '2026-12-06T08:00:00.000Z', profileHash: 'ab'.repeat(32), appVersion: '0.1.0' };
const SPF = 'v=spf1 ip4:10.10.10.1 ip4:131.107.21.231 include:spf.protection.outlook.com -all';

const dns = (
  verdict: DnsEvidence['verdict'],
  found: string[],
  at: string,
  outcome: DnsOutcome = 'answer',
): DnsEvidence => ({
  kind: 'dns',
  check: 'spf-planned',
  domain: 'contoso.com',
  verdict,
  summary: 'One record.',
  expected: [SPF],
  found,
  answer: {
    question: { name: 'contoso.com', type: 'TXT' },
    outcome,
    records: [],
    server: { address: '192.0.2.53', port: 53, label: 'ns1' },
    transport: 'udp',
    flags: { aa: true, ad: false, ra: false, tc: false },
    rcode: 'NOERROR',
    raw: ';; raw answer',
    at,
    elapsedMs: 2,
  },
});

const evidence = (stepId: string, item: DnsEvidence) =>
  ({ kind: 'evidence', stepId, evidence: item }) as const;

describe('reportModel', () => {
  it('holds every step of the catalogue once, in order', () => {
    const report = reportModel(customerFile(), CONTEXT);
    expect(report.phases.flatMap((phase) => phase.steps.map((step) => step.id))).toEqual(
      STEPS.map(({ id }) => id),
    );
    expect(report.totalSteps).toBe(STEPS.length);
  });

  it('gives the same report for the same document, and never changes the document', () => {
    const file = customerFile();
    const before = JSON.stringify(file);
    expect(JSON.stringify(reportModel(file, CONTEXT))).toBe(JSON.stringify(reportModel(file, CONTEXT)));
    expect(JSON.stringify(file)).toBe(before);
  });

  it('shows before, planned and after, the latest proof winning', () => {
    const log = logOf(
      evidence('DNS-03', dns('matching', [SPF], '2026-12-05T19:00:00.000Z')),
      evidence('VER-01', dns('differing', ['v=spf1 -all'], '2026-12-06T07:00:00.000Z')),
    );
    const [mx, spf] = reportModel(customerFile(contosoProfile(), log), CONTEXT).domains[0]?.records ?? [];
    expect(mx).toMatchObject({
      before: ['10 mail.contoso.com'],
      planned: ['10 mx1.filter.example', '20 mx2.filter.example'],
      after: null,
      verdict: 'not-checked',
      remove: ['10 mail.contoso.com'],
    });
    expect(spf).toMatchObject({
      before: ['v=spf1 ip4:131.107.21.231 -all'],
      planned: [SPF],
      after: ['v=spf1 -all'],
      verdict: 'differing',
    });
    expect(spf?.checkedAt?.local).toBe('2026-12-06 08:00:00 Europe/Zurich');
  });

  it('does not take an unanswered check for an empty record', () => {
    const log = logOf(evidence('DNS-03', dns('unanswered', [], '2026-12-05T19:00:00.000Z')));
    const spf = reportModel(customerFile(contosoProfile(), log), CONTEXT).domains[0]?.records[1];
    expect(spf).toMatchObject({ after: null, verdict: 'unanswered' });
  });

  it('keeps corrected entries readable and marks them', () => {
    const log = logOf(
      { kind: 'state', stepId: 'DIS-01', state: 'done', reason: '' },
      { kind: 'correction', stepId: 'DIS-01', corrects: 'entry-1', reason: 'Ticked the wrong step.' },
    );
    const step = reportModel(customerFile(contosoProfile(), log), CONTEXT).phases[0]?.steps[0];
    expect(step?.state).toBe('not-started');
    expect(step?.log.map(({ headline, withdrawn }) => [headline, withdrawn])).toEqual([
      ['State: done', true],
      ['Correction of entry entry-1', false],
    ]);
  });

  it('lists waived steps with who, when and why', () => {
    const reason = 'The customer has no parked domains.';
    const log = logOf({ kind: 'state', stepId: 'DOM-04', state: 'waived', reason });
    expect(reportModel(customerFile(contosoProfile(), log), CONTEXT).deviations).toEqual([
      expect.objectContaining({ stepId: 'DOM-04', reason, operator: 'op1', stateWord: 'waived' }),
    ]);
  });

  it('fills commands with the customer’s values, once for each domain where they name one', () => {
    const profile = contosoProfile({ domains: [contosoDomain(), contosoDomain('second.example')] });
    const commands = reportModel(customerFile(profile), CONTEXT)
      .phases.flatMap((phase) => phase.steps)
      .flatMap((step) => step.commands);
    const filled = commands.flatMap((command) => command.filled);
    expect(filled.filter(({ text }) => /\{[a-z][A-Za-z0-9]*\}/u.test(text))).toEqual([]);
    const perDomain = filled.filter(({ domain }) => domain !== '');
    expect(new Set(perDomain.map(({ domain }) => domain))).toEqual(
      new Set(['contoso.com', 'second.example']),
    );
    expect(perDomain.every(({ text, domain }) => text.includes(domain) || text.includes('outlook.com'))).toBe(
      true,
    );
  });
});

describe('recordsText', () => {
  it('says what to publish and what to delete', () => {
    const text = recordsText(reportModel(customerFile(), CONTEXT), []);
    expect(text).toContain(`    ${SPF}\n`);
    expect(text).toContain(
      '    10 mx1.filter.example\n    20 mx2.filter.example\n  Delete:\n    10 mail.contoso.com\n',
    );
    expect(text).toContain('WARNING SPF-W-NON-PUBLIC-IP');
  });

  it('lets no value start a line of its own or hide', () => {
    const text = recordsText(
      reportModel(customerFile(contosoProfile({ customerName: 'A\nMX 0 evil.example\u202E' })), CONTEXT),
      [],
    );
    expect(text).not.toMatch(/^MX 0 evil/mu);
    expect(text).not.toContain('\u202E');
    expect(text).toContain('[U+000A]MX 0 evil.example[U+202E]');
  });
});

describe('an SPF whose published state was asked for and not read', () => {
  const profile = contosoProfile({ domains: [{ ...contosoDomain(), currentSpf: [] }] });
  const log = logOf(evidence('DNS-03', dns('unanswered', [], '2026-12-05T19:00:00.000Z', 'timeout')));
  const file = customerFile(profile, log);
  const planned = (none?: readonly string[]): readonly string[] =>
    reportModel(file, { ...CONTEXT, planned: plannedOf(file.data, none) }).domains[0]?.records[1]?.planned ??
    [];

  it('is neither in the report nor in the zone file, and both say so', () => {
    expect(planned()).toEqual([]);
    expect(reportModel(file, CONTEXT)).toEqual(
      reportModel(file, { ...CONTEXT, planned: plannedOf(file.data) }),
    );
    const text = recordsText(reportModel(file, CONTEXT), []);
    expect(text).toContain('SPF-E-EXISTING-UNREAD');
    const { zones, left } = zoneFiles(profile, plannedOf({ profile, log }).records);
    expect(zones[0]?.text).not.toContain('v=spf1');
    expect(left.join()).toContain('no SPF record to publish yet');
  });

  it('is there once a person says that none is published', () => {
    expect(planned(['contoso.com'])).toHaveLength(1);
    expect(planned(['other.example'])).toEqual([]);
  });
});

describe('zoneFiles', () => {
  it('leaves out, and names, what can’t be written', () => {
    const profile = contosoProfile({
      domains: [contosoDomain(), contosoDomain('not a name'), contosoDomain('CONTOSO.com')],
    });
    const { zones, left } = zoneFiles(profile, plannedOf({ profile, log: [] }).records);
    expect(zones.map(({ fileName }) => fileName)).toEqual(['contoso.com.zone']);
    expect(left).toHaveLength(2);
    expect(left.join('\n')).toContain('not a name');
  });

  it('gives no file a name that Windows takes for a device', () => {
    const profile = contosoProfile({
      domains: [contosoDomain('con.example'), contosoDomain('aux.example')],
    });
    const { zones } = zoneFiles(profile, plannedOf({ profile, log: [] }).records);
    expect(zones.map(({ fileName }) => fileName)).toEqual(['_con.example.zone', '_aux.example.zone']);
  });
});
