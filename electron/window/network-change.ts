/**
 * Tells when this computer's network interfaces change. The page hears from Chromium only of the first network and of
 * the loss of the last one; a VPN or a second cable, which may be the way to the customer's servers, it does not.
 */
import { networkInterfaces } from 'node:os';

const EVERY_MS = 4000;

/** Addresses of all interfaces but the loopback, in an order that does not count. */
const addresses = (): string =>
  Object.entries(networkInterfaces())
    .flatMap(([name, list]) => (list ?? []).map((one) => ({ name, ...one })))
    .filter(({ internal }) => !internal)
    .map(({ name, cidr, address }) => `${name} ${cidr ?? address}`)
    .toSorted()
    .join(',');

/** Calls `changed` after each change. `read` and `everyMs` are the system's and every 4 s. Gives back what ends it. */
export const watchNetwork = (changed: () => void, read = addresses, everyMs = EVERY_MS): (() => void) => {
  let before = read();
  const timer = setInterval(() => {
    const now = read();
    if (now === before) return;
    before = now;
    changed();
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
};
