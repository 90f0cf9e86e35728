import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DnsClient } from '../../../electron/dns/client.ts';
import { WatchService, type WatchServiceOptions } from '../../../electron/dns/watch-service.ts';
import { parseServer } from '../../../shared/dns/server.ts';
import { RUNBOOK_CHECKS } from '../../../shared/dns/sources.ts';
import { runDraftSchema } from '../../../shared/dns/stored-run.ts';
import type { DnsLookup } from '../../../shared/dns/types.ts';
import type { Vantage } from '../../../shared/dns/vantage.ts';
import { watchStateSchema, type WatchState } from '../../../shared/dns/watch-state.ts';
import { contosoProfile } from '../../fixtures/customer.ts';
import { startKnot, startUnbound, type KnotServer, type Zones } from '../support/dns-servers.ts';

const profile = contosoProfile();
const SPF = RUNBOOK_CHECKS.planned(profile, profile.domains[0] ?? expect.fail('no domain')).spf ?? '';
/** A TTL of 1 s: long enough for a cache to hold the old answer over the switch. */
const OLD = {
  'contoso.com': ['@ 1 MX 10 mail', 'mail A 192.0.2.1', '@ 1 TXT "v=spf1 ip4:131.107.21.231 -all"'],
};
const NEW = {
  'contoso.com': ['@ 1 MX 10 mx1.filter.example.', '@ 1 MX 20 mx2.filter.example.', `@ 1 TXT "${SPF}"`],
};

const running: Array<{ stop(): Promise<void> }> = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
});
const knot = async (zones: Zones = OLD): Promise<KnotServer> => {
  const server = await startKnot({ zones });
  running.push(server);
  return server;
};

const place = (kind: Vantage['kind'], server: string, label: string): Vantage => ({
  id: `${kind}:${server}`,
  kind,
  label,
  server: parseServer(server, label),
  ...(kind === 'authoritative' ? { zones: ['contoso.com'] } : {}),
});
const client = new DnsClient({ server: parseServer('127.0.0.1:1') });
let asked = 0;
const counting: DnsLookup = {
  lookup: (question, options) => {
    asked += 1;
    return client.lookup(question, options);
  },
};
beforeEach(() => {
  asked = 0;
});
/** Holds back every question until it is let go. */
const gate = (): { readonly lookup: DnsLookup; readonly let: () => void } => {
  const open = Promise.withResolvers<undefined>();
  const lookup: DnsLookup['lookup'] = async (question, options) => {
    asked += 1;
    const gone = new Promise<undefined>((resolve) => {
      options?.signal?.addEventListener('abort', () => resolve(undefined));
    });
    await Promise.race([open.promise, gone]);
    return client.lookup(question, options);
  };
  return { lookup: { lookup }, let: () => open.resolve(undefined) };
};
const service = (options: Partial<WatchServiceOptions> = {}): WatchService =>
  new WatchService({ lookup: client, sources: RUNBOOK_CHECKS, minIntervalMs: 50, ...options });

describe('watching a cut-over at real servers', () => {
  it('follows two name servers and a cache from old to new, and keeps every answer', async () => {
    const [first, second] = await Promise.all([knot(), knot()]);
    const cache = await startUnbound({ 'contoso.com': second.port });
    running.push(cache);
    const vantages = [
      place('authoritative', first.server, 'ns1'),
      place('authoritative', second.server, 'ns2'),
      place('public', cache.server, 'Quad9'),
    ];
    const states: WatchState[] = [];
    const seen = (label: string): string[] => {
      const id = vantages.find((vantage) => vantage.label === label)?.id;
      const log = states.at(-1)?.log ?? [];
      return log.filter((event) => event.vantage === id && event.target === 0).map(({ to = '' }) => to);
    };
    const watch = service().start(
      { profile, domains: [], vantages },
      { onState: (state) => states.push(state) },
    );
    const shows = (): string[] => watch.state().pairs.map((pair) => pair.shows);
    await expect.poll(shows).toEqual(Array.from({ length: 6 }, () => 'old'));
    await first.reload(NEW);
    await expect.poll(() => watch.state().pairs[0]?.shows).toBe('new');
    expect(watch.state()).toMatchObject({ phase: 'watching' });
    expect(shows()).toContain('old');
    await second.reload(NEW);
    const run = await watch.done;
    expect(watch.state()).toMatchObject({ phase: 'finished' });
    expect(shows()).toEqual(Array.from({ length: 6 }, () => 'new'));
    expect(states.at(-1)).toEqual(watch.state());
    for (const state of states) expect(watchStateSchema.parse(state)).toEqual(state);
    for (const label of ['ns1', 'ns2', 'Quad9']) expect(seen(label)).toEqual(['old', 'new']);
    expect(runDraftSchema.parse(run)).toEqual(run);
    expect(run.domains).toEqual(['contoso.com']);
    expect(new Set(run.answers.map(({ vantage }) => vantage))).toEqual(new Set(vantages.map(({ id }) => id)));
    expect(run.answers.every(({ answer }) => answer.raw.includes(answer.question.name))).toBe(true);
    expect(run.notes.join('\n')).toContain('Quad9, MX of contoso.com: old → new. 10 mx1.filter.example');
  });

  it('asks nothing while paused, and goes on', async () => {
    const { server } = await knot({ 'contoso.com': ['@ 0 MX 10 mail', 'mail A 192.0.2.1'] });
    const watch = service({ lookup: counting }).start({
      profile,
      domains: [],
      vantages: [place('internal', server, 'dc1')],
    });
    await expect.poll(() => watch.state().pairs.map(({ shows }) => shows)).toEqual(['old', 'other']);
    watch.pause(true);
    expect(watch.state().phase).toBe('paused');
    const before = asked;
    // A second watch shows that time has passed that the paused one let go by.
    const other = service().start({ profile, domains: [], vantages: [place('internal', server, 'dc1')] });
    await expect.poll(() => other.state().pairs[0]?.askedAt ?? '').not.toBe('');
    const firstAsk = other.state().pairs[0]?.askedAt ?? '';
    await expect.poll(() => (other.state().pairs[0]?.askedAt ?? '') > firstAsk).toBe(true);
    expect(asked).toBe(before);
    watch.pause(false);
    await expect.poll(() => asked).toBeGreaterThan(before);
    for (const one of [watch, other]) one.stop();
    const run = await watch.done;
    expect(run.notes.filter((note) => /Paused|Goes on|ended before/u.test(note))).toHaveLength(3);
  });

  it('keeps its distance also when it is stopped and started again', async () => {
    const live = await knot({
      'contoso.com': ['@ 600 MX 10 mail', 'mail A 192.0.2.1', '@ 600 TXT "v=spf1 -all"'],
    });
    const one = service({ lookup: counting });
    const request = { profile, domains: [], vantages: [place('internal', live.server, 'dc1')] };
    const earlier = one.start(request);
    await expect.poll(() => earlier.state().pairs.map(({ shows }) => shows)).toEqual(['old', 'other']);
    earlier.stop();
    await earlier.done;
    await live.reload(NEW);
    const again = one.start(request);
    expect(again.state().pairs.map(({ shows }) => shows)).toEqual(['old', 'other']);
    expect(again.state().pairs.map(({ nextAt }) => nextAt)).toEqual(
      earlier.state().pairs.map(({ nextAt }) => nextAt),
    );
    again.stop();
    const run = await again.done;
    expect(asked).toBe(2);
    expect(run.answers).toHaveLength(2);
  });

  it('asks once for two watches that run at the same time, and gives both the answer', async () => {
    const live = await knot({ 'contoso.com': ['@ 600 MX 10 mail', '@ 600 TXT "v=spf1 -all"'] });
    const one = service({ lookup: counting });
    const request = { profile, domains: [], vantages: [place('internal', live.server, 'dc1')] };
    const first = one.start(request);
    const second = one.start({ ...request, vantages: [place('public', live.server, 'Quad9')] });
    for (const watch of [first, second])
      await expect.poll(() => watch.state().pairs.map(({ shows }) => shows)).toEqual(['old', 'other']);
    expect(asked).toBe(2);
    // Who asked first may go without taking the answer from the other.
    first.stop();
    second.stop();
    const runs = await Promise.all([first.done, second.done]);
    for (const run of runs) expect(run.answers).toHaveLength(2);
    expect(runs[1].answers[0]?.answer.server.label).toBe('Quad9');
  });

  it('lets a watch have the answer that another one asked for and did not wait for', async () => {
    const live = await knot({ 'contoso.com': ['@ 600 MX 10 mail', '@ 600 TXT "v=spf1 -all"'] });
    const open = gate();
    const one = service({ lookup: open.lookup });
    const request = { profile, domains: [], vantages: [place('internal', live.server, 'dc1')] };
    const first = one.start(request);
    const second = one.start(request);
    first.stop();
    open.let();
    await expect.poll(() => second.state().pairs.map(({ shows }) => shows)).toEqual(['old', 'other']);
    expect(asked).toBe(2);
    second.stop();
    expect((await first.done).answers).toEqual([]);
  });

  it('waits out the interval after a question that was given up on its way', async () => {
    const live = await knot();
    const open = gate();
    const one = service({ lookup: open.lookup, minIntervalMs: 60_000 });
    const request = { profile, domains: [], vantages: [place('internal', live.server, 'dc1')] };
    const first = one.start(request);
    await expect.poll(() => asked).toBe(2);
    first.stop();
    await first.done;
    const again = one.start(request);
    const [pair] = again.state().pairs;
    expect(pair).toMatchObject({ shows: 'not-asked', asking: false });
    expect(Date.parse(pair?.nextAt ?? '')).toBeGreaterThan(Date.parse(again.state().startedAt) + 50_000);
    expect(asked).toBe(2);
    again.stop();
    await again.done;
  });

  it('asks a server once that was chosen under two names', async () => {
    const live = await knot({ 'contoso.com': ['@ 600 MX 10 mail', '@ 600 TXT "v=spf1 -all"'] });
    const watch = service({ lookup: counting }).start({
      profile,
      domains: [],
      vantages: [place('authoritative', live.server, 'ns1'), place('internal', live.server, 'dc1')],
    });
    await expect.poll(() => watch.state().pairs.map(({ shows }) => shows)).toEqual(['old', 'other']);
    watch.stop();
    const run = await watch.done;
    expect(asked).toBe(2);
    expect(run.notes).toContain(`ns1 and dc1 are one server (${live.server}), which is asked once.`);
  });

  it('sees a change at the zone’s own server before its TTL where that was chosen, and says so in the run', async () => {
    const live = await knot({ 'contoso.com': ['@ 86400 MX 10 mail', '@ 86400 TXT "v=spf1 -all"'] });
    const vantages = [place('authoritative', live.server, 'ns1')];
    const watch = service().start({ profile, domains: [], vantages, ownAtInterval: true });
    await expect.poll(() => watch.state().pairs.map(({ shows }) => shows)).toEqual(['old', 'other']);
    await live.reload(NEW);
    const run = await watch.done;
    expect(watch.state().phase).toBe('finished');
    expect(run.notes[0]).toMatch(/^The zone’s own servers were asked every 30 s, by choice/u);
  });

  it('says who gives no answer, and ends at once when the person does', async () => {
    const live = await knot();
    const dead = await knot();
    await dead.stop();
    const stop = new AbortController();
    const watch = service().start(
      {
        profile,
        domains: [],
        vantages: [place('public', live.server, 'Quad9'), place('public', dead.server, 'gone')],
        notes: ['chosen by hand'],
      },
      { signal: stop.signal },
    );
    await expect
      .poll(() =>
        watch
          .state()
          .pairs.map(({ shows }) => shows)
          .toSorted(),
      )
      .toEqual(['no-answer', 'no-answer', 'old', 'old']);
    stop.abort();
    const run = await watch.done;
    expect(watch.state().phase).toBe('stopped');
    expect(run.notes[0]).toBe('chosen by hand');
    expect(run.answers.some(({ answer }) => answer.outcome === 'cancelled')).toBe(false);
    expect(watch.state().pairs.find(({ shows }) => shows === 'no-answer')?.why).toMatch(/can't be reached/u);
  });

  it('refuses a profile without a planned record, with the reason', () => {
    const empty = contosoProfile({ thirdParty: { ...profile.thirdParty, mxHosts: [] }, domains: [] });
    expect(() =>
      service().start({ profile: empty, domains: [], vantages: [place('public', '192.0.2.1', 'a')] }),
    ).toThrow(/nothing to watch/u);
    expect(() => service().start({ profile, domains: [], vantages: [] })).toThrow(/nobody to ask/u);
  });
});
