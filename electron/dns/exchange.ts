/**
 * One question on the wire and what came back, over one UDP socket or one TCP connection of its own. Every way out
 * closes the socket and clears the timer; nothing here throws for trouble of the network.
 */
import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import type { AbortSignalLike, DnsQuestion, DnsServer } from '../../shared/dns/types.ts';
import { Frames } from './frames.ts';
import { decodeMessage, type WireMessage } from './wire.ts';

/** What came of it; `over` says how it went out where that was not the caller's choice. */
export type Exchange = Result & { readonly over?: 'udp' | 'tcp' | undefined };

type Result =
  | { readonly kind: 'message'; readonly message: WireMessage }
  /** `ignored`: what arrived that was no answer to this question, e.g. another id. */
  | { readonly kind: 'timeout'; readonly ignored: readonly string[] }
  /** The system refused; `code` is its error code, e.g. `ECONNREFUSED`. */
  | { readonly kind: 'failed'; readonly code: string }
  | { readonly kind: 'garbled'; readonly why: string }
  | { readonly kind: 'cancelled' };

export interface ExchangeInput {
  readonly server: DnsServer;
  readonly query: Buffer;
  readonly id: number;
  readonly question: DnsQuestion;
  readonly timeoutMs: number;
  readonly signal: AbortSignalLike | undefined;
  /** Over a channel of its own, where the server is asked over one. */
  readonly alone?: boolean;
}

export const codeOf = (error: Error): string =>
  'code' in error && typeof error.code === 'string' ? error.code : error.message;

/** The message, or why these bytes are no answer to this question. */
export const accept = (
  bytes: Buffer,
  { id, question, query }: Pick<ExchangeInput, 'id' | 'question'> & { readonly query?: Buffer },
): WireMessage | string => {
  let message: WireMessage;
  try {
    message = decodeMessage(bytes, query === undefined ? undefined : { question, query });
  } catch (error) {
    return error instanceof Error ? `not a DNS message: ${error.message}` : 'not a DNS message';
  }
  if (message.id !== id) return `another id (${message.id} instead of ${id})`;
  if (!message.flags.qr || message.opcode !== 0) return 'not an answer but a question';
  const [asked] = message.questions;
  // A server that can't read the question may leave it out (RFC 1035, 4.1.1); nothing else may.
  if (asked === undefined && ['FORMERR', 'NOTIMP', 'BADVERS'].includes(message.rcode)) return message;
  if (asked === undefined || message.questions.length !== 1) return 'not exactly one question in the answer';
  if (asked.name !== question.name || asked.type !== question.type)
    return `an answer to another question (${asked.name} ${asked.type})`;
  return message;
};

const lookFirst = <T>(expire: (of: T) => void, of: T): void => void setImmediate(expire, of);

/**
 * Expires `of` when the time is up. An answer that lies there already counts: a program that was busy, or a computer
 * that slept, looks first.
 */
export const atDeadline = <T>(ms: number, expire: (of: T) => void, of: T): NodeJS.Timeout =>
  setTimeout(lookFirst<T>, ms, expire, of);

/** Runs `start` until it settles, the time is up or the person stops; `start` gives back what closes its socket. */
export const bounded = (
  input: ExchangeInput,
  onTimeout: () => Exchange,
  start: (settle: (result: Exchange) => void) => () => void,
): Promise<Exchange> =>
  new Promise((resolve) => {
    const { signal, timeoutMs } = input;
    if (signal?.aborted === true) {
      resolve({ kind: 'cancelled' });
      return;
    }
    let close: () => void = () => undefined;
    let settled = false;
    const settle = (result: Exchange): void => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      close();
      resolve(result);
    };
    const onAbort = (): void => settle({ kind: 'cancelled' });
    const timer = atDeadline(timeoutMs, () => settle(onTimeout()), undefined);
    signal?.addEventListener('abort', onAbort);
    close = start(settle);
  });

/** A connected socket: the port is the system's random choice, and the kernel drops what others send. */
export const exchangeUdp = (input: ExchangeInput): Promise<Exchange> => {
  const ignored: string[] = [];
  return bounded(
    input,
    () => ({ kind: 'timeout', ignored }),
    (settle) => {
      const { server, query } = input;
      const socket = createSocket(server.address.includes(':') ? 'udp6' : 'udp4');
      socket.on('error', (error) => settle({ kind: 'failed', code: codeOf(error) }));
      socket.on('connect', () => socket.send(query));
      socket.on('message', (bytes) => {
        const result = accept(bytes, input);
        if (typeof result !== 'string') settle({ kind: 'message', message: result });
        else if (ignored.length < 20) ignored.push(result);
      });
      socket.connect(server.port, server.address);
      return () => socket.close();
    },
  );
};

/** Messages behind their lengths, as a stream carries them (RFC 1035, 4.2.2). */
export const framed = (messages: readonly Buffer[]): Buffer => {
  const octets = Buffer.allocUnsafe(messages.reduce((sum, { length }) => sum + 2 + length, 0));
  let at = 0;
  for (const message of messages) {
    at = octets.writeUInt16BE(message.length, at);
    octets.set(message, at);
    at += message.length;
  }
  return octets;
};

/** Over TCP a wrong answer is final: the stream is between us and that server. */
export const exchangeTcp = (input: ExchangeInput): Promise<Exchange> =>
  bounded(
    input,
    () => ({ kind: 'timeout', ignored: [] }),
    (settle) => {
      const { server, query } = input;
      const socket = connect({ host: server.address, port: server.port });
      const frames = new Frames();
      socket.on('error', (error) => settle({ kind: 'failed', code: codeOf(error) }));
      socket.on('connect', () => socket.write(framed([query])));
      socket.on('data', (chunk) => {
        const [message] = frames.take(chunk);
        if (message === undefined) return;
        const result = accept(message, input);
        settle(
          typeof result === 'string'
            ? { kind: 'garbled', why: result }
            : { kind: 'message', message: result },
        );
      });
      socket.on('end', () =>
        settle({ kind: 'garbled', why: 'the connection was closed before a whole answer' }),
      );
      return () => socket.destroy();
    },
  );
