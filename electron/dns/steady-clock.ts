/**
 * Time that passes, whatever the clock of the computer is set to. `performance.now` does not count the sleep of a
 * computer on every system; the time since the system's start does, and only runs forward too, but on some in whole
 * seconds. So the first is used, and put forward where the second went on without it.
 */
import { uptime } from 'node:os';

/** Milliseconds from some moment on; only differences mean something. */
export type Steady = () => number;

export interface SteadySources {
  /** Fine, and may stand still while the computer sleeps. */
  readonly running: Steady;
  /** Goes on while it sleeps; may move in whole seconds. */
  readonly up: Steady;
}

/** More than the steps of the coarse source. */
const SLEPT_MS = 2000;

export const steadyClock = ({
  running = () => performance.now(),
  up = () => uptime() * 1000,
}: Partial<SteadySources> = {}): Steady => {
  const start = up() - running();
  let slept = 0;
  return () => {
    const now = running();
    const ahead = up() - now - start;
    if (ahead - slept > SLEPT_MS) slept = ahead;
    return now + slept;
  };
};

/** Less is the drift of a clock, or its correction by small steps. */
const SET_MS = 2000;

/** By how much a clock is another one than it would be if only time had passed between two looks at it; 0 for little. */
export const setBetween = (
  before: { readonly wall: number; readonly steady: number },
  after: { readonly wall: number; readonly steady: number },
): number => {
  const by = after.wall - before.wall - (after.steady - before.steady);
  return Math.abs(by) > SET_MS ? Math.round(by) : 0;
};
