/** Messages between main and one page: a binding one way, a call of the bridge's receiver the other. */
import type { CdpEvent, Session } from '../cdp.ts';
import { report } from '../host.ts';
import { encode } from '../page/codec.ts';
import { BINDING, RECEIVER } from '../page/source.ts';
import { cloned, ipcMain, type PageMessage, type Sender } from './ipc-main.ts';

export class PageIpc {
  readonly #session: Session;
  readonly #frames = new Map<number, string>();
  readonly #senderOf: (frameId: string) => Sender | undefined;
  #receiver: string | undefined;
  #waiting: string[] = [];

  constructor(session: Session, senderOf: (frameId: string) => Sender | undefined) {
    this.#session = session;
    this.#senderOf = senderOf;
    session.on('Runtime.executionContextCreated', ({ context }) => {
      const data = context.auxData as { frameId?: string; isDefault?: boolean } | undefined;
      if (data?.frameId !== undefined && data.isDefault === true) this.#frames.set(context.id, data.frameId);
    });
    session.on('Runtime.executionContextsCleared', () => {
      this.#frames.clear();
      this.#receiver = undefined;
      this.#waiting = [];
    });
    session.on('Runtime.bindingCalled', (call) => {
      if (call.name === BINDING) this.#receive(call).catch(report);
    });
  }

  /** Sends to the page's listeners; kept until the preload of a document that is still starting has run. */
  send(channel: string, args: unknown[]): void {
    this.#post({ channel, args: encode(cloned(args)) });
  }

  async #receive({ payload, executionContextId }: CdpEvent<'Runtime.bindingCalled'>): Promise<void> {
    const message = JSON.parse(payload) as PageMessage | { kind: 'hello' };
    if (message.kind === 'hello') return this.#takeReceiver(executionContextId);
    const sender = this.#senderOf(this.#frames.get(executionContextId) ?? '');
    if (!sender) return;
    if (message.kind === 'send') {
      ipcMain.deliver(message, sender);
      return;
    }
    const answer = await ipcMain.answer(message, sender);
    // An answer for a document that has gone has no one to go to.
    if (this.#frames.has(executionContextId))
      this.#post({ id: message.id, channel: message.channel, ...answer });
  }

  async #takeReceiver(contextId: number): Promise<void> {
    const name = JSON.stringify(RECEIVER);
    const expression = `(() => { const f = globalThis[${name}]; delete globalThis[${name}]; return f; })()`;
    const { result } = await this.#session.send('Runtime.evaluate', { contextId, expression });
    this.#receiver = result.objectId;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const text of waiting) this.#call(text);
  }

  #post(message: object): void {
    const text = JSON.stringify(message);
    if (this.#receiver === undefined) this.#waiting.push(text);
    else this.#call(text);
  }
  #call(text: string): void {
    const functionDeclaration = 'function (text) { this(text); }';
    const call = { objectId: this.#receiver ?? '', functionDeclaration, arguments: [{ value: text }] };
    this.#session.send('Runtime.callFunctionOn', call).catch((error: unknown) => {
      // The document may have been left in between.
      if (!/context|object id|Session|ended|closed/i.test(String(error))) report(error);
    });
  }
}
