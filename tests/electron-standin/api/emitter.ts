import { EventEmitter } from 'node:events';
import { notHere } from '../refuse.ts';

/** The first argument of an Electron event: `preventDefault` stops what would follow. */
export interface Preventable {
  defaultPrevented: boolean;
  preventDefault(): void;
}

export function preventable<T extends object>(details: T = {} as T): T & Preventable {
  const event = {
    ...details,
    defaultPrevented: false,
    preventDefault: () => void (event.defaultPrevented = true),
  };
  return event;
}

/** An emitter that takes listeners for the events it really sends, and refuses others by name. */
export class KnownEvents extends EventEmitter {
  constructor(owner: string, events: readonly string[]) {
    super();
    this.setMaxListeners(0);
    const known = new Set<string | symbol>([...events, 'newListener', 'removeListener', 'error']);
    this.on('newListener', (event: string | symbol) => {
      if (!known.has(event)) throw notHere(`${owner} event '${String(event)}'`);
    });
  }
}
