/**
 * A way to one server that many questions share: a TLS connection, an HTTP/2 session or a set of UDP sockets. The
 * pool keeps one for each server as long as it is used, opens another one when it broke, and lets it go soon after.
 */
import { formatServer } from '../../shared/dns/server.ts';
import { bounded, type Exchange, type ExchangeInput } from './exchange.ts';

/** `lost`: the channel ended under the question, which may be asked again over another one. */
export type ChannelResult = Exchange | 'lost';

export interface Asked {
  readonly input: ExchangeInput;
  /** Called once at most. */
  readonly settle: (result: ChannelResult) => void;
  /** Tells of bytes that were no answer to this question. */
  readonly ignored: (why: string) => void;
}

export interface Channel {
  /** Gives back what takes the question off again, settled or not. */
  send(asked: Asked): () => void;
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

export class ChannelPool {
  readonly #open: OpenChannel;
  readonly #current = new Map<string, Entry>();
  readonly #all = new Set<Entry>();
  readonly #keys = new WeakMap<ExchangeInput['server'], string>();

  constructor(open: OpenChannel) {
    this.#open = open;
  }

  /** One question over the server's channel; over a new one where that breaks, once. */
  exchange(input: ExchangeInput): Promise<Exchange> {
    const ignored: string[] = [];
    return bounded(
      input,
      () => ({ kind: 'timeout', ignored }),
      (settle) => {
        let release: () => void = () => undefined;
        const attempt = (last: boolean): void => {
          const entry = this.#take(input);
          let open = true;
          const takeOff = entry.channel.send({
            input,
            settle: (result) => {
              open = false;
              release();
              if (result !== 'lost') settle(result);
              else if (last)
                settle({ kind: 'garbled', why: 'the connection was closed before a whole answer' });
              else attempt(true);
            },
            ignored: (why) => {
              if (ignored.length < 20) ignored.push(why);
            },
          });
          release = () => {
            release = () => undefined;
            takeOff();
            this.#release(entry, input, open);
          };
        };
        attempt(false);
        return () => release();
      },
    );
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

  #take({ server }: ExchangeInput): Entry {
    const key = this.#key(server);
    let entry = this.#current.get(key);
    if (entry === undefined || entry.channel.ended) {
      entry = { channel: this.#open(server), pending: 0, timer: undefined };
      this.#current.set(key, entry);
      this.#all.add(entry);
    }
    clearTimeout(entry.timer);
    entry.pending += 1;
    if (entry.pending === 1) entry.channel.keepAlive(true);
    return entry;
  }

  /** A channel that stayed silent gets no new question: the next try is a fresh start. */
  #release(entry: Entry, { server, signal }: ExchangeInput, unanswered: boolean): void {
    entry.pending -= 1;
    const key = this.#key(server);
    if (unanswered && this.#current.get(key) === entry) this.#current.delete(key);
    if (entry.pending > 0) return;
    if (unanswered || entry.channel.ended || signal?.aborted === true) {
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
