import { describe, expect, it } from 'vitest';
import { STEPS } from '../../shared/runbook/catalogue/index.ts';
import { foldRun } from '../../shared/runbook/fold.ts';
import type { LogEntry } from '../../shared/runbook/log.ts';
import type { StepStatus } from '../../shared/runbook/status.ts';
import { emptyDomain, emptyProfile } from '../../shared/profile/empty.ts';
import { deriveDomainRecords } from '../../shared/records/derive.ts';
import { termDiff } from '../../renderer/features/dns/diff.ts';
import {
  aheadSentence,
  checkMatrix,
  dueRows,
  tally,
  tallySentence,
} from '../../renderer/features/dns/matrix.ts';
import { sizeText } from '../../renderer/features/export/size.ts';
import { changeWindow, span } from '../../renderer/features/overview/window.ts';
import { mxForms, spfForms } from '../../renderer/features/records/forms.ts';
import { ttlText } from '../../renderer/features/records/ttl.ts';
import { readEvidenceFile } from '../../renderer/features/runbook/evidence-file.ts';
import { neighbour, passes } from '../../renderer/features/runbook/filter.ts';
import { dnsEntry } from './support/evidence.ts';

const MINUTE = 60_000;
const file = (name: string, bytes: readonly number[]): File => new File([new Uint8Array(bytes)], name);
const text = (value: string): readonly number[] => [...new TextEncoder().encode(value)];

describe('term difference', () => {
  it('takes SPF apart at blanks, counts repeats and ignores case', () => {
    expect(termDiff(['v=spf1 IP4:192.0.2.1 -all'], ['v=spf1 ip4:192.0.2.1 mx mx ~all'])).toEqual([
      { term: 'v=spf1', state: 'same' },
      { term: 'IP4:192.0.2.1', state: 'same' },
      { term: '-all', state: 'missing' },
      { term: 'mx', state: 'extra' },
      { term: 'mx', state: 'extra' },
      { term: '~all', state: 'extra' },
    ]);
  });
  it('takes no key for another that differs in case', () => {
    expect(termDiff(['v=DKIM1; p=MIIB'], ['v=DKIM1; p=MiIB']).map(({ state }) => state)).toEqual([
      'missing',
      'extra',
    ]);
    expect(termDiff(['10 MX1.filter.example'], ['10 mx1.filter.example'])).toHaveLength(1);
  });
  it('compares everything else line by line', () => {
    expect(termDiff(['10 mx1.filter.example'], ['10 mail.contoso.com'])).toEqual([
      { term: '10 mx1.filter.example', state: 'missing' },
      { term: '10 mail.contoso.com', state: 'extra' },
    ]);
  });
});

describe('the state of DNS in a sentence', () => {
  const profile = {
    ...emptyProfile('Contoso'),
    domains: [
      { ...emptyDomain('contoso.com', 'primary'), currentMx: [{ preference: 10, host: 'mail.contoso.com' }] },
    ],
  };
  const sentences = (entries: ReadonlyArray<LogEntry['entry']>): readonly [string, string] => {
    const run = foldRun(
      entries.map((entry, index) => ({
        id: String(index),
        at: '2026-11-24T14:00:00Z',
        operator: 'op1',
        entry,
      })),
    );
    const rows = checkMatrix(STEPS, profile, run, new Set(['contoso.com']));
    const [due, all] = [tally(dueRows(rows, run)), tally(rows)];
    return [tallySentence(due, all), aheadSentence(due, all)];
  };
  it('says when nothing was asked', () => {
    expect(sentences([])).toEqual(['DNS has not been asked yet.', '']);
  });
  it('does not count what is not due against the zone', () => {
    expect(
      sentences([dnsEntry({ stepId: 'DNS-07', check: 'mx-planned', type: 'MX', verdict: 'differing' })]),
    ).toEqual([
      'No step with a DNS check is under way or done, so nothing has to match yet.',
      'Of 1 check that is not due now, 0 match.',
    ]);
  });
  it('counts what is due by verdict', () => {
    expect(
      sentences([
        { kind: 'state', stepId: 'DNS-07', state: 'in-progress', reason: '' },
        dnsEntry({ stepId: 'DNS-07', check: 'mx-planned', type: 'MX', verdict: 'differing' }),
      ])[0],
    ).toBe('Of 2 checks of the steps under way or done, 1 differs, 1 was not checked yet.');
  });
  it('forgets the state before once its step is done', () => {
    expect(
      sentences([
        { kind: 'state', stepId: 'DIS-04', state: 'done', reason: '' },
        dnsEntry({ stepId: 'DIS-04', check: 'mx-current', type: 'MX', verdict: 'differing' }),
      ])[0],
    ).not.toContain('1 differs');
  });
});

describe('record forms', () => {
  const profile = { ...emptyProfile('Contoso'), onPremPublicIps: ['192.0.2.1'] };
  const domain = emptyDomain('contoso.com', 'primary');
  const many = Array.from({ length: 40 }, (_, index) => `198.51.100.${String(index * 2)}`);
  it('gives SPF as value, as quoted strings of at most 255 octets, and as a zone line', () => {
    const records = deriveDomainRecords({ ...profile, onPremPublicIps: many }, domain);
    const [value, strings, zone] = spfForms(records, 300).map((form) => form.text);
    const parts = [...(strings ?? '').matchAll(/"([^"]*)"/gu)].map((match) => match[1] ?? '');
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.join('')).toBe(value);
    expect(Math.max(...parts.map((part) => part.length))).toBeLessThanOrEqual(255);
    expect(zone).toBe(`contoso.com. 300 IN TXT ${strings ?? ''}`);
  });
  it('gives a null MX for a domain that receives no mail, and nothing while no host is known', () => {
    const parked = deriveDomainRecords(profile, emptyDomain('parked.example', 'parked'));
    expect(mxForms(parked, 3600).at(-1)?.text).toBe('parked.example. 3600 IN MX 0 .');
    expect(mxForms(deriveDomainRecords(profile, domain), 3600)).toEqual([]);
  });
});

describe('the change window', () => {
  it('counts in two units at most', () => {
    expect([
      span(20_000),
      span(12 * MINUTE),
      span(125 * MINUTE),
      span(1440 * MINUTE),
      span(3 * 1440 * MINUTE + 240 * MINUTE),
    ]).toEqual(['less than a minute', '12 min', '2 h 5 min', '1 day', '3 days 4 h']);
  });
  it.each([
    ['2026-12-05T18:00:00Z', 'before', 'in 2 h'],
    ['2026-12-05T21:30:00Z', 'open', 'for another 30 min'],
    ['2026-12-05T23:00:00Z', 'over', '1 h ago'],
  ])('at %s is %s', (now, phase, relative) => {
    expect(changeWindow('2026-12-05T20:00:00Z', '2026-12-05T22:00:00Z', now)).toMatchObject({
      phase,
      relative,
    });
  });
  it('is unknown while the start can’t be read', () => {
    expect(changeWindow('next Saturday', '', '2026-12-05T23:00:00Z')).toBeNull();
  });
});

describe('evidence files', () => {
  it('reads UTF-8, and UTF-16 as PowerShell writes it', async () => {
    expect(await readEvidenceFile(file('a.txt', text('Name : Inbound\r\nEnabled : True')))).toBe(
      'Name : Inbound\nEnabled : True',
    );
    expect(await readEvidenceFile(file('b.txt', [0xff, 0xfe, 0x4f, 0, 0x4b, 0]))).toBe('OK');
  });
  it.each([
    ['picture.png', [0x89, 0x50, 0x4e, 0x47, 0xff]],
    ['zero.bin', [0x41, 0, 0x42]],
    ['empty.txt', []],
  ])('refuses %s with the reason', async (name, bytes) => {
    await expect(readEvidenceFile(file(name, bytes))).rejects.toMatchObject({ code: 'bad-input' });
  });
});

describe('the list of steps', () => {
  const status = (given: Partial<StepStatus>): StepStatus => ({
    state: 'not-started',
    stale: null,
    blockers: [],
    missing: [],
    dns: null,
    ...given,
  });
  it('calls for attention where work is failed, stale or not borne out by DNS', () => {
    expect(passes('attention', status({ state: 'failed' }))).toBe(true);
    expect(passes('attention', status({ state: 'done', dns: 'differing' }))).toBe(true);
    expect(passes('attention', status({ dns: 'differing' }))).toBe(false);
    expect(passes('attention', status({ state: 'waived', dns: 'unanswered' }))).toBe(false);
    expect(passes('open', status({ state: 'waived' }))).toBe(false);
  });
  it('stays at its ends, and starts at the first step when none is in hand', () => {
    expect(neighbour(STEPS, STEPS[0]?.id ?? '', -1)).toBe(STEPS[0]?.id);
    expect(neighbour(STEPS, STEPS.at(-1)?.id ?? '', 1)).toBe(STEPS.at(-1)?.id);
    expect(neighbour(STEPS, null, 1)).toBe(STEPS[0]?.id);
    expect(neighbour([], null, 1)).toBeNull();
  });
});

it('gives sizes and TTLs as people read them', () => {
  expect([sizeText(1), sizeText(812), sizeText(14_200), sizeText(1_240_000)]).toEqual([
    '1 byte',
    '812 bytes',
    '14 kB',
    '1.2 MB',
  ]);
  expect([ttlText(null), ttlText(300), ttlText(3600), ttlText(172_800), ttlText(90)]).toEqual([
    'not known',
    '300 s (5 minutes)',
    '3600 s (1 hour)',
    '172800 s (2 days)',
    '90 s',
  ]);
});
