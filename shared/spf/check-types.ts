import type { Ip } from '../net/ip.ts';
import type { MacroValues } from './macro-expand.ts';
import type { SpfLookup } from './lookup-port.ts';

/** RFC 7208, 2.6. */
export type SpfResult = 'pass' | 'fail' | 'softfail' | 'neutral' | 'none' | 'temperror' | 'permerror';

export interface CheckInput {
  readonly ip: Ip;
  /** MAIL FROM; empty for the null sender, then HELO is checked (RFC 7208, 2.4). */
  readonly sender: string;
  readonly helo: string;
  /** Name of the receiving host for explanations. */
  readonly receiver?: string;
  /** Seconds since 1970 for explanations. */
  readonly now?: number;
  /** Collect `trace`; costs a little. */
  readonly trace?: boolean;
}

/** Where a result came from: the deciding term, and inside an include the one that decided there. */
export interface SpfMatch {
  readonly domain: string;
  readonly term: string;
  readonly inner: SpfMatch | null;
}

export interface TraceStep {
  /** 0 for the record itself; one more for each include or redirect. */
  readonly depth: number;
  readonly domain: string;
  /** The term, or `null` for the record as a whole. */
  readonly term: string | null;
  readonly outcome: 'match' | 'no-match' | 'permerror' | 'temperror' | 'record' | 'none';
  /** Look-ups spent so far. */
  readonly lookups: number;
  readonly detail: string;
}

export interface CheckResult {
  readonly result: SpfResult;
  /** The domain owner's words for a fail, when one is published and expands. Text of a stranger. */
  readonly explanation: string | null;
  /** `null` when no term decided (none, neutral by default, errors of the record itself). */
  readonly match: SpfMatch | null;
  /** Why, for errors and none. */
  readonly reason: string;
  /** Terms that caused DNS look-ups, and look-ups that found nothing (RFC 7208, 4.6.4). */
  readonly lookups: number;
  readonly voids: number;
  readonly trace: readonly TraceStep[];
}

/** One evaluation under way. */
export interface CheckContext {
  readonly ip: Ip;
  readonly lookup: SpfLookup;
  readonly values: Omit<MacroValues, 'domain' | 'ptrName'>;
  /** RFC 8616, 4: such a local part can't be part of a name, so terms that use it match nothing. */
  readonly oddLocalPart: boolean;
  lookups: number;
  voids: number;
  readonly trace: TraceStep[] | null;
}

export type TermOutcome =
  | { readonly kind: 'match'; readonly inner: SpfMatch | null }
  | { readonly kind: 'no' }
  | { readonly kind: 'permerror' | 'temperror'; readonly reason: string };

export const NO_MATCH: TermOutcome = { kind: 'no' };
export const MATCH: TermOutcome = { kind: 'match', inner: null };
export const permError = (reason: string): TermOutcome => ({ kind: 'permerror', reason });
export const tempError = (reason: string): TermOutcome => ({ kind: 'temperror', reason });

export const MAX_VOIDS = 2;
/** Address look-ups for the hosts of one mx, and names of one reverse look-up (RFC 7208, 4.6.4). */
export const MAX_HOSTS = 10;
