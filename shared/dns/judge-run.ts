/** The checks judged from a stored run instead of from servers: yesterday's answers, a pasted output, a file. */
import type { Profile } from '../profile/schema.ts';
import type { DnsEvidence } from '../runbook/log.ts';
import type { CheckSelection, CheckSources } from './checks.ts';
import { judgeEach, judgementOf, plannedChecks, toEvidence } from './checks.ts';
import type { Check, Judgement } from './check-types.ts';
import { isOwnWord } from './authoritative.ts';
import { questionKey } from './question.ts';
import { isNotAsked, notAsked, storedAnswers, storedLookup, validatingView } from './stored-lookup.ts';
import { runTitle } from './step-runs.ts';
import type { RunDraft, StoredRun } from './stored-run.ts';
import type { DnsAnswer, DnsQuestion } from './types.ts';

export interface RunJudgement {
  readonly stepId: string;
  readonly evidence: DnsEvidence;
  /** Questions of the check that the run did not ask anywhere; what they would have shown is open. */
  readonly missing: readonly DnsQuestion[];
}

export interface JudgedRun {
  readonly judged: readonly RunJudgement[];
  /** Checks without a question that could be asked, and why. */
  readonly notAsked: ReadonlyArray<Pick<Check, 'check' | 'stepId' | 'domain'> & { readonly reason: string }>;
}

interface Outcome {
  readonly judgement: Judgement;
  readonly answers: readonly DnsAnswer[];
}

/** The port at which the run asked the zones' own servers. */
const ownPortOf = ({ vantages }: RunDraft): number =>
  vantages.find(({ kind }) => kind === 'authoritative')?.server?.port ?? 53;

const follow = async (run: RunDraft, work: NonNullable<Check['follow']>): Promise<Outcome> => {
  const port = storedLookup(run);
  const answers = new Map<string, DnsAnswer>();
  const followed = await work({
    ownPort: ownPortOf(run),
    given: (question) => answers.get(questionKey(question)),
    port: {
      lookup: async (question, options = {}) => {
        const answer = await port.lookup(question, options);
        // A server of the zone that was not asked leaves nothing open: the comparison is made of those that were.
        if (options.server === undefined || !isNotAsked(answer)) answers.set(questionKey(question), answer);
        return answer;
      },
    },
  });
  return { judgement: judgementOf(followed), answers: [...answers.values()] };
};

/** The answers to a question that a judgement rests on. */
type Held = (question: DnsQuestion) => readonly DnsAnswer[];

/** Of each of the zone's own servers that was asked, else the answer that says most. */
const heldBy = (run: RunDraft): Held => {
  const ids = new Set(run.vantages.filter(({ kind }) => kind === 'authoritative').map(({ id }) => id));
  const answers = run.answers.filter(({ vantage, answer }) => ids.has(vantage) && isOwnWord(answer));
  const [all, own] = [storedAnswers(run), storedAnswers({ ...run, answers })];
  return (question) => {
    const each = own(question);
    return each.length > 0 ? each : [all(question)[0] ?? notAsked(question, run.endedAt)];
  };
};

const fromParts = (held: Held, check: Check): Outcome => {
  const answers = check.questions.map(held);
  return { judgement: judgeEach(check, answers), answers: answers.flat() };
};

/** Judges the chosen checks by the answers of `run` alone, with the profile as it is now. Asks nobody. */
export const judgeRun = async (
  run: RunDraft,
  profile: Profile,
  selection: CheckSelection,
  sources: CheckSources,
): Promise<JudgedRun> => {
  const checks = plannedChecks(profile, selection, sources);
  const verifying = validatingView(run);
  const held = heldBy(run);
  const outcomes = new Map<string, Promise<Outcome>>();
  const outcomeOf = (check: Check): Promise<Outcome> => {
    const key = `${check.check} ${check.domain}`;
    const known = outcomes.get(key);
    if (known !== undefined) return known;
    const outcome =
      check.follow === null
        ? Promise.resolve(fromParts(held, check))
        : follow(check.check === 'dnssec' ? verifying : run, check.follow);
    outcomes.set(key, outcome);
    return outcome;
  };
  const judged = checks
    .filter(({ unaskable }) => unaskable === null)
    .map(async (check): Promise<RunJudgement> => {
      const { judgement, answers } = await outcomeOf(check);
      const asked = answers.filter((answer) => !isNotAsked(answer));
      return {
        stepId: check.stepId,
        evidence: toEvidence(check, judgement, asked),
        missing: answers.filter(isNotAsked).map(({ question }) => question),
      };
    });
  return {
    judged: await Promise.all(judged),
    notAsked: checks.flatMap(({ check, stepId, domain, unaskable }) =>
      unaskable === null ? [] : [{ check, stepId, domain, reason: unaskable }],
    ),
  };
};

export interface JudgedFrom extends Pick<StoredRun, 'id' | 'kind' | 'name' | 'endedAt'> {
  readonly sha256: string;
}

/** The evidence as the log keeps it: that it was judged from a stored run, and from which. */
export const fromRun = (evidence: DnsEvidence, run: JudgedFrom): DnsEvidence => {
  const said = `Judged from the run ${runTitle(run)}.`;
  return {
    ...evidence,
    summary: `${evidence.summary.slice(0, 1999 - said.length)} ${said}`,
    run: { id: run.id, sha256: run.sha256 },
    judgedFrom: { kind: run.kind, name: run.name, endedAt: run.endedAt },
  };
};

/** What answers prove that were not asked for a check: only verdicts for which nothing was left unasked. */
export const heldEvidence = async (
  run: RunDraft,
  profile: Profile,
  sources: CheckSources,
): Promise<ReadonlyArray<Pick<RunJudgement, 'stepId' | 'evidence'>>> => {
  const { judged } = await judgeRun(run, profile, { stepIds: [], domains: [] }, sources);
  return judged
    .filter(({ evidence, missing }) => missing.length === 0 && evidence.verdict !== 'unanswered')
    .map(({ stepId, evidence }) => ({ stepId, evidence }));
};
