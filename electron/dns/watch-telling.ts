/** How often the state of a watch is told. It crosses to the page whole. */
import type { WatchState } from '../../shared/dns/watch-state.ts';

/** Changes within so many milliseconds are told together. */
const SHORTEST_MS = 100;
const LONGEST_MS = 2000;
/** 1,000 pairs with a line of the log each are half a megabyte; about 1.5 MB go across in a second at most. */
const ITEMS_IN_A_MS = 5;

/** Milliseconds within which changes are told together: more where the state is large, so that messages don't pile up. */
export const toldTogetherMs = ({ pairs, log }: Pick<WatchState, 'pairs' | 'log'>): number =>
  Math.min(LONGEST_MS, Math.max(SHORTEST_MS, (pairs.length + log.length) / ITEMS_IN_A_MS));
