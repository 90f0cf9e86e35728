/**
 * A DNS server behind a slow network, on a thread of its own, as a network takes no time from who asks over it. Run as
 * that thread, the module answers each question so many milliseconds after it came, to a tenth.
 */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { decode, type Answer } from 'dns-packet';
import { z } from 'zod';
import { dnsQuestionSchema, type DnsQuestion } from '../../shared/dns/types.ts';
import { reply } from '../integration/support/fault-server.ts';

const optionsSchema = z.object({ published: z.record(z.string(), z.string()), delayMs: z.number() });
type Options = z.infer<typeof optionsSchema>;

export interface SlowNetwork {
  /** `127.0.0.1:PORT` */
  readonly server: string;
  /** What was asked since the last time, in the order in which it came. */
  asked(): Promise<readonly DnsQuestion[]>;
  stop(): Promise<unknown>;
}

/** `published`: the TXT record of each name that exists. */
export const startSlowNetwork = async (options: Options): Promise<SlowNetwork> => {
  const thread = new Worker(new URL(import.meta.url), { workerData: options });
  const told = async (): Promise<unknown> => {
    const messages: readonly unknown[] = await once(thread, 'message');
    return messages[0];
  };
  const port = z.number().parse(await told());
  return {
    server: `127.0.0.1:${port}`,
    asked: async () => {
      const answer = told();
      thread.postMessage('asked');
      return dnsQuestionSchema.array().parse(await answer);
    },
    stop: () => thread.terminate(),
  };
};

/** A timer is up to 2 ms late; the rest is waited for by looking at the clock. */
const TIMER_MS = 2;

const serve = async ({ published, delayMs }: Options): Promise<void> => {
  const socket = createSocket('udp4');
  const due: Array<{ readonly at: number; readonly send: () => void }> = [];
  let seen: unknown[] = [];
  const sendDue = (): void => {
    const now = performance.now();
    while (due[0] !== undefined && due[0].at <= now) due.shift()?.send();
    const [next] = due;
    if (next === undefined) return;
    const left = next.at - now - TIMER_MS;
    if (left > 0) setTimeout(sendDue, left);
    else setImmediate(sendDue);
  };
  socket.on('message', (bytes, { port, address }) => {
    const at = performance.now() + delayMs;
    const packet = decode(bytes);
    const [{ name, type } = { name: '', type: '' }] = packet.questions ?? [];
    seen.push({ name, type });
    const text = published[name];
    const answers: Answer[] =
      text !== undefined && type === 'TXT' ? [{ name, type, ttl: 300, data: text }] : [];
    const query = { transport: 'udp', packet, edns: true } as const;
    const flags = ['RD', 'RA', 'AA'] as const;
    const message = reply(query, { rcode: text === undefined ? 3 : 0, answers, flags });
    due.push({ at, send: () => socket.send(message, port, address) });
    if (due.length === 1) sendDue();
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  parentPort?.on('message', () => {
    parentPort?.postMessage(seen);
    seen = [];
  });
  parentPort?.postMessage(socket.address().port);
};

if (!isMainThread) await serve(optionsSchema.parse(workerData));
