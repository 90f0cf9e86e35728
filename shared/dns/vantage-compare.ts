/**
 * What the answers of a run prove about each record: the same everywhere, or why not. The zone's own servers, asked
 * directly and answering with authority, are the measure; where they were not asked, nothing is guessed in their place.
 */
import { factsOf, timeText, zoneOf } from './agreement.ts';
import type { Agreement, AgreementCode, RunFacts, Verdict } from './agreement.ts';
import { questionKey } from './question.ts';
import { listed } from '../listed.ts';
import { differing } from './vantage-difference.ts';
import { describeServer } from './server.ts';
import { answersDiffer, placeName, saidBy, serverIdentity, viewsOf } from './place-view.ts';
import type { View } from './place-view.ts';
import { isCanary } from './question-plan.ts';
import type { RunDraft } from './stored-run.ts';
import type { DnsOutcome } from './types.ts';
import { PROBE_ID } from './vantage.ts';

/** @public */
export { AGREEMENT_CODES } from './agreement.ts';
export type { Agreement, AgreementCode } from './agreement.ts';

const groupsOf = (views: readonly View[]): Agreement['groups'] => {
  const groups = new Map<string, { values: readonly string[]; vantages: string[] }>();
  for (const { key, values, vantage } of views) {
    const group = groups.get(key) ?? { values, vantages: [] };
    group.vantages.push(vantage.id);
    groups.set(key, group);
  }
  return [...groups.values()].toSorted((a, b) => b.vantages.length - a.vantages.length);
};

const SILENT = new Set<DnsOutcome>(['timeout', 'unreachable', 'offline', 'cancelled']);

/** Somebody answers where no server is, or for a name that can't exist. */
const intercepted = (views: readonly View[]): Verdict | null => {
  const probe = views.find(({ vantage, answer }) => vantage.id === PROBE_ID && !SILENT.has(answer.outcome));
  if (probe !== undefined)
    return {
      code: 'intercepted',
      sentence: `An answer came from ${placeName(probe)}, where no server is. Something on the way answers all DNS queries on port 53, so no answer by UDP or TCP from this network proves who gave it.`,
    };
  const [first] = views;
  if (first === undefined || !isCanary(first.answer.question)) return null;
  const { name } = first.answer.question;
  const ownDeny = views.some(({ own, answer }) => own && answer.outcome === 'nxdomain');
  if (!ownDeny && !name.endsWith('.invalid')) return null;
  const liars = views.filter(({ own, answer }) => !own && answer.outcome === 'answer');
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
    ({ vantage, answer }) => vantage.zones?.includes(zone) === true && !SILENT.has(answer.outcome),
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
  return {
    code: 'lame-delegation',
    sentence: `Not every server named for ${zone} holds it: ${listed(said)}. Whoever asks that server gets no valid answer. Correct the delegation or the server.`,
  };
};

const disagreeing = (own: readonly View[], { serials, zones }: RunFacts): Verdict | null => {
  if (new Set(own.map(({ key }) => key)).size < 2) return null;
  const name = own[0]?.answer.question.name ?? '';
  const zone = zoneOf(name, zones) ?? name;
  const said = own.map((view) => {
    const serial = serials.get(`${view.vantage.id} ${zone}`);
    return `${placeName(view)}${serial === undefined ? '' : `, serial ${serial},`} says ${saidBy(view)}`;
  });
  return {
    code: 'authoritative-disagree',
    sentence: `The zone’s own servers disagree: ${said.join('; ')}. Until the servers have the same zone, which answer comes is chance.`,
  };
};

const alsoSilent = (views: readonly View[]): string => {
  const open = views.filter(({ settled }) => !settled);
  return open.length === 0 ? '' : ` ${open.map((view) => `${placeName(view)}: ${saidBy(view)}`).join('; ')}.`;
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
  if (different !== null) return different;
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

/** One for each question of the run. Asked from one place only, it is `not-known`. */
export const agreements = (run: RunDraft): readonly Agreement[] => {
  const facts = factsOf(run);
  const vantages = new Map(run.vantages.map((vantage) => [vantage.id, vantage]));
  const byQuestion = new Map<string, Array<Parameters<typeof viewsOf>[0][number]>>();
  for (const { vantage: id, answer } of run.answers) {
    const vantage = vantages.get(id);
    if (vantage === undefined) continue;
    const key = questionKey(answer.question);
    byQuestion.set(key, [...(byQuestion.get(key) ?? []), { vantage, answer }]);
  }
  return [...byQuestion.values()].flatMap((entries): Agreement[] => {
    const views = viewsOf(entries);
    const [first] = views;
    if (first === undefined) return [];
    const { until = null, ...verdict } = judge(views, facts);
    const evidence = views.map(({ answer }) => answer);
    return [{ question: first.answer.question, ...verdict, until, groups: groupsOf(views), evidence }];
  });
};

/** The gravest first; `not-known` counts only where nothing else can be said. */
const GRAVITY: readonly AgreementCode[] = [
  'intercepted',
  'lame-delegation',
  'authoritative-disagree',
  'filtered',
  'split-horizon',
  'stale',
  'not-yet-spread',
];

/** The places differ, though none of the known reasons is proved. */
const isUnexplained = ({ code, usual, evidence }: Agreement): boolean =>
  code === 'not-known' && usual !== true && answersDiffer(evidence);

/** The sentence on top: the gravest thing that the answers prove. */
export const verdictOf = (
  all: readonly Agreement[],
): { readonly code: AgreementCode; readonly sentence: string } => {
  for (const code of GRAVITY) {
    const found = all.filter((one) => one.code === code);
    const [first, ...more] = found;
    if (first === undefined) continue;
    const until =
      found
        .map((one) => one.until ?? '')
        .toSorted()
        .at(-1) ?? '';
    const about = `${first.question.name} ${first.question.type}: ${first.sentence}`;
    if (more.length === 0) return { code, sentence: about };
    const last = until === '' ? '' : ` The last old answer runs out at ${timeText(until)}.`;
    return { code, sentence: `${found.length} records, the first ${about}${last}` };
  }
  const records = all.filter(({ question }) => !isCanary(question));
  const same = records.filter(({ code }) => code === 'same').length;
  const open = records.length - same;
  const unexplained = records.filter(isUnexplained);
  const [differing] = unexplained;
  if (differing !== undefined) {
    const about = `${differing.question.name} ${differing.question.type}: ${differing.sentence}`;
    const [one, count] = [unexplained.length === 1, unexplained.length];
    return { code: 'not-known', sentence: one ? about : `${count} records, the first ${about}` };
  }
  if (same === 0) {
    const places = new Set(
      records.flatMap(({ evidence }) => evidence.map(({ server }) => describeServer(server))),
    );
    const there = records.filter(({ evidence }) =>
      evidence.some(({ outcome }) => outcome === 'answer'),
    ).length;
    const [only] = places;
    if (only !== undefined && places.size === 1 && there > 0 && records.length > 1) {
      const found = `${there} of ${records.length} records ${there === 1 ? 'is' : 'are'} there`;
      return {
        code: 'not-known',
        sentence: `Only ${only} was asked: ${found}. One place alone compares with nothing.`,
      };
    }
    const first = records[0]?.sentence;
    return { code: 'not-known', sentence: `Nothing can be said yet. ${first ?? 'Nothing was asked.'}` };
  }
  const rest = open === 0 ? '' : ` ${open} could not be compared.`;
  return {
    code: 'same',
    sentence: `${same === 1 ? '1 record is' : `${same} records are`} the same at all places that answered.${rest}`,
  };
};
