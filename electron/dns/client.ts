/**
 * The look-up client: UDP with EDNS first, TCP when the answer was cut, one more try when none came, and a hard end.
 * Each answer carries what a person needs as evidence: who was asked, when, over what, and every word that came back.
 */
import { randomInt } from 'node:crypto';
import { networkInterfaces } from 'node:os';
import { checkDomainName } from '../../shared/net/domain-name.ts';
import { AppError } from '../../shared/result.ts';
import type {
  DnsAnswer,
  DnsLookup,
  DnsOutcome,
  DnsQuestion,
  DnsServer,
  LookupOptions,
} from '../../shared/dns/types.ts';
import { classify } from './classify.ts';
import { exchangeTcp, exchangeUdp, type Exchange, type ExchangeInput } from './exchange.ts';
import { presentFailure, presentMessage } from './presentation.ts';
import { encodeQuery, type WireMessage } from './wire.ts';

export interface DnsClientOptions {
  /** Asked when a look-up names no server. */
  readonly server: DnsServer;
  /** Milliseconds one try may take, and all tries of a question together. */
  readonly tryMs?: number;
  readonly totalMs?: number;
  readonly now?: () => Date;
  /** An unguessable message id, 0-65535. */
  readonly randomId?: () => number;
  /** Whether any network is up at all; tells `offline` from `unreachable`. */
  readonly hasNetwork?: () => boolean;
}

/** An interface beside loopback that has an address which leads further than the cable. */
const anyNetwork = (): boolean =>
  Object.values(networkInterfaces())
    .flat()
    .some((entry) => entry !== undefined && !entry.internal && !/^(fe80:|169\.254\.)/iu.test(entry.address));

type Transport = DnsAnswer['transport'];
interface Attempt {
  readonly transport: Transport;
  readonly edns: boolean;
  readonly result: Exchange;
}

const seconds = (ms: number): string => `${Number((ms / 1000).toFixed(1))} s`;
const NO_ROUTE = new Set(['ENETUNREACH', 'ENETDOWN', 'EADDRNOTAVAIL', 'ENONET', 'ENOTFOUND']);
const EDNS_REFUSED = new Set(['FORMERR', 'NOTIMP', 'BADVERS']);
const SYSTEM_WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens on that port',
  ECONNRESET: 'the connection was reset',
  EHOSTUNREACH: 'no way to that host',
  ENETUNREACH: 'no way to that network',
  ENETDOWN: 'the network is down',
  EADDRNOTAVAIL: 'this computer has no address to send from',
  EACCES: 'this computer does not allow it',
  EPERM: 'this computer does not allow it',
};

const isCut = (result: Exchange): boolean => result.kind === 'message' && result.message.flags.tc;
const isWhole = (result: Exchange): boolean => result.kind === 'message' && !result.message.flags.tc;

const describe = ({ transport, edns, result }: Attempt, ms: number): string => {
  const how = transport === 'tcp' ? 'TCP' : edns ? 'UDP' : 'UDP without EDNS';
  switch (result.kind) {
    case 'message':
      return `${how}: ${result.message.flags.tc ? 'cut short (TC)' : result.message.rcode}`;
    case 'timeout':
      return [`${how}: no answer in ${seconds(ms)}`, ...result.ignored.map((why) => `ignored ${why}`)].join(
        '; ',
      );
    case 'failed':
      return `${how}: ${SYSTEM_WORDS[result.code] ?? 'the system reports an error'} (${result.code})`;
    case 'garbled':
      return `${how}: ${result.why}`;
    case 'cancelled':
      return `${how}: stopped`;
  }
};

export class DnsClient implements DnsLookup {
  readonly #server: DnsServer;
  readonly #tryMs: number;
  readonly #totalMs: number;
  readonly #now: () => Date;
  readonly #randomId: () => number;
  readonly #hasNetwork: () => boolean;

  constructor(options: DnsClientOptions) {
    this.#server = options.server;
    this.#tryMs = options.tryMs ?? 3000;
    this.#totalMs = options.totalMs ?? 5000;
    this.#now = options.now ?? (() => new Date());
    this.#randomId = options.randomId ?? (() => randomInt(0x10000));
    this.#hasNetwork = options.hasNetwork ?? anyNetwork;
  }

  /**
   * Asks one question. Network trouble of any kind is an outcome, never an exception.
   * @throws AppError `dns-bad-name` when the name can't be asked
   */
  async lookup(question: DnsQuestion, options: LookupOptions = {}): Promise<DnsAnswer> {
    const name = checkDomainName(question.name, { allowUnderscore: true, allowSingleLabel: true });
    if (!name.ok)
      throw new AppError('dns-bad-name', `“${question.name}” can't be looked up: ${name.reason}.`, {
        name: question.name,
      });
    const asked = { name: name.name, type: question.type };
    const at = this.#now().toISOString();
    const started = performance.now();
    const { final, notes } = await this.#exchange(asked, options, started);
    const foot = {
      question: asked,
      server: options.server ?? this.#server,
      transport: final.transport,
      at,
      elapsedMs: Math.round(performance.now() - started),
    };
    const { result } = final;
    if (result.kind === 'message' && !result.message.flags.tc)
      return this.#answered(result.message, foot, notes);
    const raw = presentFailure(notes.join('; '), foot, []);
    const flags = { aa: false, ad: false, ra: false, tc: result.kind === 'message' };
    return { ...foot, outcome: this.#failure(result, notes), records: [], flags, rcode: '', raw };
  }

  #answered(
    message: WireMessage,
    foot: Parameters<typeof presentMessage>[1],
    notes: readonly string[],
  ): DnsAnswer {
    const { outcome, records } = classify(foot.question, message);
    const { aa, ad, ra, tc } = message.flags;
    return {
      ...foot,
      outcome,
      records: [...records],
      flags: { aa, ad, ra, tc },
      rcode: message.rcode,
      raw: presentMessage(message, foot, notes.slice(0, -1)),
    };
  }

  #failure(result: Exchange, notes: readonly string[]): DnsOutcome {
    switch (result.kind) {
      case 'cancelled':
        return 'cancelled';
      case 'failed':
        return NO_ROUTE.has(result.code) && !this.#hasNetwork() ? 'offline' : 'unreachable';
      case 'timeout':
        return notes.some((note) => note.includes('; ignored ')) ? 'malformed' : 'timeout';
      case 'garbled':
      case 'message': // cut short even over TCP
        return 'malformed';
    }
  }

  /** Tries in turn until one gives a whole answer or the time is up; `notes` tells each try in words. */
  async #exchange(
    question: DnsQuestion,
    options: LookupOptions,
    started: number,
  ): Promise<{ final: Attempt; notes: string[] }> {
    const notes: string[] = [];
    const attempt = async (
      transport: Transport,
      edns: boolean,
      signal = options.signal,
    ): Promise<Attempt> => {
      const id = this.#randomId();
      const left = Math.max(1, this.#totalMs - (performance.now() - started));
      const timeoutMs = Math.min(this.#tryMs, left);
      const input: ExchangeInput = {
        server: options.server ?? this.#server,
        query: encodeQuery(id, question, { edns, recursive: options.recursive ?? true }),
        id,
        question,
        timeoutMs,
        signal,
      };
      const result = await (transport === 'udp' ? exchangeUdp(input) : exchangeTcp(input));
      const done = { transport, edns, result };
      if (result.kind !== 'cancelled' || options.signal?.aborted === true)
        notes.push(describe(done, timeoutMs));
      return done;
    };
    let last = await attempt('udp', true);
    if (last.result.kind === 'message' && EDNS_REFUSED.has(last.result.message.rcode))
      last = await attempt('udp', false);
    if (last.result.kind === 'timeout') last = await this.#secondTry(attempt, options);
    if (isCut(last.result) && last.transport === 'udp') last = await attempt('tcp', last.edns);
    return { final: last, notes };
  }

  /**
   * The last try goes over both transports at once, UDP without EDNS: some paths lose large or unusual datagrams,
   * some lose all of UDP. The first whole answer ends the other try.
   */
  async #secondTry(
    attempt: (transport: Transport, edns: boolean, signal: AbortSignal) => Promise<Attempt>,
    options: LookupOptions,
  ): Promise<Attempt> {
    const stop = new AbortController();
    const onAbort = (): void => stop.abort();
    options.signal?.addEventListener('abort', onAbort);
    try {
      const tries = [attempt('udp', false, stop.signal), attempt('tcp', true, stop.signal)] as const;
      const first = await Promise.race(tries);
      if (isWhole(first.result)) return first;
      const [udp, tcp] = await Promise.all(tries);
      if (isWhole(tcp.result) || isWhole(udp.result)) return isWhole(tcp.result) ? tcp : udp;
      return udp;
    } finally {
      stop.abort();
      options.signal?.removeEventListener('abort', onAbort);
    }
  }
}
