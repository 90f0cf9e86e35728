/** What keeps this program alive at this moment, as far as looking up names can open it. */
const open = (kind: RegExp): number =>
  process.getActiveResourcesInfo().filter((name) => kind.test(name)).length;

export const openSockets = (): number => open(/^(?:TCP|TLS|HTTP2)/u);
export const openTimers = (): number => open(/^Timeout/u);
