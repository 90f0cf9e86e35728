/**
 * What the answers of a run prove about each record: the same everywhere, or why not. The zone's own servers, asked
 * directly and answering with authority, are the measure; where they were not asked, nothing is guessed in their place.
 */
import { factsOf, isAtOneTime, timeText, zoneOf } from './agreement.ts';
import type { Agreement, AgreementCode, RunFacts, Verdict } from './agreement.ts';
import { listed } from '../listed.ts';
import { differing, isInside } from './vantage-difference.ts';
import { isSilent, placeName, saidBy, serverIdentity, viewsOf } from './place-view.ts';
import type { View } from './place-view.ts';
import { isCanary } from './question-plan.ts';
import { heardByPlace } from './stored-lookup.ts';
import type { RunDraft } from './stored-run.ts';
import type { DnsOutcome } from './types.ts';
import { PROBE_ID } from './vantage.ts';

/** @public */
export { AGREEMENT_CODES } from './agreement.ts';
export type { Agreement, AgreementCode } from './agreement.ts';
export { verdictOf } from './verdict.ts';

const groupsOf = (views: readonly View[]): Agreement['groups'] => {
  const groups = new Map<string, { values: readonly string[]; vantages: string[] }>();
  for (const { key, values, vantage } of views) {
    const group = groups.get(key) ?? { values, vantages: [] };
    group.vantages.push(vantage.id);
    groups.set(key, group);
  }
  return [...groups.values()].toSorted((a, b) => b.vantages.length - a.vantages.length);
};

/** Something came, but it says nothing of what the server holds. */
const GARBLED = new Set<DnsOutcome>(['malformed', 'format-error']);

/** Somebody answers where no server is, or for a name that can't exist. */
const intercepted = (views: readonly View[]): Verdict | null => {
  const probe = views.find(({ vantage, answer }) => vantage.id === PROBE_ID && !isSilent(answer));
  if (probe !== undefined)
    return {
      code: 'intercepted',
      sentence: `An answer came from ${placeName(probe)}, where no server is. Something on the way answers all DNS queries on port 53, so no answer by UDP or TCP from this network proves who gave it.`,
    };
  const [first] = views;
  if (first === undefined || !isCanary(first.answer.question)) return null;
  const { name } = first.answer.question;
  const ownDeny = views.some(({ own, answer }) => own && answer.outcome === 'nxdomain');
  const isInvalid = name.endsWith('.invalid');
  if (!ownDeny && !isInvalid) return null;
  // Below the domain a zone inside may hold a wildcard of its own.
  const holds = (view: View): boolean => !isInvalid && isInside(view) && view.answer.flags.aa;
  const liars = views.filter((view) => !view.own && view.answer.outcome === 'answer' && !holds(view));
  if (liars.length === 0) return null;
  const said = liars.map((view) => `${placeName(view)} answers ${saidBy(view)}`);
  return {
    code: 'intercepted',
    sentence: `${listed(said)} for ${name}, a name that can’t exist. It replaces “no such name” by answers of its own.`,
  };
};

/** At the top of a zone each of its servers must answer with authority (RFC 1035, section 4.1.1: AA). */
const lame = (views: readonly View[], zone: string): Verdict | null => {
  const named = views.filter(
    ({ vantage, answer }) =>
      vantage.zones?.includes(zone) === true && !isSilent(answer) && !GARBLED.has(answer.outcome),
  );
  const bad = named.filter(({ answer }) => answer.outcome !== 'answer' || !answer.flags.aa);
  if (bad.length === 0) return null;
  const asResolver = bad.filter(({ answer }) => answer.outcome === 'answer' && answer.flags.ra);
  if (asResolver.length > 1 && asResolver.length === named.length)
    return {
      code: 'intercepted',
      sentence: `${listed(named.map(placeName))} all answer for ${zone} as a resolver does, without authority. Something on the way answers on port 53 in their place.`,
    };
  const said = bad.map((view) =>
    view.answer.outcome === 'answer'
      ? `${placeName(view)} answers without authority`
      : `${placeName(view)} gives ${saidBy(view)}`,
  );
  const redirected =
    asResolver.length > 0
      ? ' It answers as a resolver does, or something on the way answers in its place.'
      : '';
  return {
    code: 'lame-delegation',
    sentence: `Not every server named for ${zone} answers for it: ${listed(said)}. Whoever asks that server gets no valid answer. Correct the delegation or the server.${redirected}`,
  };
};

/** Two that were asked at one time and say different things. */
const contradict = (own: readonly View[]): boolean =>
  own.some((one) =>
    own.some(
      (other) =>
        one.key !== other.key &&
        isAtOneTime(one.answer, other.answer) &&
        isAtOneTime(other.answer, one.answer),
    ),
  );

const withoutSerial = ({ values }: View): string =>
  values.map((value) => value.split(' ').toSpliced(2, 1).join(' ')).join('\n');

const disagreeing = (own: readonly View[], { serials, zones }: RunFacts): Verdict | null => {
  const [first] = own;
  if (first === undefined || new Set(own.map(({ key }) => key)).size < 2) return null;
  const { name, type } = first.answer.question;
  const zone = zoneOf(name, zones) ?? name;
  const serialOf = ({ vantage }: View): string => serials.get(`${vantage.id} ${zone}`) ?? 'not known';
  if (!contradict(own)) {
    const said = own.map((view) => `${placeName(view)} says ${saidBy(view)} (${timeText(view.answer.at)})`);
    return {
      code: 'not-known',
      sentence: `The zone’s own servers were asked at different times: ${said.join('; ')}. The zone may have changed between. Ask all at one time.`,
    };
  }
  const isSoa = type === 'SOA';
  if (isSoa && new Set(own.map(withoutSerial)).size === 1)
    return {
      code: 'authoritative-disagree',
      sentence: `The zone’s own servers show different serials: ${own.map((view) => `${placeName(view)} ${serialOf(view)}`).join(', ')}.`,
      usual: true,
    };
  const said = own.map((view) => {
    const serial = serialOf(view);
    return `${placeName(view)}${serial === 'not known' ? '' : `, serial ${serial},`} says ${saidBy(view)}`;
  });
  return {
    code: 'authoritative-disagree',
    sentence: `The zone’s own servers disagree: ${said.join('; ')}. Until the servers have the same zone, which answer comes is chance.`,
    ...(isSoa ? { usual: true } : {}),
  };
};

const alsoSilent = (views: readonly View[]): string => {
  const open = views.filter(({ settled }) => !settled);
  return open.length === 0 ? '' : ` ${open.map((view) => `${placeName(view)}: ${saidBy(view)}`).join('; ')}.`;
};

/** An own server that did not say what it gives out may still give out the old. */
const ownSilence = (views: readonly View[], { zones }: RunFacts): string => {
  const zone = zoneOf(views[0]?.answer.question.name ?? '', zones) ?? '';
  const open = views.filter(({ settled, vantage }) => !settled && vantage.zones?.includes(zone) === true);
  if (open.length === 0) return '';
  const said = open.map((view) => `${placeName(view)}: ${saidBy(view)}`).join('; ');
  return ` ${said}. What ${open.length === 1 ? 'it gives' : 'they give'} out is not known, so a cache may take the old answer anew.`;
};

/** Which places are one server. */
const sharing = (views: readonly View[]): string =>
  [...Map.groupBy(views, serverIdentity).values()]
    .filter(({ length }) => length > 1)
    .map((same) => `${listed(same.map(placeName))} are one`)
    .join('; ');

const nothingToCompare = (views: readonly View[], settled: readonly View[]): Verdict => {
  const [only] = settled;
  if (only === undefined) return { code: 'not-known', sentence: `No place could say.${alsoSilent(views)}` };
  const names = listed([...new Set(settled.map(placeName))]);
  const why =
    settled.length === 1
      ? `Only ${names} answered, ${saidBy(only)}; with one answer there is nothing to compare.`
      : `${names} answered, ${saidBy(only)}, but that is one server asked as ${settled.length} places, and what it says twice proves no more than once.`;
  return { code: 'not-known', sentence: `${why}${alsoSilent(views)}` };
};

/** An older SOA in a cache is how DNS works. */
const LATE = new Set<AgreementCode>(['not-yet-spread', 'stale', 'not-known']);

const judge = (views: readonly View[], facts: RunFacts): Verdict => {
  const question = views[0]?.answer.question;
  const broken =
    intercepted(views) ??
    (question?.type === 'SOA' && facts.zones.includes(question.name) ? lame(views, question.name) : null);
  if (broken !== null) return broken;
  // One of the zone's own servers without authority is no witness; it is reported at the top of the zone.
  const settled = views.filter(
    ({ settled: said, own, vantage }) => said && (own || vantage.kind !== 'authoritative'),
  );
  const own = settled.filter((view) => view.own);
  const disagree = disagreeing(own, facts);
  if (disagree !== null) return disagree;
  const [first] = settled;
  const different =
    first !== undefined && new Set(settled.map(({ key }) => key)).size > 1 ? differing(settled, facts) : null;
  if (different !== null) {
    const silence = different.code === 'not-yet-spread' ? ownSilence(views, facts) : '';
    const usual = question?.type === 'SOA' && LATE.has(different.code) ? { usual: true } : {};
    return { ...different, ...usual, sentence: different.sentence + silence };
  }
  const blocked = views.length > settled.length ? differing(views, facts, true) : null;
  if (blocked !== null) return blocked;
  const servers = new Set(settled.map(serverIdentity)).size;
  if (first === undefined || servers < 2) return nothingToCompare(views, settled);
  const shared = servers < settled.length ? ` (${servers} servers: ${sharing(settled)})` : '';
  const where = own.length > 0 ? '' : '; the zone’s own servers are not among them';
  return {
    code: 'same',
    sentence: `The same at all ${settled.length} places that answered${shared}${where}: ${saidBy(first)}.${alsoSilent(views)}`,
  };
};

/**
 * One for each question of the run, by what each place said last. Asked from one place only, it is `not-known`.
 */
export const agreements = (run: RunDraft): readonly Agreement[] => {
  const facts = factsOf(run);
  const vantages = new Map(run.vantages.map((vantage) => [vantage.id, vantage]));
  const heard = heardByPlace(run);
  return heard.questions.flatMap((question): Agreement[] => {
    const views = viewsOf(
      heard.of(question).flatMap(({ vantage: id, answer }) => {
        const vantage = vantages.get(id);
        return vantage === undefined ? [] : [{ vantage, answer }];
      }),
    );
    if (views.length === 0) return [];
    const { until = null, ...verdict } = judge(views, facts);
    const evidence = views.map(({ answer }) => answer);
    const own = views.some((view) => view.own);
    return [{ question, ...verdict, until, own, groups: groupsOf(views), evidence }];
  });
};
