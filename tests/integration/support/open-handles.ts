import { expect } from 'vitest';

/** What keeps this program alive at this moment, as far as looking up names can open it. */
const open = (kind: RegExp): number =>
  process.getActiveResourcesInfo().filter((name) => kind.test(name)).length;

/**
 * Lets the loop turn until `count` is down to `most`, which takes a few turns after a socket was closed; without a
 * timer, which would count itself.
 */
export const settlesAt = async (count: () => number, most: number): Promise<void> => {
  for (let turn = 0; turn < 2000 && count() > most; turn += 1)
    await new Promise((resolve) => setImmediate(resolve));
  expect(count()).toBeLessThanOrEqual(most);
};

export const openSockets = (): number => open(/^(?:TCP|TLS|HTTP2)/u);
export const openTimers = (): number => open(/^Timeout/u);
