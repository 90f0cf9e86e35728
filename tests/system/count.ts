import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

export interface Count {
  passed: number;
  failed: number;
}
/** One test, or a file that did not get to its tests. */
export interface FailedTest {
  readonly file: string;
  readonly name: string;
  /** The first words of the error. */
  readonly why: string;
}
interface Vitest {
  numPassedTests: number;
  numFailedTests: number;
  testResults: Array<{
    name: string;
    status: string;
    message?: string;
    assertionResults: Array<{ status: string; fullName: string; failureMessages?: string[] }>;
  }>;
}
interface Suite {
  suites?: Suite[];
  specs?: Array<{
    ok: boolean;
    title: string;
    file: string;
    tests: Array<{ results: Array<{ errors: Array<{ message?: string }> }> }>;
  }>;
}
interface Playwright {
  stats: { expected: number; unexpected: number; flaky: number };
  suites: Suite[];
  errors: Array<{ message?: string }>;
}

const LONGEST = 300;
const shortened = (message = ''): string =>
  stripVTControlCharacters(message)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('at '))
    .slice(0, 4)
    .join(' | ')
    .slice(0, LONGEST);

const read = (file: string): Vitest | Playwright | undefined =>
  existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Vitest | Playwright) : undefined;

/** Tests in a JSON report of vitest or Playwright; undefined when the runner did not get to write one. */
export function countTests(file: string): Count | undefined {
  const report = read(file);
  if (report === undefined) return undefined;
  if ('stats' in report) {
    return { passed: report.stats.expected, failed: report.stats.unexpected + report.stats.flaky };
  }
  return { passed: report.numPassedTests, failed: report.numFailedTests };
}

const ofVitest = ({ testResults }: Vitest): FailedTest[] =>
  testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = basename(name);
    const failed = assertionResults.filter((one) => one.status === 'failed');
    if (failed.length === 0 && status === 'failed')
      return [{ file, name: 'the file itself', why: shortened(message) }];
    return failed.map(({ fullName, failureMessages }) => ({
      file,
      name: fullName,
      why: shortened(failureMessages?.[0]),
    }));
  });

const ofSuite = ({ suites = [], specs = [] }: Suite): FailedTest[] => [
  ...specs
    .filter(({ ok }) => !ok)
    .map(({ title, file, tests }) => ({
      file: basename(file),
      name: title,
      why: shortened(
        tests.flatMap(({ results }) => results.flatMap(({ errors }) => errors)).at(0)?.message ??
          'it did not end',
      ),
    })),
  ...suites.flatMap(ofSuite),
];

/** Which tests of a report failed, and why, in few words. */
export function failedTests(file: string): readonly FailedTest[] {
  const report = read(file);
  if (report === undefined) return [];
  if (!('stats' in report)) return ofVitest(report);
  const outside = report.errors.map(({ message }) => ({
    file: 'playwright',
    name: 'outside of the tests',
    why: shortened(message),
  }));
  return [...outside, ...report.suites.flatMap(ofSuite)];
}
