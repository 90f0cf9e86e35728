import type { TermChange, TermOrigin } from './compose-types.ts';

export interface PlannedText {
  readonly text: string;
  readonly origin: TermOrigin;
  readonly reason: string;
  /** What the published record says in its place, for `all` and a converted `redirect=`. */
  readonly from?: string | undefined;
}

/**
 * The difference between the published terms (`order`, canonical texts) and the planned ones. A kept term counts as
 * moved when it no longer follows the kept term that stood before it.
 */
export const termChanges = (
  planned: readonly PlannedText[],
  order: ReadonlyMap<string, number>,
  dropped: readonly TermChange[],
): TermChange[] => {
  let last = -1;
  const out = planned.map(({ text, origin, reason, from }): TermChange => {
    if (from !== undefined && from !== text) return { action: 'changed', text, from, origin, reason };
    const index = order.get(text);
    if (index === undefined)
      return { action: order.size === 0 && origin === 'existing' ? 'kept' : 'added', text, origin, reason };
    const moved = index < last;
    last = Math.max(last, index);
    return { action: moved ? 'moved' : 'kept', text, origin, reason };
  });
  return [...out, ...dropped];
};
