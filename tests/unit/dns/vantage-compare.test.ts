import { describe, expect, it } from 'vitest';
import { canaryQuestions } from '../../../shared/dns/question-plan.ts';
import { parseServer } from '../../../shared/dns/server.ts';
import { PROBE_ID, vantageOf } from '../../../shared/dns/vantage.ts';
import type { Vantage } from '../../../shared/dns/vantage.ts';
import { agreements, verdictOf } from '../../../shared/dns/vantage-compare.ts';
import type { Agreement } from '../../../shared/dns/vantage-compare.ts';
import { INSIDE, NS1, NS2, PUBLIC, question, runOf, says, SYSTEM } from './runs.ts';

const MX = question('contoso.com');
const SOA = question('contoso.com', 'SOA');
const NEW = '10 mx1.filter.example';
const OLD = '10 mail.contoso.com';
const soa = (serial: number): string[] => [
  `ns1.contoso.com hostmaster.contoso.com ${serial} 7200 3600 1209600 300`,
];
const one = (...run: Parameters<typeof runOf>): Agreement => {
  const [first] = agreements(runOf(...run));
  if (first === undefined) throw new Error('nothing was compared');
  return first;
};

describe('a record asked from several places', () => {
  it('is the same where all say the same, in whatever order, and who did not answer is named', () => {
    const two = [NEW, '20 mx2.filter.example'];
    const found = one(
      [NS1, PUBLIC, SYSTEM],
      says(NS1, MX, two),
      says(PUBLIC, MX, two.toReversed(), { ttl: 17 }),
      says(SYSTEM, MX, [], { outcome: 'timeout' }),
    );
    expect(found.code).toBe('same');
    expect(found.sentence).toBe(
      `The same at all 2 places that answered: “${NEW}”, “20 mx2.filter.example”. 203.0.113.5: no answer in time.`,
    );
    expect(found.groups).toEqual([
      { values: two, vantages: [NS1.id, PUBLIC.id] },
      { values: ['no answer in time'], vantages: [SYSTEM.id] },
    ]);
    expect(found.evidence).toHaveLength(3);
  });

  it('is not proved by one server that is asked as two places, and places that share a server are counted', () => {
    const again = vantageOf('system', parseServer('198.51.100.9'));
    const secured = vantageOf('internal', parseServer('tls://198.51.100.9#dns.example'));
    const twice = one([PUBLIC, again, secured], ...[PUBLIC, again, secured].map((at) => says(at, MX, [NEW])));
    expect(twice.code).toBe('not-known');
    expect(twice.sentence).toBe(
      `Resolver (198.51.100.9), 198.51.100.9 and tls://198.51.100.9#dns.example answered, “${NEW}”, but that is one server asked as 3 places, and what it says twice proves no more than once.`,
    );
    const shared = one([NS1, PUBLIC, again], ...[NS1, PUBLIC, again].map((at) => says(at, MX, [NEW])));
    expect(shared.code).toBe('same');
    expect(shared.sentence).toBe(
      `The same at all 3 places that answered (2 servers: Resolver (198.51.100.9) and 198.51.100.9 are one): “${NEW}”.`,
    );
  });

  it('is not yet spread while a cache holds the old answer, until its TTL has run out since the answer came', () => {
    const found = one(
      [NS1, PUBLIC, SYSTEM],
      says(NS1, MX, [NEW]),
      says(PUBLIC, MX, [OLD], { ttl: 1200 }),
      says(SYSTEM, MX, [OLD], { ttl: 60, at: '2026-11-24T09:00:10.000Z' }),
    );
    expect(found.code).toBe('not-yet-spread');
    expect(found.until).toBe('2026-11-24T09:20:01.000Z');
    expect(found.sentence).toBe(
      `The zone’s own servers say “${NEW}”, but not all caches do yet: Resolver (198.51.100.9) says “${OLD}”; 203.0.113.5 says “${OLD}”. The last of these runs out by 2026-11-24 09:20:01 UTC.`,
    );
  });

  it('takes no TTL that a server gives with authority for what is left in a cache', () => {
    const found = one(
      [NS1, PUBLIC],
      says(NS1, MX, [NEW]),
      says(PUBLIC, MX, [OLD], { ttl: 86_400, aa: true }),
    );
    expect(found).toMatchObject({ code: 'not-yet-spread', until: null });
    expect(found.sentence).toContain('How long that may last, the answers do not show.');
  });

  it('that a cache takes for missing is not yet spread either, for as long as the zone lets it', () => {
    const found = agreements(
      runOf(
        [NS1, PUBLIC],
        says(NS1, SOA, soa(7), { ttl: 3600 }),
        says(NS1, MX, [NEW]),
        says(PUBLIC, MX, [], { outcome: 'nxdomain' }),
      ),
    ).find((entry) => entry.question === MX || entry.question.type === 'MX');
    expect(found).toMatchObject({ code: 'not-yet-spread', until: '2026-11-24T09:05:01.000Z' });
  });

  it('is a split horizon where inside answers with authority, or with an address that exists only there', () => {
    const held = one([NS1, INSIDE], says(NS1, MX, [NEW]), says(INSIDE, MX, [OLD], { aa: true }));
    expect(held).toMatchObject({ code: 'split-horizon', until: null });
    expect(held.sentence).toContain(`dc1 (203.0.113.10) says “${OLD}”, with authority`);
    const host = question('mail.contoso.com', 'A');
    const address = one(
      [PUBLIC, INSIDE],
      says(PUBLIC, host, ['192.0.2.7']),
      says(INSIDE, host, ['10.0.0.7']),
    );
    expect(address.code).toBe('split-horizon');
    expect(address.sentence).toContain('an address that exists only inside');
  });

  it('on which the own servers disagree shows the serial of each', () => {
    const found = agreements(
      runOf(
        [NS1, NS2],
        says(NS1, SOA, soa(8)),
        says(NS2, SOA, soa(7)),
        says(NS1, MX, [NEW]),
        says(NS2, MX, [OLD]),
      ),
    );
    expect(found.map(({ code }) => code)).toEqual(['authoritative-disagree', 'authoritative-disagree']);
    expect(found[1]?.sentence).toContain(
      `ns1.contoso.com (192.0.2.1), serial 8, says “${NEW}”; ns2.contoso.com (192.0.2.2), serial 7, says “${OLD}”`,
    );
  });

  it.each([
    ['refuses', [], { outcome: 'refused' }, 'gives a refusal (REFUSED)'],
    ['points elsewhere', [], { outcome: 'referral' }, 'gives a pointer to other servers'],
    ['answers without authority', soa(7), { aa: false }, 'answers without authority'],
  ] as const)('has a lame delegation where a named server %s', (_what, lines, options, said) => {
    const found = one([NS1, NS2], says(NS1, SOA, soa(7)), says(NS2, SOA, lines, options));
    expect(found.code).toBe('lame-delegation');
    expect(found.sentence).toContain(`ns2.contoso.com (192.0.2.2) ${said}`);
  });

  it('does not call a server lame that did not answer at all', () => {
    const found = one([NS1, NS2], says(NS1, SOA, soa(7)), says(NS2, SOA, [], { outcome: 'timeout' }));
    expect(found.code).toBe('not-known');
    expect(found.sentence).toContain('ns2.contoso.com (192.0.2.2): no answer in time.');
  });

  it('is intercepted where all own servers answer as resolvers do', () => {
    const options = { aa: false, ra: true };
    const found = one([NS1, NS2], says(NS1, SOA, soa(7), options), says(NS2, SOA, soa(7), options));
    expect(found.code).toBe('intercepted');
  });

  it('is filtered where the server says so, or gives an address without a host', () => {
    const errors = [{ code: 15, text: 'policy' }];
    const blocked = one(
      [NS1, PUBLIC, SYSTEM],
      says(NS1, MX, [NEW]),
      says(SYSTEM, MX, [NEW]),
      says(PUBLIC, MX, [], { outcome: 'refused', errors }),
    );
    expect(blocked.code).toBe('filtered');
    expect(blocked.sentence).toContain('extended error 15 (blocked, “policy”)');
    const host = question('mail.contoso.com', 'A');
    const sink = one([NS1, PUBLIC], says(NS1, host, ['192.0.2.7']), says(PUBLIC, host, ['0.0.0.0']));
    expect(sink.code).toBe('filtered');
  });

  it('is stale where the server serves an answer past its time', () => {
    const errors = [{ code: 3, text: '' }];
    const told = one([NS1, PUBLIC], says(NS1, MX, [NEW]), says(PUBLIC, MX, [OLD], { ttl: 30, errors }));
    expect(told).toMatchObject({ code: 'stale', until: null });
    const spent = one([NS1, PUBLIC], says(NS1, MX, [NEW]), says(PUBLIC, MX, [OLD], { ttl: 0 }));
    expect(spent.code).toBe('stale');
  });

  it('is not known from one place, from none, or where caches differ without the own servers', () => {
    const single = one([PUBLIC], says(PUBLIC, MX, [NEW]));
    expect(single.code).toBe('not-known');
    expect(single.sentence).toContain('with one answer there is nothing to compare');
    const none = one(
      [PUBLIC, SYSTEM],
      ...[PUBLIC, SYSTEM].map((at) => says(at, MX, [], { outcome: 'timeout' })),
    );
    expect(none).toMatchObject({ code: 'not-known', until: null });
    const caches = one(
      [PUBLIC, SYSTEM],
      says(PUBLIC, MX, [NEW], { ttl: 600 }),
      says(SYSTEM, MX, [OLD], { ttl: 60 }),
    );
    expect(caches).toMatchObject({ code: 'not-known', until: '2026-11-24T09:10:01.000Z' });
    expect(caches.sentence).toContain('which of these is current can’t be said');
  });

  it('counts of each place what it said last', () => {
    const found = one([NS1, PUBLIC], says(NS1, MX, [NEW]), says(PUBLIC, MX, [OLD]), says(PUBLIC, MX, [NEW]));
    expect(found.code).toBe('same');
  });

  it('compares only the alias where the own servers do not follow it', () => {
    const name = question('autodiscover.contoso.com', 'A');
    const found = one(
      [NS1, PUBLIC],
      says(NS1, name, ['CNAME autodiscover.outlook.com'], { outcome: 'alias' }),
      says(PUBLIC, name, ['CNAME autodiscover.outlook.com', '192.0.2.80']),
    );
    expect(found.code).toBe('same');
  });
});

describe('what the answers do not prove', () => {
  const late = '2026-11-24T09:10:00.000Z';

  it('is that a cache is old when the own servers were asked long before it', () => {
    const found = one([NS1, PUBLIC], says(NS1, MX, [OLD]), says(PUBLIC, MX, [NEW], { at: late }));
    expect(found).toMatchObject({ code: 'not-known', until: null });
    expect(found.sentence).toBe(
      `The zone’s own servers said “${OLD}” at 2026-11-24 09:00:00 UTC. Asked later, Resolver (198.51.100.9) says “${NEW}” (2026-11-24 09:10:00 UTC). The zone may have changed between the two. Ask all at one time.`,
    );
    const both = one(
      [NS1, PUBLIC, SYSTEM],
      says(NS1, MX, [NEW]),
      says(PUBLIC, MX, [OLD], { ttl: 60 }),
      says(SYSTEM, MX, ['10 mx9.filter.example'], { at: late }),
    );
    expect(both).toMatchObject({ code: 'not-yet-spread', until: '2026-11-24T09:01:01.000Z' });
    expect(both.sentence).toContain('Asked later, 203.0.113.5 says “10 mx9.filter.example”');
  });

  it('is that caches turn in time when an own server did not say what it gives out', () => {
    const found = one(
      [NS1, NS2, PUBLIC],
      says(NS1, MX, [NEW]),
      says(NS2, MX, [], { outcome: 'timeout' }),
      says(PUBLIC, MX, [OLD], { ttl: 60 }),
    );
    expect(found.code).toBe('not-yet-spread');
    expect(found.sentence).toContain(
      'ns2.contoso.com (192.0.2.2): no answer in time. What it gives out is not known, so a cache may take the old answer anew.',
    );
  });

  it('is that own servers disagree that were asked at different times', () => {
    const found = one([NS1, NS2], says(NS1, MX, [OLD]), says(NS2, MX, [NEW], { at: late }));
    expect(found.code).toBe('not-known');
    expect(found.sentence).toContain('were asked at different times');
  });

  it('is how long an answer lasts that may come from the zone’s own server, not from a cache', () => {
    const pasted: Vantage = { ...PUBLIC, id: 'pasted:198.51.100.9', kind: 'pasted' };
    const paste = (ra: boolean) => {
      const { vantage, answer } = says(pasted, MX, [OLD], { ttl: 60, ra });
      return one([NS1, pasted], says(NS1, MX, [NEW]), {
        vantage,
        answer: { ...answer, transport: 'pasted' },
      });
    };
    expect(paste(false)).toMatchObject({ code: 'not-yet-spread', until: null });
    expect(paste(true)).toMatchObject({ until: '2026-11-24T09:01:01.000Z' });
    expect(paste(true).sentence).toContain('as far as the clock there is right');
  });

  it('is how long a missing record is kept by a server inside with an SOA of its own', () => {
    const found = agreements(
      runOf(
        [NS1, INSIDE, PUBLIC],
        says(NS1, SOA, soa(7)),
        says(INSIDE, SOA, ['dc1.contoso.com admin.contoso.com 7 1 1 1 5'], { aa: true }),
        says(NS1, MX, [NEW]),
        says(PUBLIC, MX, []),
      ),
    ).find(({ question: { type } }) => type === 'MX');
    expect(found).toMatchObject({ code: 'not-yet-spread', until: '2026-11-24T09:05:01.000Z' });
    expect(found?.sentence).toContain('by the SOA of now');
  });

  it('is how long an alias to nothing is kept, where the zone of its target was not asked', () => {
    const name = question('autodiscover.contoso.com', 'A');
    const at = [NS1, PUBLIC];
    const alias = ['CNAME old.example'];
    const dead = { outcome: 'nxdomain', ttl: 600 } as const;
    const followed = agreements(
      runOf(at, says(NS1, SOA, soa(7)), says(NS1, name, ['192.0.2.8']), says(PUBLIC, name, alias, dead)),
    );
    expect(followed[1]).toMatchObject({ code: 'not-yet-spread', until: null });
    const asAlias = one(
      at,
      says(NS1, name, ['CNAME new.example'], { outcome: 'alias' }),
      says(PUBLIC, name, alias, dead),
    );
    expect(asAlias).toMatchObject({ code: 'not-yet-spread', until: '2026-11-24T09:10:01.000Z' });
  });

  it('is that a server was asked and silent which nobody asked', () => {
    const caches = one([PUBLIC, SYSTEM], says(PUBLIC, MX, [NEW]), says(SYSTEM, MX, [OLD]));
    expect(caches.sentence).toContain('The zone’s own servers were not asked, so');
    const silent = one(
      [NS1, PUBLIC, SYSTEM],
      says(NS1, MX, [], { outcome: 'timeout' }),
      says(PUBLIC, MX, [NEW]),
      says(SYSTEM, MX, [OLD]),
    );
    expect(silent.sentence).toContain('The zone’s own servers did not answer, so');
  });

  it('is a lame server where its answer came garbled, or its question was not understood', () => {
    for (const outcome of ['malformed', 'format-error'] as const)
      expect(one([NS1, NS2], says(NS1, SOA, soa(7)), says(NS2, SOA, [], { outcome })).code).toBe('not-known');
    const alone = one([NS1], says(NS1, SOA, soa(7), { aa: false, ra: true }));
    expect(alone.sentence).toContain('or something on the way answers in its place');
  });

  it('is that a server keeps answers past their time when one is in its last second', () => {
    const spent = one([NS1, PUBLIC], says(NS1, MX, [NEW]), says(PUBLIC, MX, [OLD], { ttl: 0 }));
    expect(spent.sentence).toContain('ends now, or is over already (RFC 8767). Ask once more');
    expect(spent.sentence).not.toContain('could not ask');
  });
});

describe('several reasons at once', () => {
  it('do not hide that other caches are old, nor until when', () => {
    const at = [NS1, INSIDE, PUBLIC];
    const found = one(
      at,
      says(NS1, MX, [NEW]),
      says(INSIDE, MX, ['10 inside.contoso.com'], { aa: true }),
      says(PUBLIC, MX, [OLD], { ttl: 600 }),
    );
    expect(found).toMatchObject({ code: 'split-horizon', until: '2026-11-24T09:10:01.000Z' });
    expect(found.sentence).toContain(`not all caches do yet: Resolver (198.51.100.9) says “${OLD}”.`);
    const errors = [{ code: 3, text: '' }];
    const stale = one(
      [NS1, SYSTEM, PUBLIC],
      says(NS1, MX, [NEW]),
      says(SYSTEM, MX, [OLD], { ttl: 30, errors }),
      says(PUBLIC, MX, [OLD], { ttl: 600 }),
    );
    expect(stale).toMatchObject({ code: 'stale', until: '2026-11-24T09:10:01.000Z' });
  });
});

describe('a serial', () => {
  const all = (...run: Parameters<typeof runOf>) => agreements(runOf(...run));

  it('that a cache has not seen yet is no headline, however many records are the same', () => {
    const found = all(
      [NS1, PUBLIC],
      says(NS1, SOA, soa(8)),
      says(PUBLIC, SOA, soa(7), { ttl: 60 }),
      says(NS1, MX, [NEW]),
      says(PUBLIC, MX, [NEW]),
    );
    expect(found[0]).toMatchObject({ code: 'not-yet-spread', usual: true });
    expect(verdictOf(found)).toEqual({
      code: 'same',
      sentence: '1 record is the same at all places that answered.',
    });
  });

  it('stands beside records that are the same at all own servers, and after what mail needs', () => {
    const serials = [says(NS1, SOA, soa(8)), says(NS2, SOA, soa(7))];
    const same = all([NS1, NS2], ...serials, says(NS1, MX, [NEW]), says(NS2, MX, [NEW]));
    expect(verdictOf(same)).toEqual({
      code: 'same',
      sentence:
        '1 record is the same at all places that answered. The zone’s own servers show different serials: ns1.contoso.com (192.0.2.1) 8, ns2.contoso.com (192.0.2.2) 7.',
    });
    const spread = all(
      [NS1, NS2, PUBLIC],
      ...serials,
      ...[NS1, NS2].map((at) => says(at, MX, [NEW])),
      says(PUBLIC, MX, [OLD], { ttl: 60 }),
    );
    expect(verdictOf(spread)).toMatchObject({
      code: 'not-yet-spread',
      sentence: expect.stringMatching(/^contoso\.com MX: /u) as string,
    });
  });
});

describe('a name that can not exist', () => {
  const [below, invalid] = canaryQuestions('contoso.com', 'abc123');
  if (below === undefined || invalid === undefined) throw new Error('no canaries');

  it('that a resolver answers shows interception', () => {
    const found = agreements(
      runOf(
        [NS1, PUBLIC],
        says(NS1, below, [], { outcome: 'nxdomain' }),
        says(PUBLIC, below, ['192.0.2.99']),
        says(PUBLIC, invalid, ['192.0.2.99']),
      ),
    );
    expect(found.map(({ code }) => code)).toEqual(['intercepted', 'intercepted']);
    expect(verdictOf(found).sentence).toContain('192.0.2.99');
  });

  it('that a zone inside answers by a wildcard is its own zone, no interception', () => {
    const found = one(
      [NS1, INSIDE],
      says(NS1, below, [], { outcome: 'nxdomain' }),
      says(INSIDE, below, ['10.0.0.7'], { aa: true }),
    );
    expect(found.code).toBe('split-horizon');
  });

  it('that the zone itself answers by a wildcard shows nothing', () => {
    const found = one([NS1, PUBLIC], says(NS1, below, ['192.0.2.99']), says(PUBLIC, below, ['192.0.2.99']));
    expect(found.code).toBe('same');
  });

  it('no server can answer from an address without one', () => {
    const probe = { ...PUBLIC, id: PROBE_ID };
    expect(one([NS1, probe], says(NS1, SOA, soa(7)), says(probe, SOA, soa(7))).code).toBe('intercepted');
    const silent = says(probe, SOA, [], { outcome: 'timeout' });
    expect(one([NS1, SYSTEM, probe], says(NS1, SOA, soa(7)), says(SYSTEM, SOA, soa(7)), silent).code).toBe(
      'same',
    );
  });
});

describe('the verdict on top', () => {
  it('starts with mail records, MX first, whatever else differs more gravely', () => {
    const NS = question('contoso.com', 'NS');
    const A = question('mail.contoso.com', 'A');
    const found = agreements(
      runOf(
        [NS1, NS2, PUBLIC],
        says(NS1, NS, ['ns1.contoso.com']),
        says(NS2, NS, ['ns2.contoso.com']),
        ...[NS1, NS2].flatMap((at) => [says(at, A, ['192.0.2.7']), says(at, MX, [NEW])]),
        says(PUBLIC, A, ['192.0.2.6'], { ttl: 60 }),
        says(PUBLIC, MX, [OLD], { ttl: 60 }),
      ),
    );
    expect(verdictOf(found)).toMatchObject({
      code: 'not-yet-spread',
      sentence: expect.stringMatching(/^2 records, the first contoso\.com MX: /u) as string,
    });
  });

  it('claims no last moment where one of the old answers does not show its own', () => {
    const TXT = question('contoso.com', 'TXT');
    const found = agreements(
      runOf(
        [NS1, PUBLIC],
        says(NS1, MX, [NEW]),
        says(PUBLIC, MX, [OLD], { ttl: 60 }),
        says(NS1, TXT, ['v=spf1 -all']),
        says(PUBLIC, TXT, ['v=spf1 mx -all'], { ttl: null }),
      ),
    );
    expect(verdictOf(found).sentence).toContain(
      'Of those that show it, the last old answer runs out at 2026-11-24 09:01:01 UTC.',
    );
  });

  it('says that the own servers were not among the places, as all of these may hold what is old', () => {
    const found = agreements(runOf([PUBLIC, SYSTEM], says(PUBLIC, MX, [OLD]), says(SYSTEM, MX, [OLD])));
    expect(verdictOf(found)).toEqual({
      code: 'same',
      sentence:
        '1 record is the same at all places that answered. The zone’s own servers were not among them, so all may hold the same old answer.',
    });
  });

  it('is the gravest, with how many records it concerns and until when', () => {
    const TXT = question('contoso.com', 'TXT');
    const found = agreements(
      runOf(
        [NS1, PUBLIC],
        says(NS1, MX, [NEW]),
        says(PUBLIC, MX, [OLD], { ttl: 60 }),
        says(NS1, TXT, ['v=spf1 -all']),
        says(PUBLIC, TXT, ['v=spf1 mx -all'], { ttl: 900 }),
      ),
    );
    const { code, sentence } = verdictOf(found);
    expect(code).toBe('not-yet-spread');
    expect(sentence).toMatch(/^2 records, the first contoso\.com MX: /u);
    expect(sentence).toContain('The last old answer runs out at 2026-11-24 09:15:01 UTC.');
  });

  it('never hides behind records that are the same one that differs for no known reason', () => {
    const A = question('mail.contoso.com', 'A');
    const found = agreements(
      runOf(
        [SYSTEM, PUBLIC],
        says(SYSTEM, A, ['192.0.2.1']),
        says(PUBLIC, A, ['192.0.2.1']),
        says(SYSTEM, MX, [OLD]),
        says(PUBLIC, MX, [NEW]),
      ),
    );
    const { code, sentence } = verdictOf(found);
    expect(code).toBe('not-known');
    expect(sentence).toMatch(/^contoso\.com MX: /u);
  });

  it('is not shaken by what differs as it may: silence, and addresses that others spread over many hosts', () => {
    const host = question('mx1.filter.example', 'A');
    const found = agreements(
      runOf(
        [NS1, SYSTEM, PUBLIC],
        says(NS1, MX, [NEW]),
        says(PUBLIC, MX, [NEW]),
        says(SYSTEM, host, ['192.0.2.8']),
        says(PUBLIC, host, ['192.0.2.9']),
        says(PUBLIC, question('other.contoso.com'), []),
        says(SYSTEM, question('other.contoso.com'), [], { outcome: 'timeout' }),
      ),
    );
    expect(verdictOf(found)).toEqual({
      code: 'same',
      sentence: '1 record is the same at all places that answered. 2 could not be compared.',
    });
  });

  it('is the same only when something could be compared', () => {
    const same = agreements(
      runOf([NS1, PUBLIC], says(NS1, MX, [NEW]), says(PUBLIC, MX, [NEW]), says(NS1, SOA, soa(7))),
    );
    expect(verdictOf(same)).toEqual({
      code: 'same',
      sentence: '1 record is the same at all places that answered. 1 could not be compared.',
    });
    expect(verdictOf(agreements(runOf([NS1], says(NS1, SOA, soa(7))))).code).toBe('not-known');
    const single = runOf([NS1], says(NS1, SOA, soa(7)), says(NS1, MX, [], { outcome: 'no-data' }));
    expect(verdictOf(agreements(single)).sentence).toMatch(
      /^Only .*192\.0\.2\.\d+.* was asked: 1 of 2 records is there\. One place alone/u,
    );
    expect(verdictOf([])).toEqual({
      code: 'not-known',
      sentence: 'Nothing can be said yet. Nothing was asked.',
    });
  });
});
