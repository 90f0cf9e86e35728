import { describe, expect, it } from 'vitest';
import { compareRuns } from '../../../shared/dns/compare-runs.ts';
import { driftFrom, signedState } from '../../../shared/dns/drift.ts';
import type { RunDraft, StoredRun } from '../../../shared/dns/stored-run.ts';
import { foldRun } from '../../../shared/runbook/fold.ts';
import { logOf } from '../../fixtures/customer.ts';
import { NS1, PUBLIC, question, runOf, says } from './runs.ts';

const MX = question('contoso.com');
const TXT = question('contoso.com', 'TXT');
const A = question('mail.contoso.com', 'A');
const CAA = question('contoso.com', 'CAA');
const before = runOf(
  [NS1, PUBLIC],
  says(PUBLIC, MX, ['10 stale.contoso.com']),
  says(NS1, MX, ['10 mail.contoso.com'], { ttl: 86_400 }),
  says(NS1, TXT, ['v=spf1 mx -all'], { ttl: 3600 }),
  says(NS1, A, ['192.0.2.7']),
  says(NS1, CAA, []),
);
const after = runOf(
  [NS1],
  says(NS1, MX, ['10 mx1.filter.example'], { ttl: 300 }),
  says(NS1, TXT, ['v=spf1 mx -all'], { ttl: 300 }),
  says(NS1, A, [], { outcome: 'nxdomain' }),
  says(NS1, CAA, ['0 issue "ca.example"']),
  says(NS1, question('mx1.filter.example', 'A'), ['192.0.2.9']),
);

describe('two runs', () => {
  it('are compared by the answer that says most of each', () => {
    expect(compareRuns(before, after).map(({ change, sentence }) => [change, sentence])).toEqual([
      [
        'changed',
        'contoso.com MX was “10 mail.contoso.com” and is “10 mx1.filter.example”. Its TTL was 86400 s and is 300 s.',
      ],
      ['same', 'contoso.com TXT is unchanged: “v=spf1 mx -all”. Its TTL was 3600 s and is 300 s.'],
      ['removed', 'mail.contoso.com A is gone; it was “192.0.2.7”.'],
      ['added', 'contoso.com CAA is new: “0 issue "ca.example"”.'],
      ['not-known', 'mx1.filter.example A can’t be compared: it was not asked before.'],
    ]);
    expect(compareRuns(before, after)[0]).toMatchObject({
      before: ['10 mail.contoso.com'],
      after: ['10 mx1.filter.example'],
      beforeTtl: 86_400,
      afterTtl: 300,
    });
  });

  it('do not take silence for a removed record', () => {
    const silent = runOf([NS1], says(NS1, MX, [], { outcome: 'timeout' }));
    const [first] = compareRuns(before, silent);
    expect(first?.change).toBe('not-known');
    expect(first?.sentence).toContain('afterwards there was no answer to it: no answer in time');
  });

  it('compare an alias as such where only one of them followed it', () => {
    const name = question('autodiscover.contoso.com', 'A');
    const own = runOf([NS1], says(NS1, name, ['CNAME autodiscover.outlook.com'], { outcome: 'alias' }));
    const followed = runOf([PUBLIC], says(PUBLIC, name, ['CNAME autodiscover.outlook.com', '192.0.2.80']));
    expect(compareRuns(own, followed).map(({ change }) => change)).toEqual(['same']);
  });
});

describe('drift', () => {
  const stored = (draft: RunDraft, name: string, endedAt: string): StoredRun => ({
    ...draft,
    endedAt,
    id: `run-${name.toLowerCase()}`,
    customerId: 'contoso',
    kind: 'snapshot',
    name,
    operator: 'op1',
  });
  const early = stored(before, 'Before', '2026-11-24T09:30:00.000Z');
  const signed = stored(after, 'After', '2026-11-24T09:50:00.000Z');
  const late = stored(after, 'Later', '2026-11-24T11:00:00.000Z');
  const check: StoredRun = { ...signed, kind: 'check', endedAt: '2026-11-24T09:59:00.000Z' };

  it('is measured from the last snapshot at the sign-off, or the last of all without one', () => {
    const runs = [late, check, early, signed];
    const done = foldRun(logOf({ kind: 'state', stepId: 'SGN-03', state: 'done', reason: '' }));
    expect(signedState(runs, done)).toEqual({ run: signed, signedAt: '2026-11-24T10:00:00.000Z' });
    expect(signedState(runs, foldRun([]))).toEqual({ run: late, signedAt: null });
    expect(signedState([check], foldRun([]))).toBeNull();
  });

  it('counts records that are another now, not the serial, and says what could not be compared', () => {
    const serial = (value: number): string[] => [`ns1.contoso.com a.contoso.com ${value} 1 1 1 1`];
    const SOA = question('contoso.com', 'SOA');
    const was = stored(
      { ...before, answers: [...before.answers, says(NS1, SOA, serial(1))] },
      'Before',
      early.endedAt,
    );
    const is = stored(
      runOf(
        [NS1],
        says(NS1, SOA, serial(2)),
        says(NS1, MX, ['10 mx1.filter.example']),
        says(NS1, A, [], { outcome: 'servfail' }),
        says(NS1, CAA, []),
      ),
      '',
      late.endedAt,
    );
    const { drifted, sentence } = driftFrom(was, is);
    expect(drifted).toBe(1);
    expect(sentence).toBe(
      '1 record has changed since “Before” of 2026-11-24 09:30:00 UTC. 2 records of then could not be compared.',
    );
    expect(driftFrom(was, was)).toMatchObject({
      drifted: 0,
      sentence: expect.stringMatching(/^Nothing that could be compared/u) as string,
    });
  });
});
