/**
 * Answers from the servers of each name's own zone, found through another server, with aliases followed from zone to
 * zone. What they hold is what was set, not what some cache still has.
 */
import type { DnsAnswer, DnsLookup, DnsOutcome, DnsQuestion, DnsServer } from '../../shared/dns/types.ts';
import { askOwnInTurn, authoritativeServers } from '../../shared/dns/authoritative.ts';
import { AppError } from '../../shared/result.ts';
import type { DnsRun } from './run.ts';

export interface OwnServersOptions {
  readonly run: DnsRun;
  /** Asked where the servers of a zone are. */
  readonly guide: DnsServer;
  /** Port of the zones' servers; another one than 53 only in tests. */
  readonly port?: number;
}

const MAX_ALIASES = 8; // as resolvers do
const SETTLED = new Set<DnsOutcome>(['answer', 'alias', 'no-data', 'nxdomain']);

/** One answer to the first question; the evidence keeps what each server said, in turn. */
const joined = (alias: DnsAnswer, target: DnsAnswer): DnsAnswer => ({
  ...target,
  question: alias.question,
  records: [...alias.records, ...target.records],
  raw: `${alias.raw}\n\n${target.raw}`,
  at: alias.at,
  elapsedMs: alias.elapsedMs + target.elapsedMs,
});

/** The DS of a zone stands in the one above it (RFC 4035, 2.4). */
const heldAt = ({ name, type }: DnsQuestion): string =>
  type === 'DS' ? name.split('.').slice(1).join('.') || name : name;

/** A server named for the zone that answers from a cache, or in whose place another one answers (RFC 9499, lame). */
const notItsOwn = (answer: DnsAnswer): DnsAnswer => ({
  ...answer,
  outcome: 'not-auth',
  records: [],
  raw: `;; no answer: what came is without authority (AA), so this server does not hold the zone itself\n\n${answer.raw}`,
});

export class OwnServersLookup implements DnsLookup {
  readonly #options: OwnServersOptions;

  constructor(options: OwnServersOptions) {
    this.#options = options;
  }

  lookup(question: DnsQuestion): Promise<DnsAnswer> {
    return this.#follow(question, MAX_ALIASES);
  }

  async #follow(question: DnsQuestion, left: number): Promise<DnsAnswer> {
    const answer = await this.#ask(question);
    if (answer.outcome !== 'alias' || left === 0) return answer;
    const target = answer.records.findLast(({ type }) => type === 'CNAME')?.value;
    if (target === undefined || target === question.name) return answer;
    try {
      return joined(answer, await this.#follow({ ...question, name: target }, left - 1));
    } catch (error) {
      // A zone may hold an alias for what can't be asked, such as an address.
      if (error instanceof AppError && error.code === 'dns-bad-name') return answer;
      throw error;
    }
  }

  async #ask(question: DnsQuestion): Promise<DnsAnswer> {
    const { run, guide, port = 53 } = this.#options;
    const find = (asked: DnsQuestion): Promise<DnsAnswer> => run.ask(asked, guide);
    const servers = await authoritativeServers(find, heldAt(question), port);
    const answer = await askOwnInTurn(servers, (server) => run.ask(question, server, false));
    if (answer === null) return this.#notFound(await find(question));
    return answer.flags.aa || !SETTLED.has(answer.outcome) ? answer : notItsOwn(answer);
  }

  /** What the guide itself says of the name is no answer of the zone's servers. */
  #notFound(answer: DnsAnswer): DnsAnswer {
    if (!SETTLED.has(answer.outcome)) return answer;
    const raw = `;; no answer: no name server of the zone of ${answer.question.name} was found\n\n${answer.raw}`;
    return { ...answer, outcome: 'unreachable', records: [], raw };
  }
}
