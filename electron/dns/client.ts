/**
 * The look-up client: UDP with EDNS first, TCP when the answer was cut, one more try when none came, and a hard end.
 * Servers with `secure` are asked over TLS or HTTPS alone, over one connection each that stays open while it is used.
 * Each answer carries what a person needs as evidence: who was asked, when, over what, and every word that came back.
 */
import { randomInt } from 'node:crypto';
import { networkInterfaces } from 'node:os';
import type {
  DnsAnswer,
  DnsLookup,
  DnsOutcome,
  DnsQuestion,
  DnsServer,
  LookupOptions,
} from '../../shared/dns/types.ts';
import { formatServer } from '../../shared/dns/server.ts';
import { checkDomainName } from '../../shared/net/domain-name.ts';
import { labelText, readPresentationName } from '../../shared/net/presentation-name.ts';
import { AppError } from '../../shared/result.ts';
import { ChannelPool, type Channel, type OpenChannel } from './channel.ts';
import { DohChannel } from './doh.ts';
import { BulkChannel } from './bulk-channel.ts';
import { StreamChannel } from './stream-channel.ts';
import { exchangeTcp, exchangeUdp, type Exchange, type ExchangeInput } from './exchange.ts';
import { presentFailure, type Footer } from './presentation.ts';
import { describeTry, tryInTurn, type Send, type Tries } from './tries.ts';
import { connectTls, Trust } from './tls-connection.ts';
import { encodeQuery } from './query.ts';
import { WireAnswer } from './wire-answer.ts';

export interface DnsClientOptions {
  /** Asked when a look-up names no server. */
  readonly server: DnsServer;
  /** Milliseconds one try may take, and all tries of a question together. */
  readonly tryMs?: number;
  readonly totalMs?: number;
  readonly now?: () => Date;
  /**
   * `evidence` (the usual) asks each question over UDP from a port of its own, which is the safest; `bulk` shares a
   * few ports, and a TCP connection once it stands, among very many questions, which is the fastest.
   */
  readonly purpose?: 'evidence' | 'bulk';
  /** Certificate authorities to trust beside those that everybody trusts, as PEM. */
  readonly trusted?: readonly string[];
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

const NO_ROUTE = new Set(['ENETUNREACH', 'ENETDOWN', 'EADDRNOTAVAIL', 'ENONET']);

/** Legal in DNS, though no host name: what only a name of DNS itself holds, escaped or not. */
const UNUSUAL = /[\\*+/=~!#%&'^{|}]|(?:^|\.)-|-(?:\.|$)/u;

/** What nearly every name looks like, already as it goes out. */
const USUAL =
  /^(?=.{1,253}$)(?!.*xn--)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/u;

const askable = ({ name, type }: DnsQuestion): DnsQuestion => {
  if (USUAL.test(name)) return { name, type };
  const checked = checkDomainName(name, { allowUnderscore: true, allowSingleLabel: true });
  if (checked.ok) return { name: checked.name, type };
  const octets = UNUSUAL.test(name) ? readPresentationName(name) : null;
  if (octets?.ok === true) return { name: octets.labels.map(labelText).join('.') || '.', type };
  throw new AppError('dns-bad-name', `“${name}” can't be looked up: ${checked.reason}.`, { name });
};

const openSecure = (server: DnsServer, trust: Trust): Channel => {
  const { secure } = server;
  if (secure === undefined) throw new RangeError('the server is not asked under encryption');
  return secure.protocol === 'tls'
    ? new StreamChannel(connectTls(server, secure.name, 'dot', trust), 'secureConnect')
    : new DohChannel(server, secure, trust);
};

/** Milliseconds; a server that is restarted, or moved behind another path, may be willing then. */
const UNWILLING_FOR = 600_000;

/** Those that a server was not willing to be asked over are left alone for a while. */
const bulkChannels = (now: () => Date): OpenChannel => {
  const unwilling = new Map<string, number>();
  return (server) => {
    const key = formatServer(server);
    const since = Math.abs(now().getTime() - (unwilling.get(key) ?? -Infinity));
    return new BulkChannel(server, since >= UNWILLING_FOR, () => unwilling.set(key, now().getTime()));
  };
};

export class DnsClient implements DnsLookup {
  readonly #server: DnsServer;
  readonly #tryMs: number;
  readonly #totalMs: number;
  readonly #now: () => Date;
  readonly #randomId: () => number;
  readonly #hasNetwork: () => boolean;
  readonly #secure: ChannelPool;
  readonly #shared: ChannelPool | null;
  #lastInstant = { ms: NaN, text: '' };

  constructor(options: DnsClientOptions) {
    this.#server = options.server;
    this.#tryMs = options.tryMs ?? 3000;
    this.#totalMs = options.totalMs ?? 5000;
    this.#now = options.now ?? (() => new Date());
    this.#randomId = options.randomId ?? (() => randomInt(0x10000));
    this.#hasNetwork = options.hasNetwork ?? anyNetwork;
    const trust = new Trust(options.trusted);
    this.#secure = new ChannelPool((server) => openSecure(server, trust));
    this.#shared = options.purpose === 'bulk' ? new ChannelPool(bulkChannels(this.#now)) : null;
  }

  /** Ends the connections that are kept open; they end by themselves when they are not used for a while. */
  close(): void {
    this.#secure.close();
    this.#shared?.close();
  }

  /**
   * Asks one question. Network trouble of any kind is an outcome, never an exception.
   * @throws AppError `dns-bad-name` when the name can't be asked
   */
  async lookup(question: DnsQuestion, options: LookupOptions = {}): Promise<DnsAnswer> {
    const asked = askable(question);
    const server = options.server ?? this.#server;
    const at = this.#instant();
    const started = performance.now();
    const send = this.#sender(asked, server, options, started);
    const tries = await tryInTurn(send, options.signal, server.secure?.protocol);
    const elapsedMs = Math.round(performance.now() - started);
    return this.#toAnswer(tries, {
      question: asked,
      server,
      transport: tries.final.transport,
      at,
      elapsedMs,
    });
  }

  /** Now as text; the questions of one millisecond share it. */
  #instant(): string {
    const now = this.#now().getTime();
    if (now !== this.#lastInstant.ms) this.#lastInstant = { ms: now, text: new Date(now).toISOString() };
    return this.#lastInstant.text;
  }

  #sender(question: DnsQuestion, server: DnsServer, options: LookupOptions, started: number): Send {
    return async (transport, edns, signal, alone = false) => {
      const id = this.#randomId();
      const left = Math.max(1, this.#totalMs - (performance.now() - started));
      const timeoutMs = Math.min(this.#tryMs, left);
      const query = encodeQuery(id, question, {
        edns,
        recursive: options.recursive ?? true,
        padded: server.secure !== undefined,
      });
      const input: ExchangeInput = { server, query, id, question, timeoutMs, signal, alone };
      const result = await this.#exchange(transport, input);
      return { transport: result.over ?? transport, edns, result, ms: timeoutMs };
    };
  }

  #exchange(transport: DnsAnswer['transport'], input: ExchangeInput): Promise<Exchange> {
    if (input.server.secure !== undefined) return this.#secure.exchange(input);
    if (transport === 'tcp') return exchangeTcp(input);
    return this.#shared === null ? exchangeUdp(input) : this.#shared.exchange(input);
  }

  #toAnswer({ final, all }: Tries, foot: Footer): DnsAnswer {
    const { result } = final;
    if (result.kind !== 'message' || result.message.flags.tc) {
      const flags = { aa: false, ad: false, ra: false, tc: result.kind === 'message' };
      const raw = presentFailure(all.map(describeTry).join('; '), foot);
      return { ...foot, outcome: this.#failure({ final, all }), records: [], flags, rcode: '', raw };
    }
    const before = all.filter((other) => other !== final).map(describeTry);
    return new WireAnswer(result.message, foot, before);
  }

  #failure({ final: { result }, all }: Tries): DnsOutcome {
    switch (result.kind) {
      case 'cancelled':
        return 'cancelled';
      case 'failed':
        return NO_ROUTE.has(result.code) && !this.#hasNetwork() ? 'offline' : 'unreachable';
      case 'timeout': {
        const wrong = all.some((other) => other.result.kind === 'timeout' && other.result.ignored.length > 0);
        return wrong ? 'malformed' : 'timeout';
      }
      case 'garbled':
      case 'message': // cut short even over TCP
        return 'malformed';
    }
  }
}
