/** `npm run fuzz [spf|dns] [NUMBERS]`: the long run of that name, or all of them; the numbers are for the run named. */
const RUNS: Readonly<Record<string, () => Promise<unknown>>> = {
  spf: () => import('./spf.ts'),
  dns: () => import('./dns.ts'),
};

const named = RUNS[process.argv[2] ?? ''];
if (named) process.argv.splice(2, 1);
for (const run of named ? [named] : Object.values(RUNS)) await run();
