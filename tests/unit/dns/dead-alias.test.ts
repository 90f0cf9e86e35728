import { describe, expect, it } from 'vitest';
import { compareRuns } from '../../../shared/dns/compare-runs.ts';
import { answersDiffer } from '../../../shared/dns/place-view.ts';
import type { RunDraft } from '../../../shared/dns/stored-run.ts';
import type { DnsAnswer } from '../../../shared/dns/types.ts';
import { notThere } from '../../../shared/dns/unanswered.ts';
import { answerTo } from './answers.ts';

const TXT = { name: 'selector1._domainkey.contoso.com', type: 'TXT' } as const;
const TARGET = 'selector1-contoso-com._domainkey.contoso.onmicrosoft.com';
/** As the zone's own server has it. */
const own = answerTo(TXT, [`CNAME ${TARGET}`], { outcome: 'alias' });
/** As a resolver tells it, which looked for the target. */
const gone = answerTo(TXT, [`CNAME ${TARGET}`], { outcome: 'nxdomain', rcode: 'NXDOMAIN', aa: false });
const empty = answerTo(TXT, [`CNAME ${TARGET}`], { outcome: 'no-data', aa: false });
const none = answerTo(TXT, [], { outcome: 'nxdomain', rcode: 'NXDOMAIN', aa: false });
const run = (answer: DnsAnswer): RunDraft => ({
  startedAt: answer.at,
  endedAt: answer.at,
  domains: ['contoso.com'],
  vantages: [],
  answers: [{ vantage: 'any', answer }],
  notes: [],
});

describe('an alias that leads to nothing', () => {
  it('is not said to be no name', () => {
    expect(notThere(gone, 'DKIM key')).toBe(
      `Not there: ${TXT.name} is an alias for ${TARGET}, which does not exist (NXDOMAIN).`,
    );
    expect(notThere(empty, 'DKIM key')).toBe(
      `Not there: ${TXT.name} is an alias for ${TARGET}, which has no DKIM key.`,
    );
    expect(notThere(none, 'DKIM key')).toBe(`Not there: the name ${TXT.name} does not exist (NXDOMAIN).`);
  });

  it('is the same for the zone that gives it and for a resolver that follows it', () => {
    expect(answersDiffer([own, gone])).toBe(false);
    expect(answersDiffer([own, empty])).toBe(false);
    expect(answersDiffer([own, none])).toBe(true);
    expect(answersDiffer([gone, empty])).toBe(true);
  });

  it('is unchanged from a run that only saw it to one that followed it', () => {
    expect(compareRuns(run(own), run(gone))).toMatchObject([
      { change: 'same', before: [TARGET], after: [TARGET] },
    ]);
    expect(compareRuns(run(own), run(none))).toMatchObject([{ change: 'removed', after: [] }]);
    expect(compareRuns(run(none), run(gone))).toMatchObject([{ change: 'same', before: [], after: [] }]);
  });
});
