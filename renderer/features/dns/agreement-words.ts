/** Marks and words of how far the places agree on a record. */
import type { AgreementCode } from '../../../shared/dns/vantage-compare.ts';
import type { Mark } from '../../ui/marks.ts';
import type { MarkedWord } from './verdicts.ts';

const CODES: Readonly<Record<AgreementCode, MarkedWord>> = {
  same: { mark: 'proved', word: 'Same everywhere' },
  'not-yet-spread': { mark: 'waiting', word: 'Not yet everywhere' },
  'split-horizon': { mark: 'attention', word: 'Inside differs from outside' },
  'authoritative-disagree': { mark: 'wrong', word: 'Own servers disagree' },
  'lame-delegation': { mark: 'wrong', word: 'A named server does not serve the zone' },
  intercepted: { mark: 'wrong', word: 'Answers are intercepted' },
  stale: { mark: 'attention', word: 'Outdated answer' },
  filtered: { mark: 'attention', word: 'Filtered answer' },
  'not-known': { mark: 'not-started', word: 'Not known' },
};
export const agreementWord = (code: AgreementCode): MarkedWord => CODES[code];

/** What needs saying at a row; nothing where all agree, or where there is nothing to compare. */
export const agreementMark = (
  code: AgreementCode | undefined,
): { readonly mark: Mark; readonly word: string } | null =>
  code === undefined || code === 'same' || code === 'not-known' ? null : CODES[code];
