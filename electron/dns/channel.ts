/**
 * A way to one server that many questions share: a TLS connection, an HTTP/2 session or a set of UDP sockets. The
 * pool keeps one for each server as long as it is used, opens another one when it broke, and lets it go soon after.
 */
import { formatServer } from '../../shared/dns/server.ts';
import { atDeadline, type Exchange, type ExchangeInput } from './exchange.ts';

/** `lost`: the channel ended under the question, which may be asked again over another one. */
export type ChannelResult = Exchange | 'lost';

/** A question on a channel. */
export interface Asked {
  readonly input: ExchangeInput;
  /** For the channel: the id that it goes out under, unique there, and how where the channel chooses that. */
  id: number;
  over: 'udp' | 'tcp' | undefined;
  /** Called once at most. */
  settle(result: ChannelResult): void;
  /** Tells of bytes that were no answer to this question. */
  ignore(why: string): void;
}

export interface Channel {
  send(asked: Asked): void;
  /** Takes the question off again, settled or not. */
  takeOff(asked: Asked): void;
  /** Takes no more questions. */
  readonly ended: boolean;
  /** Whether it keeps the program alive; it need not while no question is on it. */
  keepAlive(yes: boolean): void;
  /** Ends it at once; what is still on it is lost. */
  close(): void;
}

export type OpenChannel = (server: ExchangeInput['server']) => Channel;

/** Long enough to last from one level of a run to the next, short enough to be no burden on the server (RFC 7766, 6.2.3). */
const IDLE_MS = 2000;

interface Entry {
  readonly channel: Channel;
  pending: number;
  timer: NodeJS.Timeout | undefined;
}

/** What a question needs of the pool. */
interface PoolPart {
  take(input: ExchangeInput): Entry;
  /** `unanswered`: the time was up, or the person stopped. */
  release(entry: Entry, input: ExchangeInput, unanswered: boolean): void;
}

/** A question until its answer, its deadline or the wish to stop; asked once more where the first channel broke. */
class PooledQuestion implements Asked {
  readonly input: ExchangeInput;
  id: number;
  over: Asked['over'] = undefined;
  /** The channel that it is on; null when it is settled. */
  #entry: Entry | null = null;
  #again = false;
  #ignored: string[] | undefined;
  readonly #pool: PoolPart;
  readonly #resolve: (result: Exchange) => void;
  readonly #timer: NodeJS.Timeout;
  readonly #onAbort: (() => void) | undefined;

  constructor(input: ExchangeInput, pool: PoolPart, resolve: (result: Exchange) => void) {
    this.input = input;
    this.id = input.id;
    this.#pool = pool;
    this.#resolve = resolve;
    this.#timer = atDeadline(input.timeoutMs, expire, this);
    if (input.signal !== undefined) {
      this.#onAbort = () => this.#finish({ kind: 'cancelled' }, true);
      input.signal.addEventListener('abort', this.#onAbort);
    }
    this.#start();
  }

  settle(result: ChannelResult): void {
    // A stream that the channel chose by itself is not the only way.
    const isLost = result === 'lost' || (this.over === 'tcp' && result.kind !== 'message');
    if (!isLost) this.#finish(result, false);
    else if (this.#again)
      this.#finish({ kind: 'garbled', why: 'the connection was closed before a whole answer' }, false);
    else {
      this.#again = true;
      this.#leave(false);
      this.#start();
    }
  }

  ignore(why: string): void {
    this.#ignored ??= [];
    if (this.#ignored.length < 20) this.#ignored.push(why);
  }

  expire(): void {
    this.#finish({ kind: 'timeout', ignored: this.#ignored ?? [], over: this.over }, true);
  }

  #start(): void {
    this.#entry = this.#pool.take(this.input);
    this.#entry.channel.send(this);
  }

  #leave(unanswered: boolean): void {
    const entry = this.#entry;
    this.#entry = null;
    if (entry === null) return;
    entry.channel.takeOff(this);
    this.#pool.release(entry, this.input, unanswered);
  }

  #finish(result: Exchange, unanswered: boolean): void {
    clearTimeout(this.#timer);
    if (this.#onAbort !== undefined) this.input.signal?.removeEventListener('abort', this.#onAbort);
    this.#leave(unanswered);
    this.#resolve(
      this.over === undefined || result.kind !== 'message' ? result : { ...result, over: this.over },
    );
  }
}

const expire = (question: PooledQuestion): void => question.expire();

export class ChannelPool {
  readonly #open: OpenChannel;
  readonly #current = new Map<string, Entry>();
  readonly #all = new Set<Entry>();
  readonly #keys = new WeakMap<ExchangeInput['server'], string>();
  readonly #part: PoolPart = {
    take: (input) => this.#take(input),
    release: (entry, input, unanswered) => this.#release(entry, input, unanswered),
  };

  constructor(open: OpenChannel) {
    this.#open = open;
  }

  /** One question over the server's channel; over a new one where that breaks, once. */
  exchange(input: ExchangeInput): Promise<Exchange> {
    return input.signal?.aborted === true
      ? Promise.resolve({ kind: 'cancelled' })
      : new Promise((resolve) => new PooledQuestion(input, this.#part, resolve));
  }

  /** Ends all channels at once. */
  close(): void {
    for (const entry of this.#all) this.#end(entry);
  }

  #key(server: ExchangeInput['server']): string {
    const known = this.#keys.get(server);
    if (known !== undefined) return known;
    const key = formatServer(server);
    this.#keys.set(server, key);
    return key;
  }

  #take({ server, alone = false }: ExchangeInput): Entry {
    const key = this.#key(server);
    let entry = alone ? undefined : this.#current.get(key);
    if (entry === undefined || entry.channel.ended) {
      entry = { channel: this.#open(server), pending: 0, timer: undefined };
      if (!alone) this.#current.set(key, entry);
      this.#all.add(entry);
    }
    clearTimeout(entry.timer);
    entry.pending += 1;
    if (entry.pending === 1) entry.channel.keepAlive(true);
    return entry;
  }

  /** A channel that stayed silent gets no new question: the next try is a fresh start. */
  #release(entry: Entry, { server, signal, alone }: ExchangeInput, unanswered: boolean): void {
    entry.pending -= 1;
    const key = this.#key(server);
    if (unanswered && this.#current.get(key) === entry) this.#current.delete(key);
    if (entry.pending > 0) return;
    if (unanswered || alone === true || entry.channel.ended || signal?.aborted === true) {
      this.#end(entry);
      return;
    }
    entry.channel.keepAlive(false);
    entry.timer = setTimeout(() => this.#end(entry), IDLE_MS).unref();
  }

  #end(entry: Entry): void {
    clearTimeout(entry.timer);
    this.#all.delete(entry);
    for (const [key, current] of this.#current) if (current === entry) this.#current.delete(key);
    entry.channel.close();
  }
}
