import { describe, expect, it } from 'vitest';
import { emptyDomain } from '../../../shared/profile/empty.ts';
import { foldRun } from '../../../shared/runbook/fold.ts';
import type { LogEntry } from '../../../shared/runbook/log.ts';
import { stepStatus } from '../../../shared/runbook/status.ts';
import type { Customer } from '../../../shared/customer.ts';
import { at, customer, dns, entry, profile, state, step } from './support.ts';

const status = (id: string, log: LogEntry[], changes: Partial<Customer> = {}) =>
  stepStatus(step(id), customer(log, changes), foldRun(log), at(10_000));

const twoDomains = profile({
  domains: [
    emptyDomain('contoso.com', 'primary'),
    emptyDomain('b.example', 'secondary'),
    emptyDomain('parked.example', 'parked'),
  ],
});

describe('stepStatus', () => {
  it('calls a step stale when an input changed after it was done', () => {
    const log = [entry('1', 10, state('CON-04', 'done'))];
    expect(status('CON-04', log, { changedAt: { cmtEnabled: at(5) } }).stale).toBeNull();
    expect(status('CON-04', log, { changedAt: { cmtEnabled: at(11), domains: at(12) } }).stale).toEqual({
      kind: 'inputs',
      since: at(11),
      fields: ['cmtEnabled'],
      domains: [],
    });
  });

  it('names the domain that changed, and keeps the evidence of the others', () => {
    const receiving = profile({
      domains: [emptyDomain('contoso.com', 'primary'), emptyDomain('b.example', 'secondary')],
    });
    const log = [
      entry('1', 10, dns('DNS-08', 'mx-only-planned', 'contoso.com')),
      entry('2', 11, dns('DNS-08', 'mx-only-planned', 'b.example')),
    ];
    const changed = (name: string) => ({ domains: at(20), [`domains:${name}`]: at(20) });
    const stale = (changedAt: Customer['changedAt'], more: LogEntry[] = []) =>
      status('DNS-08', [...log, ...more], { profile: receiving, changedAt }).stale;
    expect(stale(changed('b.example'))).toEqual({ kind: 'dns', since: at(20), domain: 'b.example' });
    const again = entry('3', 30, dns('DNS-08', 'mx-only-planned', 'b.example'));
    expect(stale(changed('b.example'), [again])).toBeNull();
    expect(stale(changed('contoso.com'), [again])).toMatchObject({ domain: 'contoso.com' });
    expect(stale({ domains: at(20) }, [again])).toMatchObject({ domain: 'contoso.com' });
  });

  it('calls evidence stale that was judged by values of before a change, though it was logged after it', () => {
    const judgedAt = (minutes: number) => {
      const proof = dns('DNS-08', 'mx-only-planned', 'contoso.com');
      if (proof.kind !== 'evidence' || proof.evidence.kind !== 'dns') return expect.fail();
      const log = [entry('1', 30, { ...proof, evidence: { ...proof.evidence, asOf: at(minutes) } })];
      return status('DNS-08', log, { changedAt: { domains: at(20) } }).stale;
    };
    expect(judgedAt(10)).toEqual({ kind: 'dns', since: at(20), domain: 'contoso.com' });
    expect(judgedAt(20)).toBeNull();
    // A clock that ran ahead then is no reason to trust what was logged before a change.
    expect(judgedAt(99)).toBeNull();
  });

  it('calls no step stale that is not done', () => {
    const log = [entry('1', 10, state('CON-04', 'failed'))];
    expect(status('CON-04', log, { changedAt: { cmtEnabled: at(11) } }).stale).toBeNull();
  });

  it('calls DNS evidence stale when the record’s values changed after it', () => {
    const log = [
      entry('1', 10, dns('VER-10', 'mx-planned', 'contoso.com')),
      entry('2', 11, dns('VER-10', 'spf-planned', 'contoso.com')),
      entry('3', 30, state('VER-10', 'done')),
    ];
    expect(status('VER-10', log, { changedAt: { onPremPublicIps: at(20) } }).stale).toEqual({
      kind: 'dns',
      since: at(20),
      domain: 'contoso.com',
    });
    expect(status('VER-10', log, { changedAt: { onPremPublicIps: at(5) } }).stale).toBeNull();
  });

  it('is proved only when every domain that receives matches', () => {
    const one = [entry('1', 0, dns('DNS-08', 'mx-only-planned', 'contoso.com'))];
    expect(status('DNS-08', one, { profile: twoDomains }).dns).toBe('unchecked');
    const both = [...one, entry('2', 1, dns('DNS-08', 'mx-only-planned', 'b.example'))];
    expect(status('DNS-08', both, { profile: twoDomains }).dns).toBe('proved');
    const worse = [...both, entry('3', 2, dns('DNS-08', 'mx-only-planned', 'b.example', 'unanswered'))];
    expect(status('DNS-08', worse, { profile: twoDomains }).dns).toBe('unanswered');
    const worst = [...worse, entry('4', 3, dns('DNS-08', 'mx-only-planned', 'contoso.com', 'differing'))];
    expect(status('DNS-08', worst, { profile: twoDomains }).dns).toBe('differing');
  });

  it('has no DNS standing where nothing can be proved', () => {
    expect(status('CON-04', []).dns).toBeNull();
    expect(status('DOM-04', []).dns).toBeNull();
    expect(status('DOM-04', [], { profile: twoDomains }).dns).toBe('unchecked');
  });

  it('keeps the proof of the state before, once the step is done', () => {
    const values = profile({
      domains: [
        {
          ...emptyDomain('contoso.com', 'primary'),
          currentMx: [{ preference: 10, host: 'mail.contoso.com' }],
        },
      ],
    });
    const log = [
      entry('1', 0, dns('DIS-04', 'mx-current', 'contoso.com')),
      entry('2', 1, state('DIS-04', 'done')),
      entry('3', 9000, dns('DIS-04', 'mx-current', 'contoso.com', 'differing')),
    ];
    expect(status('DIS-04', log, { profile: values }).dns).toBe('proved');
    expect(status('DIS-04', log.toSpliced(1, 1), { profile: values }).dns).toBe('differing');
  });

  it('names the values that are missing', () => {
    expect(status('CON-03', []).missing).toEqual(['domains.eopHost', 'tlsCertSubject', 'onPremSmtpHosts']);
  });
});
