import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { opinions } from '../../support/spf-agreement.ts';
import { spfCase } from '../../support/spf-arbitrary.ts';

/** `FUZZ_RUNS` and `FUZZ_SEED` make the long run; unset, the seed is fixed so that every run is the same. */
const runs = Number(process.env['FUZZ_RUNS'] ?? 600);
const seed = Number(process.env['FUZZ_SEED'] ?? 7208);

describe('checkHost beside mailauth in strict mode', () => {
  it(
    'agrees on result and explanation for made-up zones and senders',
    async () => {
      await fc.assert(
        fc.asyncProperty(spfCase, async (one) => {
          const { ours, theirs } = await opinions(one);
          expect(ours).toBe(theirs);
        }),
        { seed, numRuns: runs },
      );
    },
    Math.max(60_000, runs * 20),
  );
});
