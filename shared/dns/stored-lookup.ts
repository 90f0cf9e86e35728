/**
 * A stored run behind the port of the live client, so that the whole engine works on yesterday's answers. What was
 * not asked then is refused, so that nobody takes "not asked" for "does not exist".
 */
import { isDnssecError } from './extended-error.ts';
import { settles } from './place-view.ts';
import { formatServer, NO_ADDRESS } from './server.ts';
import type { RunDraft } from './stored-run.ts';
import type { DnsAnswer, DnsLookup, DnsOutcome, DnsQuestion, DnsServer } from './types.ts';
import type { VantageKind } from './vantage.ts';

/** Of several vantage points the one that says most about the zone: its own servers, then the world's, then inside. */
export const BY_KIND: Readonly<Record<VantageKind, number>> = {
  authoritative: 0,
  public: 1,
  system: 2,
  internal: 3,
  collected: 4,
  pasted: 5,
  file: 6,
};
const SETTLED: ReadonlySet<DnsOutcome> = new Set(['answer', 'no-data', 'nxdomain']);
const NOWHERE: DnsServer = { address: NO_ADDRESS, port: 53, label: 'stored run' };

const NOT_ASKED = ';; this question was not asked in the stored run';
/** The answer that stands for a question that nobody asked. `at` is UTC, ISO 8601. */
export const notAsked = (question: DnsQuestion, at: string): DnsAnswer => ({
  question,
  outcome: 'refused',
  records: [],
  server: NOWHERE,
  transport: 'file',
  flags: { aa: false, ad: false, ra: false, tc: false },
  rcode: 'REFUSED',
  raw: NOT_ASKED,
  at,
  elapsedMs: 0,
});

export const isNotAsked = ({ raw }: DnsAnswer): boolean => raw === NOT_ASKED;

type HeldRun = Pick<RunDraft, 'answers' | 'vantages' | 'endedAt'>;

export type Heard = RunDraft['answers'][number];

/** What was heard, by name and type; in the order in which the questions came up. */
export interface HeardAnswers {
  readonly questions: readonly DnsQuestion[];
  /** A caller may write the name as a person does. */
  readonly of: (question: DnsQuestion) => readonly Heard[];
}

/**
 * What each place said to each question. Of a place that was asked again and again, as in a watch, the last answer that
 * settles the question counts, else the last one: what it said before was another time.
 */
export const heardByPlace = ({ answers }: Pick<HeldRun, 'answers'>): HeardAnswers => {
  // Two levels, since a key made of both for each of many thousand answers costs more than all else here.
  const held = new Map<string, Map<string, Heard[]>>();
  const questions: DnsQuestion[] = [];
  for (const entry of answers) {
    const { question } = entry.answer;
    const name = question.name.toLowerCase();
    let types = held.get(name);
    if (types === undefined) held.set(name, (types = new Map<string, Heard[]>()));
    const there = types.get(question.type);
    const at = there?.findIndex(({ vantage }) => vantage === entry.vantage) ?? -1;
    const known = there?.[at];
    if (there === undefined) {
      types.set(question.type, [entry]);
      questions.push(question);
    } else if (known === undefined) there.push(entry);
    else if (settles(entry.answer) || !(settles(known.answer) || entry.answer.outcome === 'cancelled'))
      there[at] = entry;
  }
  return { questions, of: ({ name, type }) => held.get(name.toLowerCase())?.get(type) ?? [] };
};

/** What each place said to `question`, the one that says most first; those that settle it before those that don't. */
export const storedAnswers = (run: HeldRun): ((question: DnsQuestion) => readonly DnsAnswer[]) => {
  const kinds = new Map(run.vantages.map(({ id, kind }) => [id, kind]));
  const rank = ({ vantage, answer }: Heard): number =>
    (SETTLED.has(answer.outcome) ? 0 : 100) + BY_KIND[kinds.get(vantage) ?? 'file'];
  const held = heardByPlace(run);
  return (question) =>
    held
      .of(question)
      .toSorted((a, b) => rank(a) - rank(b))
      .map(({ answer }) => answer);
};

/** Answers from the run; one of `options.server` where that was asked then. */
export const storedLookup = (run: HeldRun): DnsLookup => {
  const answers = storedAnswers(run);
  return {
    lookup: (question, { server } = {}) => {
      const all = answers(question);
      const own =
        server === undefined
          ? all
          : all.filter((answer) => formatServer(answer.server) === formatServer(server));
      return Promise.resolve(own[0] ?? notAsked(question, run.endedAt));
    },
  };
};

/**
 * The run as a resolver that verifies signatures gave it, where one was asked; else as any resolver did. The zone's own
 * servers verify nothing, so what they say tells nothing about signatures.
 */
export const validatingView = <Run extends HeldRun>(run: Run): Run => {
  const own = new Set(run.vantages.filter(({ kind }) => kind === 'authoritative').map(({ id }) => id));
  const resolved = run.answers.filter(({ vantage }) => !own.has(vantage));
  if (resolved.length === 0) return run;
  const verifies = resolved.find(
    ({ answer }) => answer.flags.ad || (answer.extendedErrors ?? []).some(isDnssecError),
  )?.vantage;
  return {
    ...run,
    answers: verifies === undefined ? resolved : resolved.filter(({ vantage }) => vantage === verifies),
  };
};
