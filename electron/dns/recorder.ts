/** Writes down every answer of a run with the place that it came from, so that the run can be kept and replayed. */
import { questionKey } from '../../shared/dns/question.ts';
import { formatServer } from '../../shared/dns/server.ts';
import type { RunDraft } from '../../shared/dns/stored-run.ts';
import type { DnsAnswer, DnsQuestion, DnsServer } from '../../shared/dns/types.ts';
import { vantageOf, type Vantage } from '../../shared/dns/vantage.ts';
import type { DnsRun } from './run.ts';
import { namedKind } from './vantages.ts';

interface Entry {
  readonly vantage: string;
  answer: DnsAnswer | null;
}

export class RunRecorder {
  readonly #run: DnsRun;
  readonly #system: ReadonlySet<string>;
  readonly #vantages = new Map<string, Vantage>();
  /** By vantage and question, in the order in which they were asked. */
  readonly #entries = new Map<string, Entry>();

  constructor(run: DnsRun, systemServers: readonly DnsServer[]) {
    this.#run = run;
    this.#system = new Set(systemServers.map(formatServer));
  }

  /** As `DnsRun.ask`; `own` asks a server of the zone itself for what it holds. */
  async ask(question: DnsQuestion, server: DnsServer, own = false): Promise<DnsAnswer> {
    const { id } = this.#vantage(server, own);
    const key = `${id} ${questionKey(question)}`;
    const entry = this.#entries.get(key) ?? { vantage: id, answer: null };
    this.#entries.set(key, entry);
    const answer = await this.#run.ask(question, server, !own);
    entry.answer = answer;
    return answer;
  }

  /** All that was asked so far. */
  draft(about: Pick<RunDraft, 'startedAt' | 'endedAt' | 'domains' | 'notes'>): RunDraft {
    const answers = [...this.#entries.values()].flatMap(({ vantage, answer }) =>
      answer === null ? [] : [{ vantage, answer }],
    );
    return { ...about, vantages: [...this.#vantages.values()], answers };
  }

  #vantage(server: DnsServer, own: boolean): Vantage {
    const isSystem = (): boolean => this.#system.has(formatServer(server));
    const kind = own ? 'authoritative' : isSystem() ? 'system' : namedKind(server);
    const vantage = vantageOf(kind, server);
    const known = this.#vantages.get(vantage.id) ?? vantage;
    this.#vantages.set(vantage.id, known);
    return known;
  }
}
