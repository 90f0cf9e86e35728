/**
 * A few UDP sockets for very many questions to one server (bulk checks): opening one for each is what takes the time.
 * Ids are random and unique within a socket, sockets are chosen at random and replaced after a while, so that who
 * does not see the questions still has to guess id, port and question. The kernel drops what other senders send.
 */
import { randomInt } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import type { DnsServer } from '../../shared/dns/types.ts';
import type { Asked, Channel } from './channel.ts';
import { accept, codeOf } from './exchange.ts';

const SOCKETS = 8;
/** Then its port has been used long enough. */
const QUESTIONS_A_SOCKET = 2000;

/** One socket and what is asked over it. */
class Line {
  readonly asked = new Map<number, Asked>();
  readonly #socket: Socket;
  #left = QUESTIONS_A_SOCKET;
  #connected = false;
  /** It can't be connected: no way leads to the server at this moment. */
  #broken = false;

  constructor({ address, port }: DnsServer) {
    this.#socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
    this.#socket.on('error', (error) => this.#fail(error));
    this.#socket.on('message', (bytes) => this.#receive(bytes));
    this.#socket.on('connect', () => {
      this.#connected = true;
      for (const [id, { input }] of this.asked) this.#write(id, input.query);
    });
    this.#socket.connect(port, address);
  }

  get isUsedUp(): boolean {
    return this.#left <= 0 || this.#broken;
  }

  send(asked: Asked): void {
    this.#left -= 1;
    let { id } = asked.input;
    while (this.asked.has(id)) id = randomInt(0x10000);
    asked.id = id;
    this.asked.set(id, asked);
    if (this.#connected) this.#write(id, asked.input.query);
  }

  takeOff(asked: Asked): void {
    if (this.asked.get(asked.id) === asked) this.asked.delete(asked.id);
  }

  keepAlive(yes: boolean): void {
    if (yes) this.#socket.ref();
    else this.#socket.unref();
  }

  close(): void {
    this.asked.clear();
    this.#socket.close();
  }

  #write(id: number, query: Buffer): void {
    query.writeUInt16BE(id, 0);
    this.#socket.send(query);
  }

  #receive(bytes: Buffer): void {
    if (bytes.length < 2) return;
    const id = bytes.readUInt16BE(0);
    const asked = this.asked.get(id);
    if (asked === undefined) return; // late, or forged
    const { question, query } = asked.input;
    const result = accept(bytes, { id, question, query });
    if (typeof result === 'string') {
      asked.ignore(result);
      return;
    }
    this.asked.delete(id);
    asked.settle({ kind: 'message', message: result });
  }

  /** What the network says of one question holds for all that are on the way to this port. */
  #fail(error: Error): void {
    this.#broken ||= !this.#connected;
    const open = [...this.asked.values()];
    this.asked.clear();
    for (const asked of open) asked.settle({ kind: 'failed', code: codeOf(error) });
  }
}

export class SharedUdpChannel implements Channel {
  readonly #server: DnsServer;
  readonly #lines = new Map<number, Line>();
  /** Used up, with answers still to come. */
  readonly #retired = new Set<Line>();
  #alive = true;
  #ended = false;

  constructor(server: DnsServer) {
    this.#server = server;
  }

  get ended(): boolean {
    return this.#ended;
  }

  send(asked: Asked): void {
    this.#line().send(asked);
  }

  takeOff(asked: Asked): void {
    for (const line of this.#lines.values()) line.takeOff(asked);
    for (const line of this.#retired) {
      line.takeOff(asked);
      if (line.asked.size > 0) continue;
      this.#retired.delete(line);
      line.close();
    }
  }

  keepAlive(yes: boolean): void {
    this.#alive = yes;
    for (const line of [...this.#lines.values(), ...this.#retired]) line.keepAlive(yes);
  }

  close(): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const line of [...this.#lines.values(), ...this.#retired]) line.close();
    this.#lines.clear();
    this.#retired.clear();
  }

  #line(): Line {
    const at = randomInt(SOCKETS);
    let line = this.#lines.get(at);
    if (line?.isUsedUp === true) {
      if (line.asked.size === 0) line.close();
      else this.#retired.add(line);
      line = undefined;
    }
    if (line === undefined) {
      line = new Line(this.#server);
      if (!this.#alive) line.keepAlive(false);
      this.#lines.set(at, line);
    }
    return line;
  }
}
