/** A repair as a difference, term by term, that a person reads from top to bottom and accepts. */
import type { Repair, RepairStep } from './repair.ts';

export interface RepairLine {
  readonly action: 'kept' | 'removed' | 'added';
  readonly text: string;
  /** Why it goes or comes; empty for a kept term. */
  readonly reasons: readonly string[];
  /** Where it stands in the text as given, in UTF-16 units; `null` for what is added. */
  readonly offset: number | null;
}

const wordsOf = (text: string): string[] => text.split(' ').filter((word) => word !== '');

/** Where each of the words of `text` starts. */
const offsetsOf = (text: string, words: readonly string[]): readonly number[] => {
  let from = 0;
  return words.map((word) => {
    const offset = text.indexOf(word, from);
    from = offset + word.length;
    return offset;
  });
};

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

/** For each word, the reasons of all steps that name it on one side, in their order. */
const byWord = (
  steps: readonly RepairStep[],
  side: (step: RepairStep) => string,
): ReadonlyMap<string, readonly number[]> => {
  const out = new Map<string, number[]>();
  for (const [index, step] of steps.entries())
    for (const word of new Set(wordsOf(side(step)))) {
      const known = out.get(word);
      if (known) known.push(index);
      else out.set(word, [index]);
    }
  return out;
};

/** Asked once for each word, each reason once: a text may hold the same slip thousands of times. */
const once = (tell: (word: string) => readonly string[]): ((word: string) => readonly string[]) => {
  const told = new Map<string, readonly string[]>();
  return (word) => {
    const known = told.get(word) ?? [...new Set(tell(word))];
    told.set(word, known);
    return known;
  };
};

/** Tells the reasons of the steps that led to a word, the first first: `ipv4: x` became `ipv4:x`, that became `ip4:x`. */
const additions = (steps: readonly RepairStep[]): ((word: string) => string[]) => {
  const makers = byWord(steps, ({ to }) => to);
  return (word) => {
    const used = new Set<number>();
    const open: Array<{ readonly word: string; readonly before: number }> = [{ word, before: steps.length }];
    for (let one = open.pop(); one !== undefined; one = open.pop()) {
      const { before } = one;
      for (const index of makers.get(one.word) ?? []) {
        if (index >= before || used.has(index)) continue;
        used.add(index);
        for (const from of wordsOf(steps[index]?.from ?? '')) open.push({ word: from, before: index });
      }
    }
    return [...used].sort((a, b) => a - b).map((index) => steps[index]?.reason ?? '');
  };
};

const removals = ({ unresolved, steps }: Repair): ((word: string) => string[]) => {
  const gone = [...unresolved, ...steps].filter(({ to }) => to === '');
  const told = byWord(gone, ({ from }) => from);
  return (word) => (told.get(word) ?? []).map((index) => gone[index]?.reason ?? '');
};

/** The words of `text` that go and those of the repaired record that come, in the order of the record. */
export const repairDifference = (text: string, repair: Repair): RepairLine[] => {
  const before = wordsOf(text);
  const offsets = offsetsOf(text, before);
  const after = wordsOf(repair.record);
  const rows = before.length * after.length > MAX_CELLS ? null : commonTable(before, after);
  const removalReasons = once(removals(repair));
  const reasonsFor = once(additions(repair.steps));
  const out: RepairLine[] = [];
  const remove = (word: string, offset: number | null): void => {
    out.push({ action: 'removed', text: word, reasons: removalReasons(word), offset });
  };
  const add = (word: string): void => {
    out.push({ action: 'added', text: word, reasons: reasonsFor(word), offset: null });
  };
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    const [old, made] = [before[i], after[j]];
    if (old !== undefined && old === made) {
      out.push({ action: 'kept', text: old, reasons: [], offset: offsets[i] ?? null });
      i += 1;
      j += 1;
    } else if (
      old !== undefined &&
      (made === undefined || (rows?.[i + 1]?.[j] ?? 0) >= (rows?.[i]?.[j + 1] ?? 0))
    ) {
      remove(old, offsets[i] ?? null);
      i += 1;
    } else if (made !== undefined) {
      add(made);
      j += 1;
    }
  }
  return out;
};
