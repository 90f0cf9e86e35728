/**
 * A DNS server on loopback that answers with whatever bytes a test wants, over UDP and TCP on one port. Its answers
 * are written by dns-packet, which the app does not read answers with.
 */
import { createSocket } from 'node:dgram';
import { createServer, type Socket } from 'node:net';
import { decode, encode, type Answer, type DecodedPacket, type Packet } from 'dns-packet';

export interface Query {
  readonly transport: 'udp' | 'tcp';
  readonly packet: DecodedPacket;
  readonly edns: boolean;
}
/** Datagrams (or framed TCP messages) to send back; none at all leaves the question unanswered. */
export type Behaviour = (query: Query) => ReadonlyArray<Buffer | 'close'>;

export interface FaultServer {
  readonly server: string;
  readonly seen: readonly Query[];
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
  /** Milliseconds until a UDP answer leaves: the network between. */
  readonly delayMs?: number;
}

export const startFaultServer = async (behaviour: Behaviour, options: Options = {}): Promise<FaultServer> => {
  const seen: Query[] = [];
  const udp = createSocket('udp4');
  const other = createSocket('udp4');
  const connections = new Set<Socket>();
  const answer = (query: Query): ReadonlyArray<Buffer | 'close'> => {
    seen.push(query);
    return behaviour(query);
  };
  udp.on('message', (bytes, from) => {
    const sender = options.foreignSender === true ? other : udp;
    const send = (message: Buffer): void => sender.send(message, from.port, from.address);
    for (const message of answer(read('udp', bytes))) {
      if (message === 'close') continue;
      if (options.delayMs === undefined) send(message);
      else setTimeout(send, options.delayMs, message);
    }
  });
  await new Promise<void>((resolve) => udp.bind(0, '127.0.0.1', resolve));
  const { port } = udp.address();
  const tcp = createServer((socket) => {
    connections.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('data', (bytes) => {
      for (const message of answer(read('tcp', bytes.subarray(2))))
        if (message === 'close') socket.end();
        else socket.write(frame(message));
    });
  });
  if (options.tcp !== false) await new Promise<void>((resolve) => tcp.listen(port, '127.0.0.1', resolve));
  return {
    server: `127.0.0.1:${port}`,
    seen,
    stop: async () => {
      for (const socket of connections) socket.destroy();
      if (tcp.listening) await new Promise((resolve) => tcp.close(resolve));
      for (const socket of [udp, other]) await new Promise<void>((resolve) => socket.close(resolve));
    },
  };
};
