/** The DNS checks of a customer, carried out: plan, ask each question once, judge, and hand back the evidence. */
import type { Customer } from '../../shared/customer.ts';
import {
  judgeEach,
  judgementOf,
  plannedChecks,
  toEvidence,
  type Check,
  type CheckSelection,
  type CheckSources,
  type Judgement,
} from '../../shared/dns/checks.ts';
import { questionKey } from '../../shared/dns/question.ts';
import { parseServer } from '../../shared/dns/server.ts';
import type { RunDraft } from '../../shared/dns/stored-run.ts';
import type {
  AbortSignalLike,
  DnsAnswer,
  DnsLookup,
  DnsQuestion,
  DnsServer,
} from '../../shared/dns/types.ts';
import { AppError } from '../../shared/result.ts';
import type { DnsEvidence } from '../../shared/runbook/log.ts';
import type { DnsCheckId } from '../../shared/runbook/step.ts';
import { Asking, NOT_REACHED } from './asking.ts';
import { RunRecorder } from './recorder.ts';
import { DnsRun } from './run.ts';
import { MAX_SYSTEM_SERVERS } from './system-servers.ts';

export interface DnsCheckRequest extends CheckSelection {
  /** `address` or `address:port`; empty asks the system's servers. */
  readonly server: string;
}

export interface DnsCheckHooks {
  readonly signal?: AbortSignalLike | undefined;
  readonly onProgress?: ((done: number, total: number, label: string) => void) | undefined;
}

export interface DnsCheckResult {
  readonly evidence: ReadonlyArray<{ readonly stepId: string; readonly evidence: DnsEvidence }>;
  /** No server could be reached at all: the checks say nothing about the records. */
  readonly offline: boolean;
  /** Checks without a question that could be asked, and why. */
  readonly notAsked: ReadonlyArray<Pick<Check, 'check' | 'stepId' | 'domain'> & { readonly reason: string }>;
  /** Every answer that came over `lookup`, to be kept. */
  readonly run: RunDraft;
}

export interface DnsCheckServiceOptions {
  readonly lookup: DnsLookup;
  readonly sources: CheckSources;
  readonly systemServers: () => readonly DnsServer[];
  readonly now?: () => Date;
  /** Port of the domains' own name servers; another one than 53 only in tests. */
  readonly authoritativePort?: number;
  /** Judge each of the domains' own name servers by itself, not for the TTL alone. */
  readonly ownServers?: boolean;
  /** Asks the chosen server itself, where `lookup` asks others in its place: for what only a resolver can tell. */
  readonly resolver?: DnsLookup;
}

/** Own servers verify no signature, and block lists are never asked at theirs. */
const BY_RESOLVER: ReadonlySet<DnsCheckId> = new Set(['dnssec', 'block-lists']);

interface Outcome {
  readonly judgement: Judgement;
  readonly answers: readonly DnsAnswer[];
}

/**
 * The server that `text` names, or the first of the system's when it is empty.
 * @throws AppError `dns-bad-server` when `text` is no address, or the system names no server
 */
export const serversToAsk = (text: string, system: readonly DnsServer[]): readonly DnsServer[] => {
  if (text.trim() !== '') return [parseServer(text)];
  if (system.length === 0)
    throw new AppError(
      'dns-bad-server',
      'This computer names no DNS server. Enter the address of one, such as “192.0.2.53”.',
    );
  return system.slice(0, MAX_SYSTEM_SERVERS);
};

export class DnsCheckService {
  readonly #options: DnsCheckServiceOptions;

  constructor(options: DnsCheckServiceOptions) {
    this.#options = options;
  }

  /** The servers that this computer is set to ask, first choice first. */
  systemServers(): DnsServer[] {
    return [...this.#options.systemServers()];
  }

  /**
   * Carries out the chosen checks. A stopped run gives back what was judged so far, the rest as unanswered.
   * @throws AppError `dns-bad-server` when `request.server` is no address, or the system names no server
   */
  async check(
    customer: Pick<Customer, 'profile'>,
    request: DnsCheckRequest,
    hooks: DnsCheckHooks = {},
  ): Promise<DnsCheckResult> {
    const servers = serversToAsk(request.server, this.systemServers());
    const checks = plannedChecks(customer.profile, request, this.#options.sources);
    const askable = checks.filter(({ unaskable }) => unaskable === null);
    const now = this.#options.now ?? (() => new Date());
    const startedAt = now().toISOString();
    const { lookup, resolver = lookup, authoritativePort: ownPort = 53 } = this.#options;
    const over = (port: DnsLookup): { readonly recorder: RunRecorder; readonly asking: Asking } => {
      const recorder = new RunRecorder(new DnsRun(port, { signal: hooks.signal, now }), this.systemServers());
      return { recorder, asking: new Asking({ recorder, servers, ownPort, onProgress: hooks.onProgress }) };
    };
    const usual = over(lookup);
    const byResolver = resolver === lookup ? usual : over(resolver);
    hooks.onProgress?.(0, 0, '');
    const followed = new Map<string, Promise<Outcome>>();
    const carriedOut = askable.map(async (check) => {
      const { asking } = BY_RESOLVER.has(check.check) ? byResolver : usual;
      const outcome = await this.#carryOut(check, asking, followed);
      return { stepId: check.stepId, evidence: toEvidence(check, outcome.judgement, outcome.answers) };
    });
    const evidence = await Promise.all(carriedOut);
    const all = [...new Set([usual, byResolver])].flatMap(({ asking }) => asking.given());
    const domains = [...new Set(checks.map(({ domain }) => domain))];
    return {
      evidence,
      run: usual.recorder.draft({ startedAt, endedAt: now().toISOString(), domains, notes: [] }),
      offline: all.length > 0 && all.every(({ outcome }) => NOT_REACHED.has(outcome)),
      notAsked: checks.flatMap(({ check, stepId, domain, unaskable }) =>
        unaskable === null ? [] : [{ check, stepId, domain, reason: unaskable }],
      ),
    };
  }

  async #carryOut(check: Check, asking: Asking, followed: Map<string, Promise<Outcome>>): Promise<Outcome> {
    if (check.follow === null) {
      const isOwn = check.authoritative || this.#options.ownServers === true;
      const ask = async (question: DnsQuestion): Promise<readonly DnsAnswer[]> =>
        isOwn ? asking.askOwn(question) : [await asking.ask(question)];
      const answers = await Promise.all(check.questions.map(ask));
      return { judgement: judgeEach(check, answers), answers: answers.flat() };
    }
    // The same check of the same domain serves several steps.
    const key = `${check.check} ${check.domain}`;
    const outcome = followed.get(key) ?? follow(check.follow, asking);
    followed.set(key, outcome);
    return outcome;
  }
}

const follow = async (work: NonNullable<Check['follow']>, asking: Asking): Promise<Outcome> => {
  const answers = new Map<string, DnsAnswer>();
  const port = asking.port((answer) => {
    const key = questionKey(answer.question);
    if (!answers.has(key)) answers.set(key, answer);
  });
  const given = (question: DnsQuestion): DnsAnswer | undefined => answers.get(questionKey(question));
  const judgement = judgementOf(await work({ port, ownPort: asking.ownPort, given }));
  return { judgement, answers: [...answers.values()] };
};
