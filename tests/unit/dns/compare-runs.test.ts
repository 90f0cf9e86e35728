import { describe, expect, it } from 'vitest';
import { driftOf } from '../../../shared/dns/bulk.ts';
import { comparisonNotes, compareRuns, runComparison } from '../../../shared/dns/compare-runs.ts';
import { driftFrom, signedState } from '../../../shared/dns/drift.ts';
import type { RunDraft, StoredRun } from '../../../shared/dns/stored-run.ts';
import { foldRun } from '../../../shared/runbook/fold.ts';
import { logOf } from '../../fixtures/customer.ts';
import { parseServer } from '../../../shared/dns/server.ts';
import { PROBE_ID, vantageOf } from '../../../shared/dns/vantage.ts';
import { INSIDE, NS1, NS2, PUBLIC, question, runOf, says, SYSTEM } from './runs.ts';

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

describe('two runs, place by place', () => {
  const OLD = '10 mail.contoso.com';
  const NEW = '10 mx1.filter.example';
  const one = (was: RunDraft, is: RunDraft) => compareRuns(was, is)[0] ?? expect.fail('nothing was compared');

  it('show what changed inside alone, and where nothing did', () => {
    const at = [NS1, PUBLIC, INSIDE];
    const was = runOf(at, ...at.map((place) => says(place, MX, [OLD])));
    const is = runOf(at, says(NS1, MX, [OLD]), says(PUBLIC, MX, [OLD]), says(INSIDE, MX, [NEW]));
    expect(one(was, is)).toMatchObject({
      change: 'changed',
      before: [OLD],
      after: [NEW],
      places: [
        { place: 'ns1.contoso.com (192.0.2.1)', change: 'same' },
        { place: 'Resolver (198.51.100.9)', change: 'same' },
        { place: 'dc1 (203.0.113.10)', change: 'changed', before: [OLD], after: [NEW] },
      ],
      sentence: `contoso.com MX was “${OLD}” and is “${NEW}” at dc1 (203.0.113.10); it is unchanged at ns1.contoso.com (192.0.2.1) and Resolver (198.51.100.9): “${OLD}”.`,
    });
  });

  it('show that one own server turned and the other did not', () => {
    const at = [NS1, NS2];
    const was = runOf(at, says(NS1, MX, [OLD]), says(NS2, MX, [OLD]));
    const is = runOf(at, says(NS1, MX, [OLD]), says(NS2, MX, [NEW]));
    expect(one(was, is).sentence).toBe(
      `contoso.com MX was “${OLD}” and is “${NEW}” at ns2.contoso.com (192.0.2.2); it is unchanged at ns1.contoso.com (192.0.2.1): “${OLD}”.`,
    );
    const both = [one(was, runOf(at, says(NS1, MX, []), says(NS2, MX, [NEW])))];
    expect(both.map(({ change, places }) => [change, places.map((place) => place.change)])).toEqual([
      ['changed', ['removed', 'changed']],
    ]);
  });

  it('say a change once where all places show it, with the places that were compared', () => {
    const at = [NS1, NS2, PUBLIC];
    const found = one(
      runOf(at, ...at.map((place) => says(place, MX, [OLD, '20 mx2.contoso.com']))),
      runOf(at, ...at.map((place) => says(place, MX, [NEW]))),
    );
    expect(found.sentence).toBe(`contoso.com MX was “${OLD}”, “20 mx2.contoso.com” and is “${NEW}”.`);
    expect(found.places).toEqual([]);
    expect(found.comparedAt).toHaveLength(3);
  });

  it('call nothing a change that only one of them asked', () => {
    const was = runOf([NS1, PUBLIC], says(NS1, MX, [OLD]), says(PUBLIC, MX, [OLD]));
    const is = runOf([NS1, INSIDE], says(NS1, MX, [OLD]), says(INSIDE, MX, [NEW]));
    expect(one(was, is)).toMatchObject({ change: 'same', places: [] });
    expect(comparisonNotes(was, is)).toEqual([
      'The earlier run alone asked Resolver (198.51.100.9), the later run alone asked dc1 (203.0.113.10); a change is told only of places that both asked.',
    ]);
    expect(comparisonNotes(was, was)).toEqual([]);
  });

  it('that have no place in common prove no change, and say so where both say the same', () => {
    const was = runOf([PUBLIC], says(PUBLIC, MX, [OLD]));
    expect(one(was, runOf([INSIDE], says(INSIDE, MX, [NEW])))).toMatchObject({
      change: 'not-known',
      before: [OLD],
      after: [NEW],
      sentence: `contoso.com MX can’t be compared: before Resolver (198.51.100.9) said “${OLD}”, afterwards dc1 (203.0.113.10) says “${NEW}”, and no place answered both times.`,
    });
    expect(one(was, runOf([INSIDE], says(INSIDE, MX, [OLD])))).toMatchObject({
      change: 'same',
      comparedAt: [],
      sentence: `contoso.com MX says the same, “${OLD}”, but other places were asked: Resolver (198.51.100.9) before, dc1 (203.0.113.10) afterwards.`,
    });
  });

  it('take the own servers of then and of now for one place when the zone has moved, if they are of one mind', () => {
    const was = runOf([NS1, SYSTEM], says(NS1, MX, [OLD]), says(SYSTEM, MX, [OLD]));
    const is = runOf([NS2, SYSTEM], says(NS2, MX, [NEW]), says(SYSTEM, MX, [OLD]));
    expect(one(was, is).sentence).toBe(
      `contoso.com MX was “${OLD}” and is “${NEW}” at the zone’s own servers (ns1.contoso.com (192.0.2.1) before, ns2.contoso.com (192.0.2.2) afterwards); it is unchanged at 203.0.113.5: “${OLD}”.`,
    );
    const NS3 = vantageOf('authoritative', parseServer('192.0.2.3'), ['contoso.com']);
    const torn = runOf([NS2, NS3], says(NS2, MX, [NEW]), says(NS3, MX, [OLD]));
    expect(one(was, torn).change).toBe('not-known');
  });

  it('know a server again however it was chosen and reached, but none that has no address', () => {
    const again = vantageOf('internal', parseServer('tls://198.51.100.9#dns.example'));
    const was = runOf([PUBLIC], says(PUBLIC, MX, [OLD]));
    expect(one(was, runOf([again], says(again, MX, [NEW]))).change).toBe('changed');
    const pasted = { id: 'pasted:no server', kind: 'pasted', label: 'no server', server: null } as const;
    const paste = (value: string): RunDraft => {
      const { answer } = says(pasted, MX, [value]);
      const server = { address: '0.0.0.0', port: 53, label: 'no server' };
      return runOf([pasted], { vantage: pasted.id, answer: { ...answer, server } });
    };
    expect(one(paste(OLD), paste(NEW)).change).toBe('not-known');
  });

  it('count of each place what it said last, not what a watch heard first, and no silence after an answer', () => {
    const was = runOf([PUBLIC], says(PUBLIC, MX, [OLD]));
    const watch = runOf(
      [PUBLIC],
      says(PUBLIC, MX, [OLD]),
      says(PUBLIC, MX, [NEW]),
      says(PUBLIC, MX, [], { outcome: 'timeout' }),
    );
    expect(one(was, watch)).toMatchObject({ change: 'changed', after: [NEW] });
  });

  it('show an alias that became an address as changed, not as gone', () => {
    const name = question('autodiscover.contoso.com', 'A');
    const alias = runOf([NS1], says(NS1, name, ['CNAME autodiscover.outlook.com'], { outcome: 'alias' }));
    expect(one(alias, runOf([NS1], says(NS1, name, ['192.0.2.8'])))).toMatchObject({
      change: 'changed',
      before: ['autodiscover.outlook.com'],
      after: ['192.0.2.8'],
    });
  });

  it('name the place that did not answer both times', () => {
    const at = [NS1, NS2];
    const was = runOf(at, says(NS1, MX, [OLD]), says(NS2, MX, [OLD]));
    const is = runOf(at, says(NS1, MX, [OLD]), says(NS2, MX, [], { outcome: 'timeout' }));
    expect(one(was, is)).toMatchObject({
      change: 'same',
      sentence: `contoso.com MX is unchanged: “${OLD}”. Not known at ns2.contoso.com (192.0.2.2), where one of the two runs got no answer that counts.`,
    });
  });

  it('show no TTL that is what a cache had left, and nothing of the address without a server', () => {
    const probe = { ...PUBLIC, id: PROBE_ID };
    const was = runOf([PUBLIC, probe], says(PUBLIC, MX, [OLD], { ttl: 17 }), says(probe, TXT, [OLD]));
    const is = runOf([PUBLIC, probe], says(PUBLIC, MX, [OLD], { ttl: 3599 }), says(probe, TXT, []));
    expect(compareRuns(was, is)).toMatchObject([{ beforeTtl: null, afterTtl: null }]);
    expect(compareRuns(was, is)).toHaveLength(1);
  });

  it('prove nothing by an answer that its server itself calls blocked, or past its time', () => {
    const was = runOf([PUBLIC], says(PUBLIC, MX, [OLD]));
    const blocked = runOf([PUBLIC], says(PUBLIC, MX, [], { errors: [{ code: 15, text: '' }] }));
    expect(one(was, blocked)).toMatchObject({
      change: 'not-known',
      sentence:
        'contoso.com MX can’t be compared: afterwards the server itself called its answer, no MX record, changed by rule or past its time.',
    });
    const stale = runOf([PUBLIC], says(PUBLIC, MX, [OLD], { errors: [{ code: 3, text: '' }] }));
    expect(one(was, stale).change).toBe('not-known');
  });

  it('that were given the wrong way round are told so', () => {
    const later = { ...after, endedAt: '2026-11-24T10:00:00.000Z' };
    expect(comparisonNotes(later, after)[0]).toBe(
      'The run given as the earlier one ended at 2026-11-24 10:00:00 UTC, after the other one, 2026-11-24 09:00:01 UTC.',
    );
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
    const { drifted, sentence } = driftFrom(was, compareRuns(was, is));
    expect(drifted).toBe(1);
    expect(sentence).toBe(
      '1 record has changed since “Before” of 2026-11-24 09:30:00 UTC. 2 records of then could not be compared.',
    );
    expect(driftFrom(was, compareRuns(was, was))).toMatchObject({
      drifted: 0,
      sentence: expect.stringMatching(/^Nothing that could be compared/u) as string,
    });
  });

  it('is not what hosts of others answer with, but is where the zone leads to another of them', () => {
    const mail = question('autodiscover.contoso.com', 'A');
    const host = question('mx1.filter.example', 'A');
    const leadsTo = (target: string, address: string, other: string): RunDraft => {
      const entry = says(PUBLIC, mail, [`CNAME ${target}`, address]);
      const records = entry.answer.records.map((record) =>
        record.type === 'A' ? { ...record, name: target } : record,
      );
      return runOf([PUBLIC], { ...entry, answer: { ...entry.answer, records } }, says(PUBLIC, host, [other]));
    };
    const was = stored(leadsTo('a.example', '192.0.2.8', '192.0.2.9'), 'Before', early.endedAt);
    const other = stored(leadsTo('a.example', '192.0.2.18', '192.0.2.19'), '', late.endedAt);
    expect(driftFrom(was, compareRuns(was, other))).toMatchObject({
      drifted: 0,
      compared: 2,
      sentence: expect.stringMatching(
        /Hosts of others have other addresses in 2 records, as they may\.$/u,
      ) as string,
    });
    const moved = stored(leadsTo('b.example', '192.0.2.18', '192.0.2.9'), '', late.endedAt);
    expect(driftFrom(was, compareRuns(was, moved))).toMatchObject({ drifted: 1 });
  });

  it('is not known where nothing could be compared', () => {
    const silent = stored(runOf([NS1], says(NS1, MX, [], { outcome: 'timeout' })), '', late.endedAt);
    expect(driftFrom(early, compareRuns(early, silent))).toMatchObject({
      drifted: 0,
      compared: 0,
      open: 3,
      sentence:
        'Nothing could be compared with “Before” of 2026-11-24 09:30:00 UTC. 3 records of then could not be compared.',
    });
  });
});

describe('the drift of one of many domains', () => {
  it('is told at the places of both runs, and what another place says is said but not counted', () => {
    const TXT2 = question('_dmarc.contoso.com', 'TXT');
    const was = runOf(
      [SYSTEM, INSIDE],
      says(SYSTEM, MX, ['10 a.example']),
      says(INSIDE, TXT2, ['v=DMARC1; p=none']),
    );
    const is = runOf(
      [SYSTEM],
      says(SYSTEM, MX, ['10 b.example']),
      says(SYSTEM, TXT2, ['v=DMARC1; p=reject']),
    );
    const { drifted, sentences } = driftOf('contoso.com', runComparison(was, is));
    expect(drifted).toBe(1);
    expect(sentences).toEqual([
      'contoso.com MX was “10 a.example” and is “10 b.example”.',
      expect.stringMatching(
        /^_dmarc\.contoso\.com TXT can’t be compared: before dc1 .* no place answered both times\.$/u,
      ),
    ]);
    expect(driftOf('contoso.com', null)).toEqual({ drifted: null, sentences: [] });
  });
});
