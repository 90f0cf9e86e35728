/**
 * Long work in short turns. All of it together has one turn in each round of the event loop, so that the window, the
 * network and the other calls wait for one turn at most, however much is going on.
 */
import { setImmediate } from 'node:timers';

/** Milliseconds. */
const TURN_MS = 8;

const waiting: Array<() => void> = [];
let began = 0;

const next = (): void => {
  began = performance.now();
  const go = waiting.shift();
  if (waiting.length > 0) setImmediate(next);
  go?.();
};

/** Whether the turn is used up; then `nextTurn` is to be awaited before the work goes on. */
export const turnIsOver = (): boolean => performance.now() - began > TURN_MS;

export const nextTurn = (): Promise<void> =>
  new Promise((resolve) => {
    waiting.push(resolve);
    if (waiting.length === 1) setImmediate(next);
  });
