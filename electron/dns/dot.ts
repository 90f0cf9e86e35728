/** DNS over TLS (RFC 7858): one connection, many questions at once, told apart by their ids. */
import type { TLSSocket } from 'node:tls';
import type { DnsServer } from '../../shared/dns/types.ts';
import type { Asked, Channel, ChannelResult } from './channel.ts';
import { accept, codeOf, framed } from './exchange.ts';
import { Frames } from './frames.ts';
import { connectTls, type Trust } from './tls-connection.ts';

export class DotChannel implements Channel {
  readonly #socket: TLSSocket;
  readonly #asked = new Map<number, Asked>();
  /** Ids of questions that were taken off while their answer was on its way. */
  readonly #abandoned = new Set<number>();
  readonly #frames = new Frames();
  #trusted = false;
  #ended = false;

  constructor(server: DnsServer, name: string, trust: Trust) {
    this.#socket = connectTls(server, name, 'dot', trust);
    this.#socket.setNoDelay(true);
    this.#socket.on('secureConnect', () => {
      this.#trusted = true;
      for (const [id, asked] of this.#asked) this.#write(id, asked);
    });
    this.#socket.on('data', (chunk: Buffer) => {
      for (const message of this.#frames.take(chunk)) this.#receive(message);
    });
    this.#socket.on('error', (error: Error) =>
      this.#end(this.#trusted ? 'lost' : { kind: 'failed', code: codeOf(error) }),
    );
    this.#socket.on('close', () =>
      this.#end(this.#trusted ? 'lost' : { kind: 'failed', code: 'ECONNRESET' }),
    );
  }

  get ended(): boolean {
    return this.#ended;
  }

  send(asked: Asked): () => void {
    let { id } = asked.input;
    while (this.#asked.has(id) || this.#abandoned.has(id)) id = (id + 1) % 0x10000;
    this.#asked.set(id, asked);
    // Nothing is said before the certificate was checked.
    if (this.#trusted) this.#write(id, asked);
    return () => {
      if (this.#asked.delete(id) && this.#trusted) this.#abandoned.add(id);
    };
  }

  keepAlive(yes: boolean): void {
    if (yes) this.#socket.ref();
    else this.#socket.unref();
  }

  close(): void {
    this.#end('lost');
  }

  #write(id: number, { input: { query } }: Asked): void {
    const message = framed(query);
    message.writeUInt16BE(id, 2);
    this.#socket.write(message);
  }

  #receive(message: Buffer): void {
    const id = message.length < 2 ? -1 : message.readUInt16BE(0);
    if (this.#abandoned.delete(id)) return;
    const asked = this.#asked.get(id);
    if (asked === undefined) {
      this.#end({
        kind: 'garbled',
        why: id < 0 ? 'not a DNS message' : `another id (${id}, which nothing asked)`,
      });
      return;
    }
    this.#asked.delete(id);
    const result = accept(message, { id, question: asked.input.question });
    asked.settle(
      typeof result === 'string' ? { kind: 'garbled', why: result } : { kind: 'message', message: result },
    );
  }

  #end(result: ChannelResult): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#socket.destroy();
    const open = [...this.#asked.values()];
    this.#asked.clear();
    for (const { settle } of open) settle(result);
  }
}
