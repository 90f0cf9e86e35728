/** The servers that this computer is set to ask. A hint only: on some systems it is just a local forwarder. */
import { getServers } from 'node:dns';
import { parseServer } from '../../shared/dns/server.ts';
import { AppError } from '../../shared/result.ts';
import type { DnsServer } from '../../shared/dns/types.ts';

/** As resolvers do, so many of the system's servers are asked at the most. */
export const MAX_SYSTEM_SERVERS = 3;

/** `read` gives the texts that the system holds, `address`, `address:port` or `[v6]:port`. */
export const systemServers = (read: () => readonly string[] = getServers): DnsServer[] => {
  const servers: DnsServer[] = [];
  for (const text of read()) {
    try {
      servers.push(parseServer(text));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      // An entry that is no address can't be asked; the others still can.
    }
  }
  return servers;
};
