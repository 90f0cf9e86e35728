/** SPF: cases a second beside mailauth in strict mode, over the same made-up cases in the same run. */
import fc from 'fast-check';
import { spf } from 'mailauth/lib/spf/index.js';
import type { Ip } from '../../shared/net/ip.ts';
import { checkHost } from '../../shared/spf/check-host.ts';
import type { SpfLookup } from '../../shared/spf/lookup-port.ts';
import { checkHost as checkThroughResolver } from '../conformance/adapter.ts';
import { spfCase, type SpfCase } from '../support/spf-arbitrary.ts';
import { ipOf } from '../support/spf-check.ts';
import { zoneLookup, zoneResolver } from '../support/spf-zone.ts';
import type { BenchRow } from './types.ts';

interface Job extends SpfCase {
  readonly address: Ip;
  readonly lookup: SpfLookup;
  readonly resolver: (name: string, type: string) => Promise<string[]>;
}

const SECONDS = 2;
const CASES = 300;

type Resolver = Job['resolver'];

/** Keeps each answer ready, so that evaluators are measured and not the making of answers. Both get the same ones. */
const prepared = (resolver: Resolver): Resolver => {
  const answers = new Map<string, Promise<string[]>>();
  return (name, type) => {
    const key = `${type} ${name}`;
    const known = answers.get(key);
    if (known) return known;
    const answer = resolver(name, type);
    answers.set(key, answer);
    return answer;
  };
};

const jobs = (): Job[] =>
  fc.sample(spfCase, { seed: 7208, numRuns: CASES }).map((one) => ({
    ...one,
    address: ipOf(one.ip),
    lookup: zoneLookup(one.zone),
    // the other library's types know only answers made of text, but its code takes MX as objects
    resolver: prepared(zoneResolver(one.zone) as Resolver),
  }));

type Evaluate = (job: Job) => unknown;

/** Milliseconds that this thread worked. Wall time would also measure whatever else runs on the machine. */
const worked = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

/**
 * Cases a second of the thread's own time for each evaluator. They take turns, one pass over the cases each, so that
 * all of them meet the same machine.
 */
const rates = async (
  list: readonly Job[],
  seconds: number,
  evaluators: readonly Evaluate[],
): Promise<number[]> => {
  const spent = evaluators.map(() => 0);
  const passes = evaluators.map(() => 0);
  for (let round = 0; Math.min(...spent) < seconds * 1000; round++) {
    for (const [index, evaluate] of evaluators.entries()) {
      if ((spent[index] ?? 0) >= seconds * 1000) continue;
      const before = worked();
      for (const job of list) {
        const result = evaluate(job);
        if (result instanceof Promise) await result;
      }
      if (round < 2) continue; // compiling is not what is measured
      spent[index] = (spent[index] ?? 0) + worked() - before;
      passes[index] = (passes[index] ?? 0) + 1;
    }
  }
  return evaluators.map((_, index) =>
    Math.round(((passes[index] ?? 0) * list.length * 1000) / (spent[index] ?? 1)),
  );
};

const ours = ({ address, sender, helo, lookup }: Job): unknown =>
  checkHost({ ip: address, sender, helo }, lookup);
const oursAsync = ({ ip, sender, helo, resolver }: Job): Promise<unknown> =>
  checkThroughResolver({ ip, sender, helo, resolver });
const mailauth = ({ ip, sender, helo, resolver }: Job): Promise<unknown> =>
  spf({ ip, sender, helo, mta: 'unknown', strict: true, resolver });

/** Measures SPF; each row names what ran beside ours. */
export const measureSpf = async (): Promise<BenchRow[]> => {
  const [zone = 0, resolver = 0, other = 0] = await rates(jobs(), SECONDS, [ours, oursAsync, mailauth]);
  const peer = { name: 'mailauth 7.1.0, strict', value: other };
  return [
    { what: 'SPF evaluation through the same resolver', ours: resolver, unit: 'cases/s', peer },
    { what: 'SPF evaluation from a stored zone', ours: zone, unit: 'cases/s', peer },
  ];
};
