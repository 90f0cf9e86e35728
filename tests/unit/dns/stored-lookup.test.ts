import { describe, expect, it } from 'vitest';
import { storedAnswers, storedLookup } from '../../../shared/dns/stored-lookup.ts';
import { runDraftSchema, type RunDraft } from '../../../shared/dns/stored-run.ts';
import type { DnsQuestion } from '../../../shared/dns/types.ts';
import type { Vantage } from '../../../shared/dns/vantage.ts';
import { answerTo } from './answers.ts';

const MX: DnsQuestion = { name: 'contoso.com', type: 'MX' };
const TXT: DnsQuestion = { name: 'contoso.com', type: 'TXT' };
const at = (address: string, port = 53) => ({ address, port, label: address });
const vantages: Vantage[] = [
  { id: 'system', kind: 'system', label: 'this computer', server: at('198.51.100.1') },
  {
    id: 'ns:192.0.2.53',
    kind: 'authoritative',
    label: 'ns1',
    server: at('192.0.2.53'),
    zones: ['contoso.com'],
  },
];
const run: RunDraft = runDraftSchema.parse({
  startedAt: '2026-11-24T09:00:00.000Z',
  endedAt: '2026-11-24T09:00:01.000Z',
  domains: ['contoso.com'],
  vantages,
  answers: [
    {
      vantage: 'system',
      answer: { ...answerTo(MX, ['10 mail.contoso.com']), server: at('198.51.100.1') },
    },
    {
      vantage: 'ns:192.0.2.53',
      answer: { ...answerTo(MX, ['10 mx1.filter.example']), server: at('192.0.2.53') },
    },
    {
      vantage: 'ns:192.0.2.53',
      answer: { ...answerTo(TXT, [], { outcome: 'timeout' }), server: at('192.0.2.53') },
    },
    { vantage: 'system', answer: { ...answerTo(TXT, ['v=spf1 -all']), server: at('198.51.100.1') } },
  ],
  notes: [],
});

describe('a stored run behind the port', () => {
  it('prefers what the zone’s own server said', async () => {
    const answer = await storedLookup(run).lookup(MX);
    expect(answer.records.map(({ value }) => value)).toEqual(['10 mx1.filter.example']);
  });

  it('takes a settled answer of the system’s server before silence of the zone’s own', async () => {
    const answer = await storedLookup(run).lookup({ name: 'CONTOSO.com', type: 'TXT' });
    expect(answer).toMatchObject({ outcome: 'answer', server: { address: '198.51.100.1' } });
    expect(storedAnswers(run)(TXT).map(({ outcome }) => outcome)).toEqual(['answer', 'timeout']);
  });

  it('gives what a place said last, as at the end of a watch', async () => {
    const [first] = run.answers;
    if (first === undefined) throw new Error('no answer');
    const later = { ...first, answer: { ...first.answer, ...answerTo(MX, ['10 mx2.filter.example']) } };
    const silent = { ...first, answer: { ...first.answer, ...answerTo(MX, [], { outcome: 'timeout' }) } };
    const answer = await storedLookup({ ...run, answers: [first, later, silent] }).lookup(MX);
    expect(answer.records.map(({ value }) => value)).toEqual(['10 mx2.filter.example']);
  });

  it('answers as the named server did', async () => {
    const answer = await storedLookup(run).lookup(MX, { server: at('198.51.100.1') });
    expect(answer.records.map(({ value }) => value)).toEqual(['10 mail.contoso.com']);
  });

  it('refuses what was not asked, of that server or at all', async () => {
    const other = await storedLookup(run).lookup({ name: 'contoso.com', type: 'NS' });
    expect(other).toMatchObject({ outcome: 'refused', at: '2026-11-24T09:00:01.000Z' });
    const elsewhere = await storedLookup(run).lookup(MX, { server: at('203.0.113.53') });
    expect(elsewhere.outcome).toBe('refused');
  });
});
