/**
 * A DNS server on loopback that answers with whatever bytes a test wants, over UDP and TCP on one port, and over TLS
 * and HTTPS where it has a certificate. Its answers are written by dns-packet, which the app does not read them with.
 */
import { createSocket } from 'node:dgram';
import { createSecureServer, type ServerHttp2Session } from 'node:http2';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { decode, encode, type Answer, type DecodedPacket, type Packet } from 'dns-packet';
import { Frames } from '../../../electron/dns/frames.ts';
import { bindPair, freePort, listen } from './ports.ts';
import type { Certificate } from './test-ca.ts';

export interface Query {
  readonly transport: 'udp' | 'tcp' | 'tls' | 'https';
  readonly packet: DecodedPacket;
  readonly edns: boolean;
}
/** Datagrams (or framed TCP messages) to send back; none at all leaves the question unanswered. */
export type Behaviour = (query: Query) => ReadonlyArray<Buffer | 'close'>;

export interface FaultServer {
  readonly server: string;
  /** `tls://127.0.0.1:PORT` and `https://127.0.0.1:PORT/dns-query`; empty without a certificate. */
  readonly tls: string;
  readonly https: string;
  readonly seen: readonly Query[];
  /** How many encrypted connections were opened so far. */
  secureConnections(): number;
  stop(): Promise<void>;
}

const RESPONSE = { RA: 1 << 7, RD: 1 << 8, TC: 1 << 9, AA: 1 << 10 } as const;

export interface ReplyOptions {
  readonly id?: number;
  readonly rcode?: number;
  readonly flags?: ReadonlyArray<keyof typeof RESPONSE>;
  readonly answers?: readonly Answer[];
  readonly authorities?: readonly Answer[];
  readonly questions?: Packet['questions'];
}

/** A well-formed answer to `query`, changed as asked. */
export const reply = ({ packet }: Query, options: ReplyOptions = {}): Buffer => {
  const { flags = ['RD', 'RA'], rcode = 0 } = options;
  return encode({
    type: 'response',
    id: options.id ?? packet.id ?? 0,
    flags: flags.reduce((bits, flag) => bits | RESPONSE[flag], rcode),
    questions: options.questions ?? packet.questions ?? [],
    answers: [...(options.answers ?? [])],
    authorities: [...(options.authorities ?? [])],
  });
};

const read = (transport: Query['transport'], bytes: Buffer): Query => {
  const packet = decode(bytes);
  return { transport, packet, edns: (packet.additionals ?? []).some(({ type }) => type === 'OPT') };
};

const frame = (message: Buffer): Buffer => {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length);
  return Buffer.concat([length, message]);
};

interface Options {
  /** False leaves the TCP port closed. */
  readonly tcp?: boolean;
  /** Sends UDP answers from another port than the one that was asked. */
  readonly foreignSender?: boolean;
  /** With it the server is asked over TLS and HTTPS too. */
  readonly certificate?: Pick<Certificate, 'cert' | 'key'>;
  /** What the HTTPS answers say of themselves. */
  readonly http?: { readonly status?: number; readonly type?: string };
}

interface SecurePart {
  readonly servers: readonly Server[];
  readonly tls: string;
  readonly https: string;
  readonly connections: ReadonlySet<Socket>;
  opened(): number;
}

/** Answers each whole message of a stream. */
const serveStream = (socket: Socket, transport: 'tcp' | 'tls', answer: Behaviour): void => {
  const frames = new Frames();
  socket.on('error', () => socket.destroy());
  socket.on('data', (bytes) => {
    for (const query of frames.take(bytes))
      for (const message of answer(read(transport, query)))
        if (message === 'close') socket.end();
        else socket.write(frame(message));
  });
};

const startSecure = async (
  answer: Behaviour,
  { cert, key }: Pick<Certificate, 'cert' | 'key'>,
  { status = 200, type = 'application/dns-message' }: NonNullable<Options['http']>,
): Promise<SecurePart> => {
  const connections = new Set<Socket>();
  let opened = 0;
  const noted = (socket: Socket): void => {
    opened += 1;
    connections.add(socket);
    socket.on('error', () => undefined);
  };
  const tls = createTlsServer({ cert, key, ALPNProtocols: ['dot'] }, (socket) => {
    noted(socket);
    serveStream(socket, 'tls', answer);
  });
  const https = createSecureServer({ cert, key });
  https.on('secureConnection', noted);
  https.on('session', (session: ServerHttp2Session) => session.on('error', () => undefined));
  https.on('stream', (stream) => {
    const chunks: Buffer[] = [];
    stream.on('error', () => undefined);
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => {
      for (const message of answer(read('https', Buffer.concat(chunks)))) {
        if (message === 'close') {
          stream.session?.destroy();
          return;
        }
        stream.respond({ ':status': status, 'content-type': type });
        stream.end(message);
        return;
      }
    });
  });
  for (const server of [tls, https]) server.on('tlsClientError', () => undefined);
  return {
    servers: [tls, https],
    tls: `tls://127.0.0.1:${await listen(tls, await freePort())}`,
    https: `https://127.0.0.1:${await listen(https, await freePort())}/dns-query`,
    connections,
    opened: () => opened,
  };
};

export const startFaultServer = async (behaviour: Behaviour, options: Options = {}): Promise<FaultServer> => {
  const seen: Query[] = [];
  const other = createSocket('udp4');
  const connections = new Set<Socket>();
  const answer = (query: Query): ReadonlyArray<Buffer | 'close'> => {
    seen.push(query);
    return behaviour(query);
  };
  const tcp = createServer((socket) => {
    connections.add(socket);
    serveStream(socket, 'tcp', answer);
  });
  const { udp, port } = await bindPair(tcp);
  if (options.tcp === false) await new Promise((resolve) => tcp.close(resolve));
  udp.on('message', (bytes, from) => {
    const sender = options.foreignSender === true ? other : udp;
    for (const message of answer(read('udp', bytes)))
      if (message !== 'close') sender.send(message, from.port, from.address);
  });
  const secure = options.certificate && (await startSecure(answer, options.certificate, options.http ?? {}));
  return {
    server: `127.0.0.1:${port}`,
    tls: secure?.tls ?? '',
    https: secure?.https ?? '',
    seen,
    secureConnections: () => secure?.opened() ?? 0,
    stop: async () => {
      for (const socket of [...connections, ...(secure?.connections ?? [])]) socket.destroy();
      for (const server of [tcp, ...(secure?.servers ?? [])])
        if (server.listening) await new Promise((resolve) => server.close(resolve));
      for (const socket of [udp, other]) await new Promise<void>((resolve) => socket.close(resolve));
    },
  };
};
