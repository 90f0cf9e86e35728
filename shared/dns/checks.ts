/**
 * The DNS checks of the runbook: which questions prove a step, and what the answers say about it. Pure, so that live
 * answers, stored ones and pasted ones are all judged alike. Nothing is ever guessed: where the answers leave a
 * point open, the verdict is `unanswered` and the summary says why.
 */
import type { Profile } from '../profile/schema.ts';
import { checkDomains } from '../runbook/applies.ts';
import type { DnsEvidence, Verdict } from '../runbook/log.ts';
import type { DnsCheckId, Step } from '../runbook/step.ts';
import { BLOCK_LISTS, switchedOn, type BlockList } from './block-lists.ts';
import { askedName, planParts } from './check-parts.ts';
import type {
  Check,
  Followed,
  Judgement,
  Part,
  PartJudgement,
  Piece,
  PlannedPart,
  PlannedRecords,
} from './check-types.ts';
import { ASKED_BELOW, FOLLOW, isFollowCheck } from './follow/index.ts';
import { judgeAbsent, judgeAddresses, judgeCname, judgeMx, judgeSameHost, judgeTtl } from './judge-hosts.ts';
import { judgeSpf, judgeSpfNoted, judgeTagged, judgeTxt } from './judge-txt.ts';
import { questionKey, uniqueQuestions } from './question.ts';
import { describeServer } from './server.ts';
import type { DnsAnswer } from './types.ts';
import { whyUnanswered } from './unanswered.ts';

export type { Check, Judgement, PlannedRecords } from './check-types.ts';

export interface CheckSelection {
  /** Every step with a DNS check when empty. */
  readonly stepIds: readonly string[];
  /** Names as the profile has them; every domain when empty. */
  readonly domains: readonly string[];
  /** The block lists to ask; those that the app brings switched on when left out. */
  readonly blockLists?: readonly BlockList[] | undefined;
  /** Domains of which a person says that they publish no SPF, so that a failed question holds back no plan. */
  readonly nonePublished?: readonly string[] | undefined;
}

export interface CheckSources {
  readonly steps: ReadonlyArray<Pick<Step, 'id' | 'check'>>;
  readonly planned: (profile: Profile, domain: Profile['domains'][number]) => PlannedRecords;
}

/** These tell a stranger what is asked for, so they are asked only when their step is named. */
const ON_REQUEST: ReadonlySet<DnsCheckId> = new Set(['block-lists']);

const NO_LIST = 'No block list is switched on. Switch one on in the settings.';

/** What a part expects, as a person would read it in the zone. */
const expectedOf = (part: Part): string[] => {
  switch (part.kind) {
    case 'mx':
      return [...part.records];
    case 'spf':
      return [part.record];
    case 'spf-noted':
      return [...part.texts];
    case 'txt':
      return [part.text];
    case 'cname':
    case 'same-host':
      return [part.target];
    case 'tagged':
      return [
        [part.version, ...Object.entries(part.tags).map(([tag, value]) => `${tag}=${value ?? '…'}`)].join(
          '; ',
        ),
      ];
    case 'absent':
      return ['no alias'];
    case 'addresses':
      return part.networks === null ? ['an address (A or AAAA)'] : [...part.networks];
    case 'ttl':
      return [`${part.record} TTL ${part.bound === 'at-most' ? 'at most' : 'at least'} ${part.seconds} s`];
  }
};

/** The checks of the chosen steps for the chosen domains that they apply to, in the order of steps and profile. */
export const plannedChecks = (
  profile: Profile,
  selection: CheckSelection,
  { steps, planned }: CheckSources,
): Check[] => {
  const { stepIds, domains, blockLists = switchedOn(BLOCK_LISTS), nonePublished = [] } = selection;
  const records = new Map(
    profile.domains
      .filter(({ name }) => domains.length === 0 || domains.includes(name))
      .map((domain) => [domain, planned(profile, domain)] as const),
  );
  const chosen = steps.filter(({ id }) => stepIds.length === 0 || stepIds.includes(id));
  const isWanted = (check: DnsCheckId): boolean => stepIds.length > 0 || !ON_REQUEST.has(check);
  return chosen.flatMap((step) =>
    step.check.dns.filter(isWanted).flatMap((check) =>
      checkDomains(check, profile).flatMap((domain): Check[] => {
        const recordsOfDomain = records.get(domain);
        if (recordsOfDomain === undefined) return [];
        if (isFollowCheck(check)) {
          const asked = askedName(domain.name);
          const name = asked.ok ? asked.name : '';
          const input = { profile, domain, planned: recordsOfDomain, name, blockLists, nonePublished };
          const first = askedName(`${ASKED_BELOW[check] ?? ''}${domain.name.trim()}`);
          const wrong = [asked, first].find(({ ok }) => !ok);
          const noList = check === 'block-lists' && blockLists.length === 0 ? NO_LIST : null;
          return [
            {
              check,
              stepId: step.id,
              domain: domain.name,
              parts: [],
              follow: (asking) => FOLLOW[check]({ ...input, ...asking }),
              questions: [],
              expected: [],
              authoritative: false,
              unaskable: wrong === undefined || wrong.ok ? noList : wrong.reason,
            },
          ];
        }
        const result = planParts(check, { profile, domain, planned: recordsOfDomain });
        const parts = result.ok ? result.parts : [];
        return [
          {
            check,
            stepId: step.id,
            domain: domain.name,
            parts,
            follow: null,
            questions: uniqueQuestions(parts.flatMap(({ questions }) => questions)),
            expected: parts.filter(({ lacking }) => lacking === null).flatMap(expectedOf),
            authoritative: parts.some(({ kind }) => kind === 'ttl'),
            unaskable: result.ok ? null : result.reason,
          },
        ];
      }),
    ),
  );
};

type Answers = readonly [DnsAnswer, ...DnsAnswer[]];

/** Of A and AAAA, one that answers may be enough; of all other parts each answer is needed. */
const openAnswer = (part: PlannedPart, answers: Answers): number => {
  if (part.kind === 'addresses' && answers.some(({ outcome }) => outcome === 'answer')) {
    const proves = compare(part, answers).verdict === 'matching';
    if (proves) return -1;
  }
  if (part.kind === 'same-host' && answers[0].outcome === 'answer') return -1;
  return answers.findIndex((answer) => whyUnanswered(answer) !== null);
};

const compare = (part: PlannedPart, answers: Answers): PartJudgement => {
  const [first, second = first, third = second] = answers;
  switch (part.kind) {
    case 'mx':
      return judgeMx(part, [first]);
    case 'spf':
      return judgeSpf(part, [first]);
    case 'spf-noted':
      return judgeSpfNoted(part, [first]);
    case 'txt':
      return judgeTxt(part, [first]);
    case 'cname':
      return judgeCname(part, [first]);
    case 'tagged':
      return judgeTagged(part, [first]);
    case 'absent':
      return judgeAbsent(part, [first]);
    case 'addresses':
      return judgeAddresses(part, [first, second]);
    case 'same-host':
      return judgeSameHost(part, [first, second, third]);
    case 'ttl':
      return judgeTtl(part, [first]);
  }
};

const judgePart = (part: PlannedPart, answers: Answers): PartJudgement => {
  const open = openAnswer(part, answers);
  const why = open < 0 ? null : whyUnanswered(answers[open] ?? answers[0]);
  if (why !== null) return { verdict: 'unanswered', sentence: why, found: [], terms: [], deciding: open };
  if (part.lacking === null) return compare(part, answers);
  const found = answers.flatMap(({ records }) => records.map(({ value }) => value));
  return { verdict: 'unanswered', sentence: part.lacking, found, terms: [], deciding: 0 };
};

/** A proved difference outweighs an open point, and an open point a match. */
const RANK: Readonly<Record<Verdict, number>> = { differing: 0, unanswered: 1, matching: 2 };

/**
 * Judges the answers of one check, given in the order of `check.questions`.
 * @throws RangeError when an answer is missing: a defect of the caller
 */
export const judge = (check: Check, answers: readonly DnsAnswer[]): Judgement => {
  const byQuestion = new Map(
    check.questions.map((question, index) => [questionKey(question), answers[index]] as const),
  );
  const judged = check.parts.map((part) => {
    const own = part.questions.flatMap((question) => byQuestion.get(questionKey(question)) ?? []);
    const [first, ...rest] = own;
    if (first === undefined || own.length !== part.questions.length)
      throw new RangeError(`an answer is missing for ${check.check} of ${check.domain}`);
    const judgement = judgePart(part, [first, ...rest]);
    return { ...judgement, deciding: own[judgement.deciding] ?? first };
  });
  const [first, ...rest] = judged;
  if (first === undefined) throw new RangeError(`nothing to judge for ${check.check} of ${check.domain}`);
  return judgementOf({ expected: check.expected, pieces: [first, ...rest] });
};

/**
 * As `judge`, where a question has the answers of several servers that must all say the same: each server is judged by
 * itself, and the worst counts. Lists of answers in the order of `check.questions`, none of them empty.
 */
export const judgeEach = (check: Check, answers: ReadonlyArray<readonly DnsAnswer[]>): Judgement => {
  const most = Math.max(1, ...answers.map(({ length }) => length));
  const judged = Array.from({ length: most }, (_, at) =>
    judge(
      check,
      answers.flatMap((list) => list[at] ?? list[0] ?? []),
    ),
  );
  const [worst = judge(check, [])] = judged.toSorted((a, b) => RANK[a.verdict] - RANK[b.verdict]);
  return judged.every(({ verdict }) => verdict === worst.verdict)
    ? worst
    : {
        ...worst,
        summary: `${worst.summary} So answers ${describeServer(worst.deciding.server)}; not all name servers of the zone say the same.`,
      };
};

/** All statements of a check as one: the worst of them decides, and what it rests on is the evidence. */
export const judgementOf = ({ expected, pieces }: Followed): Judgement => {
  const [worst = pieces[0]] = pieces.toSorted((a, b) => RANK[a.verdict] - RANK[b.verdict]);
  const { verdict } = worst;
  return {
    verdict,
    summary: sentences(pieces.filter((piece) => piece.verdict === verdict)),
    expected,
    found: pieces.flatMap(({ found }) => found),
    terms: pieces.flatMap(({ terms }) => terms),
    deciding: worst.deciding,
  };
};

const sentences = (pieces: readonly Piece[]): string =>
  [...new Set(pieces.map(({ sentence }) => sentence))].join(' ');

const clip = (texts: readonly string[], length: number): string[] =>
  texts.slice(0, 200).map((text) => text.slice(0, length));

/** So many answers stand in the log beside the one that decided; the stored run holds all of them. */
const MAX_OTHER_ANSWERS = 20;

/** The judgement as the entry that the log keeps, with the answers that it rests on. */
export const toEvidence = (
  check: Check,
  judgement: Judgement,
  answers: readonly DnsAnswer[],
): DnsEvidence => {
  const others = answers.filter((answer) => answer !== judgement.deciding).slice(0, MAX_OTHER_ANSWERS);
  return {
    kind: 'dns',
    check: check.check,
    domain: check.domain,
    verdict: judgement.verdict,
    summary: judgement.summary.slice(0, 2000),
    expected: clip(judgement.expected, 4000),
    found: clip(judgement.found, 70_000),
    answer: judgement.deciding,
    ...(others.length === 0 ? {} : { otherAnswers: others }),
  };
};
