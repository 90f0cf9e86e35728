import { describe, expect, it } from 'vitest';
import { compareInSlices } from '../../renderer/features/dns/compare-slices.ts';
import { signedBy, signedDrift } from '../../renderer/features/dns/signed-state.ts';
import type { StoredRun } from '../../shared/dns/stored-run.ts';
import { runSummary } from '../../shared/dns/stored-run.ts';
import { foldRun } from '../../shared/runbook/fold.ts';
import { OWN_1, storedAnswer, storedRun } from './support/placed-run.ts';

const NEW = ['10 mx1.filter.example'];
const at = (hour: string): string => `2026-11-24T${hour}:00:00.000Z`;
const run = (id: string, hour: string, change: Partial<StoredRun> = {}, mx: readonly string[] = NEW) =>
  storedRun(
    [
      storedAnswer({ at: OWN_1, type: 'MX', values: mx }),
      storedAnswer({ at: OWN_1, type: 'TXT', values: ['v=spf1 -all'] }),
    ],
    { id, startedAt: at(hour), endedAt: at(hour), ...change },
  );
const SIGNED = run('signed', '10', { name: 'after' });
const log = (state: 'done' | 'in-progress') =>
  foldRun([
    {
      id: 'e1',
      at: at('12'),
      operator: 'op1',
      entry: { kind: 'state', stepId: 'SGN-03', state, reason: '' },
    },
  ]);
const list = (...runs: readonly StoredRun[]) => runs.map((one) => runSummary(one, '0'.repeat(64)));

describe('the run that shows what has become of what was signed', () => {
  it('is none without a sign-off', () => {
    expect(signedBy(list(SIGNED), log('in-progress'))).toBeNull();
  });

  it('is none while nothing was asked again', () => {
    expect(signedBy(list(SIGNED), log('done'))).toMatchObject({ run: { id: 'signed' }, later: null });
  });

  it('is the newest that asks for all of the signed domains', () => {
    const runs = list(
      run('pasted', '20', { kind: 'pasted' }),
      run('other', '19', { kind: 'bulk', domains: ['fabrikam.example'] }),
      run('bulk', '18', { kind: 'bulk' }),
      run('older', '17', { kind: 'check' }),
      SIGNED,
    );
    expect(signedBy(runs, log('done'))?.later?.id).toBe('bulk');
  });

  it('is no check that asked for a few records only', () => {
    const one = storedRun([storedAnswer({ at: OWN_1, type: 'MX', values: NEW })], {
      id: 'step',
      kind: 'check',
      endedAt: at('18'),
    });
    const many = storedRun(
      ['MX', 'TXT', 'NS', 'SOA'].map((type) => storedAnswer({ at: OWN_1, type: type as 'MX', values: NEW })),
      { id: 'signed', endedAt: at('10') },
    );
    expect(signedBy(list(one, many), log('done'))?.later).toBeNull();
  });
});

describe('what has become of it, in words', () => {
  const drift = async (later: StoredRun, domains: readonly string[] = SIGNED.domains) =>
    signedDrift(SIGNED, later, await compareInSlices(SIGNED, later), domains);

  it('nothing changed, by which run, and nothing to do', async () => {
    const same = await drift(run('later', '18', { kind: 'bulk' }));
    expect(same).toMatchObject({ mark: 'proved', drifted: 0, next: '' });
    expect(same.sentence).toMatch(
      /^Nothing has changed since ‘after’ of .* was signed: all 2 records .* the check of all customers of .* are the same\.$/u,
    );
  });

  it('a record changed: which, and what to do about it', async () => {
    const moved = await drift(run('later', '18', {}, ['10 mail.contoso.com']));
    expect(moved).toMatchObject({ mark: 'attention', drifted: 1 });
    expect(moved.sentence).toMatch(
      /^1 record has changed since ‘after’ of .* was signed: contoso\.com MX, by the snapshot of/u,
    );
    expect(moved.next).toContain('sign again, in SGN-03');
  });

  it('nothing changed, but not all is known: no sign of a proof, and what is missing', async () => {
    const part = storedRun([storedAnswer({ at: OWN_1, type: 'MX', values: NEW })], {
      id: 'later',
      endedAt: at('18'),
    });
    const open = await drift(part);
    expect(open.mark).toBe('waiting');
    expect(open.sentence).toMatch(/ 1 record of then could not be compared\.$/u);

    const more = ['a', 'b', 'c', 'd', 'e'].map((label) => `${label}.example`);
    const without = await drift(run('later', '18'), [...SIGNED.domains, ...more]);
    expect(without.mark).toBe('waiting');
    expect(without.sentence).toMatch(
      / What was signed does not hold a\.example, b\.example, c\.example and 2 more\.$/u,
    );
  });

  it('nothing in common is no good news', async () => {
    const other = storedRun([storedAnswer({ at: OWN_1, type: 'NS', values: ['ns1.contoso.com'] })], {
      id: 'later',
      endedAt: at('18'),
    });
    expect(await drift(other)).toMatchObject({ mark: 'attention', drifted: 0 });
  });
});
