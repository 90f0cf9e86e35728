/** A message that came over the wire as the answer that everybody reads. */
import { classify } from '../../shared/dns/classify.ts';
import type { DnsAnswer } from '../../shared/dns/types.ts';
import { presentMessage, type Footer } from './presentation.ts';
import type { WireMessage } from './wire.ts';

export class WireAnswer implements DnsAnswer {
  readonly question: DnsAnswer['question'];
  readonly outcome: DnsAnswer['outcome'];
  readonly records: DnsAnswer['records'];
  readonly server: DnsAnswer['server'];
  readonly transport: DnsAnswer['transport'];
  readonly flags: DnsAnswer['flags'];
  readonly rcode: string;
  declare readonly extendedErrors?: NonNullable<DnsAnswer['extendedErrors']>;
  declare readonly raw: string;
  readonly at: string;
  readonly elapsedMs: number;
  readonly #message: WireMessage;
  readonly #before: readonly string[];
  #raw: string | undefined;

  /** `before`: what happened on the way to this answer. */
  constructor(message: WireMessage, foot: Footer, before: readonly string[]) {
    const { outcome, records } = classify(foot.question, message);
    const { aa, ad, ra, tc } = message.flags;
    this.question = foot.question;
    this.outcome = outcome;
    this.records = records;
    this.server = foot.server;
    this.transport = foot.transport;
    this.flags = { aa, ad, ra, tc };
    this.rcode = message.rcode;
    if (message.edns !== null && message.edns.errors.length > 0)
      this.extendedErrors = [...message.edns.errors];
    this.at = foot.at;
    this.elapsedMs = foot.elapsedMs;
    this.#message = message;
    this.#before = before;
    Object.defineProperty(this, 'raw', WireAnswer.#RAW);
  }

  /** Written out when somebody looks. A property of each answer, so that copies hold the text. */
  static readonly #RAW: PropertyDescriptor & ThisType<WireAnswer> = {
    enumerable: true,
    get() {
      return (this.#raw ??= presentMessage(this.#message, this, this.#before));
    },
  };
}
