/** Which records of a customer a cut-over turns, and how the values that answers show are told apart. */
import type { Profile } from '../profile/schema.ts';
import { planParts, type PartInput } from './check-parts.ts';
import type { PlannedPart } from './check-types.ts';
import type { CheckSources } from './checks.ts';
import { isSpf, spfKey } from './judge-txt.ts';
import type { DnsAnswer } from './types.ts';
import type { WatchTarget } from './watch-state.ts';

export interface WatchPlan {
  readonly targets: readonly WatchTarget[];
  /** What of the chosen domains can't be watched, and why; a sentence each. */
  readonly left: readonly string[];
}

type Record = WatchTarget['record'];
const CHECK = { MX: 'mx-planned', SPF: 'spf-planned' } as const;

const valuesOf = (part: PlannedPart): readonly string[] | null => {
  if (part.lacking !== null) return null;
  return part.kind === 'mx' ? part.records : part.kind === 'spf' ? [part.record] : null;
};

const beforeOf = (record: Record, input: PartInput): readonly string[] | null => {
  if (record === 'SPF') return input.domain.currentSpf.filter((text) => text.trim() !== '');
  const noted = planParts('mx-current', input);
  const [part] = noted.ok ? noted.parts : [];
  return part === undefined ? null : valuesOf(part);
};

const targetOf = (record: Record, input: PartInput): WatchTarget | string => {
  const { name } = input.domain;
  const planned = planParts(CHECK[record], input);
  if (!planned.ok) return `The ${record} record of ${name} is not watched: ${planned.reason}`;
  const [part] = planned.parts;
  const [question] = part?.questions ?? [];
  const values = part === undefined ? null : valuesOf(part);
  if (part === undefined || question === undefined || values === null)
    return `The ${record} record of ${name} is not watched. ${part?.lacking ?? ''}`.trim();
  const before = beforeOf(record, input);
  return {
    domain: name,
    record,
    question,
    before: before === null ? null : [...before],
    planned: [...values],
  };
};

/** MX and SPF of the chosen domains (all when empty), as far as the profile says what they turn into. */
export const watchPlan = (
  profile: Profile,
  domains: readonly string[],
  { planned }: Pick<CheckSources, 'planned'>,
): WatchPlan => {
  const chosen = profile.domains.filter(({ name }) => domains.length === 0 || domains.includes(name));
  const all = chosen.flatMap((domain) => {
    const input = { profile, domain, planned: planned(profile, domain) };
    return [targetOf('MX', input), targetOf('SPF', input)];
  });
  return {
    targets: all.filter((target) => typeof target !== 'string'),
    left: all.filter((target) => typeof target === 'string'),
  };
};

const preference = (mx: string): number => Number(mx.split(' ')[0]);

/** The values of an answer that the record is about: the MX set by preference, or the TXT texts that are SPF. */
export const foundValues = (record: Record, { records }: DnsAnswer): readonly string[] =>
  record === 'MX'
    ? records
        .filter(({ type }) => type === 'MX')
        .map(({ value }) => value)
        .toSorted((a, b) => preference(a) - preference(b) || (a < b ? -1 : 1))
    : records.filter(({ type, value }) => type === 'TXT' && isSpf(value)).map(({ value }) => value);

/** In a form in which equal sets are equal: the order of a set, blanks and the case of names do not count. */
export const comparable = (record: Record, values: readonly string[]): string => {
  const texts = values.map((value) =>
    record === 'MX'
      ? value.toLowerCase()
      : value
          .split(' ')
          .filter((term) => term !== '')
          .map(spfKey)
          .join(' '),
  );
  return texts.toSorted().join('\n');
};
