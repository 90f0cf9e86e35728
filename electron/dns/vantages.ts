/** Where a customer's records can be asked from: this computer's servers, those inside, the public ones switched on. */
import type { PublicResolvers } from '../../shared/dns/public-resolvers.ts';
import { parseServer } from '../../shared/dns/server.ts';
import type { DnsServer } from '../../shared/dns/types.ts';
import { vantageOf } from '../../shared/dns/vantage.ts';
import type { Vantage } from '../../shared/dns/vantage.ts';
import { parseCidr } from '../../shared/net/cidr.ts';
import { isNonPublic } from '../../shared/net/ip-class.ts';
import type { Profile } from '../../shared/profile/schema.ts';
import { AppError } from '../../shared/result.ts';
import { MAX_SYSTEM_SERVERS } from './system-servers.ts';

export interface KnownVantages {
  readonly vantages: readonly Vantage[];
  /** What of the profile could not be asked, and why; a sentence each. */
  readonly notes: readonly string[];
}

/** A resolver that is switched off is left out: it must not even learn that somebody asks. */
export const knownVantages = (
  { internalDnsServers }: Pick<Profile, 'internalDnsServers'>,
  resolvers: PublicResolvers,
  system: readonly DnsServer[],
): KnownVantages => {
  const notes: string[] = [];
  const inside = internalDnsServers
    .filter((text) => text.trim() !== '')
    .flatMap((text) => {
      try {
        return [parseServer(text)];
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        notes.push(`A DNS server inside was not asked. ${error.message}`);
        return [];
      }
    });
  const all = [
    ...system.slice(0, MAX_SYSTEM_SERVERS).map((server) => vantageOf('system', server)),
    ...inside.map((server) => vantageOf('internal', server)),
    ...resolvers.filter(({ asked }) => asked).map(({ server }) => vantageOf('public', server)),
  ];
  return { vantages: [...new Map(all.map((vantage) => [vantage.id, vantage])).values()], notes };
};

/** Where a server stands that a person named: one with an address of no public range stands inside. */
export const namedKind = ({ address }: DnsServer): 'internal' | 'public' => {
  const cidr = parseCidr(address);
  return cidr.ok && isNonPublic(cidr.cidr) ? 'internal' : 'public';
};
