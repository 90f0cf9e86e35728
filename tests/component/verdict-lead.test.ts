import { describe, expect, it } from 'vitest';
import { verdictLead } from '../../renderer/features/dns/verdict-lead.ts';

const LONG =
  ' It goes on with everything that was heard at each of the places that were asked, one by one, in the order of their names.';

describe('what of a verdict is read in one glance', () => {
  it.each([
    [
      'a short one whole',
      '41 records are the same at all places.',
      '41 records are the same at all places.',
      '',
    ],
    ['up to the full stop', `Nothing can be said yet.${LONG}`, 'Nothing can be said yet.', LONG],
    [
      'up to the colon in front of the first value',
      `6 records, the first contoso.com MX: The places differ: one (192.0.2.1) says “10 mx1.filter.example”.${LONG}`,
      '6 records, the first contoso.com MX: The places differ',
      `one (192.0.2.1) says “10 mx1.filter.example”.${LONG}`,
    ],
    ['nothing where neither stands', `${'word '.repeat(30)}“value”`, '', `${'word '.repeat(30)}“value”`],
  ])('%s', (_what, sentence, lead, rest) => {
    expect(verdictLead(sentence)).toEqual({ lead, rest });
  });
});
