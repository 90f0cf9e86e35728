/** Finding the servers that hold a domain's zone themselves: they alone show the TTL that is set. */
import type { DnsAnswer, DnsQuestion, DnsServer } from '../../shared/dns/types.ts';
import { formatServer } from '../../shared/dns/server.ts';

export type Ask = (question: DnsQuestion) => Promise<DnsAnswer>;

export interface ZoneServers {
  readonly zone: string;
  /** Servers with several addresses come once for each, IPv4 first. */
  readonly servers: readonly DnsServer[];
  /** Names of servers for which no address could be found. */
  readonly unfound: readonly string[];
}

const valuesOf = (answer: DnsAnswer, type: string): string[] =>
  answer.records.filter((record) => record.type === type).map(({ value }) => value);

/** `mail.contoso.com`, `contoso.com`: the name and those above it, short of the top level. */
const upwards = (name: string): string[] => {
  const labels = name.split('.');
  return labels.slice(0, -1).map((_, index) => labels.slice(index).join('.'));
};

/** The zone that `name` lies in and its servers, as the NS and address records tell; `null` when no NS is found. */
export const zoneServers = async (ask: Ask, name: string, port: number): Promise<ZoneServers | null> => {
  for (const zone of upwards(name)) {
    const hosts = valuesOf(await ask({ name: zone, type: 'NS' }), 'NS');
    if (hosts.length === 0) continue;
    const found = await Promise.all(
      hosts.map(async (host) => ({ host, servers: await addressesOf(ask, host, port) })),
    );
    const servers = found.flatMap((entry) => entry.servers);
    return {
      zone,
      servers: [...new Map(servers.map((server) => [formatServer(server), server])).values()].toSorted(
        (a, b) => Number(a.address.includes(':')) - Number(b.address.includes(':')),
      ),
      unfound: found.filter((entry) => entry.servers.length === 0).map(({ host }) => host),
    };
  }
  return null;
};

/** The name servers of the zone that `name` lies in; none when they can't be found out. */
export const authoritativeServers = async (
  ask: Ask,
  name: string,
  port: number,
): Promise<readonly DnsServer[]> => (await zoneServers(ask, name, port))?.servers ?? [];

const addressesOf = async (ask: Ask, host: string, port: number): Promise<DnsServer[]> => {
  const [a, aaaa] = await Promise.all([ask({ name: host, type: 'A' }), ask({ name: host, type: 'AAAA' })]);
  return [...valuesOf(a, 'A'), ...valuesOf(aaaa, 'AAAA')].map((address) => ({ address, port, label: host }));
};
