/** How one run of checks asks: each question once, of the chosen servers in turn, with every answer written down. */
import { askAllOwn, authoritativeServers, isOwnWord } from '../../shared/dns/authoritative.ts';
import { questionKey } from '../../shared/dns/question.ts';
import { serverKey } from '../../shared/dns/server.ts';
import type { DnsAnswer, DnsLookup, DnsOutcome, DnsQuestion, DnsServer } from '../../shared/dns/types.ts';
import { whyUnanswered } from '../../shared/dns/unanswered.ts';
import type { RunRecorder } from './recorder.ts';

export interface AskingOptions {
  readonly recorder: RunRecorder;
  /** In the order in which they are tried. */
  readonly servers: readonly DnsServer[];
  /** Port of the zones' own servers. */
  readonly ownPort: number;
  /** `total` grows while answers lead to further questions. */
  readonly onProgress?: ((done: number, total: number, label: string) => void) | undefined;
}

export const NOT_REACHED: ReadonlySet<DnsOutcome> = new Set(['timeout', 'unreachable', 'offline']);
/** As resolvers do: another of the system's servers may know what this one could not or would not say. */
const TRY_NEXT: ReadonlySet<DnsOutcome> = new Set([
  ...NOT_REACHED,
  'refused',
  'not-auth',
  'format-error',
  'malformed',
]);

export class Asking {
  readonly #options: AskingOptions;
  readonly #asked = new Map<string, Promise<DnsAnswer>>();
  readonly #ownAsked = new Map<string, Promise<readonly DnsAnswer[]>>();
  readonly #answers: DnsAnswer[] = [];
  #done = 0;

  constructor(options: AskingOptions) {
    this.#options = options;
  }

  get ownPort(): number {
    return this.#options.ownPort;
  }

  /** What came so far, each question once. */
  given(): readonly DnsAnswer[] {
    return this.#answers;
  }

  /** The answer of the first server that settles the question. */
  ask(question: DnsQuestion): Promise<DnsAnswer> {
    const key = questionKey(question);
    const known = this.#asked.get(key);
    if (known !== undefined) return known;
    const answer = this.#tell(question, askInTurn(this.#options, question));
    this.#asked.set(key, answer);
    return answer;
  }

  /** What each of the zone's own servers answers, or the usual answer where none of them can be found or answers. */
  askOwn(question: DnsQuestion): Promise<readonly DnsAnswer[]> {
    const key = questionKey(question);
    const known = this.#ownAsked.get(key);
    if (known !== undefined) return known;
    const answers = this.#own(question);
    this.#ownAsked.set(key, answers);
    return answers;
  }

  /** The port for checks that follow what they find; `onAnswer` hears of every answer. */
  port(onAnswer: (answer: DnsAnswer) => void): DnsLookup {
    return {
      lookup: async (question, { server, recursive } = {}) => {
        const answer =
          server === undefined
            ? await this.ask(question)
            : await this.#options.recorder.ask(question, server, recursive === false);
        onAnswer(answer);
        return answer;
      },
    };
  }

  async #tell({ name, type }: DnsQuestion, work: Promise<DnsAnswer>): Promise<DnsAnswer> {
    try {
      const answer = await work;
      this.#answers.push(answer);
      return answer;
    } finally {
      this.#done += 1;
      this.#options.onProgress?.(this.#done, this.#asked.size, `${name} ${type}`);
    }
  }

  async #own(question: DnsQuestion): Promise<readonly DnsAnswer[]> {
    const first = await this.ask(question);
    if (whyUnanswered(first) !== null) return [first];
    const servers = await authoritativeServers((next) => this.ask(next), question.name, this.ownPort);
    const { recorder } = this.#options;
    const known = isOwnWord(first) ? [first] : [];
    const others = servers.filter((server) =>
      known.every((one) => serverKey(one.server) !== serverKey(server)),
    );
    const own = await askAllOwn(others, (server) => recorder.ask(question, server, true));
    return own.length + known.length === 0 ? [first] : [...known, ...own];
  }
}

/** The first server that settles the question; an answer of any kind counts for more than silence. */
export const askInTurn = async (
  { recorder, servers }: Pick<AskingOptions, 'recorder' | 'servers'>,
  question: DnsQuestion,
): Promise<DnsAnswer> => {
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
