/** A TLS connection to a DNS server whose certificate is checked for the name that the server is known by. */
import { isIP } from 'node:net';
import {
  checkServerIdentity,
  connect,
  createSecureContext,
  rootCertificates,
  type SecureContext,
  type TLSSocket,
} from 'node:tls';
import type { DnsServer } from '../../shared/dns/types.ts';

/** Whom to trust: the certificate authorities that everybody trusts, and those that a person added, as PEM. */
export class Trust {
  readonly #added: readonly string[];
  #context: SecureContext | undefined;

  constructor(added: readonly string[] = []) {
    this.#added = added;
  }

  /** Made once: it holds some 150 certificates. */
  get context(): SecureContext {
    this.#context ??= createSecureContext(
      this.#added.length === 0 ? {} : { ca: [...rootCertificates, ...this.#added] },
    );
    return this.#context;
  }
}

/** `name` is what the certificate must carry, a host name or an IP address. */
export const connectTls = (
  { address, port }: Pick<DnsServer, 'address' | 'port'>,
  name: string,
  protocol: 'dot' | 'h2',
  trust: Trust,
): TLSSocket =>
  connect({
    host: address,
    port,
    servername: isIP(name) === 0 ? name : '', // no address goes into SNI (RFC 6066, 3)
    ALPNProtocols: [protocol],
    secureContext: trust.context,
    checkServerIdentity: (_host, certificate) => checkServerIdentity(name, certificate),
    minVersion: 'TLSv1.2',
    rejectUnauthorized: true,
  });
