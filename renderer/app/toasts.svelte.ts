/** Short messages at the foot of the window, read out by `aria-live`; never the only record of anything. */
import { asAppError } from './client.ts';

export interface Toast {
  readonly id: number;
  readonly tone: 'plain' | 'wrong';
  readonly text: string;
  /** Error code, shown small; empty for plain messages. */
  readonly code: string;
  readonly action: { readonly label: string; readonly run: () => void } | null;
}

/**
 * Milliseconds; a message with an action stays longer, an error stays until it is closed, and one that the pointer or
 * the focus is on stays for that long again afterwards (WCAG 2.2.1).
 */
const SHORT = 4000;
const LONG = 12_000;
const MOST = 4;

class Toasts {
  list: readonly Toast[] = $state.raw([]);
  #next = 1;
  /** When those that go by themselves go. */
  readonly #timers = new Map<number, { readonly ms: number; handle: ReturnType<typeof setTimeout> }>();

  /** Shows a message, with an action such as Undo when one is given. */
  show(text: string, action: Toast['action'] = null): void {
    const id = this.#add({ tone: 'plain', text, code: '', action });
    this.#leaveIn(id, action === null ? SHORT : LONG);
  }

  /** The pointer or the focus is on it. */
  hold(id: number): void {
    clearTimeout(this.#timers.get(id)?.handle);
  }

  /** Neither is any more. */
  release(id: number): void {
    const timer = this.#timers.get(id);
    if (timer !== undefined) this.#leaveIn(id, timer.ms);
  }

  /** Shows an error with its code; it stays until closed. */
  fail(thrown: unknown): void {
    const error = asAppError(thrown);
    if (error.code === 'cancelled') return;
    this.#add({ tone: 'wrong', text: error.message, code: error.code, action: null });
  }

  close(id: number): void {
    this.hold(id);
    this.#timers.delete(id);
    this.list = this.list.filter((toast) => toast.id !== id);
  }

  #leaveIn(id: number, ms: number): void {
    this.hold(id);
    this.#timers.set(id, { ms, handle: setTimeout(() => this.close(id), ms) });
  }

  #add(toast: Omit<Toast, 'id'>): number {
    const id = this.#next++;
    const others = this.list.filter((other) => other.text !== toast.text);
    this.list = [...others, { ...toast, id }].slice(-MOST);
    return id;
  }
}

export const toasts = new Toasts();

/** Runs asynchronous work started by an event; an error becomes a toast. */
export const attempt = (work: () => Promise<unknown>): void => {
  work().catch((thrown: unknown) => toasts.fail(thrown));
};
