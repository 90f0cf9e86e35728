/**
 * A connection to one server that many questions share, told apart by their ids (RFC 7766, 6.2.1): plain, or over
 * TLS (RFC 7858). What is asked in one go leaves in few writes.
 */
import type { Socket } from 'node:net';
import type { Asked, Channel, ChannelResult } from './channel.ts';
import { accept, codeOf, framed } from './exchange.ts';
import { Frames } from './frames.ts';

/** So many questions leave at once, so that the server answers them while the next ones are made ready here. */
const WRITE_AT = 8;

export class StreamChannel implements Channel {
  readonly #socket: Socket;
  readonly #asked = new Map<number, Asked>();
  /** Ids of questions that were taken off while their answer was on its way. */
  readonly #abandoned = new Set<number>();
  readonly #frames = new Frames();
  /** Not written yet. */
  #outgoing: Buffer[] = [];
  #ready = false;
  #ended = false;

  /** `readyEvent`: before it nothing is said, since the certificate was not checked. */
  constructor(socket: Socket, readyEvent: 'connect' | 'secureConnect') {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on(readyEvent, () => {
      this.#ready = true;
      for (const asked of this.#asked.values()) this.#write(asked);
    });
    socket.on('data', (chunk: Buffer) => {
      for (const message of this.#frames.take(chunk)) this.#receive(message);
    });
    socket.on('error', (error: Error) =>
      this.#end(this.#ready ? 'lost' : { kind: 'failed', code: codeOf(error) }),
    );
    socket.on('close', () => this.#end(this.#ready ? 'lost' : { kind: 'failed', code: 'ECONNRESET' }));
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Whether what is asked goes out at once. */
  get ready(): boolean {
    return this.#ready && !this.#ended;
  }

  send(asked: Asked): void {
    let { id } = asked.input;
    while (this.#asked.has(id) || this.#abandoned.has(id)) id = (id + 1) % 0x10000;
    asked.id = id;
    this.#asked.set(id, asked);
    if (this.#ready) this.#write(asked);
  }

  takeOff(asked: Asked): void {
    if (!this.has(asked)) return;
    this.#asked.delete(asked.id);
    if (this.#ready) this.#abandoned.add(asked.id);
  }

  /** Whether it waits for an answer here. */
  has(asked: Asked): boolean {
    return this.#asked.get(asked.id) === asked;
  }

  keepAlive(yes: boolean): void {
    // Node would keep each wish for a connection that never comes again.
    if (this.#ended) return;
    if (yes) this.#socket.ref();
    else this.#socket.unref();
  }

  close(): void {
    this.#end('lost');
  }

  #write({ id, input: { query } }: Asked): void {
    query.writeUInt16BE(id, 0);
    const waiting = this.#outgoing.push(query);
    if (waiting === WRITE_AT) this.#flush();
    // After all answers of one read were told on, and all that follows from them was asked.
    else if (waiting === 1) process.nextTick(() => this.#flush());
  }

  #flush(): void {
    const outgoing = this.#outgoing;
    this.#outgoing = [];
    if (!this.#ended && outgoing.length > 0) this.#socket.write(framed(outgoing));
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
    const { question, query } = asked.input;
    const result = accept(message, { id, question, query });
    if (typeof result !== 'string') {
      asked.settle({ kind: 'message', message: result });
      return;
    }
    // A stream that gives an answer to another question is not trusted with the others either.
    this.#end('lost');
    asked.settle({ kind: 'garbled', why: result });
  }

  #end(result: ChannelResult): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#socket.destroy();
    const open = [...this.#asked.values()];
    this.#asked.clear();
    for (const asked of open) asked.settle(result);
  }
}
