import { describe, expect, it } from 'vitest';
import { blockerGroups } from '../../../shared/runbook/blockers.ts';
import { foldRun } from '../../../shared/runbook/fold.ts';
import type { LogEntry, StepState } from '../../../shared/runbook/log.ts';
import { canSet } from '../../../shared/runbook/rules.ts';
import type { SetOptions } from '../../../shared/runbook/rules.ts';
import type { Profile } from '../../../shared/profile/schema.ts';
import { at, customer, dns, entry, profile, state, step, text } from './support.ts';

const done = (...ids: string[]): LogEntry[] =>
  ids.map((id, index) => entry(`d${String(index)}`, 0, state(id, 'done')));
const ask = (
  id: string,
  value: StepState,
  log: LogEntry[],
  options: SetOptions = {},
  values: Profile = profile(),
) => canSet(step(id), value, foldRun(log), customer(log, { profile: values }), options);

describe('canSet', () => {
  it('lets work start at any free step', () => {
    expect(ask('DIS-05', 'in-progress', [])).toEqual({ allowed: true, blockers: [] });
  });

  it('wants evidence before done, where the step asks for it', () => {
    expect(ask('DIS-05', 'done', [])).toMatchObject({ allowed: false, needs: 'evidence' });
    expect(ask('DIS-05', 'done', [entry('1', 0, text('DIS-05'))])).toMatchObject({ allowed: true });
    expect(ask('DIS-05', 'done', [], { reason: 'The export is on paper.' })).toMatchObject({
      allowed: false,
    });
  });

  it.each(['waived', 'not-applicable'] as const)('wants a reason of ten characters for %s', (value) => {
    expect(ask('DIS-05', value, [], { reason: 'too short' })).toMatchObject({
      allowed: false,
      needs: 'reason',
    });
    expect(ask('DIS-05', value, [], { reason: '   too short   ' })).toMatchObject({ allowed: false });
    expect(ask('DIS-05', value, [], { reason: 'ten chars.' })).toMatchObject({ allowed: true });
  });

  it('wants a DNS proof or a reason before done', () => {
    const ready = done('DIS-04', 'DIS-05');
    const values = profile();
    const verified = {
      ...values,
      domains: values.domains.map((domain) => ({ ...domain, verificationTxt: 'MS=ms12345678' })),
    };
    const differing = [
      ...ready,
      entry('x', 1, dns('DOM-02', 'verification-txt', 'contoso.com', 'differing')),
    ];
    expect(ask('DOM-02', 'done', differing, {}, verified)).toMatchObject({ allowed: false, needs: 'reason' });
    expect(ask('DOM-02', 'done', differing, { reason: 'Verified by MX token.' }, verified)).toMatchObject({
      allowed: true,
    });
    const matching = [...differing, entry('y', 2, dns('DOM-02', 'verification-txt', 'contoso.com'))];
    expect(ask('DOM-02', 'done', matching, {}, verified)).toMatchObject({ allowed: true });
  });

  it('warns that another step comes first; a reason overrides it', () => {
    const refused = ask('DOM-01', 'in-progress', done('DIS-05'));
    expect(refused).toMatchObject({
      allowed: false,
      needs: 'reason',
      blockers: [{ stepId: 'DIS-04' }],
    });
    expect(refused.allowed ? '' : refused.why).toContain('DIS-04');
    expect(ask('DOM-01', 'in-progress', done('DIS-05'), { reason: 'The zone is empty.' })).toMatchObject({
      allowed: true,
      blockers: [{ stepId: 'DIS-04' }],
    });
    expect(ask('DOM-01', 'in-progress', done('DIS-04', 'DIS-05'))).toMatchObject({
      allowed: true,
      blockers: [],
    });
  });

  it('tells blockers of one reason together, and a wait by itself', () => {
    const until = '2026-11-24T20:00:00.000Z';
    expect(
      blockerGroups([
        { stepId: 'CON-01', why: 'The way must stand.' },
        { stepId: 'CON-02', why: 'The way must stand.' },
        { stepId: 'DNS-01', why: 'The old TTL must run out.', until },
      ]),
    ).toEqual([
      { stepIds: ['CON-01', 'CON-02'], why: 'The way must stand.', until: undefined },
      { stepIds: ['DNS-01'], why: 'The old TTL must run out.', until },
    ]);
  });

  it('takes a waived predecessor, except where it is a proof', () => {
    const log = [
      ...done('DIS-04', 'DIS-05', 'DIS-10', 'CON-01', 'CON-02', 'CON-03', 'DNS-01', 'DNS-03'),
      entry('w', 1, state('TPS-07', 'waived', 'No test mailbox at hand.')),
    ];
    expect(ask('DNS-07', 'in-progress', log)).toMatchObject({ blockers: [{ stepId: 'TPS-07' }] });
    const waived = [...done('DIS-05'), entry('w', 1, state('DIS-04', 'waived', 'The zone is empty.'))];
    expect(ask('DOM-01', 'in-progress', waived)).toMatchObject({ allowed: true });
  });

  it('holds MX back until SPF has been out for one old TTL', () => {
    const log = [
      ...done('DIS-04', 'DIS-05', 'DIS-10', 'CON-01', 'CON-02', 'CON-03', 'TPS-07', 'DNS-01'),
      entry('s', 30, state('DNS-03', 'done')),
    ];
    const early = ask('DNS-07', 'in-progress', log, { now: at(80) });
    expect(early).toMatchObject({ allowed: false, blockers: [{ stepId: 'DNS-03', until: at(90) }] });
    expect(ask('DNS-07', 'in-progress', log, { now: at(91) })).toMatchObject({ allowed: true });
  });

  it('asks for MTA-STS first only where it is enforced', () => {
    const log = done(
      ...['DIS-04', 'DIS-05', 'DIS-10', 'CON-01', 'CON-02', 'CON-03', 'TPS-07', 'DNS-01', 'DNS-03'],
    );
    const enforced = profile({ mtaStsMode: 'enforce' });
    expect(ask('DNS-07', 'in-progress', log, {}, enforced)).toMatchObject({
      blockers: [{ stepId: 'DNS-06' }],
    });
    expect(ask('DNS-07', 'in-progress', log, {}, profile({ mtaStsMode: 'testing' }))).toMatchObject({
      allowed: true,
    });
  });

  it('holds the lock-down back until both inbound tests passed and the soak is over', () => {
    const log = done('DIS-04', 'DIS-05', 'DIS-10', 'DNS-07', 'VER-02', 'VER-03');
    const values = profile({ soakDays: 1 });
    expect(ask('LCK-01', 'in-progress', log, { now: at(60 * 24) }, values)).toMatchObject({ allowed: false });
    expect(ask('LCK-01', 'in-progress', log, { now: at(60 * 26) }, values)).toMatchObject({ allowed: true });
    const untested = done('DIS-04', 'DIS-05', 'DIS-10', 'DNS-07', 'VER-02');
    expect(ask('LCK-01', 'in-progress', untested, { now: at(60 * 26) }, values)).toMatchObject({
      blockers: [{ stepId: 'VER-03' }],
    });
  });

  it('never holds a rollback back', () => {
    for (const id of ['RBK-01', 'RBK-02', 'RBK-03', 'RBK-04']) {
      expect(ask(id, 'in-progress', [])).toEqual({ allowed: true, blockers: [] });
    }
  });
});
