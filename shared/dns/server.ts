/**
 * Which DNS server to ask, from what a person typed or the system reported. Addresses only: to turn a host name
 * into an address would itself need a server, and the evidence would no longer say who was asked.
 */
import { formatIp, parseIp } from '../net/ip.ts';
import { AppError } from '../result.ts';
import type { DnsServer } from './types.ts';

const DNS_PORT = 53;

/** Stands where no server is known: pasted output that names none, a zone file. No server can have it. */
export const NO_ADDRESS = '0.0.0.0';
const EXAMPLES = '“192.0.2.53”, “127.0.0.1:5300” or “[2001:db8::53]:5353”';

interface Parts {
  readonly host: string;
  readonly port: string | undefined;
}

/** `[v6]`, `[v6]:port`, `v4`, `v4:port`, bare `v6`. A bare IPv6 address can't carry a port. */
const split = (text: string): Parts => {
  const bracketed = /^\[([^\]]*)\](?::(.*))?$/u.exec(text);
  if (bracketed) return { host: bracketed[1] ?? '', port: bracketed[2] };
  const colon = text.indexOf(':');
  if (colon < 0 || colon !== text.lastIndexOf(':')) return { host: text, port: undefined };
  return { host: text.slice(0, colon), port: text.slice(colon + 1) };
};

const bad = (text: string, why: string): AppError =>
  new AppError('dns-bad-server', `“${text}” is not a DNS server to ask: ${why}. Write ${EXAMPLES}.`, {
    server: text,
  });

const readPort = (text: string, port: string | undefined): number => {
  if (port === undefined) return DNS_PORT;
  const value = Number(port);
  if (!/^[0-9]{1,5}$/u.test(port) || value < 1 || value > 65535)
    throw bad(text, `the port “${port}” is not a number from 1 to 65535`);
  return value;
};

/** An IPv6 link-local address keeps its zone index: without it the system can't send there. */
const readAddress = (text: string, host: string): string => {
  if (host.toLowerCase() === 'localhost') return '127.0.0.1';
  const zone = /^(fe[89ab][0-9a-f]:[0-9a-f:]*)(%[0-9a-z._-]{1,15})$/iu.exec(host);
  const address = parseIp(zone?.[1] ?? host);
  if (!address.ok) {
    const why =
      /[a-z]/iu.test(host) && !host.includes(':')
        ? 'a server is given by its IP address, so that the evidence says exactly who was asked'
        : address.reason;
    throw bad(text, why);
  }
  return `${formatIp(address.ip)}${zone?.[2] ?? ''}`;
};

/** `192.0.2.53`, or `192.0.2.53:5300` when the port is not 53; an IPv6 address with a port in brackets. */
export const formatServer = (server: Pick<DnsServer, 'address' | 'port'>): string => {
  if (server.port === DNS_PORT) return server.address;
  const host = server.address.includes(':') ? `[${server.address}]` : server.address;
  return `${host}:${server.port}`;
};

/**
 * Reads `address` or `address:port` (IPv6 with port in brackets; `localhost` means 127.0.0.1).
 * @throws AppError `dns-bad-server` with the reason and the right form
 */
export const parseServer = (text: string, label?: string): DnsServer => {
  const trimmed = text.trim();
  const { host, port } = split(trimmed);
  const server = { address: readAddress(trimmed, host), port: readPort(trimmed, port) };
  return { ...server, label: label ?? formatServer(server) };
};

/** For sentences: the label, and the address too when the label is not the address itself. */
export const describeServer = (server: DnsServer): string => {
  if (server.address === NO_ADDRESS) return server.label;
  const at = formatServer(server);
  return server.label === at || server.label === '' ? at : `${server.label} (${at})`;
};
