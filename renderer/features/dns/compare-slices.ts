/** Two stored runs compared in slices, so that the window answers while tens of thousands of answers are looked at. */
import { runComparison } from '../../../shared/dns/compare-runs.ts';
import type { RunDifference } from '../../../shared/dns/compare-runs.ts';
import type { RunDraft } from '../../../shared/dns/stored-run.ts';

/** Milliseconds of work before the window may answer again. */
const SLICE = 12;

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

export const compareInSlices = async (
  before: RunDraft,
  after: RunDraft,
): Promise<readonly RunDifference[]> => {
  await pause();
  const { questions, of } = runComparison(before, after);
  await pause();
  const found: RunDifference[] = [];
  let end = performance.now() + SLICE;
  for (const question of questions) {
    found.push(of(question));
    if (performance.now() < end) continue;
    await pause();
    end = performance.now() + SLICE;
  }
  return found;
};
