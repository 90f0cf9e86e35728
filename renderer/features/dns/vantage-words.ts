/** What a place to ask from is called, and how it was reached. */
import { describeServer } from '../../../shared/dns/server.ts';
import type { DnsAnswer, Transport } from '../../../shared/dns/types.ts';
import type { Vantage, VantageKind } from '../../../shared/dns/vantage.ts';

const KINDS: Readonly<Record<VantageKind, string>> = {
  authoritative: 'own server',
  public: 'public',
  system: 'this computer',
  internal: 'inside',
  collected: 'collected',
  pasted: 'pasted',
  file: 'zone file',
};
export const kindWord = (kind: VantageKind): string => KINDS[kind];

const TRANSPORTS: Readonly<Record<Transport, string>> = {
  udp: 'UDP',
  tcp: 'TCP',
  tls: 'DoT',
  https: 'DoH',
  pasted: 'pasted, not asked by this app',
  collected: 'collector script, not asked by this app',
  file: 'zone file',
};
export const transportWord = (transport: Transport): string => TRANSPORTS[transport];

/** 'asked 192.0.2.53 over UDP', or who gave the answer where this app did not ask itself; `server` is its name. */
export const howAsked = ({ transport }: Pick<DnsAnswer, 'transport'>, server: string): string => {
  if (transport === 'pasted') return `pasted output, from ${server}`;
  if (transport === 'collected') return `collected by the script, from ${server}`;
  if (transport === 'file') return `in a zone file, ${server}`;
  return `asked ${server} over ${TRANSPORTS[transport]}`;
};

/** `DoH` or `DoT` for a server that is asked over TLS; empty for one that is asked in the clear. */
export const secureWord = ({ secure }: NonNullable<Vantage['server']>): string =>
  secure === undefined ? '' : secure.protocol === 'https' ? 'DoH' : 'DoT';

/** `ns1.contoso.com (192.0.2.53)`, the address alone, or what is said where no server is known. */
export const serverText = ({ server }: Pick<DnsAnswer, 'server'>): string => describeServer(server);

/** The flags of an answer in words, e.g. `authoritative, recursion offered`. */
export const flagWords = ({ flags }: DnsAnswer): readonly string[] => [
  ...(flags.aa ? ['AA authoritative'] : []),
  ...(flags.ad ? ['AD validated'] : []),
  ...(flags.ra ? ['RA recursion offered'] : []),
  ...(flags.tc ? ['TC cut off'] : []),
];
