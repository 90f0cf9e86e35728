/** What DNS last showed for a domain, from the log of its checks and from the kept runs. */
import { isNotAsked } from '../../../shared/dns/stored-lookup.ts';
import type { DnsAnswer, DnsLookup, DnsOutcome } from '../../../shared/dns/types.ts';
import { lastAnswers } from '../../../shared/records/last-answers.ts';
import type { RunState } from '../../../shared/runbook/fold.ts';

export interface LiveRecord {
  readonly values: readonly string[];
  readonly outcome: DnsOutcome;
  /** Who was asked. */
  readonly server: string;
  /** UTC, ISO 8601. */
  readonly at: string;
  /** Seconds, as the zone gives it; `null` where only a cache was asked, whose TTL is what is left of it. */
  readonly ttl: number | null;
}
export interface LiveRecords {
  /** `null` while the domain's MX was never asked for. */
  readonly mx: LiveRecord | null;
  readonly spf: LiveRecord | null;
}

const isSpf = (text: string): boolean => /^v\s*=\s*spf1(\s|$)|\bspf1\b/iu.test(text.trim());

const zoneTtl = ({ outcome, flags, records }: DnsAnswer): number | null =>
  outcome === 'answer' && flags.aa ? (records[0]?.ttl ?? null) : null;

const live = (answer: DnsAnswer, keep: (value: string) => boolean): LiveRecord => ({
  values: answer.outcome === 'answer' ? answer.records.map(({ value }) => value).filter(keep) : [],
  outcome: answer.outcome,
  server: answer.server.label === '' ? answer.server.address : answer.server.label,
  at: answer.at,
  ttl: zoneTtl(answer),
});

/** The latest answers about `domain` (as the profile names it), of whatever check asked last. */
export const liveRecords = (run: RunState, domain: string): LiveRecords => {
  const { mx, txt } = lastAnswers(run, domain);
  return {
    mx: mx === undefined ? null : live(mx, () => true),
    spf: txt === undefined ? null : live(txt, isSpf),
  };
};

/** The same from the kept answers; `name` in A-label form. */
export const keptLive = async (dns: DnsLookup, name: string): Promise<LiveRecords> => {
  const [mx, txt] = [await dns.lookup({ name, type: 'MX' }), await dns.lookup({ name, type: 'TXT' })];
  return {
    mx: isNotAsked(mx) ? null : live(mx, () => true),
    spf: isNotAsked(txt) ? null : live(txt, isSpf),
  };
};

const newer = (a: LiveRecord | null, b: LiveRecord | null): LiveRecord | null =>
  a === null || (b !== null && Date.parse(b.at) > Date.parse(a.at)) ? b : a;

/** Of each record what was seen last. */
export const newestLive = (a: LiveRecords, b: LiveRecords): LiveRecords => ({
  mx: newer(a.mx, b.mx),
  spf: newer(a.spf, b.spf),
});
