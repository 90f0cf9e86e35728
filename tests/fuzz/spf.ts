/**
 * The long run behind `npm run fuzz [SEED] [CASES] [TEXTS]`: made-up zones and senders through our evaluator and
 * mailauth in strict mode, then arbitrary texts through parse, print, repair and lint. Exits 1 at the first disagreement.
 */
import fc from 'fast-check';
import { lintRecord } from '../../shared/spf/lint.ts';
import { printSpf } from '../../shared/spf/ast.ts';
import { parseSpf } from '../../shared/spf/parse.ts';
import { repairSpf } from '../../shared/spf/repair.ts';
import { opinions } from '../support/spf-agreement.ts';
import { spfCase } from '../support/spf-arbitrary.ts';

const [seed = 7208, cases = 100_000, texts = 1_000_000] = process.argv.slice(2).map(Number);
const CHUNK = 5000;
/** No text of this length may take longer; a pattern that looks back without end would. */
const SLOW_MS = 2000;

const piece = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.string({ unit: 'grapheme-ascii', maxLength: 12 }),
  fc.constantFrom(
    'v=spf1',
    ' ',
    '  ',
    'ip4:',
    'ip6:',
    'include:',
    'a',
    'mx',
    '%{',
    '}',
    '/24',
    '//64',
    '-all',
    '–all',
    'redirect=',
    'exp=',
  ),
  fc.constantFrom(
    '192.0.2.1',
    '2001:db8::1',
    'spf.example.com',
    '%{i}',
    'ipv4:',
    '"',
    '(',
    ')',
    'IN TXT',
    ',',
    ';',
    'v=',
    'spf1',
    '\t',
  ),
);
const text = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(''));

const say = (line: string): boolean => process.stdout.write(`${line}\n`);
const fail = (line: string): never => {
  say(line);
  process.exit(1);
};

for (let done = 0; done < cases; done += CHUNK) {
  for (const one of fc.sample(spfCase, { seed: seed + done, numRuns: Math.min(CHUNK, cases - done) })) {
    const { ours, theirs } = await opinions(one);
    if (ours !== theirs)
      fail(`disagreement: ${ours} and ${theirs} for ${JSON.stringify({ ...one, zone: [...one.zone] })}`);
  }
}
say(`${cases} cases: our evaluator and the other agree`);

for (let done = 0; done < texts; done += CHUNK) {
  for (const one of fc.sample(text, { seed: seed + done, numRuns: Math.min(CHUNK, texts - done) })) {
    const started = performance.now();
    const record = parseSpf(one);
    if (printSpf(record) !== one) fail(`changed by parse and print: ${JSON.stringify(one)}`);
    lintRecord(record, { domain: 'example.com' });
    const { record: proposal } = repairSpf(one);
    const again = parseSpf(proposal);
    if (again.version === null || again.problems.length > 0)
      fail(`repaired into an error: ${JSON.stringify(one)}`);
    if (repairSpf(proposal).record !== proposal) fail(`repaired twice: ${JSON.stringify(one)}`);
    if (performance.now() - started > SLOW_MS) fail(`slow: ${JSON.stringify(one)}`);
  }
}
say(`${texts} texts: no throw, no change in print, every proposal is a valid record`);
