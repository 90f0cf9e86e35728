/** Why places say different things about a record: filtered, split horizon, stale, or not yet spread. */
import { isAtOneTime, timeText, zoneOf } from './agreement.ts';
import type { RunFacts, Verdict } from './agreement.ts';
import { hasInsideAddress, isSinkhole, longestTtl, placeName, saidBy } from './place-view.ts';
import type { View } from './place-view.ts';
import type { DnsAnswer, DnsOutcome } from './types.ts';

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

/** The server itself says that this is not what the zone holds now. */
export const isDoubtful = ({ extendedErrors }: Pick<DnsAnswer, 'extendedErrors'>): boolean =>
  extendedErrors?.some(({ code }) => FILTERED[code] !== undefined || STALE[code] !== undefined) === true;

const NEGATIVE = new Set<DnsOutcome>(['no-data', 'nxdomain']);

/** Seconds for which a cache may keep this answer; `null` when that is not known. */
const lifeOf = (view: View, { negativeTtl, zones }: RunFacts): number | null => {
  const { records, outcome, question } = view.answer;
  const aliases = records.filter(({ type }) => type === 'CNAME');
  const isAlias = aliases.some(({ value }) => view.values.includes(value));
  const alias = isAlias || NEGATIVE.has(outcome) ? longestTtl(aliases) : null;
  // What stands here is the alias; what it leads to has a time of its own.
  if (isAlias) return alias;
  if (!NEGATIVE.has(outcome)) return longestTtl(records);
  const missing = negativeTtl.get(zoneOf(aliases.at(-1)?.value ?? question.name, zones) ?? '') ?? null;
  if (aliases.length === 0 || missing === null) return missing;
  return alias === null ? null : Math.max(alias, missing);
};

const isBrought = ({ answer: { transport } }: View): boolean =>
  transport === 'pasted' || transport === 'collected';

/**
 * When a cache must have dropped this answer at the latest; `null` when that is not known. An answer with authority
 * comes from no cache: its TTL is what the zone gives out, not what is left of it. What was brought from another tool
 * may lack the flags that say so; only a server that offers recursion is known to be a cache then.
 */
const endOf = (view: View, facts: RunFacts): string | null => {
  if (view.answer.flags.aa || (isBrought(view) && !view.answer.flags.ra)) return null;
  const seconds = lifeOf(view, facts);
  if (seconds === null) return null;
  // `at` is when the question went out; the time that is left counts from the answer, and its last second is cut off.
  const heard = Math.ceil((Date.parse(view.answer.at) + view.answer.elapsedMs) / 1000);
  return new Date((heard + seconds) * 1000).toISOString();
};

const latest = (views: readonly View[], facts: RunFacts): string | null => {
  const ends = views.map((view) => endOf(view, facts));
  return ends.includes(null) ? null : (ends.toSorted().at(-1) ?? null);
};

const said = (views: readonly View[]): string =>
  views.map((view) => `${placeName(view)} says ${saidBy(view)}`).join('; ');

/** With the views that it explains. */
type Explained = Verdict & { readonly about: readonly View[] };

const filtered = (views: readonly View[], truth: View | undefined): Explained | null => {
  const told = views.filter((one) => errorIn(one, FILTERED) !== null);
  const [view] = told;
  const against = truth === undefined ? '' : ` The zone’s own servers say ${saidBy(truth)}.`;
  if (view !== undefined)
    return {
      code: 'filtered',
      sentence: `${placeName(view)} does not give the real answer: it says so itself by ${errorIn(view, FILTERED) ?? ''}.${against}`,
      until: null,
      about: told,
    };
  const sinks = truth === undefined || isSinkhole(truth) ? [] : views.filter(isSinkhole);
  const [sink] = sinks;
  if (sink === undefined) return null;
  return {
    code: 'filtered',
    sentence: `${placeName(sink)} gives ${saidBy(sink)}, an address without a host, as filters do.${against}`,
    until: null,
    about: sinks,
  };
};

export const isInside = ({ vantage }: View): boolean =>
  vantage.kind === 'internal' || vantage.kind === 'system';

/** A server inside that holds a zone of its own, or gives addresses that exist only inside. */
const splitHorizon = (views: readonly View[], outside: View): Explained | null => {
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
    about: inside,
  };
};

/**
 * A TTL of 0 shows it only where the zone's own servers have another answer; some names always have it. It may be the
 * last second of an answer, too.
 */
const stale = (views: readonly View[], known: boolean): Explained | null => {
  const told = views.filter((one) => errorIn(one, STALE) !== null);
  const spent = known ? views.filter(({ answer }) => longestTtl(answer.records) === 0) : [];
  const [view] = told;
  if (view !== undefined)
    return {
      code: 'stale',
      sentence: `${placeName(view)} gives an answer past its time, ${saidBy(view)}, with ${errorIn(view, STALE) ?? ''}. It could not ask the zone’s servers and serves what it had (RFC 8767).`,
      until: null,
      about: told,
    };
  const [last] = spent;
  if (last === undefined) return null;
  return {
    code: 'stale',
    sentence: `${placeName(last)} gives an outdated answer, ${saidBy(last)}, with a TTL of 0: its time ends now, or is over already (RFC 8767). Ask once more: if it comes again, the server keeps answers past their time.`,
    until: null,
    about: spent,
  };
};

const at = ({ answer }: View): string => timeText(answer.at);

/** The zone's own servers were asked first, long before: they are no measure of what came later. */
const askedLater = (views: readonly View[]): string =>
  `Asked later, ${views.map((view) => `${placeName(view)} says ${saidBy(view)} (${at(view)})`).join('; ')}. The zone may have changed between the two. Ask all at one time.`;

const endText = (old: readonly View[], until: string | null): string => {
  if (until === null) return 'How long that may last, the answers do not show.';
  const clock = old.some(isBrought) ? ', as far as the clock there is right' : '';
  const missing = old.some(({ answer }) => NEGATIVE.has(answer.outcome))
    ? ' A missing record is kept for the time in the SOA, here by the SOA of now (RFC 2308).'
    : '';
  return `The last of these runs out by ${timeText(until)}${clock}.${missing}`;
};

const notYetSpread = (others: readonly View[], truth: View, facts: RunFacts): Verdict => {
  const old = others.filter(({ answer }) => isAtOneTime(truth.answer, answer));
  const later = others.filter((view) => !old.includes(view));
  if (old.length === 0)
    return {
      code: 'not-known',
      sentence: `The zone’s own servers said ${saidBy(truth)} at ${at(truth)}. ${askedLater(later)}`,
      until: null,
    };
  const until = latest(old, facts);
  const inside = old.every(({ vantage }) => vantage.kind === 'internal');
  const zone = inside ? ' If it differs after that, the inside has records of its own.' : '';
  const rest = later.length > 0 ? ` ${askedLater(later)}` : '';
  return {
    code: 'not-yet-spread',
    sentence: `The zone’s own servers say ${saidBy(truth)}, but not all caches do yet: ${said(old)}. ${endText(old, until)}${zone}${rest}`,
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
    : `The zone’s own servers ${ours ? 'did not answer' : 'were not asked'}, so which of these is current can’t be said. Ask them too.`;
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
  const [truth] = views
    .filter(({ own }) => own)
    .toSorted((a, b) => Date.parse(b.answer.at) - Date.parse(a.answer.at));
  if (onlyErrors)
    return filtered(
      views.filter(({ settled }) => !settled),
      truth,
    );
  const others = views.filter(({ own }) => !own);
  const old = truth === undefined ? others : others.filter(({ key }) => key !== truth.key);
  const outside = truth ?? views.find((view) => view.vantage.kind === 'public');
  const differs = outside === undefined ? [] : old.filter(({ key }) => key !== outside.key);
  const found =
    filtered(old, truth) ??
    (outside === undefined ? null : splitHorizon(differs, outside)) ??
    stale(old, truth !== undefined);
  if (found === null) return truth === undefined ? undecided(views, facts) : notYetSpread(old, truth, facts);
  const { about, ...verdict } = found;
  const rest = old.filter((view) => !about.includes(view));
  if (truth === undefined || rest.length === 0) return verdict;
  // What one place does for a reason of its own says nothing of the others.
  const { sentence, until = null } = notYetSpread(rest, truth, facts);
  return { ...verdict, sentence: `${verdict.sentence} ${sentence}`, until };
};
