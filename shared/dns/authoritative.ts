/** Finding the servers that hold a domain's zone themselves: they alone show the TTL that is set. */
import { checkDomainName } from '../net/domain-name.ts';
import type { DnsAnswer, DnsQuestion, DnsServer } from './types.ts';
import { formatServer } from './server.ts';
import { whyUnanswered } from './unanswered.ts';
import { vantageOf, type Place } from './vantage.ts';

export type Ask = (question: DnsQuestion) => Promise<DnsAnswer>;

/** What a zone names as its server need not be a name that can be asked. */
const isAskable = (name: string): boolean =>
  checkDomainName(name, { allowUnderscore: true, allowSingleLabel: true }).ok;

const valuesOf = (answer: DnsAnswer, type: string): string[] =>
  answer.records.filter((record) => record.type === type).map(({ value }) => value);

/** `mail.contoso.com`, `contoso.com`: the name and those above it, short of the top level unless it is one. */
const upwards = (name: string): string[] => {
  const labels = name.split('.');
  return labels.slice(0, Math.max(1, labels.length - 1)).map((_, index) => labels.slice(index).join('.'));
};

interface ZoneServers {
  readonly zone: string;
  /** Once for each address, IPv4 first. */
  readonly servers: readonly DnsServer[];
  /** Name servers without an address. */
  readonly lost: readonly string[];
  /** What of it is not asked, a sentence each. */
  readonly left: readonly string[];
}

/** No zone needs more (RFC 2182, 5, advises three); a hostile one could name thousands. */
const MAX_HOSTS = 20;
/** Of a name server, of each kind. */
const MAX_ADDRESSES = 8;
/** Of all domains together, so that a run can be kept with the other places that it asks. */
const MAX_SERVERS = 1000;
/** A label is for people; the longest names don't fit into it. */
const MAX_LABEL = 120;
const labelOf = (host: string): string =>
  host.length <= MAX_LABEL ? host : `${host.slice(0, MAX_LABEL - 1)}…`;

/** The zone that `name` lies in with its name servers, as the NS and address records tell; null when not found out. */
const zoneServers = async (ask: Ask, name: string, port: number): Promise<ZoneServers | null> => {
  for (const zone of upwards(name)) {
    // Behind an alias stand the name servers of the zone that it leads to.
    const hosts = (await ask({ name: zone, type: 'NS' })).records
      .filter(({ type, name: owner }) => type === 'NS' && owner === zone)
      .map(({ value }) => value);
    if (hosts.length === 0) continue;
    const asked = hosts.slice(0, MAX_HOSTS);
    const found = await Promise.all(asked.map((host) => addressesOf(ask, host, port)));
    const all = found.flatMap(({ servers }) => servers);
    const servers = [...new Map(all.map((server) => [formatServer(server), server])).values()];
    const lost = asked.filter((_, index) => found[index]?.count === 0);
    const left = asked.flatMap((host, index) => {
      const { count, servers: taken } = found[index] ?? { count: 0, servers: [] };
      return count > taken.length
        ? [`${labelOf(host)} has ${count} addresses, of which ${taken.length} are asked.`]
        : [];
    });
    if (hosts.length > MAX_HOSTS)
      left.push(`${zone} names ${hosts.length} name servers, of which the first ${MAX_HOSTS} are asked.`);
    return {
      zone,
      lost,
      left,
      servers: servers.toSorted((a, b) => Number(a.address.includes(':')) - Number(b.address.includes(':'))),
    };
  }
  return null;
};

/**
 * The name servers of the zone that `name` lies in; none when they can't be found out. Servers with several addresses
 * come once for each, IPv4 first.
 */
export const authoritativeServers = async (ask: Ask, name: string, port: number): Promise<DnsServer[]> => [
  ...((await zoneServers(ask, name, port))?.servers ?? []),
];

/** Of a zone's own servers so many are asked, until one answers with authority. */
const MAX_ASKED = 4;

/** What a server of the zone itself holds, whether records or surely none. */
export const isOwnWord = (answer: DnsAnswer): boolean => answer.flags.aa && whyUnanswered(answer) === null;

/** Of all addresses of the zone's own servers so many are asked at once. */
const MAX_AT_ONCE = 40;

/**
 * What each of the zone's own servers holds, those that answer with authority; of one with IPv4 and IPv6 addresses the
 * others are asked only where none of the first does.
 */
export const askAllOwn = async (
  servers: readonly DnsServer[],
  ask: (server: DnsServer) => Promise<DnsAnswer>,
): Promise<readonly DnsAnswer[]> => {
  const first = oneKind(servers).slice(0, MAX_AT_ONCE);
  const own = (await Promise.all(first.map(ask))).filter(isOwnWord);
  if (own.length > 0) return own;
  const rest = servers.filter((server) => !first.includes(server)).slice(0, MAX_AT_ONCE);
  return (await Promise.all(rest.map(ask))).filter(isOwnWord);
};

/** The first answer with authority, else what came of the last server that said anything; null when there is no server. */
export const askOwnInTurn = async (
  servers: readonly DnsServer[],
  ask: (server: DnsServer) => Promise<DnsAnswer>,
): Promise<DnsAnswer | null> => {
  let last: DnsAnswer | null = null;
  for (const server of servers.slice(0, MAX_ASKED)) {
    const answer = await ask(server);
    if (last === null || answer.rcode !== '') last = answer;
    if (answer.flags.aa && answer.outcome !== 'referral') break;
  }
  return last;
};

/** Two addresses of one kind are two servers; an IPv6 address beside IPv4 ones is one of them again. */
const oneKind = (servers: readonly DnsServer[]): readonly DnsServer[] =>
  servers.filter(
    ({ address, label }) =>
      !address.includes(':') ||
      servers.every((other) => other.label !== label || other.address.includes(':')),
  );

/**
 * The servers of all zones that `names` (A-label form) lie in as vantage points, each once with its zones, by name.
 * `notes` says which could not be found.
 */
export const authoritativeVantages = async (
  ask: Ask,
  names: readonly string[],
  port = 53,
): Promise<{ readonly vantages: readonly Place[]; readonly notes: readonly string[] }> => {
  const found = await Promise.all(names.map((name) => zoneServers(ask, name, port)));
  const vantages = new Map<string, Place>();
  const notes = new Set<string>();
  for (const [index, name] of names.entries()) {
    const { zone, servers, lost, left } = found[index] ?? { zone: name, servers: [], lost: [], left: [] };
    for (const sentence of left) notes.add(sentence);
    for (const host of lost)
      notes.add(`No address of ${labelOf(host)}, a name server of ${zone}, was found.`);
    if (servers.length === 0) notes.add(`No name server of ${zone} was found, so none of them is asked.`);
    for (const server of oneKind(servers)) {
      const own = vantageOf('authoritative', server);
      const known = vantages.get(own.id) ?? own;
      vantages.set(own.id, { ...known, zones: [...new Set(known.zones).add(zone)] });
    }
  }
  if (vantages.size > MAX_SERVERS)
    notes.add(
      `These domains have ${vantages.size} name servers, of which ${MAX_SERVERS} are asked; ask about fewer domains at once.`,
    );
  const byName = [...vantages.values()]
    .slice(0, MAX_SERVERS)
    .toSorted((a, b) => (a.label < b.label ? -1 : 1));
  return { vantages: byName, notes: [...notes] };
};

/** As `authoritativeVantages`, through the first of `guides` that knows any of them. */
export const vantagesThrough = async (
  guides: readonly Ask[],
  names: readonly string[],
  port?: number,
): ReturnType<typeof authoritativeVantages> => {
  let found: Awaited<ReturnType<typeof authoritativeVantages>> = { vantages: [], notes: [] };
  for (const ask of guides) {
    found = await authoritativeVantages(ask, names, port);
    if (found.vantages.length > 0) break;
  }
  return found;
};

interface Addresses {
  readonly servers: readonly DnsServer[];
  /** How many there are. */
  readonly count: number;
}

const addressesOf = async (ask: Ask, host: string, port: number): Promise<Addresses> => {
  if (!isAskable(host)) return { servers: [], count: 0 };
  const [a, aaaa] = await Promise.all([ask({ name: host, type: 'A' }), ask({ name: host, type: 'AAAA' })]);
  const all = [valuesOf(a, 'A'), valuesOf(aaaa, 'AAAA')];
  const servers = all
    .flatMap((addresses) => addresses.slice(0, MAX_ADDRESSES))
    .map((address) => ({ address, port, label: labelOf(host) }));
  return { servers, count: all.flat().length };
};
