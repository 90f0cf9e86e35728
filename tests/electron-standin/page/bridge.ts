/**
 * Runs in the page before its own scripts: the preload's `require('electron')`, and the one value that it exposes.
 * Sent as source text by page/source.ts, so the function must stand alone.
 */
type Listener = (event: unknown, ...args: unknown[]) => void;
type Preload = (require: (id: string) => unknown, module: object, exports: object, process: object) => void;
interface Page {
  self: unknown;
  top: unknown;
  [name: string]: unknown;
}

export function bridge(
  encode: (value: unknown) => unknown,
  decode: (tree: unknown) => unknown,
  names: { binding: string; receiver: string },
  processInfo: { platform: string; versions: Record<string, string> },
  preload: Preload,
): void {
  const page = globalThis as unknown as Page;
  const post = page[names.binding] as (text: string) => void;
  Reflect.deleteProperty(page, names.binding);
  // As in Electron, a preload runs in the main frame alone unless nodeIntegrationInSubFrames is set.
  if (page.self !== page.top) return;

  const listeners = new Map<string, Listener[]>();
  const calls = new Map<number, PromiseWithResolvers<unknown>>();
  let lastCall = 0;
  const clones = (args: unknown[]): unknown => {
    try {
      return encode(structuredClone(args));
    } catch (error) {
      if (error instanceof Error && error.name !== 'DataCloneError') throw error;
      throw new Error('An object could not be cloned.', { cause: error });
    }
  };
  const add = (channel: string, listener: Listener): void => {
    listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
  };
  const remove = (channel: string, listener: Listener): void => {
    const kept = [...(listeners.get(channel) ?? [])];
    const at = kept.lastIndexOf(listener);
    if (at >= 0) kept.splice(at, 1);
    listeners.set(channel, kept);
  };
  const refuse = (name: string, members: object): object =>
    new Proxy(members, {
      get: (object, key) => {
        if (typeof key === 'symbol' || key in object || key === 'then')
          return Reflect.get(object, key) as unknown;
        throw new Error(`The Electron stand-in has no ${name}.${key} in a preload`);
      },
    });

  const ipcRenderer = refuse('ipcRenderer', {
    async invoke(channel: string, ...args: unknown[]): Promise<unknown> {
      const id = ++lastCall;
      const call = Promise.withResolvers<unknown>();
      calls.set(id, call);
      post(JSON.stringify({ kind: 'invoke', id, channel, args: clones(args) }));
      return call.promise;
    },
    send: (channel: string, ...args: unknown[]) =>
      post(JSON.stringify({ kind: 'send', channel, args: clones(args) })),
    on: (channel: string, listener: Listener) => (add(channel, listener), ipcRenderer),
    addListener: (channel: string, listener: Listener) => (add(channel, listener), ipcRenderer),
    once(channel: string, listener: Listener): object {
      const single: Listener = (event, ...args) => {
        remove(channel, single);
        listener(event, ...args);
      };
      add(channel, single);
      return ipcRenderer;
    },
    off: (channel: string, listener: Listener) => (remove(channel, listener), ipcRenderer),
    removeListener: (channel: string, listener: Listener) => (remove(channel, listener), ipcRenderer),
    removeAllListeners: (channel: string) => (listeners.delete(channel), ipcRenderer),
  });

  // Values that cross the bridge are copies; functions become wrappers that copy in turn.
  const cross = (value: unknown, frozen: boolean): unknown => {
    if (typeof value === 'function') {
      const call = value as (...args: unknown[]) => unknown;
      return (...args: unknown[]) => {
        try {
          return cross(call(...args.map((arg) => cross(arg, false))), false);
        } catch (error) {
          throw new Error(error instanceof Error ? error.message : String(error), { cause: error });
        }
      };
    }
    if (value === null || typeof value !== 'object') return value;
    if (value instanceof Promise) {
      return value.then(
        (result: unknown) => cross(result, false),
        (error: unknown) => {
          throw new Error(error instanceof Error ? error.message : String(error), { cause: error });
        },
      );
    }
    if (Array.isArray(value)) {
      const copy = value.map((item) => cross(item, frozen));
      return frozen ? Object.freeze(copy) : copy;
    }
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== null && prototype !== Object.prototype) return structuredClone(value);
    const copy = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, cross(item, frozen)]));
    return frozen ? Object.freeze(copy) : copy;
  };
  const contextBridge = refuse('contextBridge', {
    exposeInMainWorld(name: string, api: unknown): void {
      if (Object.hasOwn(page, name)) {
        throw new Error('Cannot bind an API on top of an existing property on the window object');
      }
      Object.defineProperty(page, name, { value: cross(api, true), enumerable: true });
    },
  });

  const receive = (text: string): void => {
    const message = JSON.parse(text) as {
      id?: number;
      channel: string;
      args?: unknown;
      error?: string;
      result?: unknown;
    };
    if (message.id === undefined) {
      const args = decode(message.args) as unknown[];
      for (const listener of listeners.get(message.channel) ?? [])
        listener({ sender: ipcRenderer, ports: [] }, ...args);
      return;
    }
    const call = calls.get(message.id);
    calls.delete(message.id);
    if (message.error === undefined) call?.resolve(decode(message.result));
    else call?.reject(new Error(`Error invoking remote method '${message.channel}': ${message.error}`));
  };
  // Main takes this away with its first message, so the page keeps nothing but what the preload exposes.
  Object.defineProperty(page, names.receiver, { value: receive, configurable: true, enumerable: false });
  post(JSON.stringify({ kind: 'hello' }));

  const electron = refuse('electron', { contextBridge, ipcRenderer });
  const module = { exports: {} };
  preload(
    (id) => {
      if (id === 'electron' || id === 'electron/renderer') return electron;
      throw new Error(`module not found: ${id}`);
    },
    module,
    module.exports,
    { ...processInfo, type: 'renderer', sandboxed: true, contextIsolated: true, argv: [], env: {} },
  );
}
