import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { customerFileSchema } from '../../../shared/customer.ts';
import type { CustomerFile } from '../../../shared/customer.ts';
import { hasErrors } from '../../../shared/finding.ts';
import { profileFindings } from '../../../shared/profile/findings.ts';
import { profileCompleteness } from '../../../shared/profile/missing.ts';
import { deriveDomainRecords } from '../../../shared/records/derive.ts';
import { foldRun } from '../../../shared/runbook/fold.ts';
import { nextStep, progress } from '../../../shared/runbook/progress.ts';
import { canSet } from '../../../shared/runbook/rules.ts';
import { stepStatus } from '../../../shared/runbook/status.ts';
import { step } from '../runbook/support.ts';

const read = (name: string): CustomerFile =>
  customerFileSchema.parse(
    JSON.parse(readFileSync(new URL(`../../../examples/${name}.json`, import.meta.url), 'utf8')),
  );

const spfOf = ({ data: { profile } }: CustomerFile, name: string): string | null => {
  const domain = profile.domains.find((item) => item.name === name);
  if (domain === undefined) throw new Error(`no domain ${name}`);
  return deriveDomainRecords(profile, domain).spf.planned.record;
};

describe.each(['contoso', 'fabrikam'])('examples/%s.json', (name) => {
  const file = read(name);
  const { data } = file;

  it('is complete and without errors at its own time', () => {
    expect(profileCompleteness(data.profile).missing).toEqual([]);
    expect(hasErrors(profileFindings(data.profile, { now: file.savedAt }))).toBe(false);
  });

  it('has a log that the rules allow, entry by entry', () => {
    for (const [index, { entry, at }] of data.log.entries()) {
      if (entry.kind !== 'state') continue;
      const before = foldRun(data.log.slice(0, index));
      const options = { reason: entry.reason, now: at };
      const permission = canSet(step(entry.stepId), entry.state, before, data, options);
      expect(permission, `${entry.stepId} ${entry.state}`).toMatchObject({ allowed: true });
    }
  });

  it('has ids of their own and times in order', () => {
    const ids = data.log.map((item) => item.id);
    expect(new Set(ids).size).toBe(ids.length);
    const times = data.log.map((item) => item.at);
    expect(times).toEqual([...times].sort());
  });

  it('has nothing stale', () => {
    const run = foldRun(data.log);
    for (const { entry } of data.log) {
      expect(stepStatus(step(entry.stepId), data, run, file.savedAt).stale).toBeNull();
    }
  });
});

describe('examples/contoso.json', () => {
  const file = read('contoso');

  it('comes to the published case, corrected', () => {
    expect(spfOf(file, 'contoso.com')).toBe(
      'v=spf1 ip4:10.10.10.1 ip4:131.107.21.231 include:spf.protection.outlook.com -all',
    );
  });

  it('is a run in progress, with a correction in its log', () => {
    expect(file.data.example).toBe(true);
    const { settled, total } = progress(file.data);
    expect(settled).toBeGreaterThan(15);
    expect(settled).toBeLessThan(total);
    expect(nextStep(file.data, foldRun(file.data.log), file.savedAt)?.id).toBe('CON-02');
    expect(file.data.log.some((item) => item.entry.kind === 'correction')).toBe(true);
  });
});

describe('examples/fabrikam.json', () => {
  const file = read('fabrikam');

  it('composes each kind of domain', () => {
    expect(spfOf(file, 'fabrikam.example')).toBe(
      'v=spf1 ip4:192.0.2.25 ip4:192.0.2.26 ip4:198.51.100.10 ip6:2001:db8:10::25 include:spf.protection.outlook.com include:spf.newfilter.example include:spf.crm.example -all',
    );
    expect(spfOf(file, 'fabrikam-stores.example')).toBe('v=spf1 -all');
    expect(spfOf(file, 'fabrikam-orders.example')).toBe('v=spf1 -all');
    expect(spfOf(file, 'news.fabrikam.example')).toContain('include:spf.newsletters.example');
    expect(spfOf(file, 'fabrikäm.example')).not.toContain('oldfilter');
  });
});
