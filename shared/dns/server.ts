/**
 * Which DNS server to ask, from what a person typed or the system reported. An address is always given: to turn a
 * host name into one would itself need a server, and the evidence would no longer say who was asked.
 */
import { checkDomainName } from '../net/domain-name.ts';
import { formatIp, parseIp } from '../net/ip.ts';
import { AppError } from '../result.ts';
import type { DnsServer } from './types.ts';

const DNS_PORT = 53;
const TLS_PORT = 853; // RFC 7858, section 3.1
const HTTPS_PORT = 443;
const DOH_PATH = '/dns-query';
const EXAMPLES = '“192.0.2.53”, “127.0.0.1:5300” or “[2001:db8::53]:5353”';
const TLS_EXAMPLES = '“tls://192.0.2.53#dns.example” or “tls://192.0.2.53”';
const HTTPS_EXAMPLES = '“https://192.0.2.53/dns-query” or “https://dns.example/dns-query@192.0.2.53”';

/** Stands where no server is known: pasted output that names none, a zone file. No server can have it. */
export const NO_ADDRESS = '0.0.0.0';
const NO_SERVERS = new Set([NO_ADDRESS, '::']);

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

const bad = (text: string, why: string): AppError => {
  const examples = /^tls:/iu.test(text) ? TLS_EXAMPLES : /^https?:/iu.test(text) ? HTTPS_EXAMPLES : EXAMPLES;
  return new AppError('dns-bad-server', `“${text}” is not a DNS server to ask: ${why}. Write ${examples}.`, {
    server: text,
  });
};

const readPort = (text: string, port: string | undefined, usual: number): number => {
  if (port === undefined) return usual;
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
  const read = formatIp(address.ip);
  if (NO_SERVERS.has(read))
    throw bad(text, `${read} is the address of no server; that of this computer is 127.0.0.1`);
  return `${read}${zone?.[2] ?? ''}`;
};

/** What a certificate must carry: a host name, or an IP address in its usual form. */
const readName = (text: string, name: string): string => {
  const address = parseIp(name);
  if (address.ok) return formatIp(address.ip);
  const checked = checkDomainName(name, { allowSingleLabel: true });
  if (!checked.ok) throw bad(text, `the name “${name}” is no host name: ${checked.reason}`);
  return checked.name;
};

type Read = Omit<DnsServer, 'label'>;

/** `tls://address[:port][#name]`; without a name the certificate must carry the address. */
const readTls = (text: string): Read => {
  const [, at = '', name] = /^tls:\/\/([^#/?]*)(?:#(.*))?$/iu.exec(text) ?? [];
  const { host, port } = split(at);
  const address = readAddress(text, host);
  return {
    address,
    port: readPort(text, port, TLS_PORT),
    secure: { protocol: 'tls', name: name === undefined ? address : readName(text, name) },
  };
};

/** `https://host[:port][/path][@address]`: a host that is a name needs the address behind the path. */
const readHttps = (text: string): Read => {
  const [, authority = '', rest = ''] =
    /^https:\/\/([^/?#@]*)([^?#]*)$/iu.exec(text.replace(/\{\?dns\}/iu, '')) ?? [];
  if (authority === '') throw bad(text, 'it is not a complete address of DNS over HTTPS');
  const { host, port } = split(authority);
  const cut = rest.lastIndexOf('@');
  const path = cut < 0 ? rest : rest.slice(0, cut);
  if (!/^[\x21-\x7e]{0,200}$/u.test(path))
    throw bad(text, 'its path holds a blank, an unusual character or too much');
  const name = readName(text, host.toLowerCase() === 'localhost' && cut < 0 ? '127.0.0.1' : host);
  if (cut < 0 && !parseIp(name).ok)
    throw bad(text, 'its host is a name, so the IP address to ask must stand behind an “@”');
  return {
    address: cut < 0 ? name : readAddress(text, rest.slice(cut + 1).replace(/^\[(.*)\]$/u, '$1')),
    port: readPort(text, port, HTTPS_PORT),
    secure: { protocol: 'https', name, path: path === '' || path === '/' ? DOH_PATH : path },
  };
};

const bracketed = (address: string): string => (address.includes(':') ? `[${address}]` : address);
const withPort = (host: string, port: number, usual: number): string =>
  port === usual ? host : `${host}:${port}`;

/**
 * What `parseServer` reads back the same: `192.0.2.53`, or `192.0.2.53:5300` when the port is not the usual one; an
 * IPv6 address with a port in brackets; `tls://192.0.2.53#dns.example`; `https://dns.example/dns-query@192.0.2.53`.
 */
export const formatServer = ({
  address,
  port,
  secure,
}: Pick<DnsServer, 'address' | 'port' | 'secure'>): string => {
  if (secure === undefined) return port === DNS_PORT ? address : withPort(bracketed(address), port, DNS_PORT);
  if (secure.protocol === 'tls') {
    const name = secure.name === address ? '' : `#${secure.name}`;
    return `tls://${withPort(bracketed(address), port, TLS_PORT)}${name}`;
  }
  const at = secure.name === address ? '' : `@${address}`;
  return `https://${withPort(bracketed(secure.name), port, HTTPS_PORT)}${secure.path}${at}`;
};

/**
 * Reads `address` or `address:port` (IPv6 with port in brackets; `localhost` means 127.0.0.1), asked by UDP and TCP;
 * `tls://address#name` for DNS over TLS; `https://address/path` or `https://name/path@address` for DNS over HTTPS.
 * @throws AppError `dns-bad-server` with the reason and the right form
 */
export const parseServer = (text: string, label?: string): DnsServer => {
  const trimmed = text.trim();
  const read = (): Read => {
    if (/^tls:/iu.test(trimmed)) return readTls(trimmed);
    if (/^http:/iu.test(trimmed)) throw bad(trimmed, 'DNS over HTTP without encryption is not asked');
    if (/^https:/iu.test(trimmed)) return readHttps(trimmed);
    const { host, port } = split(trimmed);
    return { address: readAddress(trimmed, host), port: readPort(trimmed, port, DNS_PORT) };
  };
  const server = read();
  return { ...server, label: label ?? formatServer(server) };
};

/** Equal for two ways of naming one server: the address, the port and the kind of transport count, no name does. */
export const serverKey = ({
  address,
  port,
  secure,
}: Pick<DnsServer, 'address' | 'port' | 'secure'>): string =>
  `${secure?.protocol ?? 'plain'} ${address} ${port}`;

/** For sentences: the label, and the address too when the label is not the address itself. */
export const describeServer = (server: DnsServer): string => {
  if (server.address === NO_ADDRESS) return server.label;
  const at = formatServer(server);
  return server.label === at || server.label === '' ? at : `${server.label} (${at})`;
};
