/**
 * Ports for the servers of tests. A port has to be chosen before the server that is told to use it binds it, so it is
 * none that the system gives to a client in between: each question of the app goes out from one of those.
 */
import { randomInt } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';

const LOWEST = 10_000;
/** Where the system's own choice begins: 49152 (RFC 6335, 6) unless Linux says otherwise. */
const clientsFrom = (): number => {
  try {
    return Number.parseInt(readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8'), 10);
  } catch {
    return 49_152;
  }
};
/** Some machines leave the clients all there is; then there is nothing below. */
const END = Math.max(clientsFrom(), LOWEST + 10_000);

export interface Pair {
  readonly udp: Socket;
  readonly tcp: Server;
  readonly port: number;
}

const bindUdp = (udp: Socket, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    udp.once('error', reject);
    udp.bind(port, '127.0.0.1', () => {
      udp.off('error', reject);
      resolve();
    });
  });

/** Resolves with the port; a port of 0 is the system's choice. */
export const listen = (server: Server, port = 0): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });

const close = (one: Socket | Server): Promise<void> =>
  new Promise((resolve) => {
    one.close(() => resolve());
  });

/** Binds a new UDP socket, and `tcp` too, to one port of 127.0.0.1 that nobody else has. */
export const bindPair = async (tcp: Server): Promise<Pair> => {
  for (let left = 50; ; left -= 1) {
    const port = randomInt(LOWEST, END);
    const udp = createSocket('udp4');
    try {
      await bindUdp(udp, port);
      await listen(tcp, port);
      return { udp, tcp, port };
    } catch (error) {
      await close(udp);
      if (left === 0) throw error;
    }
  }
};

/** A port that is free for UDP and TCP alike, and that no client is given until a server binds it. */
export const freePort = async (): Promise<number> => {
  const { udp, tcp, port } = await bindPair(createServer());
  await Promise.all([close(udp), close(tcp)]);
  return port;
};
