/** Does DNS show the planned records? For a glance over many domains; the checks of the runbook are the proof. */
import type { DomainRecords } from '../../../shared/records/derive.ts';
import { outcomeWord } from '../dns/verdicts.ts';
import { NOT_CHECKED } from '../dns/verdicts.ts';
import type { MarkedWord } from '../dns/verdicts.ts';
import type { LiveRecord, LiveRecords } from './live.ts';

const key = (text: string): string => text.trim().toLowerCase().replaceAll(/\s+/gu, ' ').replace(/\.$/u, '');

const compare = (
  live: LiveRecord | null,
  planned: readonly string[],
  before: readonly string[],
): MarkedWord => {
  if (live === null) return NOT_CHECKED;
  if (live.outcome !== 'answer' && live.outcome !== 'no-data') {
    return { mark: 'attention', word: outcomeWord(live.outcome) };
  }
  const found = live.values.map(key).toSorted().join('\n');
  if (planned.length > 0 && found === planned.map(key).toSorted().join('\n')) {
    return { mark: 'proved', word: 'As planned' };
  }
  if (found === before.map(key).toSorted().join('\n')) return { mark: 'waiting', word: 'As before' };
  return { mark: 'wrong', word: 'Differs' };
};

const mxText = ({
  preference,
  host,
}: {
  readonly preference: number | null;
  readonly host: string;
}): string => `${String(preference ?? '?')} ${host}`;

export const liveMatches = (
  { mx, spf }: DomainRecords,
  live: LiveRecords,
): { readonly mx: MarkedWord; readonly spf: MarkedWord } => ({
  mx: compare(live.mx, mx.planned.map(mxText), mx.before.map(mxText)),
  spf: compare(live.spf, spf.planned.record === null ? [] : [spf.planned.record], spf.before),
});
