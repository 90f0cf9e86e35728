/**
 * A snapshot: everything about a customer's domains, asked at each vantage point, with what every answer leads to
 * there. Each question goes to a server once; the answers become a run that is kept.
 */
import { plannedChecks } from '../../shared/dns/checks.ts';
import type { Check } from '../../shared/dns/check-types.ts';
import { questionKey } from '../../shared/dns/question.ts';
import { RUNBOOK_CHECKS } from '../../shared/dns/sources.ts';
import { notAsked } from '../../shared/dns/stored-lookup.ts';
import { canaryQuestions, domainQuestions, followUps } from '../../shared/dns/question-plan.ts';
import type { RunDraft } from '../../shared/dns/stored-run.ts';
import type {
  AbortSignalLike,
  DnsAnswer,
  DnsLookup,
  DnsOutcome,
  DnsQuestion,
  DnsServer,
} from '../../shared/dns/types.ts';
import { isPlace, PROBE_ID, vantageOf } from '../../shared/dns/vantage.ts';
import type { Place, Vantage } from '../../shared/dns/vantage.ts';
import type { DomainProfile, Profile } from '../../shared/profile/schema.ts';
import { AppError } from '../../shared/result.ts';
import { zoneOf } from '../../shared/dns/agreement.ts';
import { vantagesThrough } from '../../shared/dns/authoritative.ts';
import { RunRecorder } from './recorder.ts';
import { DnsRun } from './run.ts';

export interface SnapshotServiceOptions {
  readonly lookup: DnsLookup;
  readonly now?: () => Date;
  /** Letters and digits, never the same twice: part of the names that can't exist. */
  readonly token: () => string;
  /** Port of the domains' own name servers; another one than 53 only in tests. */
  readonly authoritativePort?: number;
}

export interface SnapshotRequest {
  readonly profile: Profile;
  /** Names as the profile has them; every domain when empty. */
  readonly domains: readonly string[];
  /** Resolvers to ask; those without a server are left out. */
  readonly vantages: readonly Vantage[];
  /** Ask each of the zones' own servers too. */
  readonly authoritative: boolean;
  /** Ask an address at which no server can be, to see whether port 53 is redirected. */
  readonly probe?: boolean;
  /** What has to be said about the choice of vantage points; goes into the run. */
  readonly notes?: readonly string[];
}

export interface SnapshotHooks {
  readonly signal?: AbortSignalLike | undefined;
  /** `total` grows while answers lead to further questions. */
  readonly onProgress?: ((done: number, total: number, label: string) => void) | undefined;
}

export interface Snapshot {
  readonly draft: RunDraft;
  /** No server could be reached at all: the run says nothing about the records. */
  readonly offline: boolean;
}

/** Ten SPF terms in a row (RFC 7208, section 4.6.4), and the addresses behind the last. */
const MAX_DEPTH = 12;
/** For a domain at one vantage point; 10 includes with all that they hold stay far below. */
const MAX_QUESTIONS = 400;
const NOT_REACHED = new Set<DnsOutcome>(['timeout', 'unreachable', 'offline', 'cancelled']);
/** No server can be at this address of documentation (RFC 5737). */
const NOBODY: DnsServer = {
  address: '192.0.2.1',
  port: 53,
  label: 'an address without a server (192.0.2.1)',
};

const zoneQuestions = (zone: string): readonly DnsQuestion[] => [
  { name: zone, type: 'SOA' },
  { name: zone, type: 'NS' },
];
const isBelow = (name: string, zone: string): boolean => name === zone || name.endsWith(`.${zone}`);

export class SnapshotService {
  readonly #options: SnapshotServiceOptions;

  constructor(options: SnapshotServiceOptions) {
    this.#options = options;
  }

  /** @throws AppError `bad-input` when there is nothing or nobody to ask, `cancelled` when the person stopped it */
  async take(request: SnapshotRequest, hooks: SnapshotHooks = {}): Promise<Snapshot> {
    const { profile, domains } = request;
    const chosen = profile.domains.filter(({ name }) => domains.length === 0 || domains.includes(name));
    if (chosen.length === 0) throw new AppError('bad-input', 'There is no domain to ask about.');
    if (request.vantages.every(({ server }) => server === null))
      throw new AppError('bad-input', 'There is no server to ask. Choose a vantage point.');
    const taking = new Taking(this.#options, request, hooks);
    const draft = await taking.run(chosen);
    if (hooks.signal?.aborted === true) throw new AppError('cancelled', 'The snapshot was cancelled.');
    return { draft, offline: draft.answers.every(({ answer }) => NOT_REACHED.has(answer.outcome)) };
  }
}

/** One snapshot in the making. */
class Taking {
  readonly #options: SnapshotServiceOptions;
  readonly #request: SnapshotRequest;
  readonly #hooks: SnapshotHooks;
  readonly #run: DnsRun;
  readonly #now: () => Date;
  readonly #notes: string[];
  /** One for the whole run, so that all places are asked for the same names. */
  readonly #token: string;
  readonly #recorder: RunRecorder;
  /** What can be asked of each domain before asking; the same at every place. */
  readonly #known = new Map<DomainProfile, readonly DnsQuestion[]>();
  #done = 0;

  constructor(options: SnapshotServiceOptions, request: SnapshotRequest, hooks: SnapshotHooks) {
    this.#options = options;
    this.#request = request;
    this.#token = options.token();
    this.#hooks = hooks;
    this.#now = options.now ?? (() => new Date());
    this.#run = new DnsRun(options.lookup, {
      signal: hooks.signal,
      ...(options.now ? { now: options.now } : {}),
    });
    this.#recorder = new RunRecorder(this.#run);
    this.#notes = [...(request.notes ?? [])];
  }

  async run(domains: readonly DomainProfile[]): Promise<RunDraft> {
    const startedAt = this.#now().toISOString();
    const resolvers = this.#request.vantages.filter(isPlace);
    for (const place of resolvers) this.#recorder.add(place);
    for (const domain of domains) this.#known.set(domain, domainQuestions(this.#request.profile, domain));
    await Promise.all([
      ...domains.flatMap((domain) => resolvers.map((place) => this.#domainAt(place, domain))),
      ...(this.#request.authoritative ? [this.#ownServers(resolvers, domains)] : []),
      ...(this.#request.probe === true ? domains.slice(0, 1).map((domain) => this.#probe(domain)) : []),
    ]);
    return this.#recorder.draft({
      startedAt,
      endedAt: this.#now().toISOString(),
      domains: domains.map(({ name }) => name),
      notes: [...new Set(this.#notes)],
    });
  }

  /** Asks a question at a place once; `null` when that was done before or must not be done. */
  async #ask(place: Place, question: DnsQuestion): Promise<DnsAnswer | null> {
    if (this.#recorder.has(place, question)) return null;
    const answer = await this.#recorder.askAt(place, question);
    this.#done += 1;
    this.#hooks.onProgress?.(this.#done, this.#recorder.size, `${question.name} ${question.type}`);
    return answer;
  }

  /** The questions, and level by level what their answers lead to. */
  async #follow(
    place: Place,
    domain: string,
    questions: readonly DnsQuestion[],
    askable: (question: DnsQuestion) => boolean = () => true,
  ): Promise<void> {
    let left = MAX_QUESTIONS;
    const walk = async (level: readonly DnsQuestion[], depth: number): Promise<void> => {
      await Promise.all(
        level.filter(askable).map(async (question) => {
          if (left <= 0 || depth > MAX_DEPTH) {
            this.#notes.push(
              `Not everything that ${domain} leads to was asked at ${place.label}: it is more than ${MAX_QUESTIONS} questions or ${MAX_DEPTH} steps deep.`,
            );
            return;
          }
          left -= 1;
          const answer = await this.#ask(place, question);
          if (answer !== null) await walk(followUps(answer), depth + 1);
        }),
      );
    };
    await walk(questions, 0);
  }

  async #domainAt(place: Place, domain: DomainProfile): Promise<void> {
    const known = this.#known.get(domain) ?? [];
    const canaries = canaryQuestions(known[0]?.name ?? '', this.#token);
    if (known.length === 0) this.#notes.push(`${domain.name} was not asked: it is not a domain name.`);
    if (known.length === 0) return;
    await this.#follow(place, domain.name, [...known, ...canaries]);
    await this.#whatChecksAsk(place, domain);
  }

  /**
   * What the checks ask beyond that, as for an SPF macro of a sender, so that each of them can be judged from the run.
   * What is asked of a zone's own server belongs to the vantage point of that server.
   */
  async #whatChecksAsk(place: Place, { name }: DomainProfile): Promise<void> {
    const checks = plannedChecks(this.#request.profile, { stepIds: [], domains: [name] }, RUNBOOK_CHECKS);
    const known = new Map<string, DnsAnswer>();
    const ask = async (question: DnsQuestion): Promise<DnsAnswer> => {
      const answer = (await this.#ask(place, question)) ?? (await this.#recorder.askAt(place, question));
      known.set(questionKey(question), answer);
      return answer;
    };
    const walk = async ({ follow, questions }: Check): Promise<void> => {
      if (follow === null) await Promise.all(questions.map(ask));
      else
        await follow({
          ownPort: this.#options.authoritativePort ?? 53,
          given: (question) => known.get(questionKey(question)),
          port: {
            lookup: (question, { server } = {}) =>
              server === undefined
                ? ask(question)
                : Promise.resolve(notAsked(question, this.#now().toISOString())),
          },
        });
    };
    const first = new Map(
      checks.filter(({ unaskable }) => unaskable === null).map((one) => [one.check, one]),
    );
    await Promise.all([...first.values()].map(walk));
  }

  /** The zones' own servers are found at the first resolver that knows them; each is asked what its zones hold. */
  async #ownServers(resolvers: readonly Place[], domains: readonly DomainProfile[]): Promise<void> {
    const asked = domains.flatMap((domain) => {
      const known = this.#known.get(domain) ?? [];
      return known[0] === undefined ? [] : [{ domain, known, name: known[0].name }];
    });
    const found = await this.#findServers(
      resolvers,
      asked.map(({ name }) => name),
    );
    for (const place of found) this.#recorder.add(place);
    await Promise.all(
      asked.flatMap(({ domain, known, name }) =>
        found.flatMap((place) => {
          const zone = zoneOf(name, place.zones ?? []);
          if (zone === undefined) return [];
          // The DS of the zone stands in the one above, of which its own servers know nothing (RFC 4035, 2.4).
          const below = ({ name: at, type }: DnsQuestion): boolean =>
            isBelow(at, zone) && !(type === 'DS' && at === zone);
          const questions = [...zoneQuestions(zone), ...known, ...canaryQuestions(name, this.#token)];
          return [this.#follow(place, domain.name, questions, below)];
        }),
      ),
    );
  }

  async #findServers(resolvers: readonly Place[], names: readonly string[]): Promise<readonly Place[]> {
    const guides = resolvers.map(
      ({ server }) =>
        (question: DnsQuestion) =>
          this.#run.ask(question, server),
    );
    const { vantages, notes } = await vantagesThrough(guides, names, this.#options.authoritativePort);
    this.#notes.push(...notes);
    return vantages;
  }

  async #probe(domain: DomainProfile): Promise<void> {
    const [question] = this.#known.get(domain) ?? [];
    if (question === undefined) return;
    const place: Place = { ...vantageOf('public', NOBODY), id: PROBE_ID };
    await this.#ask(place, { name: question.name, type: 'SOA' });
  }
}
