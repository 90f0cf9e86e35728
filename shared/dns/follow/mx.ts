/** Where the MX records lead: addresses of each host, what kind of host it is, and whether all name servers agree. */
import { severityOf, type Finding } from '../../finding.ts';
import {
  classifyMx,
  compareServers,
  type ClassifiedMx,
  type HostFacts,
  type MxClass,
} from '../../mx/classify.ts';
import { mxFinding } from '../../mx/findings.ts';
import { leftSentence, MOST_HOSTS, triedFirst } from '../../mx/tried-first.ts';
import { checkDomainName } from '../../net/domain-name.ts';
import { parseIp } from '../../net/ip.ts';
import { authoritativeServers } from '../authoritative.ts';
import type { Followed, Piece } from '../check-types.ts';
import { describeServer } from '../server.ts';
import type { DnsAnswer } from '../types.ts';
import { notThere, whyUnanswered } from '../unanswered.ts';
import { listed } from '../../listed.ts';
import { sayLeft } from './limit.ts';
import { piece, valuesOf, type Follow, type FollowContext } from './types.ts';

interface MxRow {
  readonly preference: number;
  readonly host: string;
}
interface Host {
  readonly host: string;
  readonly facts: HostFacts;
  readonly answers: readonly [DnsAnswer, DnsAnswer];
}

const MX = /^(\d+) (\S+)$/u;
const rowsOf = (answer: DnsAnswer): MxRow[] =>
  valuesOf(answer, 'MX').flatMap((value) => {
    const [, preference = '', host = ''] = MX.exec(value) ?? [];
    return host === '' ? [] : [{ preference: Number(preference), host }];
  });
const isHostName = (host: string): boolean =>
  !parseIp(host).ok && checkDomainName(host, { allowUnderscore: true, allowSingleLabel: true }).ok;
const textOf = ({ preference, host }: MxRow): string => `${preference} ${host}`;

/** A and AAAA of a host; without `addresses` where one of the two is open and the other one has none. */
const askHost = async ({ port }: FollowContext, host: string): Promise<Host> => {
  const answers = await Promise.all([
    port.lookup({ name: host, type: 'A' }),
    port.lookup({ name: host, type: 'AAAA' }),
  ] as const);
  const addresses = [...valuesOf(answers[0], 'A'), ...valuesOf(answers[1], 'AAAA')];
  const known = addresses.length > 0 || answers.every((answer) => whyUnanswered(answer) === null);
  const alias = answers
    .flatMap(({ records }) => records)
    .find(({ type, name }) => type === 'CNAME' && name === host)?.value;
  return {
    host,
    answers,
    facts: { ...(alias === undefined ? {} : { alias }), ...(known ? { addresses } : {}) },
  };
};

const leftOf = (
  all: readonly MxRow[],
  rows: readonly MxRow[],
  answer: DnsAnswer,
): Parameters<typeof sayLeft>[1] => {
  const asked = new Set(rows);
  const found = all.filter((row) => !asked.has(row)).map(textOf);
  return found.length === 0
    ? null
    : { sentence: leftSentence(all.length, rows.length, 'MX records'), found, answer };
};

/** `rows` are those of `triedFirst`. */
const askHosts = async (
  context: FollowContext,
  rows: readonly MxRow[],
): Promise<ReadonlyMap<string, Host>> => {
  const names = [...new Set(rows.map(({ host }) => host))].filter(isHostName);
  const hosts = await Promise.all(names.map((host) => askHost(context, host)));
  return new Map(hosts.map((host) => [host.host, host]));
};

const classify = (
  { profile, planned }: FollowContext,
  found: readonly MxRow[],
  hosts: ReadonlyMap<string, Host>,
): ReturnType<typeof classifyMx> =>
  classifyMx({
    expected: planned.mx.map(({ preference, host }) => ({ preference: preference ?? 0, host })),
    found,
    onPremHosts: [profile.onPremInboundHost, ...profile.onPremSmtpHosts].filter((host) => host.trim() !== ''),
    onPremIps: profile.onPremPublicIps,
    facts: new Map([...hosts].map(([host, { facts }]) => [host, facts])),
  });

/** About the host itself, whoever it belongs to. */
const ABOUT_HOST = new Set([
  'MX-E-IP-LITERAL',
  'MX-E-CNAME-TARGET',
  'MX-E-NO-ADDRESS',
  'MX-W-PRIVATE-ADDRESS',
  'MX-W-NULL-MX-PREFERENCE',
  'MX-W-SAME-HOST',
]);
const WRONG_THOUGH_WARNING = new Set(['MX-W-PRIVATE-ADDRESS', 'MX-W-NULL-MX-PREFERENCE']);
const isWrong = ({ code }: Finding): boolean =>
  severityOf(code) === 'error' || WRONG_THOUGH_WARNING.has(code);

const hostPiece = (row: ClassifiedMx, host: Host | undefined, fallback: DnsAnswer): Piece => {
  const deciding = host?.answers.find(({ outcome }) => outcome === 'answer') ?? host?.answers[0] ?? fallback;
  const literal = row.findings.some(({ code }) => code === 'MX-E-IP-LITERAL');
  const bad = host === undefined && row.class !== 'null-mx' && !literal;
  const about = [
    ...row.findings.filter(({ code }) => ABOUT_HOST.has(code)),
    ...(bad ? [mxFinding('MX-E-BAD-HOST', { token: row.host })] : []),
  ];
  const wrong = about.filter(isWrong).map(({ message }) => message);
  const found = [textOf(row), ...(host?.facts.addresses ?? []).map((address) => `${row.host} ${address}`)];
  if (wrong.length > 0)
    return piece('differing', wrong.join(' '), deciding, {
      found,
      terms: [{ term: row.host, state: 'extra' }],
    });
  const open =
    host?.facts.addresses === undefined ? host?.answers.find((answer) => whyUnanswered(answer)) : undefined;
  if (open !== undefined) return piece('unanswered', whyUnanswered(open) ?? '', open, { found });
  const notes = about.map(({ message }) => message);
  const sentence =
    row.class === 'null-mx'
      ? 'The null MX says that the domain takes no mail.'
      : `${row.host} has ${listed(host?.facts.addresses ?? [])}.`;
  return piece('matching', [sentence, ...notes].join(' '), deciding, {
    found,
    terms: [{ term: row.host, state: 'same' }],
  });
};

/** What each of the zone's own servers says; nothing to say where none of them can be reached. */
const serversPiece = async (context: FollowContext): Promise<readonly Piece[]> => {
  const { port, ownPort, name } = context;
  const servers = await authoritativeServers((question) => port.lookup(question), name, ownPort);
  const asked = await Promise.all(
    servers.map(async (server) => ({
      server,
      answer: await port.lookup({ name, type: 'MX' }, { server, recursive: false }),
    })),
  );
  const settled = asked.filter(({ answer }) => answer.flags.aa && whyUnanswered(answer) === null);
  const [finding] = compareServers(
    new Map(settled.map(({ server, answer }) => [describeServer(server), rowsOf(answer)])),
  );
  const last = settled.at(-1);
  return finding === undefined || last === undefined
    ? []
    : [piece('differing', finding.message, last.answer)];
};

const WANTED = 'each MX host is a name with a public address, no alias and no address itself';

/** Host by host: a name with addresses of its own that the Internet reaches (RFC 5321, 5.1; RFC 2181, 10.3). */
export const mxTargets: Follow = async (context) => {
  const mx = await context.port.lookup({ name: context.name, type: 'MX' });
  const why = whyUnanswered(mx);
  if (why !== null) return { expected: [WANTED], pieces: [piece('unanswered', why, mx)] };
  const found = rowsOf(mx);
  if (found.length === 0)
    return { expected: [WANTED], pieces: [piece('differing', notThere(mx, 'MX record'), mx)] };
  const tried = triedFirst(found);
  const [hosts, servers] = await Promise.all([askHosts(context, tried), serversPiece(context)]);
  const { rows, findings } = classify(context, tried, hosts);
  const mixed = findings.filter(({ code }) => code === 'MX-E-NULL-MX-MIXED');
  const pieces = [
    ...rows.map((row) => hostPiece(row, hosts.get(row.host), mx)),
    ...mixed.map(({ message }) => piece('differing', message, mx)),
    ...servers,
    ...sharedNote(findings, mx),
  ];
  return withPieces(sayLeft(pieces, leftOf(found, tried, mx)));
};

const sharedNote = (findings: readonly Finding[], mx: DnsAnswer): Piece[] =>
  findings
    .filter(({ code }) => code === 'MX-W-SAME-ADDRESS')
    .map(({ message }) => piece('matching', message, mx));

const withPieces = (pieces: readonly Piece[]): Followed => {
  const [first, ...rest] = pieces;
  if (first === undefined) throw new RangeError('no MX record to judge');
  return { expected: [WANTED], pieces: [first, ...rest] };
};

/** The hosts of the plan, before any MX record names them. */
export const plannedMxTargets: Follow = async (context) => {
  const planned = context.planned.mx
    .map(({ preference, host }) => ({
      preference: preference ?? 0,
      host: host.trim().toLowerCase().replace(/\.$/u, ''),
    }))
    .filter(({ host }) => host !== '');
  const mx = await context.port.lookup({ name: context.name, type: 'MX' });
  if (planned.length === 0) return { expected: [WANTED], pieces: [piece('unanswered', NO_PLAN, mx)] };
  const tried = triedFirst(planned);
  const hosts = await askHosts(context, tried);
  const { rows } = classify(context, tried, hosts);
  const pieces = rows.map((row) => hostPiece(row, hosts.get(row.host), mx));
  return withPieces(sayLeft(pieces, leftOf(planned, tried, mx)));
};

const NO_PLAN =
  "The profile does not hold the third party's MX hosts yet, or not all of them in a form that can be published, so there is nothing to compare with.";

const CLASS_WORDS: Readonly<Record<MxClass, string>> = {
  expected: 'expected',
  'microsoft-back-door': 'back door to Microsoft 365',
  'on-premises-back-door': 'back door to the old server',
  'verification-leftover': 'left over from verification',
  'retired-microsoft': 'retired Microsoft host',
  'other-vendor': 'another vendor',
  'ip-literal': 'an address in place of a name',
  'null-mx': 'null MX',
  unknown: 'unknown host',
};

/** Every MX record beside the plan, with what kind of host it leads to. */
export const mxLeftover: Follow = async (context) => {
  const expected = context.planned.mx.map(
    ({ preference, host }) => `${preference ?? 0} ${host.trim().toLowerCase()}`,
  );
  const mx = await context.port.lookup({ name: context.name, type: 'MX' });
  const why = whyUnanswered(mx) ?? (context.planned.mx.length === 0 ? NO_PLAN : null);
  const found = rowsOf(mx);
  if (why !== null) return { expected, pieces: [piece('unanswered', why, mx, { found: found.map(textOf) })] };
  if (found.length === 0) return { expected, pieces: [piece('differing', notThere(mx, 'MX record'), mx)] };
  const planned = new Set(
    context.planned.mx.map(({ host }) => host.trim().toLowerCase().replace(/\.$/u, '')),
  );
  // Addresses tell whose a host is that is none of the plan; of those in it the name decides.
  const foreign = found.filter(({ host }) => !planned.has(host.toLowerCase()));
  const tried = triedFirst(foreign);
  const hosts = await askHosts(context, tried);
  const { rows } = classify(context, found, hosts);
  const others = rows.filter((row) => row.class !== 'expected');
  const more = {
    found: found.map(textOf),
    terms: rows.map((row) => ({
      term: textOf(row),
      state: row.class === 'expected' ? ('same' as const) : ('extra' as const),
    })),
  };
  if (others.length === 0)
    return { expected, pieces: [piece('matching', 'No MX record leads past the third party.', mx, more)] };
  const shown = others.slice(0, MOST_HOSTS);
  const named = shown.map((row) => `${textOf(row)} (${CLASS_WORDS[row.class]})`);
  if (others.length > shown.length) named.push(`and ${others.length - shown.length} more`);
  const left =
    foreign.length > tried.length ? [leftSentence(foreign.length, tried.length, 'hosts of these')] : [];
  const advice = shown.flatMap((row) => row.findings.slice(0, 1).map(({ message }) => message));
  const start = `${others.length === 1 ? 'An MX record leads' : `${others.length} MX records lead`} past the third party: ${named.join(', ')}.`;
  return { expected, pieces: [piece('differing', [...left, start, ...advice].join(' '), mx, more)] };
};
