/** A repair as a difference, term by term, that a person reads from top to bottom and accepts. */
import type { Repair, RepairStep } from './repair.ts';

export interface RepairLine {
  readonly action: 'kept' | 'removed' | 'added';
  readonly text: string;
  /** Why it goes or comes; empty for a kept term. */
  readonly reasons: readonly string[];
}

const wordsOf = (text: string): string[] => text.split(' ').filter((word) => word !== '');

/** More cells than this are not compared; a record of that size is no text that a person pastes. */
const MAX_CELLS = 1_000_000;

/** Lengths of the longest common run of words from each pair of places on. */
const commonTable = (before: readonly string[], after: readonly string[]): Uint32Array[] => {
  const rows = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1));
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      const row = rows[i];
      if (row === undefined) continue;
      const below = rows[i + 1];
      row[j] =
        before[i] === after[j] ? (below?.[j + 1] ?? 0) + 1 : Math.max(below?.[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return rows;
};

/** Reasons of the steps that led to `word`, the first first: `ipv4: x` became `ipv4:x`, that became `ip4:x`. */
const reasonsFor = (word: string, steps: readonly RepairStep[]): string[] => {
  const out: string[] = [];
  let wanted = new Set([word]);
  for (const { from, to, reason } of steps.toReversed()) {
    if (!wordsOf(to).some((made) => wanted.has(made))) continue;
    out.unshift(reason);
    wanted = new Set([...wanted, ...wordsOf(from)]);
  }
  return out;
};

const removalReasons = (word: string, { unresolved, steps }: Repair): string[] =>
  [...unresolved, ...steps]
    .filter(({ from, to }) => to === '' && wordsOf(from).includes(word))
    .map(({ reason }) => reason);

/** The words of `text` that go and those of the repaired record that come, in the order of the record. */
export const repairDifference = (text: string, repair: Repair): RepairLine[] => {
  const before = wordsOf(text);
  const after = wordsOf(repair.record);
  const rows = before.length * after.length > MAX_CELLS ? null : commonTable(before, after);
  const out: RepairLine[] = [];
  const remove = (word: string): void => {
    out.push({ action: 'removed', text: word, reasons: removalReasons(word, repair) });
  };
  const add = (word: string): void => {
    out.push({ action: 'added', text: word, reasons: reasonsFor(word, repair.steps) });
  };
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    const [old, made] = [before[i], after[j]];
    if (old !== undefined && old === made) {
      out.push({ action: 'kept', text: old, reasons: [] });
      i += 1;
      j += 1;
    } else if (
      old !== undefined &&
      (made === undefined || (rows?.[i + 1]?.[j] ?? 0) >= (rows?.[i]?.[j + 1] ?? 0))
    ) {
      remove(old);
      i += 1;
    } else if (made !== undefined) {
      add(made);
      j += 1;
    }
  }
  return out;
};
