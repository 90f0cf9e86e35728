/** A stored run as a table: what was asked about one domain down, the places that were asked across. */
import { isSilent } from '../../../shared/dns/place-view.ts';
import { questionKey } from '../../../shared/dns/question.ts';
import { domainQuestions, followUps, isCanary } from '../../../shared/dns/question-plan.ts';
import type { RunDraft } from '../../../shared/dns/stored-run.ts';
import type { DnsAnswer, DnsQuestion } from '../../../shared/dns/types.ts';
import { PROBE_ID } from '../../../shared/dns/vantage.ts';
import type { Vantage, VantageKind } from '../../../shared/dns/vantage.ts';
import type { Agreement } from '../../../shared/dns/vantage-compare.ts';
import type { DomainProfile, Profile } from '../../../shared/profile/schema.ts';
import type { MarkedWord } from './verdicts.ts';

export interface RecordCell {
  readonly vantage: Vantage;
  /** `null` where the question was not asked there. */
  readonly answer: DnsAnswer | null;
  readonly state: MarkedWord;
  /** The lowest TTL in seconds; `null` where none was shown. */
  readonly ttl: number | null;
  /** Another value than the one that the row shows. */
  readonly differs: boolean;
}
export interface RecordRow {
  readonly key: string;
  readonly question: DnsQuestion;
  /** What the places agree on, or most of them show; the zone's own servers come first. */
  readonly values: readonly string[];
  readonly agreement: Agreement | null;
  /** No place has such a record, and none failed to say so. */
  readonly empty: boolean;
  readonly cells: readonly RecordCell[];
}
export interface RecordGroup {
  readonly title: string;
  readonly rows: readonly RecordRow[];
}
export interface RecordMatrix {
  readonly places: readonly Vantage[];
  readonly groups: readonly RecordGroup[];
}

/** The zone's own servers first, then inwards from the world, then what was not asked by this app. */
const KINDS: readonly VantageKind[] = [
  'authoritative',
  'public',
  'system',
  'internal',
  'collected',
  'pasted',
  'file',
];
const GROUPS = [
  'Mail',
  'DKIM',
  'DMARC',
  'MTA-STS and TLS reports',
  'Autodiscover',
  'Zone',
  'Addresses',
  'What the records lead to',
];

/** Index into `GROUPS`; `known` questions were planned for the domain, others follow from an answer. */
const groupOf = ({ name, type }: DnsQuestion, known: boolean, apex: string): number => {
  if (name.includes('._domainkey.')) return 1;
  if (name.startsWith('_dmarc.') || name.includes('._report._dmarc.')) return 2;
  if (name.startsWith('_mta-sts.') || name.startsWith('mta-sts.') || name.startsWith('_smtp._tls.')) return 3;
  if (name.startsWith('autodiscover.')) return 4;
  if (!known) return 7;
  if (name !== apex) return 6;
  if (type === 'MX' || type === 'TXT') return 0;
  return type === 'A' || type === 'AAAA' ? 6 : 5;
};

/** The questions of a domain: those that are known ahead, and those that the answers of the run lead to. */
const questionsOf = (held: HeldAnswers, known: readonly DnsQuestion[]): readonly DnsQuestion[] => {
  const seen = new Map<string, DnsQuestion>();
  const open = [...known];
  for (let question = open.shift(); question !== undefined; question = open.shift()) {
    const key = questionKey(question);
    const entries = held.get(key);
    if (entries === undefined || seen.has(key)) continue;
    seen.set(key, question);
    open.push(...entries.flatMap(({ answer }) => followUps(answer)));
  }
  return [...seen.values()];
};

const SETTLED = new Set<DnsAnswer['outcome']>(['answer', 'no-data', 'nxdomain', 'alias']);
const FAILED: Partial<Record<DnsAnswer['outcome'], string>> = {
  timeout: 'No answer',
  unreachable: 'Not reached',
  offline: 'No network',
  servfail: 'Failed',
  refused: 'Refused',
  referral: 'Refers on',
  'not-auth': 'Not in charge',
  malformed: 'Unreadable',
  'format-error': 'Not understood',
  cancelled: 'Stopped',
};
const NOT_ASKED: MarkedWord = { mark: 'not-started', word: 'Not asked' };

/** Everything that a place showed, in an order that does not count. */
export const shownValues = ({ records }: DnsAnswer): readonly string[] =>
  records.map(({ value }) => value).toSorted();
const lowestTtl = ({ records }: DnsAnswer): number | null => {
  const known = records.flatMap(({ ttl }) => ttl ?? []);
  return known.length === 0 ? null : Math.min(...known);
};
const same = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((value, index) => value === b[index]);

/** What the row shows: the value that most of the zone's own servers give, else most of the rest. */
const rowValues = (entries: ReadonlyArray<readonly [Vantage, DnsAnswer]>): readonly string[] => {
  const settled = entries.filter(([, { outcome }]) => SETTLED.has(outcome));
  const own = settled.filter(([{ kind }]) => kind === 'authoritative');
  const votes = Map.groupBy(own.length > 0 ? own : settled, ([, answer]) =>
    JSON.stringify(shownValues(answer)),
  );
  const [most] = [...votes.values()].toSorted((a, b) => b.length - a.length);
  return most?.[0] === undefined ? [] : shownValues(most[0][1]);
};

const cellState = (
  answer: DnsAnswer,
  { differs, alone, agreement }: { differs: boolean; alone: boolean; agreement: Agreement | null },
): MarkedWord => {
  const failed = FAILED[answer.outcome];
  if (failed !== undefined) return { mark: 'attention', word: failed };
  if (differs) {
    if (agreement?.code === 'not-yet-spread') return { mark: 'waiting', word: 'Still old' };
    const none = answer.outcome === 'no-data' || answer.outcome === 'nxdomain';
    return { mark: 'wrong', word: none ? 'Not there' : 'Differs' };
  }
  if (answer.outcome === 'answer' || answer.outcome === 'alias')
    return alone ? { mark: 'running', word: 'Answered' } : { mark: 'proved', word: 'Same' };
  return { mark: 'not-started', word: 'No record' };
};

const rowOf = (
  question: DnsQuestion,
  places: readonly Vantage[],
  entries: ReadonlyArray<RunDraft['answers'][number]>,
  agreement: Agreement | null,
): RecordRow => {
  const answers = new Map(entries.map(({ vantage, answer }) => [vantage, answer]));
  const given = places.flatMap((place) => {
    const answer = answers.get(place.id);
    return answer === undefined ? [] : [[place, answer] as const];
  });
  const values = rowValues(given);
  const alone = given.length === 1;
  const cells = places.map((vantage): RecordCell => {
    const answer = answers.get(vantage.id) ?? null;
    if (answer === null) return { vantage, answer, ttl: null, differs: false, state: NOT_ASKED };
    const differs = SETTLED.has(answer.outcome) && !same(shownValues(answer), values);
    return {
      vantage,
      answer,
      ttl: lowestTtl(answer),
      differs,
      state: cellState(answer, { differs, alone, agreement }),
    };
  });
  const empty = given.every(([, { outcome }]) => outcome === 'no-data' || outcome === 'nxdomain');
  return { key: questionKey(question), question, values, agreement, empty, cells };
};

/**
 * The answers of a run by question, of each place the last one: a watch asks the same again and again, and a place does
 * not disagree with what it said before. Made once for all domains of the run.
 */
export type HeldAnswers = ReadonlyMap<string, RunDraft['answers']>;
export const holdAnswers = ({ answers }: Pick<RunDraft, 'answers'>): HeldAnswers =>
  new Map(
    [...Map.groupBy(answers, ({ answer }) => questionKey(answer.question))].map(([key, entries]) => [
      key,
      [...new Map(entries.map((entry) => [entry.vantage, entry])).values()],
    ]),
  );

/** The part of a run that is about one domain, names that can't exist included. */
export interface DomainPart {
  readonly run: RunDraft;
  readonly questions: readonly DnsQuestion[];
  /** Keys of the questions that are known before asking; the others follow from answers. */
  readonly known: ReadonlySet<string>;
  /** The domain as it is asked for; empty when it is no name. */
  readonly apex: string;
}

/** Answers from the address without a server: they shake what is known of every domain, not only of the one asked for. */
const strangers = (held: HeldAnswers): RunDraft['answers'] =>
  [...held.values()].flat().filter(({ vantage, answer }) => vantage === PROBE_ID && !isSilent(answer));

export const domainPart = (
  run: RunDraft,
  held: HeldAnswers,
  profile: Profile,
  domain: DomainProfile,
): DomainPart => {
  const known = domainQuestions(profile, domain);
  const apex = known[0]?.name ?? '';
  const questions = questionsOf(held, known);
  const canaries = [...held.values()].flatMap((entries) =>
    entries.filter(({ answer }) => isCanaryOf(answer.question, apex)),
  );
  const own = questions.flatMap((question) => held.get(questionKey(question)) ?? []);
  const answers = [...new Set([...own, ...canaries, ...strangers(held)])];
  return {
    run: { ...run, domains: [domain.name], answers },
    questions,
    known: new Set(known.map(questionKey)),
    apex,
  };
};

/** A name that can't exist below this domain, or below none. */
const isCanaryOf = (question: DnsQuestion, apex: string): boolean =>
  isCanary(question) && (question.name.endsWith(`.${apex}`) || question.name.endsWith('.invalid'));

/** The part as a table; `agreed` is what is known about the agreement of its places. */
export const recordMatrix = (
  { run, questions, known, apex }: DomainPart,
  agreed: readonly Agreement[],
): RecordMatrix => {
  const asked = run.answers.filter(({ vantage }) => vantage !== PROBE_ID);
  const held = holdAnswers({ answers: asked });
  const used = new Set(asked.map(({ vantage }) => vantage));
  const places = run.vantages
    .filter(({ id }) => used.has(id))
    .toSorted((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind));
  const byKey = new Map(agreed.map((agreement) => [questionKey(agreement.question), agreement]));
  const rows = questions.map((question) => {
    const key = questionKey(question);
    return {
      group: groupOf(question, known.has(key), apex),
      row: rowOf(question, places, held.get(key) ?? [], byKey.get(key) ?? null),
    };
  });
  return {
    places,
    groups: GROUPS.map((title, index) => ({
      title,
      rows: rows.filter(({ group }) => group === index).map(({ row }) => row),
    })).filter((group) => group.rows.length > 0),
  };
};
