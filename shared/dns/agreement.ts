/** What a comparison of vantage points comes to, and what of the whole run it rests on. */
import type { RunDraft } from './stored-run.ts';
import type { DnsAnswer, DnsQuestion } from './types.ts';

/**
 * - `same`: equal at all places that answered. `not-yet-spread`: a cache still holds the old answer.
 * - `split-horizon`: inside has other records than outside. `authoritative-disagree`: the zone's own servers differ.
 * - `lame-delegation`: a server named for the zone does not hold it (RFC 9499). `intercepted`: somebody answers in
 *   place of the servers. `stale`: an answer past its time. `filtered`: an answer changed or kept back by rule.
 * - `not-known`: the answers do not tell; the sentence says why.
 */
export const AGREEMENT_CODES = [
  'same',
  'not-yet-spread',
  'split-horizon',
  'authoritative-disagree',
  'lame-delegation',
  'intercepted',
  'stale',
  'filtered',
  'not-known',
] as const;
export type AgreementCode = (typeof AGREEMENT_CODES)[number];

export interface Agreement {
  readonly question: DnsQuestion;
  readonly code: AgreementCode;
  readonly sentence: string;
  /** UTC, ISO 8601: when the last old answer has run out; `null` where that is not the matter or not known. */
  readonly until: string | null;
  /**
   * True where the places differ as they may: addresses of a name that others serve, spread over many hosts, and the
   * SOA, of which a cache may hold an older one at any time and each server may count its own serial.
   */
  readonly usual?: boolean;
  /** One of the zone's own servers is among those that answered. */
  readonly own: boolean;
  /** Who says what: the values, and the ids of the vantage points that gave them; the largest group first. */
  readonly groups: ReadonlyArray<{
    readonly values: readonly string[];
    readonly vantages: readonly string[];
  }>;
  readonly evidence: readonly DnsAnswer[];
}

export type Verdict = Pick<Agreement, 'code' | 'sentence' | 'usual'> & { readonly until?: string | null };

/** What has to be known of the whole run to judge one question. */
export interface RunFacts {
  /** Serial of the SOA record by vantage id, as far as that server gave it with authority. */
  readonly serials: ReadonlyMap<string, string>;
  /** Seconds for which a cache may hold that a name or record does not exist (RFC 2308, section 5), by zone. */
  readonly negativeTtl: ReadonlyMap<string, number>;
  /** The zones whose own servers were asked. */
  readonly zones: readonly string[];
}

export const factsOf = (run: RunDraft): RunFacts => {
  const own = new Set(run.vantages.filter(({ kind }) => kind === 'authoritative').map(({ id }) => id));
  const serials = new Map<string, string>();
  const negativeTtl = new Map<string, number>();
  for (const { vantage, answer } of run.answers) {
    const [record] = answer.records;
    const { name } = answer.question;
    if (answer.question.type !== 'SOA' || record?.type !== 'SOA' || !answer.flags.aa) continue;
    // A server inside may hold another zone of that name.
    if (!own.has(vantage)) continue;
    const [, , serial = '', , , , minimum = ''] = record.value.split(' ');
    serials.set(`${vantage} ${name}`, serial);
    const seconds = Math.min(Number(minimum), record.ttl ?? Number(minimum));
    if (Number.isFinite(seconds)) negativeTtl.set(name, Math.max(seconds, negativeTtl.get(name) ?? 0));
  }
  return { serials, negativeTtl, zones: [...new Set(run.vantages.flatMap(({ zones }) => zones ?? []))] };
};

/** The innermost of `zones` that `name` lies in. */
export const zoneOf = (name: string, zones: readonly string[]): string | undefined =>
  zones
    .filter((zone) => name === zone || name.endsWith(`.${zone}`))
    .toSorted((a, b) => b.length - a.length)[0];

/**
 * Milliseconds between two questions within which a zone counts as unchanged. One that is asked longer before another
 * proves nothing of it: the zone may have changed in between.
 */
const ONE_TIME_MS = 60_000;
export const isAtOneTime = (earlier: DnsAnswer, later: DnsAnswer): boolean =>
  Date.parse(later.at) - Date.parse(earlier.at) <= ONE_TIME_MS;

/** For sentences: `2026-11-24 20:00:00 UTC`. */
export const timeText = (iso: string): string => `${iso.slice(0, 19).replace('T', ' ')} UTC`;
