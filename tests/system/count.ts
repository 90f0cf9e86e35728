import { existsSync, readFileSync } from 'node:fs';

export interface Count {
  passed: number;
  failed: number;
}
interface Vitest {
  numPassedTests: number;
  numFailedTests: number;
}
interface Playwright {
  stats: { expected: number; unexpected: number; flaky: number };
}

/** Tests in a JSON report of vitest or Playwright; undefined when the runner did not get to write one. */
export function countTests(file: string): Count | undefined {
  if (!existsSync(file)) return undefined;
  const report = JSON.parse(readFileSync(file, 'utf8')) as Vitest | Playwright;
  if ('stats' in report) {
    return { passed: report.stats.expected, failed: report.stats.unexpected + report.stats.flaky };
  }
  return { passed: report.numPassedTests, failed: report.numFailedTests };
}
