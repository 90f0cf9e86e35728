/** The DNS servers that a command asks, and whom to trust where they are asked under encryption. */
import { X509Certificate } from 'node:crypto';
import { parseServer } from '../../shared/dns/server.ts';
import type { DnsServer } from '../../shared/dns/types.ts';
import { AppError } from '../../shared/result.ts';
import type { CliOptions, OptionValues } from './command.ts';
import { readGiven } from '../input/given-file.ts';
import { textOptions } from './options.ts';

export const SERVER_OPTIONS: CliOptions = {
  server: { type: 'string', multiple: true },
  doh: { type: 'string', multiple: true },
  dot: { type: 'string', multiple: true },
  ca: { type: 'string', multiple: true },
};

export const SERVER_HELP = `  --server HOST[:PORT]  the DNS server to ask, an address: 192.0.2.53, 127.0.0.1:5300, [2001:db8::53]:53
  --doh URL             the same over HTTPS: https://192.0.2.53/dns-query; where the URL holds a name, the address
                        stands behind it: https://dns.example/dns-query@192.0.2.53
  --dot HOST[:PORT]     the same over TLS: 192.0.2.53#dns.example, the name being that of the certificate
  --ca FILE             trust the certificate authorities of this PEM file too`;

/** `--dot 192.0.2.53#dns.example` and `--dot tls://192.0.2.53#dns.example` say the same. */
const dotServer = (text: string): DnsServer => parseServer(/^tls:/iu.test(text) ? text : `tls://${text}`);

const dohServer = (text: string): DnsServer => {
  if (!/^https?:/iu.test(text.trim()))
    throw new AppError('usage', `--doh ${text} is not a URL such as https://192.0.2.53/dns-query.`);
  return parseServer(text);
};

/**
 * All servers that were named, those of `--server` first; none when none was.
 * @throws AppError `usage` or `dns-bad-server`
 */
export const namedServers = (values: OptionValues): readonly DnsServer[] => [
  ...textOptions(values, 'server').map((text) => parseServer(text)),
  ...textOptions(values, 'doh').map(dohServer),
  ...textOptions(values, 'dot').map(dotServer),
];

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/gu;

const readAuthorities = async (path: string): Promise<readonly string[]> => {
  const text = new TextDecoder('latin1').decode(await readGiven(path));
  const found = text.match(CERTIFICATE) ?? [];
  try {
    for (const pem of found) new X509Certificate(pem);
  } catch (cause) {
    throw new AppError('bad-input', `${path} holds a certificate that can’t be read.`, { path }, cause);
  }
  if (found.length === 0)
    throw new AppError(
      'bad-input',
      `${path} holds no certificate. Give the authority as PEM, with the line “-----BEGIN CERTIFICATE-----”.`,
      { path },
    );
  return found;
};

/** The certificates of all `--ca` files, as PEM. @throws AppError `not-found` or `bad-input` */
export const trustedAuthorities = async (values: OptionValues): Promise<readonly string[]> =>
  (await Promise.all(textOptions(values, 'ca').map(readAuthorities))).flat();
