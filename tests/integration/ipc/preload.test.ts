/** Builds the preload as the app does and loads it with nothing but what a sandboxed one may require. */
import { runInNewContext } from 'node:vm';
import { build } from 'vite';
import { beforeAll, describe, expect, it } from 'vitest';
import { CHANNEL_NAMES, EVENT_NAMES } from '../../../shared/ipc/names.ts';

type Listener = (event: unknown, data: unknown) => void;
interface Exposed {
  readonly invoke: Readonly<Record<string, (...args: readonly unknown[]) => Promise<unknown>>>;
  readonly on: Readonly<Record<string, (listener: (...args: readonly unknown[]) => void) => () => void>>;
}

const exposed = new Map<string, Exposed>();
const invoked: unknown[][] = [];
const listeners = new Map<string, Listener[]>();
const electron = {
  contextBridge: { exposeInMainWorld: (key: string, value: Exposed) => exposed.set(key, value) },
  ipcRenderer: {
    invoke: (...args: unknown[]) => {
      invoked.push(args);
      return Promise.resolve({ ok: true, value: 'answer' });
    },
    on: (name: string, listener: Listener) => listeners.set(name, [...(listeners.get(name) ?? []), listener]),
    removeListener: (name: string, listener: Listener) =>
      listeners.set(
        name,
        (listeners.get(name) ?? []).filter((one) => one !== listener),
      ),
  },
};

beforeAll(async () => {
  const built = await build({
    configFile: 'vite.preload.config.ts',
    logLevel: 'silent',
    build: { write: false },
  });
  const outputs = [built].flat().flatMap((one) => ('output' in one ? one.output : []));
  expect(outputs).toHaveLength(1);
  const [file] = outputs;
  const required: string[] = [];
  const require = (name: string): unknown => {
    required.push(name);
    return name === 'electron' ? electron : undefined;
  };
  runInNewContext(file?.type === 'chunk' ? file.code : '', { require, module: { exports: {} }, exports: {} });
  expect(required).toEqual(['electron']);
});

const bridge = (): Exposed => {
  const found = exposed.get('mailflow');
  if (!found) throw new Error('The preload exposed nothing.');
  return found;
};

describe('the bridge', () => {
  it('is one frozen object with a function for each channel and event, and nothing else', () => {
    expect([...exposed.keys()]).toEqual(['mailflow']);
    expect(Object.keys(bridge()).sort()).toEqual(['invoke', 'on']);
    expect(Object.keys(bridge().invoke).sort()).toEqual([...CHANNEL_NAMES].sort());
    expect(Object.keys(bridge().on).sort()).toEqual([...EVENT_NAMES].sort());
    for (const part of [bridge(), bridge().invoke, bridge().on]) expect(Object.isFrozen(part)).toBe(true);
  });

  it('sends one input on the channel of the function, and no more', async () => {
    for (const name of CHANNEL_NAMES) {
      invoked.length = 0;
      expect(await bridge().invoke[name]?.({ id: 'contoso' }, 'more')).toEqual({ ok: true, value: 'answer' });
      expect(invoked).toEqual([[name, { id: 'contoso' }]]);
    }
  });

  it("hands on an event's data without Electron's event object until it is unsubscribed", () => {
    const seen: unknown[][] = [];
    const stop = bridge().on['theme.changed']?.((...args) => seen.push([...args]));
    const send = (): void => {
      for (const listener of listeners.get('theme.changed') ?? [])
        listener({ sender: 'secret' }, { dark: true });
    };
    send();
    stop?.();
    send();
    expect(seen).toEqual([[{ dark: true }]]);
  });
});
