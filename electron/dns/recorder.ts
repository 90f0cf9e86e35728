/** Writes down every answer of a run with the place that it came from, so that the run can be kept and replayed. */
import { questionKey } from '../../shared/dns/question.ts';
import { formatServer } from '../../shared/dns/server.ts';
import { MOST_NOTES, type RunDraft } from '../../shared/dns/stored-run.ts';
import type { DnsAnswer, DnsQuestion, DnsServer } from '../../shared/dns/types.ts';
import { vantageOf, type Place } from '../../shared/dns/vantage.ts';
import type { DnsRun } from './run.ts';
import { namedKind } from './vantages.ts';

interface Entry {
  readonly vantage: string;
  answer: DnsAnswer | null;
}

const keyAt = ({ id }: Place, question: DnsQuestion): string => `${id} ${questionKey(question)}`;

export class RunRecorder {
  readonly #run: DnsRun;
  readonly #system: ReadonlySet<string>;
  readonly #places = new Map<string, Place>();
  /** By vantage and question, in the order in which they were asked. */
  readonly #entries = new Map<string, Entry>();

  constructor(run: DnsRun, systemServers: readonly DnsServer[] = []) {
    this.#run = run;
    this.#system = new Set(systemServers.map(formatServer));
  }

  /** As `DnsRun.ask`; `own` asks a server of the zone itself for what it holds. */
  ask(question: DnsQuestion, server: DnsServer, own = false): Promise<DnsAnswer> {
    const isSystem = (): boolean => this.#system.has(formatServer(server));
    const kind = own ? 'authoritative' : isSystem() ? 'system' : namedKind(server);
    return this.askAt(vantageOf(kind, server), question);
  }

  /** Asks at a place of the caller's; one of the zone's own servers only for what it holds. */
  async askAt(place: Place, question: DnsQuestion): Promise<DnsAnswer> {
    this.add(place);
    const key = keyAt(place, question);
    const entry = this.#entries.get(key) ?? { vantage: place.id, answer: null };
    this.#entries.set(key, entry);
    const answer = await this.#run.ask(question, place.server, place.kind !== 'authoritative');
    entry.answer = answer;
    return answer;
  }

  /** A place that belongs to the run whether or not it gives an answer. */
  add(place: Place): void {
    if (!this.#places.has(place.id)) this.#places.set(place.id, place);
  }

  /** Whether the question was put there, answered or not. */
  has(place: Place, question: DnsQuestion): boolean {
    return this.#entries.has(keyAt(place, question));
  }

  /** Questions so far, at all places. */
  get size(): number {
    return this.#entries.size;
  }

  /** All that was asked so far. */
  draft(about: Pick<RunDraft, 'startedAt' | 'endedAt' | 'domains' | 'notes'>): RunDraft {
    const answers = [...this.#entries.values()].flatMap(({ vantage, answer }) =>
      answer === null ? [] : [{ vantage, answer }],
    );
    const { notes } = about;
    const left = notes.length - MOST_NOTES + 1;
    const kept = left > 1 ? [...notes.slice(0, -left), `${left} more notes are left out.`] : notes;
    return { ...about, notes: [...kept], vantages: [...this.#places.values()], answers };
  }
}
