/** Why places say different things about a record: filtered, split horizon, stale, or not yet spread. */
import { timeText, zoneOf } from './agreement.ts';
import type { RunFacts, Verdict } from './agreement.ts';
import { hasInsideAddress, isSinkhole, longestTtl, placeName, saidBy } from './place-view.ts';
import type { View } from './place-view.ts';
import type { DnsOutcome } from './types.ts';

/** Extended DNS errors (RFC 8914, section 4): answers changed or kept back by rule, and answers past their time. */
const FILTERED: Readonly<Record<number, string>> = {
  4: 'forged answer',
  15: 'blocked',
  16: 'censored',
  17: 'filtered',
  18: 'prohibited',
};
const STALE: Readonly<Record<number, string>> = { 3: 'stale answer', 19: 'stale NXDOMAIN answer' };

const errorIn = ({ answer }: View, known: Readonly<Record<number, string>>): string | null => {
  const found = answer.extendedErrors?.find(({ code }) => known[code] !== undefined);
  if (found === undefined) return null;
  const text = found.text === '' ? '' : `, “${found.text}”`;
  return `extended error ${found.code} (${known[found.code] ?? ''}${text})`;
};

const NEGATIVE = new Set<DnsOutcome>(['no-data', 'nxdomain']);

/**
 * When a cache must have dropped this answer at the latest; `null` when that is not known. An answer with authority
 * comes from no cache: its TTL is what the zone gives out, not what is left of it.
 */
const endOf = (view: View, { negativeTtl, zones }: RunFacts): string | null => {
  if (view.answer.flags.aa) return null;
  const { name } = view.answer.question;
  const zone = zoneOf(name, zones);
  const seconds = NEGATIVE.has(view.answer.outcome)
    ? (negativeTtl.get(zone ?? '') ?? null)
    : longestTtl(view);
  return seconds === null ? null : new Date(Date.parse(view.answer.at) + seconds * 1000).toISOString();
};

const latest = (views: readonly View[], facts: RunFacts): string | null => {
  const ends = views.map((view) => endOf(view, facts));
  return ends.includes(null) ? null : (ends.toSorted().at(-1) ?? null);
};

const said = (views: readonly View[]): string =>
  views.map((view) => `${placeName(view)} says ${saidBy(view)}`).join('; ');

const filtered = (views: readonly View[], truth: View | undefined): Verdict | null => {
  const [view] = views.filter((one) => errorIn(one, FILTERED) !== null);
  const against = truth === undefined ? '' : ` The zone’s own servers say ${saidBy(truth)}.`;
  if (view !== undefined)
    return {
      code: 'filtered',
      sentence: `${placeName(view)} does not give the real answer: it says so itself by ${errorIn(view, FILTERED) ?? ''}.${against}`,
      until: null,
    };
  const sink = truth === undefined || isSinkhole(truth) ? undefined : views.find(isSinkhole);
  if (sink === undefined) return null;
  return {
    code: 'filtered',
    sentence: `${placeName(sink)} gives ${saidBy(sink)}, an address without a host, as filters do.${against}`,
    until: null,
  };
};

const isInside = ({ vantage }: View): boolean => vantage.kind === 'internal' || vantage.kind === 'system';

/** A server inside that holds a zone of its own, or gives addresses that exist only inside. */
const splitHorizon = (views: readonly View[], outside: View): Verdict | null => {
  const inside = views.filter(
    (view) =>
      isInside(view) && (view.answer.flags.aa || (hasInsideAddress(view) && !hasInsideAddress(outside))),
  );
  const [first] = inside;
  if (first === undefined) return null;
  const why = first.answer.flags.aa
    ? 'with authority, so it holds records of its own'
    : 'with an address that exists only inside';
  return {
    code: 'split-horizon',
    sentence: `Inside differs from outside: ${said(inside)}, ${why}; ${placeName(outside)} says ${saidBy(outside)}. A change of the public zone does not reach the inside; both must be changed.`,
    until: null,
  };
};

/** A TTL of 0 shows it only where the zone's own servers have another answer; some names always have it. */
const stale = (views: readonly View[], known: boolean): Verdict | null => {
  const view = views.find((one) => errorIn(one, STALE) !== null || (known && longestTtl(one) === 0));
  if (view === undefined) return null;
  const why = errorIn(view, STALE) ?? 'a TTL of 0';
  return {
    code: 'stale',
    sentence: `${placeName(view)} gives an answer past its time, ${saidBy(view)}, with ${why}. It could not ask the zone’s servers and serves what it had (RFC 8767).`,
    until: null,
  };
};

const notYetSpread = (old: readonly View[], truth: View, facts: RunFacts): Verdict => {
  const until = latest(old, facts);
  const end =
    until === null
      ? 'How long that may last, the answers do not show.'
      : `The last of these runs out by ${timeText(until)}.`;
  const inside = old.every(({ vantage }) => vantage.kind === 'internal');
  return {
    code: 'not-yet-spread',
    sentence: `The zone’s own servers say ${saidBy(truth)}, but not all caches do yet: ${said(old)}. ${end}${inside ? ' If it differs after that, the inside has records of its own.' : ''}`,
    until,
  };
};

/** Without the zone's own servers nobody can tell which of two caches is the older one. */
const undecided = (views: readonly View[], facts: RunFacts): Verdict => {
  const distinct = [...new Map(views.map((view) => [view.key, view])).values()];
  const name = views[0]?.answer.question.name ?? '';
  const ours = zoneOf(name, facts.zones) !== undefined;
  const addresses = views.every(
    ({ answer }) => answer.question.type === 'A' || answer.question.type === 'AAAA',
  );
  const usual = addresses && !ours && facts.zones.length > 0;
  const why = usual
    ? 'The name lies outside the customer’s zones, where servers may give each asker other addresses.'
    : 'The zone’s own servers did not answer, so which of these is current can’t be said. Ask them too.';
  return {
    code: 'not-known',
    sentence: `The places differ: ${said(distinct)}. ${why}`,
    usual,
    until: latest(views, facts),
  };
};

/**
 * The reason for a difference; with `onlyErrors` only what servers that did not answer say of it themselves, `null`
 * when they say nothing.
 */
export const differing = (views: readonly View[], facts: RunFacts, onlyErrors = false): Verdict | null => {
  const truth = views.find(({ own }) => own);
  if (onlyErrors)
    return filtered(
      views.filter(({ settled }) => !settled),
      truth,
    );
  const others = views.filter(({ own }) => !own);
  const old = truth === undefined ? others : others.filter(({ key }) => key !== truth.key);
  const outside = truth ?? views.find((view) => view.vantage.kind === 'public');
  const byRule = filtered(old, truth);
  if (byRule !== null) return byRule;
  const differs = outside === undefined ? [] : old.filter(({ key }) => key !== outside.key);
  const split = outside === undefined ? null : splitHorizon(differs, outside);
  if (split !== null) return split;
  const late = stale(old, truth !== undefined);
  if (late !== null) return late;
  return truth === undefined ? undecided(views, facts) : notYetSpread(old, truth, facts);
};
