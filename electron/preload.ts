/**
 * The only door between page and main process: one frozen object with a function for each channel and each event of
 * the contract. No `ipcRenderer`, no free channel name and no Electron event object ever reaches the page.
 */
import { contextBridge, ipcRenderer } from 'electron';
import type { IpcRendererEvent } from 'electron';
import { BRIDGE_KEY, CHANNEL_NAMES, EVENT_NAMES } from '../shared/ipc/names.ts';

type Listener = (data: unknown) => void;

const call = (channel: string) => (input: unknown) => ipcRenderer.invoke(channel, input) as Promise<unknown>;

const subscribe = (event: string) => (listener: Listener) => {
  const forward = (_event: IpcRendererEvent, data: unknown): void => listener(data);
  ipcRenderer.on(event, forward);
  return () => {
    ipcRenderer.removeListener(event, forward);
  };
};

const table = <T>(names: readonly string[], make: (name: string) => T): Readonly<Record<string, T>> =>
  Object.freeze(Object.fromEntries(names.map((name) => [name, make(name)])));

contextBridge.exposeInMainWorld(
  BRIDGE_KEY,
  Object.freeze({ invoke: table(CHANNEL_NAMES, call), on: table(EVENT_NAMES, subscribe) }),
);
