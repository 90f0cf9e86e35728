import { EventEmitter } from 'node:events';
import type { IpcMain, IpcMainEvent, IpcMainInvokeEvent } from 'electron';
import { refusing } from '../refuse.ts';
import { decode, encode } from '../page/codec.ts';

type Handler = Parameters<IpcMain['handle']>[1];
type Members = Pick<IpcMain, 'handle' | 'handleOnce' | 'removeHandler'>;

/** A message of the page: `invoke` wants an answer, `send` does not. */
export interface PageMessage {
  kind: 'invoke' | 'send';
  id: number;
  channel: string;
  args: unknown;
}
export type Sender = Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame' | 'frameId' | 'processId'>;

class StandinIpcMain extends EventEmitter implements Members {
  readonly #handlers = new Map<string, Handler>();

  handle(channel: string, handler: Handler): void {
    if (this.#handlers.has(channel)) {
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    }
    this.#handlers.set(channel, handler);
  }
  handleOnce(channel: string, handler: Handler): void {
    this.handle(channel, (event, ...args: unknown[]) => {
      this.removeHandler(channel);
      return handler(event, ...args) as unknown;
    });
  }
  removeHandler(channel: string): void {
    this.#handlers.delete(channel);
  }

  /** Runs the handler; the answer is cloned text, and of an error only the message crosses, as in Electron. */
  async answer(message: PageMessage, sender: Sender): Promise<{ result: unknown } | { error: string }> {
    try {
      const handler = this.#handlers.get(message.channel);
      if (!handler) throw new Error(`No handler registered for '${message.channel}'`);
      const event = { type: 'frame', ...sender } as IpcMainInvokeEvent;
      const result: unknown = await handler(event, ...(decode(message.args) as unknown[]));
      return { result: encode(cloned(result)) };
    } catch (error) {
      console.error(`Error occurred in handler for '${message.channel}':`, error);
      return { error: String(error) };
    }
  }
  deliver(message: PageMessage, sender: Sender): void {
    const reply = (channel: string, ...args: unknown[]): void => sender.sender.send(channel, ...args);
    const event = { type: 'frame', ...sender, ports: [], reply } as unknown as IpcMainEvent;
    this.emit(message.channel, event, ...(decode(message.args) as unknown[]));
  }
}

/** A structured clone with Electron's words for what can't be cloned. */
export function cloned(value: unknown): unknown {
  try {
    return structuredClone(value);
  } catch (cause) {
    throw new Error('An object could not be cloned.', { cause });
  }
}

export const ipcMain = refusing('ipcMain', new StandinIpcMain());
