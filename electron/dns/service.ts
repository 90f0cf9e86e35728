/** The DNS checks of a customer, carried out: plan, ask each question once, judge, and hand back the evidence. */
import type { Customer } from '../../shared/customer.ts';
import {
  judge,
  plannedChecks,
  questionKey,
  toEvidence,
  type Check,
  type CheckSources,
} from '../../shared/dns/checks.ts';
import { parseServer } from '../../shared/dns/server.ts';
import type { RunDraft } from '../../shared/dns/stored-run.ts';
import type {
  AbortSignalLike,
  DnsAnswer,
  DnsLookup,
  DnsOutcome,
  DnsQuestion,
  DnsServer,
} from '../../shared/dns/types.ts';
import { AppError } from '../../shared/result.ts';
import type { DnsEvidence } from '../../shared/runbook/log.ts';
import { authoritativeServers } from './authoritative.ts';
import { RunRecorder } from './recorder.ts';
import { DnsRun } from './run.ts';

export interface DnsCheckRequest {
  /** Every step with a DNS check when empty. */
  readonly stepIds: readonly string[];
  /** Names as the profile has them; every domain when empty. */
  readonly domains: readonly string[];
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
  /** Every answer of all servers that were asked, to be kept. */
  readonly run: RunDraft;
}

export interface DnsCheckServiceOptions {
  readonly lookup: DnsLookup;
  readonly sources: CheckSources;
  readonly systemServers: () => readonly DnsServer[];
  readonly now?: () => Date;
  /** Port of the domains' own name servers; another one than 53 only in tests. */
  readonly authoritativePort?: number;
}

export interface Asking {
  readonly recorder: RunRecorder;
  /** In the order in which they are tried. */
  readonly servers: readonly DnsServer[];
}

/** Of a zone's own servers so many are asked, until one answers with authority. */
const MAX_OWN_SERVERS = 4;
export const NOT_REACHED: ReadonlySet<DnsOutcome> = new Set<DnsOutcome>([
  'timeout',
  'unreachable',
  'offline',
]);
/** As resolvers do: another of the system's servers may know what this one could not or would not say. */
const TRY_NEXT = new Set<DnsOutcome>([...NOT_REACHED, 'refused', 'not-auth', 'format-error', 'malformed']);
const MAX_SYSTEM_SERVERS = 3;

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
    const run = new DnsRun(this.#options.lookup, { signal: hooks.signal, now });
    const recorder = new RunRecorder(run, this.systemServers());
    const answers = await this.#askAll(askable, { recorder, servers }, hooks);
    const evidence = askable.map((check) => {
      const own = check.questions.flatMap((question) => answers.get(answerKey(check, question)) ?? []);
      return { stepId: check.stepId, evidence: toEvidence(check, judge(check, own), own) };
    });
    const all = [...answers.values()];
    const domains = [...new Set(checks.map(({ domain }) => domain))];
    return {
      evidence,
      run: recorder.draft({ startedAt, endedAt: now().toISOString(), domains, notes: [] }),
      offline: all.length > 0 && all.every(({ outcome }) => NOT_REACHED.has(outcome)),
      notAsked: checks.flatMap(({ check, stepId, domain, unaskable }) =>
        unaskable === null ? [] : [{ check, stepId, domain, reason: unaskable }],
      ),
    };
  }

  async #askAll(
    checks: readonly Check[],
    asking: Asking,
    { onProgress }: DnsCheckHooks,
  ): Promise<ReadonlyMap<string, DnsAnswer>> {
    const jobs = new Map(
      checks.flatMap((check) =>
        check.questions.map((question) => [answerKey(check, question), { check, question }] as const),
      ),
    );
    let done = 0;
    onProgress?.(0, jobs.size, '');
    const entries = [...jobs].map(async ([key, { check, question }]) => {
      const first = await askInTurn(asking, question);
      const answer = check.authoritative ? await this.#askOwn(asking, first) : first;
      done += 1;
      onProgress?.(done, jobs.size, `${question.name} ${question.type}`);
      return [key, answer] as const;
    });
    return new Map(await Promise.all(entries));
  }

  /** The answer of one of the zone's own servers, or `first` where none of them can be found or answers. */
  async #askOwn(asking: Asking, first: DnsAnswer): Promise<DnsAnswer> {
    if (first.flags.aa || first.outcome !== 'answer') return first;
    const ask = (question: DnsQuestion): Promise<DnsAnswer> => askInTurn(asking, question);
    const port = this.#options.authoritativePort ?? 53;
    const own = await authoritativeServers(ask, first.question.name, port);
    for (const server of own.slice(0, MAX_OWN_SERVERS)) {
      const answer = await asking.recorder.ask(first.question, server, true);
      if (answer.flags.aa) return answer;
    }
    return first;
  }
}

/** A question is asked once for all checks; those that need the zone's own servers share another answer to it. */
const answerKey = ({ authoritative }: Check, question: DnsQuestion): string =>
  `${authoritative ? 'own' : 'any'} ${questionKey(question)}`;

/** The first server that settles the question; an answer of any kind counts for more than silence. */
export const askInTurn = async ({ recorder, servers }: Asking, question: DnsQuestion): Promise<DnsAnswer> => {
  const [first, ...rest] = servers;
  if (first === undefined) throw new RangeError('no server to ask');
  let answer = await recorder.ask(question, first);
  for (const server of rest) {
    if (!TRY_NEXT.has(answer.outcome)) break;
    const next = await recorder.ask(question, server);
    if (!NOT_REACHED.has(next.outcome)) answer = next;
  }
  return answer;
};
