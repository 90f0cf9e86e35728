/**
 * The tries of one question, in turn, until one gives a whole answer: UDP with EDNS; without EDNS where the server
 * can't read it; once more, over both transports, where nothing came; TCP where the answer was cut. A server that is
 * asked under encryption is asked that way alone.
 */
import type { AbortSignalLike, DnsAnswer } from '../../shared/dns/types.ts';
import type { Exchange } from './exchange.ts';

type Transport = DnsAnswer['transport'];

export interface Try {
  readonly transport: Transport;
  readonly edns: boolean;
  readonly result: Exchange;
  /** Milliseconds that it was given. */
  readonly ms: number;
}
/** Carries out one try; `signal` may end it early, and `alone` gives it a connection of its own. */
export type Send = (
  transport: Transport,
  edns: boolean,
  signal: AbortSignalLike | undefined,
  alone?: boolean,
) => Promise<Try>;

export interface Tries {
  /** The one that decides. */
  readonly final: Try;
  /** All of them, in the order in which they ended. */
  readonly all: readonly Try[];
}

const EDNS_REFUSED = new Set(['FORMERR', 'NOTIMP', 'BADVERS']);
const isCut = ({ result }: Try): boolean => result.kind === 'message' && result.message.flags.tc;
const isWhole = ({ result }: Try): boolean => result.kind === 'message' && !result.message.flags.tc;
const refusesEdns = ({ result }: Try): boolean =>
  result.kind === 'message' && EDNS_REFUSED.has(result.message.rcode);

/**
 * The last try after silence: some paths lose large or unusual datagrams, some lose all of UDP. The first whole
 * answer ends the other one.
 */
const overBoth = async (send: Send, signal: AbortSignalLike | undefined): Promise<Try> => {
  const stop = new AbortController();
  const onAbort = (): void => stop.abort();
  signal?.addEventListener('abort', onAbort);
  try {
    const tries = [send('udp', false, stop.signal), send('tcp', true, stop.signal)] as const;
    const first = await Promise.race(tries);
    if (isWhole(first)) return first;
    const [udp, tcp] = await Promise.all(tries);
    return isWhole(tcp) && !isWhole(udp) ? tcp : udp;
  } finally {
    stop.abort();
    signal?.removeEventListener('abort', onAbort);
  }
};

/**
 * One more try where nothing came. The channel that was kept open may be dead; and some servers forget the last of
 * several questions that came together (dnsdist 1.7 over TLS), so that the question goes alone over a new one.
 */
const overChannel = async (
  transport: 'tls' | 'https',
  send: Send,
  signal: AbortSignalLike | undefined,
): Promise<Try> => {
  const first = await send(transport, true, signal);
  if (refusesEdns(first)) return send(transport, false, signal);
  return first.result.kind === 'timeout' ? send(transport, true, signal, true) : first;
};

/** `secure`: the one way to a server that is asked under encryption; there is no other one to fall back to. */
export const tryInTurn = async (
  send: Send,
  signal: AbortSignalLike | undefined,
  secure?: 'tls' | 'https',
): Promise<Tries> => {
  if (secure !== undefined) return further(signal, send, (noted) => overChannel(secure, noted, signal));
  const first = await send('udp', true, signal);
  if (isWhole(first) && !refusesEdns(first)) return { final: first, all: [first] };
  return further(signal, send, (noted) => afterFirst(first, noted, signal), [first]);
};

const afterFirst = async (first: Try, send: Send, signal: AbortSignalLike | undefined): Promise<Try> => {
  let final = first;
  if (refusesEdns(final)) final = await send('udp', false, signal);
  if (final.result.kind === 'timeout') final = await overBoth(send, signal);
  if (isCut(final) && final.transport === 'udp') final = await send('tcp', final.edns, signal);
  if (refusesEdns(final) && final.edns) final = await send('tcp', false, signal);
  return final;
};

/** Notes every try that `work` makes; one that another one made needless tells nothing. */
const further = async (
  signal: AbortSignalLike | undefined,
  send: Send,
  work: (noted: Send) => Promise<Try>,
  all: Try[] = [],
): Promise<Tries> => {
  const final = await work(async (...how) => {
    const done = await send(...how);
    if (done.result.kind !== 'cancelled' || signal?.aborted === true) all.push(done);
    return done;
  });
  return { final, all };
};

const seconds = (ms: number): string => `${Number((ms / 1000).toFixed(1))} s`;
/** No chain of certificates leads to one that is trusted. */
const UNTRUSTED = [
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
];
const SYSTEM_WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens on that port',
  ECONNRESET: 'the connection was reset',
  EHOSTUNREACH: 'no way to that host',
  ENETUNREACH: 'no way to that network',
  ENETDOWN: 'the network is down',
  EADDRNOTAVAIL: 'this computer has no address to send from',
  EACCES: 'this computer does not allow it',
  EPERM: 'this computer does not allow it',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for another name',
  CERT_HAS_EXPIRED: 'the certificate has run out',
  CERT_NOT_YET_VALID: 'the certificate is not valid yet',
  ERR_SSL_WRONG_VERSION_NUMBER: 'that port does not speak TLS',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'that port does not speak TLS',
  ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL: 'that port does not speak this kind of encrypted DNS',
  ERR_HTTP2_NOT_SPOKEN: 'that port does not speak HTTP/2',
  ...Object.fromEntries(UNTRUSTED.map((code) => [code, 'the certificate is not trusted'])),
};

const WAYS: Readonly<Partial<Record<Transport, string>>> = { tcp: 'TCP', tls: 'TLS', https: 'HTTPS' };

/** What came of a try, for the evidence. */
export const describeTry = ({ transport, edns, result, ms }: Try): string => {
  const how = `${WAYS[transport] ?? 'UDP'}${edns ? '' : ' without EDNS'}`;
  switch (result.kind) {
    case 'message':
      return `${how}: ${result.message.flags.tc ? 'cut short (TC)' : result.message.rcode}`;
    case 'timeout':
      return `${how}: no answer in ${seconds(ms)}${result.ignored.map((why) => `, ignored ${why}`).join('')}`;
    case 'failed':
      return `${how}: ${SYSTEM_WORDS[result.code] ?? 'the system reports an error'} (${result.code})`;
    case 'garbled':
      return `${how}: ${result.why}`;
    case 'cancelled':
      return `${how}: stopped`;
  }
};
