import { describe, expect, it } from 'vitest';
import { emptyProfile } from '../../shared/profile/empty.ts';
import { STEPS } from '../../shared/runbook/catalogue/index.ts';
import type { StepState } from '../../shared/runbook/log.ts';
import type { StepStatus } from '../../shared/runbook/status.ts';
import { readiness } from '../../renderer/features/signoff/readiness.ts';
import type { Grounds } from '../../renderer/features/signoff/readiness.ts';

const NOW = '2026-12-14T08:00:00.000Z';
const status = (state: StepState, more: Partial<StepStatus> = {}): StepStatus => ({
  state,
  stale: null,
  blockers: [],
  missing: [],
  dns: null,
  ...more,
});
const ready: Grounds = {
  profile: { ...emptyProfile('Contoso AG'), rollbackDeadline: '2026-12-06T06:00+01:00' },
  statuses: new Map(STEPS.map(({ id }) => [id, status(id === 'SGN-03' ? 'not-started' : 'done')])),
  steps: STEPS,
  missing: [],
  errors: [],
  now: NOW,
};
const unmet = (change: Partial<Grounds>): readonly string[] =>
  readiness({ ...ready, ...change })
    .filter(({ met }) => !met)
    .map(({ id }) => id);
const withStep = (id: string, one: StepStatus): Partial<Grounds> => ({
  statuses: new Map([...ready.statuses, [id, one]]),
});

describe('what stands in the way of a sign-off', () => {
  it('is nothing when all is done but signing itself', () => {
    expect(unmet({})).toEqual([]);
  });
  it('is a step that is open, but not one that is waived', () => {
    expect(unmet(withStep('LCK-01', status('in-progress')))).toEqual(['steps']);
    expect(unmet(withStep('LCK-01', status('waived')))).toEqual([]);
  });
  it('is a proof older than the last change, or one that DNS contradicts', () => {
    expect(
      unmet(
        withStep('DNS-03', status('done', { stale: { kind: 'dns', since: NOW, domain: 'contoso.com' } })),
      ),
    ).toEqual(['proofs']);
    expect(unmet(withStep('DNS-07', status('done', { dns: 'differing' })))).toEqual(['proofs']);
  });
  it('is an after-snapshot that was only waived', () => {
    expect(unmet(withStep('SGN-01', status('waived')))).toEqual(['snapshot']);
  });
  it('is a rollback deadline that still runs, is not agreed or can’t be read', () => {
    for (const rollbackDeadline of ['2026-12-14T10:00+01:00', '', 'Sunday'])
      expect(unmet({ profile: { ...ready.profile, rollbackDeadline } })).toEqual(['deadline']);
  });
  it('says until when the deadline runs, on the customer’s clock', () => {
    const profile = {
      ...ready.profile,
      rollbackDeadline: '2026-12-14T09:00+00:00',
      timeZone: 'Europe/Berlin',
    };
    const detail = readiness({ ...ready, profile }).find(({ id }) => id === 'deadline')?.detail;
    expect(detail).toMatch(/14 Dec 2026.*10:00/u);
  });
  it('is a value that is missing or wrong, and leads to it', () => {
    expect(unmet({ missing: ['tenantName'], errors: ['domains.0.eopHost'] })).toEqual(['values', 'findings']);
    const values = readiness({ ...ready, missing: ['tenantName'] }).find(({ id }) => id === 'values')?.values;
    expect(values).toEqual(['tenantName']);
  });
});
