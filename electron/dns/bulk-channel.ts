/**
 * The way to a server for very many questions: over a few UDP sockets until a TCP connection stands, then over that
 * one (RFC 7766, 6.2.1), where many questions and answers share a system call and nobody can forge an answer. A
 * server that takes no connection, closes it or stays silent on it is asked over UDP again, and from then on.
 */
import { connect } from 'node:net';
import type { DnsServer } from '../../shared/dns/types.ts';
import type { Asked, Channel } from './channel.ts';
import { SharedUdpChannel } from './shared-udp.ts';
import { StreamChannel } from './stream-channel.ts';

/** Fewer questions are not worth a connection. */
const CONNECT_AFTER = 32;

export class BulkChannel implements Channel {
  readonly #server: DnsServer;
  readonly #udp: SharedUdpChannel;
  readonly #onUnwilling: () => void;
  #stream: StreamChannel | null = null;
  #willing: boolean;
  #questions = 0;
  #alive = true;

  /** `willing`: whether to try TCP; `onUnwilling` hears when that did not work out. */
  constructor(server: DnsServer, willing: boolean, onUnwilling: () => void) {
    this.#server = server;
    this.#udp = new SharedUdpChannel(server);
    this.#willing = willing;
    this.#onUnwilling = onUnwilling;
  }

  get ended(): boolean {
    return this.#udp.ended;
  }

  send(asked: Asked): void {
    const stream = this.#streamNow();
    asked.over = stream === null ? 'udp' : 'tcp';
    (stream ?? this.#udp).send(asked);
  }

  takeOff(asked: Asked): void {
    const isSilent = this.#stream?.has(asked) === true && asked.input.signal?.aborted !== true;
    this.#stream?.takeOff(asked);
    this.#udp.takeOff(asked);
    if (isSilent) this.#giveUp();
  }

  keepAlive(yes: boolean): void {
    this.#alive = yes;
    this.#udp.keepAlive(yes);
    this.#stream?.keepAlive(yes);
  }

  close(): void {
    this.#udp.close();
    this.#stream?.close();
  }

  /** The stream, once it stands. */
  #streamNow(): StreamChannel | null {
    if (this.#stream?.ended === true && this.#willing) this.#giveUp();
    if (!this.#willing) return null;
    this.#questions += 1;
    if (this.#stream === null && this.#questions >= CONNECT_AFTER) {
      const { address: host, port } = this.#server;
      this.#stream = new StreamChannel(connect({ host, port }), 'connect');
      this.#stream.keepAlive(this.#alive);
    }
    return this.#stream?.ready === true ? this.#stream : null;
  }

  /** What still waits on the stream is asked over UDP. */
  #giveUp(): void {
    this.#willing = false;
    this.#onUnwilling();
    this.#stream?.close();
  }
}
