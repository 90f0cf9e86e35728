import type { TermChange } from './compose-types.ts';
import type { ChangeLines } from './planned-term.ts';

/**
 * The difference between the published terms (`order`, canonical texts) and the planned ones. A kept term counts as
 * moved when it no longer follows the kept term that stood before it.
 */
export const termChanges = (
  planned: readonly ChangeLines[],
  order: ReadonlyMap<string, number>,
  dropped: readonly TermChange[],
): TermChange[] => {
  let last = -1;
  const out: TermChange[] = [];
  for (const lines of planned) {
    const { kept } = lines;
    if (kept.action === 'changed') {
      out.push(kept);
      continue;
    }
    const index = order.get(kept.text);
    if (index === undefined) out.push(order.size === 0 && kept.origin === 'existing' ? kept : lines.added);
    else {
      out.push(index < last ? lines.moved : kept);
      if (index > last) last = index;
    }
  }
  for (const change of dropped) out.push(change);
  return out;
};
