import { describe, expect, it } from 'vitest';
import { domainPart, holdAnswers, recordMatrix } from '../../renderer/features/dns/record-matrix.ts';
import type { RecordMatrix, RecordRow } from '../../renderer/features/dns/record-matrix.ts';
import { PROBE_ID } from '../../shared/dns/vantage.ts';
import { agreements, verdictOf } from '../../shared/dns/vantage-compare.ts';
import type { StoredRun } from '../../shared/dns/stored-run.ts';
import { emptyDomain, emptyProfile } from '../../shared/profile/empty.ts';
import { OWN_1, OWN_2, QUAD9, storedAnswer, storedRun, SYSTEM } from './support/placed-run.ts';

const domain = emptyDomain('contoso.com', 'primary');
const profile = { ...emptyProfile('Contoso AG'), domains: [domain] };
const matrixOf = (answers: StoredRun['answers']): RecordMatrix => {
  const run = storedRun(answers);
  const part = domainPart(run, holdAnswers(run), profile, domain);
  return recordMatrix(part, agreements(part.run));
};
const row = (matrix: RecordMatrix, key: string): RecordRow => {
  const found = matrix.groups.flatMap(({ rows }) => rows).find((one) => one.key === key);
  if (found === undefined) throw new Error(`there is no row ${key}`);
  return found;
};
const words = ({ cells }: RecordRow): readonly string[] => cells.map(({ state }) => state.word);
const OLD = ['10 mail.contoso.com'];
const NEW = ['10 mx1.filter.example'];

describe('a stored run as a table', () => {
  it('puts the zone’s own servers first and takes their value as the one to differ from', () => {
    const matrix = matrixOf([
      storedAnswer({ at: SYSTEM, type: 'MX', values: OLD, ttl: 900 }),
      storedAnswer({ at: QUAD9, type: 'MX', values: OLD }),
      storedAnswer({ at: OWN_1, type: 'MX', values: NEW }),
      storedAnswer({ at: OWN_2, type: 'MX', values: NEW }),
    ]);
    expect(matrix.places.map(({ label }) => label)).toEqual([
      'ns1.contoso.com',
      'ns2.contoso.com',
      'Quad9',
      '192.0.2.53',
    ]);
    const mx = row(matrix, 'MX contoso.com');
    expect(mx.values).toEqual(NEW);
    expect(mx.cells.map(({ differs }) => differs)).toEqual([false, false, true, true]);
    expect(mx.cells.map(({ ttl }) => ttl)).toEqual([300, 300, 300, 900]);
  });
  it('does not take another order of the same records for a difference', () => {
    const both = ['10 a.example', '20 b.example'];
    const matrix = matrixOf([
      storedAnswer({ at: OWN_1, type: 'MX', values: both }),
      storedAnswer({ at: QUAD9, type: 'MX', values: both.toReversed() }),
    ]);
    expect(words(row(matrix, 'MX contoso.com'))).toEqual(['Same', 'Same']);
  });
  it('tells silence, absence and what was never asked apart', () => {
    const matrix = matrixOf([
      storedAnswer({ at: OWN_1, type: 'MX', values: NEW }),
      storedAnswer({ at: OWN_2, type: 'MX' }),
      storedAnswer({ at: QUAD9, type: 'MX', outcome: 'timeout' }),
      storedAnswer({ at: SYSTEM, type: 'CAA' }),
    ]);
    expect(words(row(matrix, 'MX contoso.com'))).toEqual(['Same', 'Not there', 'No answer', 'Not asked']);
    expect(row(matrix, 'CAA contoso.com').empty).toBe(true);
    expect(row(matrix, 'MX contoso.com').empty).toBe(false);
  });
  it('counts an answer from an address without a server against every domain, whichever it was asked about', () => {
    const probe = { ...QUAD9, id: PROBE_ID };
    const verdictWith = (outcome: 'answer' | 'timeout') => {
      const held = storedRun([
        storedAnswer({ at: OWN_1, type: 'MX', values: NEW }),
        storedAnswer({ at: OWN_2, type: 'MX', values: NEW }),
        storedAnswer({ at: probe, name: 'fabrikam.com', type: 'SOA', outcome }),
      ]);
      const run = { ...held, vantages: [...held.vantages, probe] };
      return verdictOf(agreements(domainPart(run, holdAnswers(run), profile, domain).run)).code;
    };
    expect([verdictWith('answer'), verdictWith('timeout')]).toEqual(['intercepted', 'same']);
  });
  it('claims no agreement where one place was asked', () => {
    const matrix = matrixOf([storedAnswer({ at: SYSTEM, type: 'MX', values: NEW })]);
    expect(words(row(matrix, 'MX contoso.com'))).toEqual(['Answered']);
  });
  it('shows what the records of the domain lead to, and nothing of another domain', () => {
    const matrix = matrixOf([
      storedAnswer({ at: SYSTEM, type: 'MX', values: NEW }),
      storedAnswer({ at: SYSTEM, name: 'mx1.filter.example', type: 'A', values: ['192.0.2.7'] }),
      storedAnswer({ at: SYSTEM, name: 'fabrikam.com', type: 'MX', values: OLD }),
    ]);
    const keys = matrix.groups.flatMap(({ rows }) => rows.map(({ key }) => key));
    expect(keys).toEqual(['MX contoso.com', 'A mx1.filter.example']);
    expect(matrix.groups.at(-1)?.title).toBe('What the records lead to');
  });
  it('takes what a place said last, and no place as differing from what it said before', () => {
    const matrix = matrixOf([
      storedAnswer({ at: OWN_1, type: 'MX', values: OLD }),
      storedAnswer({ at: OWN_2, type: 'MX', values: OLD }),
      storedAnswer({ at: OWN_1, type: 'MX', values: NEW }),
      storedAnswer({ at: OWN_2, type: 'MX', values: NEW }),
    ]);
    expect(row(matrix, 'MX contoso.com').values).toEqual(NEW);
    expect(row(matrix, 'MX contoso.com').agreement?.code).toBe('same');
  });
});
