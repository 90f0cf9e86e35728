/** SPF: cases a second beside mailauth in strict mode, over the same made-up cases in the same run; composing 500 domains. */
import fc from 'fast-check';
import { spf } from 'mailauth/lib/spf/index.js';
import type { Ip } from '../../shared/net/ip.ts';
import { checkHost } from '../../shared/spf/check-host.ts';
import { composeSpf } from '../../shared/spf/compose.ts';
import type { ComposeInput } from '../../shared/spf/compose-types.ts';
import type { SpfLookup } from '../../shared/spf/lookup-port.ts';
import { checkHost as checkThroughResolver } from '../conformance/adapter.ts';
import { spfCase, type SpfCase } from '../support/spf-arbitrary.ts';
import { ipOf } from '../support/spf-check.ts';
import { zoneLookup, zoneResolver } from '../support/spf-zone.ts';

export interface SpfBenchRow {
  readonly what: string;
  readonly ours: number;
  readonly unit: 'cases/s' | 'ms';
  readonly peer: { readonly name: string; readonly value: number } | null;
}

interface Job extends SpfCase {
  readonly address: Ip;
  readonly lookup: SpfLookup;
  readonly resolver: (name: string, type: string) => Promise<string[]>;
}

const CASES = 300;
const DOMAINS = 500;

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

const inputs = (egress: string): ComposeInput[] =>
  Array.from({ length: DOMAINS }, (_, index) => ({
    domain: `d${index}.example`,
    thirdParty: { includes: ['spf.filter.example'], ips: ['203.0.113.0/24'] },
    onPrem: { ips: [egress, '131.107.21.231'] },
    other: { includes: ['spf.crm.example'] },
    existing: [`v=spf1 mx ip4:198.51.100.${index % 256} include:spf.protection.outlook.com ~all`],
  }));

/** Milliseconds of the thread's time, at the 99th percentile, for composing all domains anew when every record changes. */
const composeAll = (rounds: number): number => {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const list = inputs(`192.0.2.${round % 256}`);
    const before = worked();
    for (const input of list) composeSpf(input);
    times.push(worked() - before);
  }
  const warm = times.slice(Math.floor(rounds / 10)).sort((a, b) => a - b);
  return Math.round((warm[Math.floor(warm.length * 0.99)] ?? 0) * 100) / 100;
};

/** Measures SPF, `seconds` for each evaluator; each row names what ran beside ours. */
export const measureSpf = async (seconds = 2): Promise<SpfBenchRow[]> => {
  const [zone = 0, resolver = 0, other = 0] = await rates(jobs(), seconds, [ours, oursAsync, mailauth]);
  const peer = { name: 'mailauth 7.1.0, strict', value: other };
  return [
    { what: 'SPF evaluation through the same resolver', ours: resolver, unit: 'cases/s', peer },
    { what: 'SPF evaluation from a stored zone', ours: zone, unit: 'cases/s', peer },
    {
      what: `SPF records of ${DOMAINS} domains composed anew, 99th percentile`,
      ours: composeAll(200),
      unit: 'ms',
      peer: null,
    },
  ];
};
