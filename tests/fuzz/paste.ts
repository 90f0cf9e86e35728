/**
 * The long run of pasted output behind `npm run fuzz:paste [SEED] [TEXTS]`: scrambled fragments, and the corpus with a
 * few characters changed. Nothing may be thrown, no text may take long, and whatever is read has to fit the schema of
 * a stored run. Exits 1 at the first fault.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parsePasted, pastedDraft } from '../../shared/dns/paste/index.ts';
import { runDraftSchema } from '../../shared/dns/stored-run.ts';
import { mutated, scrambledPaste } from '../support/paste.ts';

const [seed = 1035, texts = 300_000] = process.argv.slice(2).map(Number);
const CHUNK = 5000;
const AT = '2026-11-24T18:00:00.000Z';
/** No text of this length may take longer; a pattern that looks back without end would. */
const SLOW_MS = 2000;

const folder = join(import.meta.dirname, '../unit/dns/paste/corpus');
const corpus = readdirSync(folder).map(
  (file) => readFileSync(join(folder, file), 'utf8').split('\n=====\n')[0] ?? '',
);
const text = fc.oneof(scrambledPaste, fc.constantFrom(...corpus).chain(mutated));

const fail = (why: string, one: string): never => {
  process.stdout.write(`${why}: ${JSON.stringify(one)}\n`);
  process.exit(1);
};

let answers = 0;
for (let done = 0; done < texts; done += CHUNK) {
  for (const one of fc.sample(text, { seed: seed + done, numRuns: Math.min(CHUNK, texts - done) })) {
    const started = performance.now();
    try {
      const parsed = parsePasted(one, { at: AT });
      runDraftSchema.parse(pastedDraft(parsed, { at: AT }));
      answers += parsed.answers.length;
    } catch (error) {
      fail(`threw ${String(error)}`, one);
    }
    if (performance.now() - started > SLOW_MS) fail('slow', one);
  }
}
process.stdout.write(`${texts} texts: no throw, none slow, all ${answers} answers fit the schema\n`);
