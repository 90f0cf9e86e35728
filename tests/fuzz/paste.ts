/**
 * The long run of pasted output behind `npm run fuzz:paste [SEED] [TEXTS]`: scrambled fragments, the corpus with a few
 * characters changed, and the corpus cut. Nothing may be thrown, no text may take long, whatever is read has to fit the
 * schema of a stored run, and a cut text may claim nothing that the whole does not. Runs on all processors; the texts
 * are those of the seed, whatever their number. Exits 1 at the first fault.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import fc from 'fast-check';
import { z } from 'zod';
import { parsePasted, pastedDraft } from '../../shared/dns/paste/index.ts';
import { runDraftSchema } from '../../shared/dns/stored-run.ts';
import { beyond, cut, mutated, scrambledPaste, type Cut } from '../support/paste.ts';

const CHUNK = 2500;
const AT = '2026-11-24T18:00:00.000Z';
/** Time of the processor, which other programs do not lengthen. A pattern that looks back without end takes more. */
const SLOW_MS = 500;

const shares = z.strictObject({ seed: z.int(), texts: z.int(), share: z.int(), of: z.int() });
const tally = z.strictObject({
  texts: z.int(),
  lines: z.int(),
  answers: z.int(),
  ms: z.number(),
  worst: z.number(),
});
type Tally = z.infer<typeof tally>;

interface Sample {
  readonly text: string;
  readonly from: { readonly whole: string; readonly part: Cut } | null;
}

const read = (text: string) => parsePasted(text, { at: AT });

const spent = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

const runShare = ({ seed, texts, share, of }: z.infer<typeof shares>): Tally => {
  const folder = join(import.meta.dirname, '../unit/dns/paste/corpus');
  const corpus = readdirSync(folder).map(
    (file) => readFileSync(join(folder, file), 'utf8').split('\n=====\n')[0] ?? '',
  );
  const wholes = new Map(corpus.map((whole) => [whole, read(whole)]));
  const alone = (text: string): Sample => ({ text, from: null });
  const sample: fc.Arbitrary<Sample> = fc.oneof(
    scrambledPaste.map(alone),
    fc.constantFrom(...corpus).chain((whole) => mutated(whole).map(alone)),
    fc
      .constantFrom(...corpus)
      .chain((whole) => cut(whole).map((part) => ({ text: part.text, from: { whole, part } }))),
  );
  const counts: Tally = { texts: 0, lines: 0, answers: 0, ms: 0, worst: 0 };
  for (let done = share * CHUNK; done < texts; done += of * CHUNK) {
    for (const { text, from } of fc.sample(sample, {
      seed: seed + done,
      numRuns: Math.min(CHUNK, texts - done),
    })) {
      const started = spent();
      const parsed = read(text);
      const took = spent() - started;
      if (took > SLOW_MS) throw new Error(`took ${took} ms: ${JSON.stringify(text)}`);
      const fits = runDraftSchema.safeParse(pastedDraft(parsed, { at: AT }));
      if (!fits.success)
        throw new Error(`fits no stored run: ${JSON.stringify(text)}`, { cause: fits.error });
      const whole = from === null ? undefined : wholes.get(from.whole);
      const more = from === null || whole === undefined ? null : beyond(from.part, parsed, whole);
      if (more !== null) throw new Error(`claims more than the whole (${more}): ${JSON.stringify(text)}`);
      counts.texts += 1;
      counts.lines += text.split('\n').length;
      counts.answers += parsed.answers.length;
      counts.ms += took;
      counts.worst = Math.max(counts.worst, took);
    }
  }
  return counts;
};

const main = async (): Promise<void> => {
  const [seed = 1035, texts = 300_000] = process.argv.slice(2).map(Number);
  const of = availableParallelism();
  const done = await Promise.all(
    Array.from(
      { length: of },
      (_none, share) =>
        new Promise<Tally>((resolve, reject) => {
          const worker = new Worker(import.meta.filename, { workerData: { seed, texts, share, of } });
          worker.once('message', (message) => {
            resolve(tally.parse(message));
          });
          worker.once('error', reject);
        }),
    ),
  );
  const sum = (key: keyof Tally): number => done.reduce((total, one) => total + one[key], 0);
  const worst = Math.max(...done.map((one) => one.worst));
  process.stdout.write(
    `${sum('texts')} texts of ${sum('lines')} lines: no throw, all ${sum('answers')} answers fit the schema, no cut ` +
      `text claims more than the whole; ${((sum('ms') * 1000) / sum('lines')).toFixed(0)} µs a line, ` +
      `${worst.toFixed(0)} ms for the slowest text\n`,
  );
};

if (isMainThread) await main();
else parentPort?.postMessage(runShare(shares.parse(workerData)));
