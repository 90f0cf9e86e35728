import { describe, expect, it } from 'vitest';
import { STEPS } from '../../../shared/runbook/catalogue/index.ts';
import { foldRun } from '../../../shared/runbook/fold.ts';
import type { LogEntry } from '../../../shared/runbook/log.ts';
import { nextStep, progress, rollbackStarted } from '../../../shared/runbook/progress.ts';
import { at, customer, entry, state } from './support.ts';

const ROLLBACK = ['RBK-02', 'RBK-03', 'RBK-04'];
const doneExcept = (...open: string[]): LogEntry[] =>
  STEPS.filter((step) => !open.includes(step.id)).map((step, index) =>
    entry(`d${String(index)}`, 0, state(step.id, 'done')),
  );
const next = (log: LogEntry[], minutes = 1_000_000) =>
  nextStep(customer(log), foldRun(log), at(minutes))?.id ?? null;

describe('progress', () => {
  it('counts nothing at the start, and not the rollback', () => {
    const result = progress(customer([]));
    expect(result).toMatchObject({ settled: 0, total: 63 });
    expect(result.phases.find((phase) => phase.phase === 'P8')).toEqual({
      phase: 'P8',
      settled: 0,
      total: 1,
    });
  });

  it('reaches the whole without a rollback', () => {
    const result = progress(customer(doneExcept(...ROLLBACK)));
    expect(result.settled).toBe(result.total);
    expect(next(doneExcept(...ROLLBACK))).toBeNull();
  });

  it('counts done, waived and not applicable alike, failed and in progress not', () => {
    const log = [
      entry('1', 0, state('DIS-01', 'done')),
      entry('2', 0, state('DIS-02', 'waived', 'Agreed by phone.')),
      entry('3', 0, state('DIS-03', 'not-applicable', 'Nothing else sends.')),
      entry('4', 0, state('DIS-04', 'failed')),
      entry('5', 0, state('DIS-05', 'in-progress')),
    ];
    expect(progress(customer(log)).phases[0]).toEqual({ phase: 'P0', settled: 3, total: 10 });
  });

  it('counts a rollback step once it is started', () => {
    const log = [...doneExcept(...ROLLBACK), entry('r', 1, state('RBK-02', 'in-progress'))];
    const result = progress(customer(log));
    expect(result.total - result.settled).toBe(1);
    expect(rollbackStarted(foldRun(log))).toBe(true);
  });
});

describe('nextStep', () => {
  it('begins at the beginning', () => {
    expect(next([])).toBe('DIS-01');
  });

  it('stays with a step that is in progress or failed', () => {
    expect(next([entry('1', 0, state('DIS-01', 'failed'))])).toBe('DIS-01');
  });

  it('passes over what is held back', () => {
    expect(next(doneExcept(...ROLLBACK, 'DNS-09', 'VER-10'))).toBe('VER-10');
  });

  it('proposes the decision on rollback, but no rollback', () => {
    expect(next(doneExcept(...ROLLBACK, 'RBK-01', 'SGN-03'))).toBe('RBK-01');
  });

  it('puts a rollback that was started before all else', () => {
    const log = [
      ...doneExcept(...ROLLBACK, 'DNS-08', 'VER-01'),
      entry('r', 1, state('RBK-04', 'in-progress')),
    ];
    expect(next(log)).toBe('RBK-02');
  });

  it('is not held up by mailbox moves that go on', () => {
    expect(next(doneExcept(...ROLLBACK, 'MBX-04', 'SGN-03'))).toBe('SGN-03');
    expect(next(doneExcept(...ROLLBACK, 'MBX-04'))).toBe('MBX-04');
  });
});
