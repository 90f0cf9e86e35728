import { once } from 'node:events';
import { constants, createSecureServer, type ServerHttp2Stream } from 'node:http2';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TLSSocket } from 'node:tls';
import { decode, encode } from 'dns-packet';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { DnsClient, type DnsClientOptions } from '../../../electron/dns/client.ts';
import { framed } from '../../../electron/dns/exchange.ts';
import { Frames } from '../../../electron/dns/frames.ts';
import { parseServer } from '../../../shared/dns/server.ts';
import type { DnsAnswer, DnsServer } from '../../../shared/dns/types.ts';
import { reply, startFaultServer, type Query } from '../support/fault-server.ts';
import { openSockets, openTimers } from '../support/open-handles.ts';
import { createTestCa, type Certificate, type TestCa } from '../support/test-ca.ts';

const MX = { name: 'contoso.com', type: 'MX' } as const;
const TYPE = 'application/dns-message';
/** Where nothing may wait for the deadline: a test that does runs out of its own time. */
const PATIENT = { tryMs: 60_000, totalMs: 120_000 };
/** For a server that never answers. */
const SHORT = { tryMs: 150, totalMs: 300 };

let ca: TestCa;
let certificate: Certificate;
beforeAll(async () => {
  ca = await createTestCa();
  certificate = await ca.issue(['IP:127.0.0.1']);
});
afterAll(() => ca.remove());

const closing: Array<() => Promise<unknown>> = [];
afterEach(() => Promise.all(closing.splice(0).map((close) => close())));

const listening = async (server: Server): Promise<number> => {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => {
    for (const socket of open) socket.destroy();
    return new Promise((resolve) => {
      server.close(resolve);
    });
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
};

const clientOf = (server: DnsServer, options: Partial<DnsClientOptions>): DnsClient => {
  const client = new DnsClient({ server, trusted: [ca.pem], ...options });
  closing.push(() => {
    client.close();
    return Promise.resolve();
  });
  return client;
};

const answerTo = (bytes: Buffer): Buffer => {
  const query: Query = { transport: 'https', packet: decode(bytes), edns: true };
  return reply(query, { answers: [{ ...MX, ttl: 60, data: { preference: 10, exchange: 'mx.example' } }] });
};
const ANSWER = { outcome: 'answer', records: [{ value: '10 mx.example' }] };

describe('DNS over TLS', () => {
  it('brings every answer of a server that forgets all but the first of the questions on a connection', async () => {
    const server = createTlsServer({ ...certificate, ALPNProtocols: ['dot'] }, (socket) => {
      const frames = new Frames();
      let first = true;
      socket.on('error', () => undefined);
      socket.on('data', (chunk: Buffer) => {
        for (const query of frames.take(chunk)) {
          if (first) socket.write(framed([answerTo(query)]));
          first = false;
        }
      });
    });
    const port = await listening(server);
    const client = clientOf(parseServer(`tls://127.0.0.1:${port}`), { tryMs: 2000, totalMs: 60_000 });
    const answers = await Promise.all(Array.from({ length: 5 }, () => client.lookup(MX)));
    for (const answer of answers) expect(answer, answer.raw).toMatchObject(ANSWER);
  });
});

describe('DNS over HTTPS', () => {
  interface Asked {
    readonly stream: ServerHttp2Stream;
    readonly message: Buffer;
    /** From 1: how many questions came so far, on all connections. */
    readonly count: number;
  }
  const good = ({ stream, message }: Asked): void => {
    stream.respond({ ':status': 200, 'content-type': TYPE });
    stream.end(message);
  };
  const start = async (
    onAsked: (asked: Asked) => void,
    options: Partial<DnsClientOptions> = PATIENT,
    own: Pick<Certificate, 'cert' | 'key'> = certificate,
  ): Promise<{ client: DnsClient; connections: () => number; port: number }> => {
    const server = createSecureServer({ cert: own.cert, key: own.key });
    let [count, connections] = [0, 0];
    server.on('secureConnection', () => (connections += 1));
    server.on('session', (session) => session.on('error', () => undefined));
    server.on('stream', (stream) => {
      const chunks: Buffer[] = [];
      stream.on('error', () => undefined);
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        count += 1;
        onAsked({ stream, message: answerTo(Buffer.concat(chunks)), count });
      });
    });
    const port = await listening(server);
    const client = clientOf(parseServer(`https://127.0.0.1:${port}/dns-query`), options);
    return { client, connections: () => connections, port };
  };

  it('counts the time in a cache of the web off the TTLs', async () => {
    for (const [age, ttl] of [
      ['20', 40],
      ['90', 0],
      ['soon', 60],
    ] as const) {
      const { client } = await start(({ stream, message }) => {
        stream.respond({ ':status': 200, 'content-type': TYPE, age });
        stream.end(message);
      });
      expect((await client.lookup(MX)).records).toMatchObject([{ ttl }]);
    }
  });

  it('follows no redirect', async () => {
    const other = await start(good);
    const { client } = await start(({ stream }) => {
      stream.respond({ ':status': 307, location: `https://127.0.0.1:${other.port}/dns-query` });
      stream.end();
    });
    const answer = await client.lookup(MX);
    expect(answer).toMatchObject({ outcome: 'malformed', records: [] });
    expect(answer.raw).toContain('HTTP status 307');
    expect(other.connections()).toBe(0);
  });

  it.each([204, 400, 429, 500])('takes no message out of an answer of status %s', async (status) => {
    const { client } = await start(({ stream, message }) => {
      stream.respond({ ':status': status, 'content-type': TYPE });
      stream.end(status === 204 ? undefined : message);
    });
    const answer = await client.lookup(MX);
    expect(answer).toMatchObject({ outcome: 'malformed', records: [] });
    expect(answer.raw).toContain(`HTTP status ${status}`);
  });

  it.each([
    ['nothing', 0],
    ['half a message', 20],
  ])('reads no answer out of %s', async (_name, length) => {
    const { client } = await start(({ stream, message }) => {
      stream.respond({ ':status': 200, 'content-type': TYPE });
      stream.end(message.subarray(0, length));
    });
    expect(await client.lookup(MX)).toMatchObject({ outcome: 'malformed', records: [] });
  });

  it('ends an answer that is larger than a message can be', async () => {
    const closed = vi.fn();
    const { client } = await start(({ stream }) => {
      stream.on('close', closed);
      stream.respond({ ':status': 200, 'content-type': TYPE });
      const more = (): void => {
        if (!stream.destroyed) stream.write(Buffer.alloc(16_384), more);
      };
      more();
    });
    const answer = await client.lookup(MX);
    expect(answer).toMatchObject({ outcome: 'malformed' });
    expect(answer.raw).toContain('more than a DNS message can hold');
    await vi.waitFor(() => expect(closed).toHaveBeenCalled());
  });

  it('takes part of an answer for none, however long it lasts', async () => {
    const { client } = await start(({ stream, message }) => {
      stream.respond({ ':status': 200, 'content-type': TYPE });
      stream.write(message.subarray(0, 20));
    }, SHORT);
    expect(await client.lookup(MX)).toMatchObject({ outcome: 'timeout', records: [] });
  });

  it('ends a half-read answer at once when the person stops', async () => {
    const [begun, closed] = [vi.fn(), vi.fn()];
    const { client } = await start(({ stream, message }) => {
      stream.on('close', closed);
      stream.respond({ ':status': 200, 'content-type': TYPE });
      stream.write(message.subarray(0, 20), begun);
    });
    const stop = new AbortController();
    const pending = client.lookup(MX, { signal: stop.signal });
    await vi.waitFor(() => expect(begun).toHaveBeenCalled());
    stop.abort();
    expect(await pending).toMatchObject({ outcome: 'cancelled' });
    await vi.waitFor(() => expect(closed).toHaveBeenCalled());
  });

  it('asks again, once, where the server resets the question', async () => {
    const { client } = await start((asked) => {
      if (asked.count === 1) asked.stream.close(constants.NGHTTP2_REFUSED_STREAM);
      else good(asked);
    });
    expect(await client.lookup(MX)).toMatchObject(ANSWER);
    const each = await start(({ stream }) => stream.close(constants.NGHTTP2_INTERNAL_ERROR));
    expect(await each.client.lookup(MX)).toMatchObject({ outcome: 'malformed', records: [] });
  });

  /** HTTP/2 frame by frame (RFC 9113, 4.1), for what no library would send. */
  const frame = (
    type: number,
    flags: number,
    stream: number,
    payload: readonly number[] | Buffer,
  ): Buffer => {
    const head = Buffer.alloc(9);
    head.writeUIntBE(payload.length, 0, 3);
    head.writeUInt8(type, 3);
    head.writeUInt8(flags, 4);
    head.writeUInt32BE(stream, 5);
    return Buffer.concat([head, Buffer.from(payload)]);
  };
  const [DATA, HEADERS, RST_STREAM, SETTINGS, GOAWAY] = [0, 1, 3, 4, 7];
  const [END_STREAM, END_HEADERS] = [1, 4];
  const whole = reply(
    { transport: 'https', packet: decode(encode({ type: 'query', questions: [MX] })), edns: true },
    { answers: [{ ...MX, ttl: 60, data: { preference: 10, exchange: 'mx.example' } }] },
  );
  /** `:status: 200` and the content type, by their places in the static table (RFC 7541, appendix A). */
  const okHeaders = Buffer.concat([Buffer.from([0x88, 0x0f, 0x10, TYPE.length]), Buffer.from(TYPE)]);
  /** Answers the first question as `first` says and the others well, on whatever connection. */
  const startByFrames = async (
    first: (stream: number) => readonly Buffer[],
  ): Promise<{ client: DnsClient; connections: () => number }> => {
    let [connections, questions] = [0, 0];
    const server = createTlsServer({ ...certificate, ALPNProtocols: ['h2'] }, (socket) => {
      connections += 1;
      let bytes = Buffer.alloc(0);
      let at = 24; // behind the preface
      socket.on('error', () => undefined);
      socket.write(frame(SETTINGS, 0, 0, []));
      socket.on('data', (chunk: Buffer) => {
        bytes = Buffer.concat([bytes, chunk]);
        for (; bytes.length >= at + 9; at += 9 + bytes.readUIntBE(at, 3)) {
          if (bytes.readUInt8(at + 3) !== HEADERS) continue;
          const stream = bytes.readUInt32BE(at + 5);
          questions += 1;
          const good = [
            frame(HEADERS, END_HEADERS, stream, okHeaders),
            frame(DATA, END_STREAM, stream, whole),
          ];
          for (const part of questions === 1 ? first(stream) : good) socket.write(part);
        }
      });
    });
    const port = await listening(server);
    return {
      client: clientOf(parseServer(`https://127.0.0.1:${port}/dns-query`), PATIENT),
      connections: () => connections,
    };
  };

  it('reads no answer that the server resets in the middle', async () => {
    const { client } = await startByFrames((stream) => [
      frame(HEADERS, END_HEADERS, stream, okHeaders),
      frame(DATA, 0, stream, whole.subarray(0, 20)),
      frame(RST_STREAM, 0, stream, [0, 0, 0, constants.NGHTTP2_INTERNAL_ERROR]),
    ]);
    expect(await client.lookup(MX)).toMatchObject(ANSWER);
  });

  it('asks at once over a new connection what the server, going away, says that it did not take', async () => {
    const { client, connections } = await startByFrames(() => [
      frame(GOAWAY, 0, 0, new Array<number>(8).fill(0)),
    ]);
    const answer = await client.lookup(MX);
    expect(answer, answer.raw).toMatchObject(ANSWER);
    expect(connections()).toBe(2);
  });

  it('asks again where the server goes away for a fault', async () => {
    const { client, connections } = await startByFrames((stream) => [
      frame(GOAWAY, 0, 0, [0, 0, 0, stream, 0, 0, 0, constants.NGHTTP2_ENHANCE_YOUR_CALM]),
    ]);
    expect(await client.lookup(MX)).toMatchObject(ANSWER);
    expect(connections()).toBe(2);
  });

  it('waits for what a server that goes away still answers, and opens a new connection for the rest', async () => {
    let late: (() => void) | undefined;
    const { client, connections } = await start((asked) => {
      if (asked.count > 1) {
        good(asked);
        return;
      }
      late = () => good(asked);
      asked.stream.session?.goaway(constants.NGHTTP2_NO_ERROR, asked.stream.id ?? 1);
    });
    const first = client.lookup(MX);
    await vi.waitFor(() => expect(late).toBeDefined());
    await vi.waitFor(async () => {
      expect(await client.lookup(MX)).toMatchObject(ANSWER);
      expect(connections()).toBe(2);
    });
    late?.();
    expect(await first).toMatchObject(ANSWER);
  });

  it('is opened again where the server closed it while nothing was asked', async () => {
    const sessions: Array<ServerHttp2Stream['session']> = [];
    const { client, connections } = await start((asked) => {
      sessions.push(asked.stream.session);
      good(asked);
    });
    expect(await client.lookup(MX)).toMatchObject(ANSWER);
    const before = openSockets();
    sessions[0]?.destroy();
    await vi.waitFor(() => expect(openSockets()).toBeLessThan(before));
    expect(await client.lookup(MX)).toMatchObject(ANSWER);
    expect(connections()).toBe(2);
  });

  it('takes nothing that the server pushes', async () => {
    const pushed = vi.fn();
    const { client } = await start((asked) => {
      if (asked.stream.pushAllowed) asked.stream.pushStream({ ':path': '/other' }, pushed);
      good(asked);
    });
    expect(await client.lookup(MX)).toMatchObject(ANSWER);
    expect(pushed).not.toHaveBeenCalled();
  });

  it('is unreachable where the port speaks no HTTP/2', async () => {
    const server = createTlsServer({ ...certificate, ALPNProtocols: ['http/1.1'] });
    server.on('tlsClientError', () => undefined);
    const port = await listening(server);
    const answer = await clientOf(parseServer(`https://127.0.0.1:${port}/dns-query`), PATIENT).lookup(MX);
    expect(answer).toMatchObject({ outcome: 'unreachable', records: [] });
    expect(answer.raw).toContain('does not speak');
  });
});

describe.each(['tls', 'https'] as const)('a certificate, over %s', (way) => {
  const ask = async (own: Certificate, name?: string): Promise<DnsAnswer> => {
    const server = await startFaultServer((query) => [reply(query)], { certificate: own });
    closing.push(() => server.stop());
    const at = parseServer(server[way]);
    const to = name === undefined || at.secure === undefined ? at : { ...at, secure: { ...at.secure, name } };
    const answer = await clientOf(to, PATIENT).lookup(MX);
    expect(server.seen.length > 0).toBe(answer.outcome === 'no-data');
    return answer;
  };

  it('that has run out proves nothing', async () => {
    const answer = await ask(await ca.issue(['IP:127.0.0.1'], -1));
    expect(answer).toMatchObject({ outcome: 'unreachable', records: [] });
    expect(answer.raw).toContain('the certificate has run out');
  });

  it('must carry the address where the server is known by its address', async () => {
    const answer = await ask(await ca.issue(['DNS:dns.example', 'IP:127.0.0.2']));
    expect(answer.raw).toContain('the certificate is for another name');
  });

  it('may hold for all names of one level, and for no deeper one', async () => {
    const own = await ca.issue(['DNS:*.dns.example']);
    expect(await ask(own, 'a.dns.example')).toMatchObject({ outcome: 'no-data' });
    expect(await ask(own, 'b.a.dns.example')).toMatchObject({ outcome: 'unreachable' });
  });
});

describe.each(['tls', 'https'] as const)(
  'a port that takes the connection and says nothing, over %s',
  (way) => {
    const start = async (
      options: Partial<DnsClientOptions>,
    ): Promise<{ client: DnsClient; taken: () => number }> => {
      let taken = 0;
      const port = await listening(createServer(() => (taken += 1)));
      const server = parseServer(
        way === 'tls' ? `tls://127.0.0.1:${port}` : `https://127.0.0.1:${port}/dns-query`,
      );
      return { client: clientOf(server, options), taken: () => taken };
    };

    it('costs the deadline', async () => {
      const { client } = await start(SHORT);
      expect(await client.lookup(MX)).toMatchObject({ outcome: 'timeout', transport: way });
    });

    it('is left at once, in the middle of the handshake, when the person stops', async () => {
      const { client, taken } = await start(PATIENT);
      const before = { sockets: openSockets(), timers: openTimers() };
      const stop = new AbortController();
      const pending = client.lookup(MX, { signal: stop.signal });
      await vi.waitFor(() => expect(taken()).toBe(1));
      stop.abort();
      expect(openTimers()).toBeLessThanOrEqual(before.timers);
      expect(await pending).toMatchObject({ outcome: 'cancelled' });
      await vi.waitFor(() => expect(openSockets()).toBeLessThanOrEqual(before.sockets));
    });
  },
);

describe.each(['tcp', 'tls'] as const)('a stream, over %s', (way) => {
  type Stream = Socket | TLSSocket;
  const onQuery = (socket: Stream, then: (framed: Buffer) => void): void => {
    const frames = new Frames();
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      for (const query of frames.take(chunk)) {
        const message = answerTo(query);
        const length = Buffer.alloc(2);
        length.writeUInt16BE(message.length);
        then(Buffer.concat([length, message]));
      }
    });
  };
  const ask = async (
    then: (socket: Stream, framed: Buffer) => void,
    options: Partial<DnsClientOptions> = PATIENT,
  ): Promise<DnsAnswer> => {
    const serve = (socket: Stream): void => onQuery(socket, (framed) => then(socket, framed));
    if (way === 'tls') {
      const port = await listening(createTlsServer({ ...certificate, ALPNProtocols: ['dot'] }, serve));
      return clientOf(parseServer(`tls://127.0.0.1:${port}`), options).lookup(MX);
    }
    // What is cut over UDP comes again over TCP.
    const server = await startFaultServer((query) => [reply(query, { flags: ['TC'] })], { tcp: false });
    closing.push(() => server.stop());
    const at = parseServer(server.server);
    const tcp = createServer(serve);
    tcp.listen(at.port, '127.0.0.1');
    await once(tcp, 'listening');
    closing.push(() => new Promise((resolve) => tcp.close(resolve)));
    return clientOf(at, options).lookup(MX);
  };

  it('brings an answer that comes octet by octet', async () => {
    const answer = await ask((socket, framed) => {
      const next = (at: number): void => {
        if (at < framed.length) socket.write(framed.subarray(at, at + 1), () => setImmediate(next, at + 1));
        else socket.end();
      };
      next(0);
    });
    expect(answer).toMatchObject({ ...ANSWER, transport: way });
  });

  it('brings an answer with more behind it in the same segment', async () => {
    const answer = await ask((socket, framed) =>
      socket.end(Buffer.concat([framed, framed, Buffer.from([0])])),
    );
    expect(answer).toMatchObject({ ...ANSWER, transport: way });
  });

  it.each<[string, (framed: Buffer) => Buffer]>([
    ['half a length', (framed) => framed.subarray(0, 1)],
    ['a length alone', (framed) => framed.subarray(0, 2)],
    ['half a message', (framed) => framed.subarray(0, 20)],
    ['an empty message', () => Buffer.from([0, 0])],
  ])('gives no answer where it ends behind %s', async (_name, cut) => {
    const answer = await ask((socket, framed) => socket.end(cut(framed)));
    expect(answer).toMatchObject({ outcome: 'malformed', transport: way, records: [] });
  });

  it('gives no answer where it stays open behind half a length', async () => {
    const answer = await ask((socket, framed) => socket.write(framed.subarray(0, 1)), SHORT);
    expect(answer).toMatchObject({ outcome: 'timeout', transport: way, records: [] });
  });
});
