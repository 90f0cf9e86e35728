import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dnsKey, foldRun, stepRun } from '../../../shared/runbook/fold.ts';
import type { LogEntry, NewLogEntry, Verdict } from '../../../shared/runbook/log.ts';
import { logOf } from '../../fixtures/customer.ts';
import { answerTo } from '../dns/answers.ts';
import { at, correction, dns, entry, note, state, text } from './support.ts';

const run = (...log: LogEntry[]) => stepRun(foldRun(log), 'DIS-01');

describe('foldRun', () => {
  it('knows nothing of a step that the log does not name', () => {
    expect(run()).toMatchObject({
      state: 'not-started',
      since: null,
      operator: null,
      startedAt: null,
      endedAt: null,
      entries: [],
      evidence: [],
      notes: [],
    });
  });

  it('takes the latest state, with its operator, reason and times', () => {
    const result = run(
      entry('1', 0, state('DIS-01', 'in-progress')),
      entry('2', 5, state('DIS-01', 'done', 'Settled by phone.'), 'Second consultant'),
    );
    expect(result).toMatchObject({
      state: 'done',
      reason: 'Settled by phone.',
      operator: 'Second consultant',
      since: at(5),
      startedAt: at(0),
      endedAt: at(5),
    });
  });

  it('begins anew after not started, and has no end while work goes on', () => {
    const result = run(
      entry('1', 0, state('DIS-01', 'done')),
      entry('2', 1, state('DIS-01', 'not-started')),
      entry('3', 2, state('DIS-01', 'in-progress')),
    );
    expect(result).toMatchObject({ state: 'in-progress', startedAt: at(2), endedAt: null });
  });

  it('keeps the steps apart', () => {
    const result = foldRun([
      entry('1', 0, state('DIS-01', 'done')),
      entry('2', 1, note('DIS-02', 'Read through.')),
    ]);
    expect(stepRun(result, 'DIS-01').notes).toEqual([]);
    expect(stepRun(result, 'DIS-02')).toMatchObject({
      state: 'not-started',
      notes: [{ text: 'Read through.' }],
    });
  });

  it('keeps the latest DNS evidence of each check and domain', () => {
    const result = run(
      entry('1', 0, dns('DIS-01', 'mx-current', 'contoso.com', 'differing')),
      entry('2', 1, dns('DIS-01', 'mx-current', 'b.example', 'unanswered')),
      entry('3', 2, dns('DIS-01', 'mx-current', 'contoso.com')),
    );
    expect(result.evidence).toHaveLength(3);
    expect(result.dns.get(dnsKey('mx-current', 'contoso.com'))?.evidence.verdict).toBe('matching');
    expect(result.dns.get(dnsKey('mx-current', 'b.example'))?.evidence.verdict).toBe('unanswered');
  });

  it('takes a corrected entry back but keeps it readable', () => {
    const result = run(
      entry('1', 0, state('DIS-01', 'in-progress')),
      entry('2', 1, text('DIS-01')),
      entry('3', 2, state('DIS-01', 'done')),
      entry('4', 3, correction('DIS-01', '3')),
      entry('5', 4, correction('DIS-01', '2')),
    );
    expect(result).toMatchObject({ state: 'in-progress', since: at(0), evidence: [] });
    expect(result.entries.map((item) => [item.log.id, item.corrected])).toEqual([
      ['1', false],
      ['2', true],
      ['3', true],
      ['4', false],
      ['5', false],
    ]);
  });

  it('gives a corrected DNS answer no voice', () => {
    const result = run(
      entry('1', 0, dns('DIS-01', 'mx-current', 'contoso.com', 'matching')),
      entry('2', 1, dns('DIS-01', 'mx-current', 'contoso.com', 'differing')),
      entry('3', 2, correction('DIS-01', '2')),
    );
    expect(result.dns.get(dnsKey('mx-current', 'contoso.com'))?.id).toBe('1');
  });

  it('lets a correction of a correction bring the entry back', () => {
    const result = run(
      entry('1', 0, state('DIS-01', 'done')),
      entry('2', 1, correction('DIS-01', '1')),
      entry('3', 2, correction('DIS-01', '2')),
    );
    expect(result.state).toBe('done');
    expect(result.entries.map((item) => item.corrected)).toEqual([false, true, false]);
  });

  it('lets a correction reach neither later entries nor other steps', () => {
    const log = [
      entry('1', 0, correction('DIS-01', '2')),
      entry('2', 1, state('DIS-01', 'done')),
      entry('3', 2, correction('DIS-02', '2')),
    ];
    expect(run(...log).state).toBe('done');
  });

  it('never changes the log', () => {
    const log = [
      entry('1', 0, state('DIS-01', 'done')),
      entry('2', 1, correction('DIS-01', '1')),
      entry('3', 2, dns('DIS-01', 'mx-current', 'contoso.com')),
    ];
    const before = structuredClone(log);
    foldRun(log);
    expect(log).toEqual(before);
  });

  it('agrees with a plain reading of any log of states and corrections', () => {
    const choice = fc.oneof(
      fc.constantFrom('in-progress' as const, 'done' as const, 'failed' as const).map((value) => ({ value })),
      fc.nat({ max: 11 }).map((target) => ({ target })),
    );
    fc.assert(
      fc.property(fc.array(choice, { maxLength: 12 }), (choices) => {
        const log = choices.map((item, index) =>
          entry(
            String(index),
            index,
            'value' in item ? state('DIS-01', item.value) : correction('DIS-01', String(item.target)),
          ),
        );
        const counts = (index: number): boolean =>
          !choices.some(
            (other, later) => later > index && 'target' in other && other.target === index && counts(later),
          );
        const last = choices.findLast((item, index) => 'value' in item && counts(index));
        expect(run(...log).state).toBe(last !== undefined && 'value' in last ? last.value : 'not-started');
      }),
      { seed: 66 },
    );
  });
});

describe('evidence judged from a stored run', () => {
  const dnsOf = (verdict: Verdict, at: string, judged = false): NewLogEntry => ({
    kind: 'evidence',
    stepId: 'DNS-07',
    evidence: {
      kind: 'dns',
      check: 'mx-planned',
      domain: 'contoso.com',
      verdict,
      summary: verdict,
      expected: [],
      found: [],
      answer: { ...answerTo({ name: 'contoso.com', type: 'MX' }, []), at },
      ...(judged ? { judgedFrom: { kind: 'snapshot', name: 'before', endedAt: at } } : {}),
    },
  });
  const latest = (...entries: readonly NewLogEntry[]): Verdict | undefined =>
    stepRun(foldRun(logOf(...entries)), 'DNS-07').dns.get('mx-planned contoso.com')?.evidence.verdict;
  const [early, late] = ['2026-11-24T08:00:00.000Z', '2026-11-24T09:00:00.000Z'];

  it('does not outweigh an answer that came later, whenever it was judged', () => {
    expect(latest(dnsOf('matching', late), dnsOf('differing', early, true))).toBe('matching');
    expect(latest(dnsOf('matching', early), dnsOf('differing', late, true))).toBe('differing');
    expect(latest(dnsOf('differing', early, true), dnsOf('matching', late))).toBe('matching');
  });
});
