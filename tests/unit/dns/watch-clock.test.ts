/** Watches while the clock of the computer is set, while the computer sleeps, and as they grow. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { steadyClock } from '../../../electron/dns/steady-clock.ts';
import { WatchService, type WatchRequest } from '../../../electron/dns/watch-service.ts';
import { toldTogetherMs } from '../../../electron/dns/watch-telling.ts';
import { RUNBOOK_CHECKS } from '../../../shared/dns/sources.ts';
import type { DnsLookup } from '../../../shared/dns/types.ts';
import { contosoProfile } from '../../fixtures/customer.ts';
import { answerTo } from './answers.ts';

const START = Date.UTC(2026, 11, 5, 21, 0);
const HOUR = 3_600_000;
const at = (seconds: number): string => new Date(START + seconds * 1000).toISOString();

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A computer with a clock that can be set and that can sleep, and one server whose records have this TTL. */
const computer = (ttl: number) => {
  let [wall, steady] = [START, 5000];
  /** When MX was asked, in seconds that passed. */
  const asked: number[] = [];
  const lookup: DnsLookup['lookup'] = (question) => {
    if (question.type === 'MX') asked.push((steady - 5000) / 1000);
    const lines = question.type === 'MX' ? ['10 mail.contoso.com'] : ['v=spf1 -all'];
    return Promise.resolve({ ...answerTo(question, lines, { ttl }), at: new Date(wall).toISOString() });
  };
  const service = new WatchService({
    lookup: { lookup },
    sources: RUNBOOK_CHECKS,
    now: () => new Date(wall),
    steady: () => steady,
  });
  const server = { address: '192.0.2.53', port: 53, label: 'dc1' };
  return {
    asked,
    start: (changes: Partial<WatchRequest> = {}) =>
      service.start({
        profile: contosoProfile(),
        domains: [],
        vantages: [{ id: 'internal:dc1', kind: 'internal', label: 'dc1', server }],
        ...changes,
      }),
    pass: async (seconds: number) => {
      for (let passed = 0; passed < seconds; passed += 1) {
        wall += 1000;
        steady += 1000;
        await vi.advanceTimersByTimeAsync(1000);
      }
    },
    set: (ms: number) => {
      wall += ms;
    },
    sleep: (ms: number) => {
      wall += ms;
      steady += ms;
    },
  };
};

describe('a watch', () => {
  it('asks within seconds after a sleep in which the TTL ran out', async () => {
    const { asked, start, pass, sleep } = computer(600);
    const watch = start();
    await pass(5);
    sleep(8 * HOUR);
    await pass(11);
    expect(asked).toHaveLength(2);
    watch.stop();
    expect((await watch.done).notes.join('\n')).not.toContain('clock');
  });

  it('ends at its time by the clock, also when the computer slept over it', async () => {
    const { start, pass, sleep } = computer(600);
    const watch = start({ until: at(2 * 3600) });
    await pass(5);
    sleep(HOUR);
    await pass(15);
    expect(watch.state().phase).toBe('watching');
    sleep(HOUR);
    await pass(11);
    expect(watch.state().phase).toBe('stopped');
    expect((await watch.done).endedAt > at(2 * 3600)).toBe(true);
  });

  it('ends at its time while it is paused', async () => {
    const { start, pass } = computer(600);
    const watch = start({ until: at(60) });
    await pass(5);
    watch.pause(true);
    await pass(60);
    expect(watch.state().phase).toBe('stopped');
  });

  it('goes on in its distance when the clock is set back, and says so', async () => {
    const { asked, start, pass, set } = computer(60);
    const watch = start();
    await pass(30);
    set(-HOUR);
    await pass(100);
    expect(asked).toHaveLength(3);
    expect(asked[1]).toBeGreaterThanOrEqual(60);
    expect(asked[1]).toBeLessThan(65);
    watch.stop();
    expect((await watch.done).notes.join('\n')).toContain('was set back by 3600 s');
  });

  it('asks nobody early when the clock is set forward', async () => {
    const { asked, start, pass, set } = computer(600);
    const watch = start();
    await pass(30);
    set(HOUR);
    await pass(560);
    expect(asked).toHaveLength(1);
    await pass(30);
    expect(asked).toHaveLength(2);
    expect(watch.state().pairs[0]?.oldUntil).toMatch(/^2026-12-05T22:20:0/u);
    watch.stop();
    await watch.done;
  });

  it('takes an answer once where the clock runs a little ahead of the time that passes', async () => {
    const { asked, start, pass, set } = computer(60);
    const watch = start();
    await pass(5);
    set(1500);
    await pass(70);
    expect(asked).toHaveLength(2);
    expect(asked[1]).toBeGreaterThanOrEqual(60);
    watch.stop();
    const { answers } = await watch.done;
    const times = answers
      .filter(({ answer }) => answer.question.type === 'MX')
      .map(({ answer }) => answer.at);
    expect(times).toHaveLength(2);
    expect(new Set(times).size).toBe(2);
  });

  it('keeps its distance while the clock is set to and fro', async () => {
    const { asked, start, pass, set } = computer(0);
    const watch = start();
    for (let turn = 0; turn < 60; turn += 1) {
      set(turn % 2 === 0 ? -HOUR : HOUR);
      await pass(7);
    }
    const distances = asked.slice(1).map((time, index) => time - (asked[index] ?? 0));
    expect(Math.min(...distances)).toBeGreaterThanOrEqual(30);
    expect(Math.max(...distances)).toBeLessThan(45);
    watch.stop();
    await watch.done;
  });

  it('takes over what an earlier one heard, whatever the clock was set to since', async () => {
    const { asked, start, pass, set } = computer(600);
    const first = start();
    await pass(100);
    first.stop();
    set(-HOUR);
    const second = start();
    await pass(480);
    expect(asked).toHaveLength(1);
    await pass(40);
    expect(asked).toHaveLength(2);
    second.stop();
    await Promise.all([first.done, second.done]);
  });
});

it('tells a large state less often, and never less than every two seconds', async () => {
  const { start, pass } = computer(600);
  const watch = start();
  await pass(1);
  const { pairs, log } = watch.state();
  const many = <T>(items: readonly T[], count: number): T[] =>
    Array.from({ length: count }, (_, index) => items[index % items.length]).flatMap((item) => item ?? []);
  expect(toldTogetherMs({ pairs, log })).toBe(100);
  expect(toldTogetherMs({ pairs: many(pairs, 1000), log: many(log, 1000) })).toBe(400);
  expect(toldTogetherMs({ pairs: many(pairs, 1000), log: many(log, 20_000) })).toBe(2000);
  watch.stop();
  await watch.done;
});

describe('time that passes', () => {
  it('counts the sleep of the computer and not the steps of the coarse source', () => {
    let [running, up] = [100, 50_000];
    const steady = steadyClock({ running: () => running, up: () => up });
    const start = steady();
    running += 900;
    up += 1000;
    expect(steady() - start).toBe(900);
    running += 600;
    expect(steady() - start).toBe(1500);
    up += HOUR;
    expect(steady() - start).toBeGreaterThan(HOUR);
    expect(steady() - start).toBeLessThan(HOUR + 3000);
  });
});
