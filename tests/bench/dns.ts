/** DNS: one customer's whole check over a slow network, questions a second on loopback, and mutated packets. */
import { Resolver } from 'node:dns/promises';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { encode } from 'dns-packet';
import { BULK_AT_ONCE } from '../../electron/dns/bulk-service.ts';
import { DnsClient } from '../../electron/dns/client.ts';
import { DnsRun } from '../../electron/dns/run.ts';
import { DnsCheckService } from '../../electron/dns/service.ts';
import { decodeMessage } from '../../electron/dns/wire.ts';
import { WireError } from '../../electron/dns/wire-reader.ts';
import { customerFileSchema } from '../../shared/customer.ts';
import { parseServer } from '../../shared/dns/server.ts';
import { RUNBOOK_CHECKS } from '../../shared/dns/sources.ts';
import type { DnsQuestion } from '../../shared/dns/types.ts';
import { startKnot } from '../integration/support/dns-servers.ts';
import { findProgram } from '../system/packages.ts';
import { startSlowNetwork } from './slow-network.ts';

export interface DnsBenchRow {
  readonly what: string;
  readonly ours: number;
  readonly unit: 'ms' | 'questions/s' | 'µs';
  /** Who is measured beside it in the same run, and its figure; null where there is no peer. */
  readonly peer: { readonly name: string; readonly value: number } | null;
  readonly note?: string;
}

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const started = performance.now();
  await work();
  return performance.now() - started;
};
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
const rounded = (value: number): number => Math.round(value * 10) / 10;

const NETWORK_MS = 25;
const all = { stepIds: [], domains: [] };

/** What it can't ask is asked as TXT. Whatever it throws (no data, no such name) counts as an answer here. */
const viaNode = (resolver: Resolver, { name, type }: DnsQuestion): Promise<unknown> =>
  resolver.resolve(name, type === 'DS' || type === 'DNSKEY' ? 'TXT' : type).catch(() => null);

/** What is published in the slow network; every other name does not exist. */
const PUBLISHED: Readonly<Record<string, string>> = {
  'contoso.com': 'v=spf1 include:a.example include:b.example ip4:192.0.2.1 -all',
  'a.example': 'v=spf1 include:aa.example include:ab.example -all',
  'b.example': 'v=spf1 include:ba.example a:mx1.b.example -all',
  'aa.example': 'v=spf1 include:aaa.example -all',
  'ba.example': 'v=spf1 include:baa.example -all',
  'ab.example': 'v=spf1 a:mx1.ab.example -all',
  'aaa.example': 'v=spf1 ip4:192.0.2.3 -all',
  'baa.example': 'v=spf1 ip4:192.0.2.4 -all',
};
/** The record itself and 3 levels of includes: each question needs the answer before it. */
const DEPTH = 4;
const WARM_CHECKS = 4;
const CHECKS = 25;

const wholeCheck = async (): Promise<DnsBenchRow[]> => {
  const file: unknown = JSON.parse(
    await readFile(new URL('../../examples/contoso.json', import.meta.url), 'utf8'),
  );
  const { data } = customerFileSchema.parse(file);
  const network = await startSlowNetwork({ published: PUBLISHED, delayMs: NETWORK_MS });
  const server = parseServer(network.server);
  const lookup = new DnsClient({ server });
  const service = new DnsCheckService({ lookup, sources: RUNBOOK_CHECKS, systemServers: () => [server] });
  const check = (): Promise<unknown> => service.check(data, { ...all, server: network.server });
  const oneByOne = async (questions: readonly DnsQuestion[]): Promise<void> => {
    for (const question of questions) await lookup.lookup(question);
  };
  const cold = await timed(check);
  for (let left = WARM_CHECKS; left > 0; left -= 1) await check();
  await network.asked();
  await check();
  const asked = await network.asked();
  const distinct = new Set(asked.map(({ name, type }) => `${type} ${name}`)).size;
  const path: number[] = [];
  const whole: number[] = [];
  for (let left = CHECKS; left > 0; left -= 1) {
    path.push(await timed(() => oneByOne(asked.slice(0, DEPTH))));
    whole.push(await timed(check));
  }
  const [ours, chain] = [median(whole), median(path)];
  const sequential = await timed(() => oneByOne(asked));
  const resolver = new Resolver();
  resolver.setServers([network.server]);
  const node = await timed(() => Promise.all(asked.map((question) => viaNode(resolver, question))));
  await network.stop();
  const what = `whole check of one customer, ${NETWORK_MS} ms an answer`;
  const note = `${asked.length} questions on the wire, ${distinct} distinct`;
  const row = (name: string, value: number): DnsBenchRow => ({
    what,
    ours: rounded(ours),
    unit: 'ms',
    peer: { name, value: rounded(value) },
    note,
  });
  const ideal = DEPTH * NETWORK_MS;
  const best = Math.min(...whole);
  return [
    {
      ...row(`critical path, ${DEPTH} × ${NETWORK_MS} ms`, ideal),
      note: `${(ours / ideal).toFixed(2)} of the path, best ${(best / ideal).toFixed(2)}, the first of a process ${(cold / ideal).toFixed(2)}; ${note}`,
    },
    row(`critical path, ${DEPTH} questions in a row`, chain),
    row('one after the other', sequential),
    row('node:dns, all at once, none waiting for another', node),
  ];
};

const DOMAINS = 1000;
const DNSPERF_SECONDS = 3;
const WARM_ROUNDS = 8;
const ROUNDS = 15;

const domainZone = (name: string): string[] => [
  `${name} MX 10 mx1.filter.example.`,
  `${name} TXT "v=spf1 include:spf.protection.outlook.com -all"`,
  `${name} A 192.0.2.25`,
  `_dmarc.${name} TXT "v=DMARC1; p=none"`,
  `_mta-sts.${name} TXT "v=STSv1; id=1"`,
  `_smtp._tls.${name} TXT "v=TLSRPTv1; rua=mailto:tls@contoso.com"`,
  `www.${name} MX 20 mail`,
];
const domainQuestions = (name: string): DnsQuestion[] => [
  { name, type: 'MX' },
  ...['', '_dmarc.', '_mta-sts.', '_smtp._tls.', 'none.'].map((prefix): DnsQuestion => ({
    name: `${prefix}${name}`,
    type: 'TXT',
  })),
  { name: `www.${name}`, type: 'MX' },
];

/** What the server and this machine can do at most. */
const dnsperf = async (port: number, questions: readonly DnsQuestion[]): Promise<number> => {
  const folder = await mkdtemp(join(tmpdir(), 'mailflow-dnsperf-'));
  const file = join(folder, 'questions');
  await writeFile(file, questions.map(({ name, type }) => `${name} ${type}\n`).join(''));
  const { stdout } = await promisify(execFile)(findProgram('dnsperf') ?? 'dnsperf', [
    ...['-s', '127.0.0.1', '-p', String(port), '-d', file, '-l', String(DNSPERF_SECONDS)],
  ]);
  await rm(folder, { recursive: true });
  return Math.round(Number(/Queries per second:\s+([0-9.]+)/u.exec(stdout)?.[1] ?? NaN));
};

const atOnce = async (
  questions: readonly DnsQuestion[],
  ask: (question: DnsQuestion) => Promise<unknown>,
) => {
  const left = questions.values();
  await Promise.all(
    Array.from({ length: BULK_AT_ONCE }, async () => {
      for (const question of left) await ask(question);
    }),
  );
};

const throughput = async (): Promise<DnsBenchRow[]> => {
  const names = Array.from({ length: DOMAINS }, (_, index) => `d${index}`);
  const knot = await startKnot({ zones: { 'contoso.com': names.flatMap(domainZone) } });
  const server = parseServer(knot.server);
  const questions = names.flatMap((name) => domainQuestions(`${name}.contoso.com`));
  const perSecond = (ms: number): number => Math.round((questions.length * 1000) / ms);
  const ask = async (purpose: 'evidence' | 'bulk'): Promise<number> => {
    const client = new DnsClient({ server, purpose });
    const run = new DnsRun(client, { maxAtOnce: BULK_AT_ONCE, maxPerServer: BULK_AT_ONCE });
    const ms = await timed(() => Promise.all(questions.map((question) => run.ask(question, server))));
    client.close();
    return perSecond(ms);
  };
  const resolver = new Resolver();
  resolver.setServers([knot.server]);
  const askNode = async (): Promise<number> =>
    perSecond(await timed(() => atOnce(questions, (question) => viaNode(resolver, question))));
  const cold = await ask('bulk');
  const rounds: Array<readonly [bulk: number, node: number]> = [];
  // In turn, so that what else the machine does meets both; the first rounds are for V8 to compile ours.
  for (let round = 0; round < WARM_ROUNDS + ROUNDS; round += 1) {
    const pair = [await ask('bulk'), await askNode()] as const;
    if (round >= WARM_ROUNDS) rounds.push(pair);
  }
  const bulk = median(rounds.map(([ours]) => ours));
  const node = median(rounds.map(([, theirs]) => theirs));
  const evidence = await ask('evidence');
  const ceiling = await dnsperf(knot.port, questions);
  await knot.stop();
  const unit = 'questions/s';
  const what = `bulk: ${DOMAINS} domains, 7 questions each, on loopback, ${BULK_AT_ONCE} at once`;
  const note = `UDP until a TCP connection stands, then TCP, one run; the peer by UDP; the first run of a process ${cold}`;
  return [
    { what, ours: bulk, unit, peer: { name: 'node:dns, without flags and TTL', value: node }, note },
    { what, ours: bulk, unit, peer: { name: 'dnsperf, the ceiling, by UDP', value: ceiling } },
    {
      what: 'the same for evidence, a socket each',
      ours: evidence,
      unit,
      peer: { name: 'node:dns, without flags and TTL', value: node },
    },
  ];
};

const MUTANTS = 100_000;

/** Reads packets with changed octets; the figure is the mean, and anything but a WireError ends the bench. */
const mutants = (): DnsBenchRow => {
  const valid = encode({
    type: 'response',
    id: 7,
    questions: [{ name: 'contoso.com', type: 'MX' }],
    answers: [
      { name: 'contoso.com', type: 'MX', ttl: 300, data: { preference: 10, exchange: 'mx1.filter.example' } },
      {
        name: 'contoso.com',
        type: 'TXT',
        ttl: 300,
        data: ['v=spf1 include:spf.protection.outlook.com -all'],
      },
    ],
  });
  let seed = 20261124;
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  const started = performance.now();
  for (let index = 0; index < MUTANTS; index++) {
    const bytes = Buffer.from(valid);
    for (let change = random(6); change >= 0; change--) bytes[random(bytes.length)] = random(256);
    try {
      decodeMessage(bytes);
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
    }
  }
  const mean = ((performance.now() - started) * 1000) / MUTANTS;
  return {
    what: 'reading a mutated answer (mean of 100,000)',
    ours: rounded(mean),
    unit: 'µs',
    peer: null,
  };
};

export const benchDns = async (): Promise<DnsBenchRow[]> => [
  ...(await wholeCheck()),
  ...(await throughput()),
  mutants(),
];
