/** DNS over HTTPS (RFC 8484) by POST over one HTTP/2 session, which many servers speak alone. */
import { connect, constants, type ClientHttp2Session } from 'node:http2';
import type { TLSSocket } from 'node:tls';
import type { DnsRecord, DnsServer } from '../../shared/dns/types.ts';
import type { Asked, Channel, ChannelResult } from './channel.ts';
import { accept, codeOf, type Exchange } from './exchange.ts';
import { connectTls, type Trust } from './tls-connection.ts';
import type { WireMessage } from './wire.ts';

const MEDIA_TYPE = 'application/dns-message';
const MAX_MESSAGE = 0xffff;

export interface DohPlace {
  /** What the certificate and the `:authority` carry. */
  readonly name: string;
  readonly path: string;
}

const authorityOf = ({ name }: DohPlace, port: number): string => {
  const host = name.includes(':') ? `[${name}]` : name;
  return port === 443 ? host : `${host}:${port}`;
};

/** Not the DNS but the web server speaks: there is no DNS answer in it. */
const httpFault = (status: number | undefined, type: string | undefined): string | null => {
  if (status !== 200)
    return `the server answered with HTTP status ${status ?? 'unknown'} instead of a DNS message`;
  const [kind = ''] = (type ?? '').split(';');
  if (kind.trim().toLowerCase() === MEDIA_TYPE) return null;
  return `the server answered with ${kind === '' ? 'content of no stated kind' : `“${kind.slice(0, 60)}”`} instead of a DNS message`;
};

/** Seconds that an HTTP cache held the answer; the TTLs in it are older by so much (RFC 8484, 5.1). */
const ageOf = (text: string | undefined): number => (/^[0-9]{1,10}$/u.test(text ?? '') ? Number(text) : 0);

/** A question that is on its way. */
interface Posted {
  readonly id: () => number | undefined;
  /** Takes it back. */
  readonly close: () => void;
}

export class DohChannel implements Channel {
  readonly #socket: TLSSocket;
  readonly #place: DohPlace;
  readonly #authority: string;
  readonly #asked = new Set<Asked>();
  readonly #posted = new Map<Asked, Posted>();
  #session: ClientHttp2Session | undefined;
  #alive = true;
  /** The server takes no more questions, but may still answer some. */
  #leaving = false;
  #ended = false;

  constructor(server: DnsServer, place: DohPlace, trust: Trust) {
    this.#place = place;
    this.#authority = authorityOf(place, server.port);
    this.#socket = connectTls(server, place.name, 'h2', trust);
    this.#socket.setNoDelay(true);
    this.#socket.on('secureConnect', () => this.#start());
    this.#socket.on('error', (error: Error) => this.#fail(error));
    this.#socket.on('close', () => this.#fail(null));
  }

  get ended(): boolean {
    return (
      this.#ended || this.#leaving || this.#session?.closed === true || this.#session?.destroyed === true
    );
  }

  send(asked: Asked): void {
    this.#asked.add(asked);
    if (this.#session) this.#post(this.#session, asked);
  }

  takeOff(asked: Asked): void {
    this.#asked.delete(asked);
    this.#posted.get(asked)?.close();
    this.#posted.delete(asked);
  }

  keepAlive(yes: boolean): void {
    this.#alive = yes;
    const handle = this.#session ?? this.#socket;
    if (yes) handle.ref();
    else handle.unref();
  }

  close(): void {
    this.#end('lost');
  }

  #start(): void {
    if (this.#socket.alpnProtocol !== 'h2') {
      this.#end({ kind: 'failed', code: 'ERR_HTTP2_NOT_SPOKEN' });
      return;
    }
    const session = connect(`https://${this.#authority}`, {
      createConnection: () => this.#socket,
      settings: { enablePush: false }, // nothing but answers is wanted
    });
    session.setMaxListeners(0); // one for each question on the way
    session.on('error', () => this.#end('lost'));
    session.on('close', () => this.#end('lost'));
    session.on('goaway', (_code: number, lastTaken: number) => this.#untaken(lastTaken));
    this.#session = session;
    if (!this.#alive) session.unref();
    for (const asked of this.#asked) this.#post(session, asked);
  }

  #post(session: ClientHttp2Session, asked: Asked): void {
    const { query, question } = asked.input;
    const body = Buffer.from(query);
    body.writeUInt16BE(0, 0); // RFC 8484, 4.1: the stream tells answers apart
    const stream = session.request({
      ':method': 'POST',
      ':path': this.#place.path,
      ':authority': this.#authority,
      accept: MEDIA_TYPE,
      'content-type': MEDIA_TYPE,
      'content-length': body.length,
    });
    const chunks: Buffer[] = [];
    let size = 0;
    let age = 0;
    let fault: string | null = 'the server answered without HTTP headers';
    let done = false;
    const settle = (result: ChannelResult): void => {
      done = true;
      this.#posted.delete(asked);
      if (this.#asked.delete(asked)) asked.settle(result);
    };
    // Node ends the session when ended streams are closed again and again, so only unfinished ones are.
    this.#posted.set(asked, {
      id: () => stream.id,
      close: () => {
        if (!done && !stream.closed) stream.close(constants.NGHTTP2_CANCEL);
      },
    });
    stream.on('response', (headers) => {
      age = ageOf(headers.age);
      fault = httpFault(headers[':status'], headers['content-type']);
    });
    stream.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MAX_MESSAGE) chunks.push(chunk);
      else {
        const why = 'the server answered with more than a DNS message can hold';
        stream.close(constants.NGHTTP2_CANCEL);
        settle({ kind: 'garbled', why });
      }
    });
    stream.on('end', () => {
      // A reset ends it too, and what came until then is no answer; `close` follows.
      if (stream.rstCode !== constants.NGHTTP2_NO_ERROR) return;
      settle(fault === null ? read(Buffer.concat(chunks), question, age) : garbled(fault));
    });
    stream.on('error', () => undefined); // `close` follows
    stream.on('close', () => settle('lost'));
    stream.end(body);
  }

  /** A server that goes away never answers what came after the last question that it took (RFC 9113, 6.8). */
  #untaken(lastTaken: number): void {
    this.#leaving = true;
    for (const [asked, { id }] of [...this.#posted])
      if ((id() ?? Infinity) > lastTaken && this.#asked.has(asked)) asked.settle('lost');
  }

  #fail(error: Error | null): void {
    if (this.#session) this.#end('lost');
    else this.#end({ kind: 'failed', code: error === null ? 'ECONNRESET' : codeOf(error) });
  }

  #end(result: ChannelResult): void {
    if (this.#ended) return;
    this.#ended = true;
    const open = [...this.#asked];
    this.#asked.clear();
    this.#posted.clear();
    this.#session?.destroy();
    this.#socket.destroy();
    for (const asked of open) asked.settle(result);
  }
}

const garbled = (why: string): Exchange => ({ kind: 'garbled', why });

const aged = (records: readonly DnsRecord[], age: number): readonly DnsRecord[] =>
  records.map((record) => ({ ...record, ttl: Math.max(0, (record.ttl ?? 0) - age) }));

const read = (bytes: Buffer, question: Asked['input']['question'], age: number): Exchange => {
  const result = accept(bytes, { id: 0, question });
  if (typeof result === 'string') return garbled(result);
  const { answer, authority, additional } = result;
  const message: WireMessage =
    age === 0
      ? result
      : {
          ...result,
          answer: aged(answer, age),
          authority: aged(authority, age),
          additional: aged(additional, age),
        };
  return { kind: 'message', message };
};
