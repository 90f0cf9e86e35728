/** The DevTools protocol over a pipe: Chromium ends when the pipe closes, so it can't outlive this process. */
import { EventEmitter } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import type { CDPSession } from '@playwright/test';

/** Only its type is used: Playwright declares the whole protocol, but exports it through this interface alone. */
export declare const typed: CDPSession;
/** The events that the stand-in listens to; a new one is named here once. */
export type CdpEventName =
  | 'Fetch.requestPaused'
  | 'Inspector.targetCrashed'
  | 'Page.domContentEventFired'
  | 'Page.frameAttached'
  | 'Page.frameDetached'
  | 'Page.frameNavigated'
  | 'Page.frameRequestedNavigation'
  | 'Page.loadEventFired'
  | 'Page.navigatedWithinDocument'
  | 'Page.windowOpen'
  | 'Runtime.bindingCalled'
  | 'Runtime.executionContextCreated'
  | 'Runtime.executionContextsCleared'
  | 'Target.attachedToTarget'
  | 'Target.detachedFromTarget';
/** The parameters of one protocol event, from Playwright's own declarations of the protocol. */
export type CdpEvent<T extends CdpEventName> = Parameters<Parameters<typeof typed.on<T>>[1]>[0];

interface Message {
  id?: number;
  method?: string;
  params?: unknown;
  result?: unknown;
  error?: { message: string };
  sessionId?: string;
}
type Transport = (
  message: object,
  settle?: { resolve: (value: unknown) => void; reject: (e: Error) => void },
) => void;

/** One attached target (or the browser itself), with typed commands and events. */
export class Session {
  readonly #events = new EventEmitter().setMaxListeners(0);
  readonly #transport: Transport;
  readonly #id: string | undefined;

  constructor(transport: Transport, id: string | undefined) {
    this.#transport = transport;
    this.#id = id;
  }

  readonly send: CDPSession['send'] = (method, params) =>
    new Promise((resolve, reject) => {
      const failed = (error: Error): void => reject(new Error(`${method}: ${error.message}`));
      this.#transport(
        { method, params: params ?? {}, ...(this.#id === undefined ? {} : { sessionId: this.#id }) },
        { resolve: resolve as (value: unknown) => void, reject: failed },
      );
    });

  on<T extends CdpEventName>(event: T, listener: (payload: CdpEvent<T>) => void): void {
    this.#events.on(event, listener);
  }

  emit(event: string, payload: unknown): void {
    this.#events.emit(event, payload);
  }
}

/** Frames of the pipe end in a zero byte; a message with a session id goes to that session. */
export class Connection {
  readonly root: Session;
  readonly #sessions = new Map<string, Session>();
  readonly #pending = new Map<number, { resolve: (value: unknown) => void; reject: (e: Error) => void }>();
  readonly #output: Writable;
  #lastId = 0;

  constructor(input: Readable, output: Writable) {
    this.#output = output;
    this.root = new Session(this.#post, undefined);
    this.root.on('Target.detachedFromTarget', ({ sessionId }) => this.#sessions.delete(sessionId));
    let parts: Buffer[] = [];
    input.on('data', (chunk: Buffer) => {
      let from = 0;
      for (let end = chunk.indexOf(0); end >= 0; end = chunk.indexOf(0, from)) {
        parts.push(chunk.subarray(from, end));
        this.#receive(JSON.parse(Buffer.concat(parts).toString('utf8')) as Message);
        parts = [];
        from = end + 1;
      }
      parts.push(chunk.subarray(from));
    });
    input.on('close', () => this.#fail());
    output.on('error', () => this.#fail());
  }

  session(id: string): Session {
    const session = this.#sessions.get(id) ?? new Session(this.#post, id);
    this.#sessions.set(id, session);
    return session;
  }

  readonly #post: Transport = (message, settle) => {
    const id = ++this.#lastId;
    if (settle) this.#pending.set(id, settle);
    this.#output.write(`${JSON.stringify({ ...message, id })}\0`);
  };

  #receive(message: Message): void {
    if (message.id !== undefined) {
      const settle = this.#pending.get(message.id);
      this.#pending.delete(message.id);
      if (message.error) settle?.reject(new Error(message.error.message));
      else settle?.resolve(message.result);
    } else if (message.method !== undefined) {
      const session = message.sessionId === undefined ? this.root : this.session(message.sessionId);
      session.emit(message.method, message.params);
    }
  }

  #fail(): void {
    for (const settle of this.#pending.values()) settle.reject(new Error('Chromium has ended'));
    this.#pending.clear();
  }
}
