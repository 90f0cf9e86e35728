/** DNS: one customer's whole check over a slow network, questions a second on loopback, and mutated packets. */
import { Resolver } from 'node:dns/promises';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { encode } from 'dns-packet';
import { DnsClient } from '../../electron/dns/client.ts';
import { DnsRun } from '../../electron/dns/run.ts';
import { DnsCheckService } from '../../electron/dns/service.ts';
import { decodeMessage } from '../../electron/dns/wire.ts';
import { WireError } from '../../electron/dns/wire-reader.ts';
import { customerFileSchema } from '../../shared/customer.ts';
import { plannedChecks } from '../../shared/dns/checks.ts';
import { parseServer } from '../../shared/dns/server.ts';
import { RUNBOOK_CHECKS } from '../../shared/dns/sources.ts';
import type { DnsQuestion } from '../../shared/dns/types.ts';
import { startKnot } from '../integration/support/dns-servers.ts';
import { reply, startFaultServer } from '../integration/support/fault-server.ts';
import { findProgram } from '../system/packages.ts';

export interface DnsBenchRow {
  readonly what: string;
  readonly ours: number;
  readonly unit: 'ms' | 'questions/s' | 'µs';
  /** Who is measured beside it in the same run, and its figure; null where there is no peer. */
  readonly peer: { readonly name: string; readonly value: number } | null;
}

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const started = performance.now();
  await work();
  return performance.now() - started;
};
const rounded = (value: number): number => Math.round(value * 10) / 10;

const NETWORK_MS = 25;
const all = { stepIds: [], domains: [] };

/** Whatever c-ares throws (no data, no such name) counts as an answer here. */
const viaNode = (resolver: Resolver, { name, type }: DnsQuestion): Promise<unknown> =>
  (type === 'MX' ? resolver.resolveMx(name) : resolver.resolveTxt(name)).catch(() => null);

const wholeCheck = async (): Promise<DnsBenchRow[]> => {
  const file: unknown = JSON.parse(
    await readFile(new URL('../../examples/contoso.json', import.meta.url), 'utf8'),
  );
  const { data } = customerFileSchema.parse(file);
  const network = await startFaultServer((query) => [reply(query, { rcode: 3 })], { delayMs: NETWORK_MS });
  const server = parseServer(network.server);
  const lookup = new DnsClient({ server });
  const service = new DnsCheckService({ lookup, sources: RUNBOOK_CHECKS, systemServers: () => [server] });
  const questions = plannedChecks(data.profile, all, RUNBOOK_CHECKS).flatMap((check) => check.questions);
  const resolver = new Resolver();
  resolver.setServers([network.server]);
  const ours = await timed(() => service.check(data, { ...all, server: network.server }));
  const sequential = await timed(async () => {
    for (const question of questions) await lookup.lookup(question);
  });
  const node = await timed(() => Promise.all(questions.map((question) => viaNode(resolver, question))));
  await network.stop();
  const what = `whole check of one customer, ${NETWORK_MS} ms an answer`;
  return [
    {
      what,
      ours: rounded(ours),
      unit: 'ms',
      peer: { name: 'one after the other', value: rounded(sequential) },
    },
    { what, ours: rounded(ours), unit: 'ms', peer: { name: 'node:dns, all at once', value: rounded(node) } },
  ];
};

const DOMAINS = 1000;
const ASKED_AT_ONCE = 64;
const DNSPERF_SECONDS = 3;

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
    Array.from({ length: ASKED_AT_ONCE }, async () => {
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
    const run = new DnsRun(client, { maxAtOnce: ASKED_AT_ONCE, maxPerServer: ASKED_AT_ONCE });
    const ms = await timed(() => Promise.all(questions.map((question) => run.ask(question, server))));
    client.close();
    return perSecond(ms);
  };
  const resolver = new Resolver();
  resolver.setServers([knot.server]);
  await ask('bulk'); // warm
  const bulk = await ask('bulk');
  const node = perSecond(await timed(() => atOnce(questions, (question) => viaNode(resolver, question))));
  const evidence = await ask('evidence');
  const ceiling = await dnsperf(knot.port, questions);
  await knot.stop();
  const unit = 'questions/s';
  const what = `bulk: ${DOMAINS} domains, 7 questions each, on loopback`;
  return [
    { what, ours: bulk, unit, peer: { name: 'node:dns, without flags and TTL', value: node } },
    { what, ours: bulk, unit, peer: { name: 'dnsperf, the ceiling', value: ceiling } },
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
