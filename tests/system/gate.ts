/**
 * `npm test`: every check in the order of its cost. Stops at the first that fails, shows that one's output, names the
 * tests that failed, and ends with one plain line that counts the tests that ran.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { countTests, failedTests, type Count } from './count.ts';
import { ensure } from './install.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const RESULTS = join(ROOT, 'test-results');
/** Failed tests that are named at the end. */
const MOST_TOLD = 30;

interface Stage {
  name: string;
  script: string;
  /** File below test-results/ that the runner's JSON reporter writes, for stages that run tests. */
  report?: string;
  args?: string[];
}
const vitest = (report: string): string[] => [
  '--',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=test-results/${report}`,
];
const STAGES: readonly Stage[] = [
  { name: 'format', script: 'check:format' },
  { name: 'lint', script: 'check:lint' },
  { name: 'types', script: 'check:types' },
  { name: 'unit', script: 'test:unit', report: 'unit.json', args: vitest('unit.json') },
  { name: 'build', script: 'build' },
  {
    name: 'integration',
    script: 'test:integration',
    report: 'integration.json',
    args: vitest('integration.json'),
  },
  { name: 'e2e', script: 'test:e2e', report: 'e2e.json' },
];

function run(stage: Stage): Promise<{ ok: boolean; output: string }> {
  const env = {
    ...process.env,
    ELECTRON_OVERRIDE_DIST_PATH: join(ROOT, 'tests', 'electron-standin'),
    // The tests' window stays out of the way of whoever runs them.
    STANDIN_HEADLESS: '1',
  };
  const child = spawn('npm', ['run', '--silent', stage.script, ...(stage.args ?? [])], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ ok: false, output: error.message }));
    child.once('close', (code) => resolve({ ok: code === 0, output }));
  });
}

async function main(): Promise<boolean> {
  const total: Count = { passed: 0, failed: 0 };
  const problem = ensure();
  if (problem !== undefined) {
    console.error(problem);
    console.log('0 passed, 1 failed');
    return false;
  }
  rmSync(RESULTS, { recursive: true, force: true });
  mkdirSync(RESULTS, { recursive: true });
  let good = true;
  for (const stage of STAGES) {
    const began = performance.now();
    const { ok, output } = await run(stage);
    const count = stage.report === undefined ? undefined : countTests(join(RESULTS, stage.report));
    total.passed += count?.passed ?? 0;
    total.failed += count?.failed ?? 0;
    // A stage that fails without a failing test (a lint error, a runner that can't start) counts as one.
    if (!ok && (count?.failed ?? 0) === 0) total.failed += 1;
    const seconds = ((performance.now() - began) / 1000).toFixed(1).padStart(6);
    const tests = count === undefined ? '' : `  ${count.passed + count.failed} tests`;
    console.log(`${ok ? 'ok    ' : 'FAILED'} ${stage.name.padEnd(12)}${seconds} s${tests}`);
    good = ok;
    if (!ok) {
      console.log(output.trimEnd());
      // Last, where a log that shows its end alone still has it.
      const failed = stage.report === undefined ? [] : failedTests(join(RESULTS, stage.report));
      console.log(`\nFAILED ${stage.name}`);
      for (const { file, name, why } of failed.slice(0, MOST_TOLD))
        console.log(`  ${file}: ${name}\n    ${why}`);
      if (failed.length > MOST_TOLD) console.log(`  and ${failed.length - MOST_TOLD} more`);
      break;
    }
  }
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return good && total.failed === 0;
}

process.exitCode = (await main()) ? 0 : 1;
