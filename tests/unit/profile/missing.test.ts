import { describe, expect, it } from 'vitest';
import { emptyDomain, emptyProfile } from '../../../shared/profile/empty.ts';
import { missingInputs, profileCompleteness } from '../../../shared/profile/missing.ts';
import { isUnknown, valueAt } from '../../../shared/profile/path.ts';
import { step } from '../runbook/support.ts';
import { domain, profile } from './support.ts';

describe('missingInputs', () => {
  it('names what the step needs and the profile does not hold', () => {
    expect(missingInputs(step('CON-03'), emptyProfile('x'))).toEqual([
      'domains.eopHost',
      'tlsCertSubject',
      'onPremSmtpHosts',
    ]);
    expect(missingInputs(step('CON-03'), profile())).toEqual(['onPremSmtpHosts']);
  });

  it('asks a domain only for what matters to it', () => {
    const parked = emptyDomain('parked.example', 'parked');
    expect(missingInputs(step('TPS-02'), profile({ domains: [domain(), parked] }))).toEqual([]);
    const silent = domain({ sends: false, dkimSelector1Target: '', dkimSelector2Target: '' });
    expect(missingInputs(step('DNS-04'), profile({ domains: [silent] }))).toEqual([]);
  });

  it('can look at one domain alone', () => {
    const other = domain({ name: 'b.example', role: 'secondary', eopHost: '' });
    const value = profile({ domains: [domain(), other] });
    expect(missingInputs(step('TPS-02'), value)).toEqual(['domains.eopHost']);
    expect(missingInputs(step('TPS-02'), value, domain())).toEqual([]);
    expect(missingInputs(step('TPS-02'), value, other)).toEqual(['domains.eopHost']);
  });

  it('takes false and zero for an answer', () => {
    expect(missingInputs(step('CON-04'), profile({ cmtEnabled: false }))).toEqual([]);
    const counts = { recipientCountCloud: 0, recipientCountOnPrem: 1 };
    expect(missingInputs(step('MBX-01'), profile(counts))).toEqual([]);
  });
});

describe('profileCompleteness', () => {
  it('counts required values alone, those of a domain once for each domain they matter to', () => {
    const totalOf = (...more: Array<ReturnType<typeof domain>>) =>
      profileCompleteness(profile({ domains: [domain(), ...more] }));
    const parked = totalOf(emptyDomain('parked.example', 'parked'));
    const second = totalOf(domain({ name: 'b.example', eopHost: '' }));
    expect(parked.total - totalOf().total).toBe(2); // name and role
    expect(second.total - totalOf().total).toBe(4); // and EOP host and MX
    expect(second.missing).toContain('domains.1.eopHost');
  });

  it('knows little of a new profile', () => {
    const value = profileCompleteness(emptyProfile('Contoso AG'));
    expect(value.percent).toBeLessThan(15);
    expect(value.known + value.missing.length).toBe(value.total);
  });
});

describe('paths', () => {
  it('lead to values', () => {
    expect(valueAt(profile(), 'thirdParty.vendor')).toBe('');
    expect(valueAt(profile(), 'tenantName')).toBe('contoso');
  });

  it('tell known from unknown', () => {
    expect([null, undefined, '', '  ', [], [''], {}, { a: '' }].map(isUnknown)).not.toContain(false);
    expect([false, 0, 'x', ['x'], { a: 'x' }].map(isUnknown)).not.toContain(true);
  });
});
