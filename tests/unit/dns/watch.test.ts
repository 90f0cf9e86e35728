import { describe, expect, it } from 'vitest';
import { holdingBack, RUNBOOK_CHECKS } from '../../../shared/dns/sources.ts';
import type { DnsAnswer } from '../../../shared/dns/types.ts';
import type { Vantage } from '../../../shared/dns/vantage.ts';
import {
  applyAnswer,
  dueQuestions,
  markAsked,
  nextDue,
  pauseWatch,
  resumeWatch,
  startWatch,
  stopWatch,
} from '../../../shared/dns/watch.ts';
import { watchStateSchema, type WatchState } from '../../../shared/dns/watch-state.ts';
import { watchPlan } from '../../../shared/dns/watch-targets.ts';
import { watchLine, watchSentence } from '../../../shared/dns/watch-words.ts';
import { contosoDomain, contosoProfile } from '../../fixtures/customer.ts';
import { answerTo, type AnswerOptions } from './answers.ts';

const START = Date.UTC(2026, 11, 5, 21, 0);
const at = (seconds: number): string => new Date(START + seconds * 1000).toISOString();
const time = (iso: string): string => iso.slice(11, 16);
const words = (state: WatchState, seconds: number): string =>
  watchSentence(state, { now: at(seconds), time });

/** Each label its own server. */
const addresses = new Map<string, string>();
const addressOf = (label: string): string => {
  const known = addresses.get(label) ?? `192.0.2.${String(addresses.size + 1)}`;
  addresses.set(label, known);
  return known;
};
const vantage = (label: string, kind: Vantage['kind'] = 'public', zones?: readonly string[]): Vantage => ({
  id: `${kind}:${label}`,
  kind,
  label,
  server: { address: addressOf(label), port: 53, label },
  ...(zones === undefined ? {} : { zones: [...zones] }),
});
const NS = (label: string): Vantage => vantage(label, 'authoritative', ['contoso.com']);

const plan = (profile = contosoProfile()): ReturnType<typeof watchPlan> =>
  watchPlan(profile, [], RUNBOOK_CHECKS);
const OLD_MX = ['10 mail.contoso.com'];
const NEW_MX = ['10 mx1.filter.example', '20 mx2.filter.example'];
const MX = { name: 'contoso.com', type: 'MX' } as const;
const TXT = { name: 'contoso.com', type: 'TXT' } as const;
const mx = (lines: readonly string[], options: AnswerOptions = {}): DnsAnswer => answerTo(MX, lines, options);

/** MX alone at these places. */
const watchMx = (vantages: readonly Vantage[]): WatchState =>
  startWatch({ targets: plan().targets.filter(({ record }) => record === 'MX'), vantages }, at(0));
const take = (state: WatchState, id: string, answer: DnsAnswer, seconds: number): WatchState =>
  applyAnswer(state, { vantage: id, answer }, at(seconds));

describe('what is watched', () => {
  it('takes MX and SPF from the profile, before and planned', () => {
    const { targets, left } = plan();
    expect(left).toEqual([]);
    expect(targets).toMatchObject([
      { domain: 'contoso.com', record: 'MX', question: MX, before: OLD_MX, planned: NEW_MX },
      { domain: 'contoso.com', record: 'SPF', question: TXT, before: ['v=spf1 ip4:131.107.21.231 -all'] },
    ]);
  });

  it('says which record has nothing to turn into', () => {
    const profile = contosoProfile();
    const { targets, left } = plan({ ...profile, thirdParty: { ...profile.thirdParty, mxHosts: [] } });
    expect(targets.map(({ record }) => record)).toEqual(['SPF']);
    expect(left.join()).toMatch(/^The MX record of contoso.com is not watched\./u);
  });

  it('does not wait for an SPF that is held back', () => {
    const sources = holdingBack(RUNBOOK_CHECKS, new Set(['contoso.com']));
    const { targets, left } = watchPlan(contosoProfile(), [], sources);
    expect(targets.map(({ record }) => record)).toEqual(['MX']);
    expect(left.join()).toMatch(
      /^The SPF record of contoso.com is not watched\. The published SPF could not/u,
    );
  });

  it('asks the servers of a zone for names of that zone alone, and everyone else for all', () => {
    const profile = contosoProfile({
      domains: [contosoDomain(), contosoDomain('sub.contoso.com'), contosoDomain('other.example')],
    });
    const targets = plan(profile).targets.filter(({ record }) => record === 'MX');
    const vantages = [
      NS('ns1'),
      vantage('sub', 'authoritative', ['sub.contoso.com', 'other.example']),
      vantage('pub'),
    ];
    const state = startWatch({ targets, vantages }, at(0));
    const asked = dueQuestions(state, at(0)).map((one) => `${one.vantage} ${one.question.name}`);
    expect(asked).toEqual([
      'authoritative:ns1 contoso.com',
      'public:pub contoso.com',
      'authoritative:sub sub.contoso.com',
      'public:pub sub.contoso.com',
      'authoritative:sub other.example',
      'public:pub other.example',
    ]);
    expect(dueQuestions(state, at(0)).map(({ recursive }) => recursive)).toEqual([
      false,
      true,
      false,
      true,
      false,
      true,
    ]);
  });

  it('refuses to watch nothing', () => {
    expect(() => startWatch({ targets: [], vantages: [vantage('pub')] }, at(0))).toThrow(/nothing to watch/u);
    expect(() => startWatch({ targets: plan().targets, vantages: [] }, at(0))).toThrow(/nobody to ask/u);
  });
});

describe('from old to new', () => {
  it('tells old, new, other and no answer apart, whatever the order of a set', () => {
    let state = watchMx(['a', 'b', 'c', 'd', 'e'].map((label) => vantage(label)));
    state = take(state, 'public:a', mx(OLD_MX), 0);
    state = take(state, 'public:b', mx(NEW_MX.toReversed()), 0);
    state = take(state, 'public:c', mx([...OLD_MX, ...NEW_MX]), 0);
    state = take(state, 'public:d', mx([], { outcome: 'servfail', rcode: 'SERVFAIL' }), 0);
    expect(state.pairs.map(({ shows }) => shows)).toEqual(['old', 'new', 'other', 'no-answer', 'not-asked']);
    expect(state.pairs[3]?.why).toMatch(/SERVFAIL/u);
    state = take(state, 'public:e', mx([], { outcome: 'nxdomain' }), 0);
    expect(state.pairs[4]).toMatchObject({ shows: 'other', values: [] });
  });

  it('compares SPF by its terms among all TXT records', () => {
    const targets = plan().targets.filter(({ record }) => record === 'SPF');
    let state = startWatch({ targets, vantages: [vantage('a')] }, at(0));
    state = take(
      state,
      'public:a',
      answerTo(TXT, ['other-service=keep', 'v=spf1 ip4:131.107.21.231 -all']),
      0,
    );
    expect(state.pairs[0]).toMatchObject({ shows: 'old', values: ['v=spf1 ip4:131.107.21.231 -all'] });
    const next = (targets[0]?.planned[0] ?? '').replace('v=spf1 ', 'V=SPF1  ');
    state = take(state, 'public:a', answerTo(TXT, [next, 'other-service=keep']), 3600);
    expect(state.phase).toBe('finished');
  });

  it('is finished once all show the new value, and says what was old until when on the way', () => {
    let state = watchMx([NS('ns1'), NS('ns2'), vantage('Quad9')]);
    expect(words(state, 0)).toBe('0 of 3 servers show the new MX; ns1, ns2 and Quad9 not asked yet.');
    state = take(state, 'authoritative:ns1', mx(NEW_MX, { ttl: 300 }), 1);
    state = take(state, 'authoritative:ns2', mx(NEW_MX, { ttl: 300 }), 1);
    state = take(state, 'public:Quad9', mx(OLD_MX, { ttl: 4440 }), 1);
    expect(words(state, 2)).toBe(
      '2 of 3 servers show the new MX; Quad9 still old, its cached copy may live until 22:14.',
    );
    expect(state.pairs[2]?.nextAt).toBe(at(4441));
    state = take(state, 'public:Quad9', mx(NEW_MX, { ttl: 200 }), 4441);
    expect(state).toMatchObject({ phase: 'finished', endedAt: at(4441) });
    expect(words(state, 4441)).toBe('All 3 servers show the new MX.');
    expect(state.log.map(({ event }) => event)).toEqual([
      'started',
      'changed',
      'changed',
      'changed',
      'changed',
      'finished',
    ]);
    expect(watchLine(state, state.log[4] ?? { at: '', event: 'started' })).toBe(
      'Quad9, MX of contoso.com: old → new. 10 mx1.filter.example, 20 mx2.filter.example, TTL 200 s',
    );
    expect(watchStateSchema.parse(state)).toEqual(state);
    expect(dueQuestions(state, at(9999))).toEqual([]);
  });

  it('warns of caches elsewhere after the last server has turned', () => {
    let state = watchMx([NS('ns1')]);
    state = take(state, 'authoritative:ns1', mx(OLD_MX, { ttl: 3600 }), 0);
    expect(words(state, 0)).toContain('ns1 still old, copies of it may live until 22:00');
    state = take(state, 'authoritative:ns1', mx(NEW_MX, { ttl: 300 }), 3600);
    expect(state.phase).toBe('finished');
    expect(words(state, 3599)).toContain('Caches elsewhere may hold the old one until 22:00.');
    expect(words(state, 3600)).toBe('The one server shows the new MX.');
  });

  it('notices a server that turns back', () => {
    let state = watchMx([NS('ns1'), NS('ns2')]);
    state = take(state, 'authoritative:ns1', mx(NEW_MX, { ttl: 60 }), 0);
    state = take(state, 'authoritative:ns1', mx(OLD_MX, { ttl: 60 }), 60);
    state = take(state, 'authoritative:ns2', mx(NEW_MX, { ttl: 60 }), 60);
    expect(state.phase).toBe('watching');
    expect(state.log.at(-2)).toMatchObject({ event: 'changed', from: 'new', to: 'old' });
  });

  it('counts what it does not tell one by one', () => {
    const profile = contosoProfile({
      domains: Array.from({ length: 10 }, (_, index) => contosoDomain(`domain-${String(index)}.example`)),
    });
    const targets = plan(profile).targets.filter(({ record }) => record === 'MX');
    const state = startWatch({ targets, vantages: [vantage('a')] }, at(0));
    expect(words(state, 0)).toMatch(/^domain-0\.example: 0 of 1 servers show .*4 more records, 4 of them/u);
  });
});

describe('how often it asks', () => {
  it('waits for the TTL that the server reported, and 30 s at least', () => {
    const waits = (answer: DnsAnswer): string | null =>
      take(watchMx([vantage('a'), vantage('b')]), 'public:a', answer, 0).pairs[0]?.nextAt ?? null;
    expect(waits(mx(OLD_MX, { ttl: 3600 }))).toBe(at(3600));
    expect(waits(mx(OLD_MX, { ttl: 5 }))).toBe(at(30));
    expect(waits(mx([], { outcome: 'timeout' }))).toBe(at(30));
    expect(waits(mx(OLD_MX, { ttl: 0x7fffffff }))).toBe(at(7 * 86_400));
    const negative = {
      ...mx([]),
      raw: ';; AUTHORITY SECTION:\ncontoso.com.\t900\tIN\tSOA\tns1.contoso.com. host.contoso.com. 7 7200 3600 1209600 300',
    };
    expect(waits(negative)).toBe(at(300));
    // The alias on the way may change before that (RFC 2308, section 2.1).
    const alias = { name: 'contoso.com', type: 'CNAME', ttl: 60, value: 'other.example' };
    const aliased = { ...negative, records: [alias] };
    expect(waits(aliased)).toBe(at(60));
  });

  it('asks the zone’s own servers every 30 s where that was chosen, and caches by their TTL all the same', () => {
    const targets = plan().targets.filter(({ record }) => record === 'MX');
    const vantages = [NS('ns1'), NS('lame'), vantage('a')];
    let state = startWatch({ targets, vantages, ownAtInterval: true }, at(0));
    state = take(state, 'authoritative:ns1', mx(OLD_MX, { ttl: 86_400, aa: true }), 0);
    // Without authority it is what a cache holds, whoever was asked.
    state = take(state, 'authoritative:lame', mx(OLD_MX, { ttl: 600, aa: false }), 0);
    state = take(state, 'public:a', mx(OLD_MX, { ttl: 600 }), 0);
    expect(state.pairs.map(({ nextAt, waits }) => [nextAt, waits])).toEqual([
      [at(30), 'interval'],
      [at(600), 'ttl'],
      [at(600), 'ttl'],
    ]);
    expect(state.pairs[0]?.oldUntil).toBe(at(86_400));
  });

  it('does not ask again what is on its way, nor anything while paused', () => {
    let state = watchMx([vantage('a'), vantage('b')]);
    for (const question of dueQuestions(state, at(0))) state = markAsked(state, question, at(0));
    expect(dueQuestions(state, at(100))).toEqual([]);
    expect(nextDue(state)).toBeNull();
    state = pauseWatch(state, at(1));
    state = take(state, 'public:a', mx(OLD_MX, { ttl: 40 }), 2);
    expect(dueQuestions(state, at(100))).toEqual([]);
    expect(nextDue(state)).toBeNull();
    state = resumeWatch(state, at(3));
    expect(nextDue(state)).toBe(at(42));
    expect(dueQuestions(state, at(41))).toEqual([]);
    expect(dueQuestions(state, at(42)).map((one) => one.vantage)).toEqual(['public:a']);
    expect(state.log.map(({ event }) => event)).toEqual(['started', 'paused', 'changed', 'resumed']);
  });

  it('takes nothing in once it was stopped', () => {
    const stopped = stopWatch(watchMx([vantage('a')]), at(5));
    expect(stopped).toMatchObject({ phase: 'stopped', endedAt: at(5) });
    expect(take(stopped, 'public:a', mx(NEW_MX), 6)).toBe(stopped);
    expect(stopWatch(stopped, at(7))).toBe(stopped);
    expect(resumeWatch(stopped, at(7))).toBe(stopped);
  });

  it('keeps the distance over a long watch with any answers, late ones and pauses', () => {
    let seed = 20_261_205;
    const random = (below: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 0x80000000;
      return seed % below;
    };
    const vantages = [NS('ns1'), NS('ns2'), vantage('a'), vantage('b')];
    let state = startWatch({ targets: plan().targets, vantages }, at(0));
    const onWay: Array<{ due: number; id: string; answer: DnsAnswer }> = [];
    const free = new Map<string, number>();
    let asked = 0;
    for (let second = 0; second < 20_000; second += 1 + random(7)) {
      if (random(50) === 0) state = pauseWatch(state, at(second));
      if (random(20) === 0) state = resumeWatch(state, at(second));
      for (const item of onWay.filter(({ due }) => due <= second)) {
        onWay.splice(onWay.indexOf(item), 1);
        const ttl = item.answer.records[0]?.ttl ?? 0;
        free.set(`${item.id} ${item.answer.question.type}`, second + Math.max(ttl, 30));
        state = take(state, item.id, item.answer, second);
      }
      for (const question of dueQuestions(state, at(second))) {
        const key = `${question.vantage} ${question.question.type}`;
        expect(free.get(key) ?? 0, key).toBeLessThanOrEqual(second);
        free.set(key, Number.POSITIVE_INFINITY);
        asked += 1;
        state = markAsked(state, question, at(second));
        const lines = question.question.type === 'MX' ? [OLD_MX, NEW_MX, []][random(3)] : [];
        const answer = answerTo(question.question, lines ?? [], { ttl: random(400) });
        onWay.push({ due: second + random(6), id: question.vantage, answer });
      }
    }
    expect(asked).toBeGreaterThan(500);
  });
});
