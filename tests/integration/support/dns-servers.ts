/**
 * Real DNS servers on loopback for tests: knotd as the authoritative server of zones that a test writes, on a free
 * high port, in a folder of its own. The server ends with the runner, whatever becomes of the test.
 */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DnsClient } from '../../../electron/dns/client.ts';
import { parseServer } from '../../../shared/dns/server.ts';
import { findProgram } from '../../system/packages.ts';
import { freePort } from './ports.ts';
import type { Certificate } from './test-ca.ts';

const run = promisify(execFile);
/** Milliseconds that a server may take to answer for the first time, on a machine that is busy with others. */
const PATIENCE = 60_000;

/** The path of a server program; `npm test` sees to it that each is there. */
const program = (name: string): string => {
  const path = findProgram(name);
  if (path === undefined) throw new Error(`${name} is not installed; npm test says how to get it`);
  return path;
};

/** Zone name to the lines of its zone file after the SOA and NS, which are added. */
export type Zones = Readonly<Record<string, readonly string[]>>;

export interface KnotServer {
  /** `127.0.0.1:PORT`, as the app takes it. */
  readonly server: string;
  readonly port: number;
  /** The DS records of a signed zone, as the parent publishes them, each without its owner and type. */
  delegationSigners(zone: string): Promise<readonly string[]>;
  /** Replaces the contents of the given zones; answers change before the promise settles. */
  reload(zones: Zones): Promise<void>;
  stop(): Promise<void>;
}

const zoneText = (name: string, lines: readonly string[], serial: number): string =>
  [
    `$ORIGIN ${name}.`,
    '$TTL 3600',
    `@ SOA ns1.${name}. hostmaster.${name}. ${serial} 7200 3600 1209600 300`,
    `@ NS ns1.${name}.`,
    'ns1 A 127.0.0.1',
    ...lines,
    '',
  ].join('\n');

const DAY_MS = 86_400_000;
/** Days from now, as signatures write a time (RFC 4034, 3.2). */
const inDays = (days: number): string =>
  new Date(Date.now() + days * DAY_MS)
    .toISOString()
    .replaceAll(/[^0-9]/gu, '')
    .slice(0, 14);
const holding = ['-i', inDays(-2), '-e', inDays(2)];
const runOut = ['-i', inDays(-20), '-e', inDays(-10)];

/**
 * A zone that is signed already, to be served as it is, and its DS records as `delegationSigners` gives them.
 * @param past whose signatures have run out
 */
export const presigned = async (
  name: string,
  lines: readonly string[],
  past: 'none' | 'records' | 'all',
): Promise<{ readonly lines: readonly string[]; readonly signers: readonly string[] }> => {
  const folder = await mkdtemp(join(tmpdir(), 'mailflow-signed-'));
  const at = { cwd: folder };
  try {
    await writeFile(join(folder, 'zone'), zoneText(name, lines, 1));
    const { stdout } = await run(program('ldns-keygen'), ['-a', 'ECDSAP256SHA256', '-k', name], at);
    const key = stdout.trim();
    const sign = async (dates: readonly string[]): Promise<string[]> => {
      await run(program('ldns-signzone'), [...dates, '-o', name, '-f', 'signed', 'zone', key], at);
      return (await readFile(join(folder, 'signed'), 'utf8')).split('\n').filter((line) => line !== '');
    };
    const ofKeys = (line: string): boolean => /\sRRSIG\s+DNSKEY\s/u.test(line);
    const records = await sign(past === 'none' ? holding : runOut);
    const keys = await sign(past === 'all' ? runOut : holding);
    const signer = await readFile(join(folder, `${key}.ds`), 'utf8');
    return {
      lines: [...records.filter((line) => !ofKeys(line)), ...keys.filter(ofKeys)],
      signers: [signer.trim().replace(/^.*\bDS\s+/u, '')],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** Where a server listens; a free port of 127.0.0.1 unless told otherwise. */
export interface Listen {
  /** Any of 127.0.0.0/8, so that several servers share one port, as those of a zone must. */
  readonly address?: string;
  readonly port?: number;
}
type At = Required<Listen>;

const listenAt = async ({ address = '127.0.0.1', port }: Listen): Promise<At> => ({
  address,
  port: port ?? (await freePort()),
});

const SIGNED = '    dnssec-signing: on\n    dnssec-policy: one-key\n';
const config = (
  folder: string,
  { address, port }: At,
  names: readonly string[],
  signed: readonly string[],
): string =>
  `server:
    listen: ${address}@${port}
    rundir: ${folder}
    udp-workers: 1
    tcp-workers: 1
    background-workers: 1
    identity: ""
    version: ""
log:
  - target: stderr
    any: warning
database:
    storage: ${folder}
    journal-db-max-size: 1M
    timer-db-max-size: 1M
    kasp-db-max-size: 5M
    catalog-db-max-size: 5M
policy:
  - id: one-key
    single-type-signing: on
template:
  - id: default
    storage: ${folder}
    file: "%s.zone"
    journal-content: none
    zonefile-load: whole
    zonefile-sync: -1
zone:
${names.map((name) => `  - domain: ${name}\n${signed.includes(name) ? SIGNED : ''}`).join('')}`;

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });

/** Asks until the zone shows `serial`: knotd says nowhere that it is ready but by answering. */
const showsSerial = async ({ address, port }: At, name: string, serial: number): Promise<void> => {
  const server = parseServer(`${address}:${port}`);
  const client = new DnsClient({ server, tryMs: 250, totalMs: 500 });
  const until = Date.now() + PATIENCE;
  while (Date.now() < until) {
    const answer = await client.lookup({ name, type: 'SOA' });
    if (answer.records[0]?.value.split(' ')[2] === String(serial)) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`knotd does not answer for ${name} with serial ${serial}`);
};

/** Starts the server program at `command`; it ends with the runner. Waits until `ready` or until it ended too early. */
const startProgram = async (
  command: string,
  args: readonly string[],
  ready: () => Promise<void>,
): Promise<{ stop(): Promise<void> }> => {
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', command, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
  const early = ended(child).then(() => {
    throw new Error(`${command} ended at once: ${complaints}`);
  });
  await Promise.race([ready(), early]);
  early.catch(() => undefined); // a later end is a stop by the test
  return {
    stop: async () => {
      child.kill('SIGKILL');
      await ended(child);
    },
  };
};

/** Starts knotd with `zones`, signing those named in `signed`, and waits until it answers for each. */
export const startKnot = async ({
  zones,
  signed = [],
  ...listen
}: Listen & { readonly zones: Zones; readonly signed?: readonly string[] }): Promise<KnotServer> => {
  const folder = await mkdtemp(join(tmpdir(), 'mailflow-knot-'));
  const at = await listenAt(listen);
  const names = Object.keys(zones);
  let serial = 1;
  const write = async (next: Zones): Promise<void> => {
    await mkdir(folder, { recursive: true });
    for (const [name, lines] of Object.entries(next))
      await writeFile(join(folder, `${name}.zone`), zoneText(name, lines, serial));
  };
  const settled = async (next: Zones): Promise<void> => {
    for (const name of Object.keys(next)) await showsSerial(at, name, serial);
  };
  await write(zones);
  await writeFile(join(folder, 'knot.conf'), config(folder, at, names, signed));
  const running = await startProgram(program('knotd'), ['-c', join(folder, 'knot.conf')], () =>
    settled(zones),
  );
  return {
    server: `${at.address}:${at.port}`,
    port: at.port,
    delegationSigners: async (zone) => {
      const { stdout } = await run(program('keymgr'), ['-c', join(folder, 'knot.conf'), zone, 'ds']);
      return stdout
        .trim()
        .split('\n')
        .map((line) => line.replace(/^\S+ DS /u, ''));
    },
    reload: async (next) => {
      serial += 1;
      await write(next);
      await run(program('knotc'), [
        '-s',
        join(folder, 'knot.sock'),
        '-b',
        'zone-reload',
        ...Object.keys(next),
      ]);
      await settled(next);
    },
    stop: async () => {
      await running.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

export interface UnboundServer {
  readonly server: string;
  stop(): Promise<void>;
}

export interface UnboundOptions extends Listen {
  /** Further lines of its server section, e.g. `local-data: "mail.contoso.com. A 192.0.2.7"`. */
  readonly lines?: readonly string[];
  /** DS records that signatures are verified from, e.g. `com. DS 11929 13 2 …`; without any nothing is verified. */
  readonly trust?: readonly string[];
}

/** What no stub leads to is asked of one that refuses it at once, and never of the Internet. */
const root = (stubs: Readonly<Record<string, number>>): Readonly<Record<string, number>> =>
  Object.fromEntries(
    Object.values(stubs)
      .slice(0, 1)
      .map((port) => ['.', port]),
  );

const unboundConfig = (
  folder: string,
  { address, port }: At,
  stubs: Readonly<Record<string, number>>,
  lines: readonly string[],
  verifies: boolean,
): string =>
  `server:
    directory: "${folder}"
    chroot: ""
    username: ""
    pidfile: ""
    use-syslog: no
    do-daemonize: no
    verbosity: 0
    num-threads: 1
    interface: ${address}@${port}
    access-control: 127.0.0.0/8 allow
    do-not-query-localhost: no
    module-config: "${verifies ? 'validator ' : ''}iterator"
    ede: yes
${lines.map((line) => `    ${line}\n`).join('')}remote-control:
    control-enable: no
${Object.entries({ ...root(stubs), ...stubs })
  .map(([zone, at]) => `stub-zone:\n    name: "${zone}"\n    stub-addr: 127.0.0.1@${at}\n`)
  .join('')}`;

const APPARMOR = '/sys/module/apparmor/parameters/enabled';
/**
 * The path to start it by. AppArmor, where it is on, lets unbound read its own folders alone and knows it by its path;
 * a copy is anybody's program.
 */
const unconfined = async (path: string, folder: string): Promise<string> => {
  const isOn = existsSync(APPARMOR) && (await readFile(APPARMOR, 'utf8')).startsWith('Y');
  if (!isOn || !existsSync('/etc/apparmor.d/usr.sbin.unbound')) return path;
  const copy = join(folder, 'unbound');
  await copyFile(path, copy);
  return copy;
};

/** Starts unbound as a caching resolver that finds each zone of `stubs` at that port of loopback. */
export const startUnbound = async (
  stubs: Readonly<Record<string, number>>,
  { lines = [], trust = [], ...listen }: UnboundOptions = {},
): Promise<UnboundServer> => {
  const folder = await mkdtemp(join(tmpdir(), 'mailflow-unbound-'));
  const at = await listenAt(listen);
  const server = `${at.address}:${at.port}`;
  const anchors = join(folder, 'trust.anchors');
  await writeFile(anchors, `${trust.join('\n')}\n`);
  const all = trust.length === 0 ? lines : [...lines, `trust-anchor-file: "${anchors}"`];
  await writeFile(join(folder, 'unbound.conf'), unboundConfig(folder, at, stubs, all, trust.length > 0));
  const client = new DnsClient({ server: parseServer(server), tryMs: 1000, totalMs: 1000 });
  const [zone = 'localhost'] = Object.keys(stubs);
  const ready = async (): Promise<void> => {
    const until = Date.now() + PATIENCE;
    while ((await client.lookup({ name: zone, type: 'SOA' })).outcome !== 'answer') {
      if (Date.now() > until) throw new Error('unbound does not answer');
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  const running = await startProgram(
    await unconfined(program('unbound'), folder),
    ['-d', '-c', join(folder, 'unbound.conf')],
    ready,
  );
  return {
    server,
    stop: async () => {
      await running.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

export interface DnsdistServer {
  /** `127.0.0.1:PORT`, asked by UDP and TCP. */
  readonly server: string;
  /** `tls://127.0.0.1:PORT` and `https://127.0.0.1:PORT/dns-query`. */
  readonly tls: string;
  readonly https: string;
  readonly tlsPort: number;
  readonly httpsPort: number;
  stop(): Promise<void>;
}

const dnsdistConfig = (
  ports: { readonly plain: number; readonly tls: number; readonly https: number },
  backend: string,
  { certFile, keyFile }: Pick<Certificate, 'certFile' | 'keyFile'>,
  rules: readonly string[],
): string =>
  `setSecurityPollSuffix("")
setLocal("127.0.0.1:${ports.plain}")
newServer({address="${backend}"}):setUp()
addTLSLocal("127.0.0.1:${ports.tls}", "${certFile}", "${keyFile}")
addDOHLocal("127.0.0.1:${ports.https}", "${certFile}", "${keyFile}", "/dns-query")
addAction("ready.invalid.", RCodeAction(DNSRCode.REFUSED))
${rules.join('\n')}
`;

/**
 * Starts dnsdist in front of `backend` (`127.0.0.1:PORT`) for plain DNS, DNS over TLS and DNS over HTTPS.
 * @param rules lines of its Lua configuration, e.g. `addAction("example.org.", RCodeAction(DNSRCode.REFUSED))`
 */
export const startDnsdist = async (
  backend: string,
  certificate: Pick<Certificate, 'certFile' | 'keyFile'>,
  rules: readonly string[] = [],
): Promise<DnsdistServer> => {
  const folder = await mkdtemp(join(tmpdir(), 'mailflow-dnsdist-'));
  const ports = { plain: await freePort(), tls: await freePort(), https: await freePort() };
  const file = join(folder, 'dnsdist.conf');
  await writeFile(file, dnsdistConfig(ports, backend, certificate, rules));
  const server = `127.0.0.1:${ports.plain}`;
  const client = new DnsClient({ server: parseServer(server), tryMs: 250, totalMs: 500 });
  const ready = async (): Promise<void> => {
    const until = Date.now() + PATIENCE;
    // Its listeners are all opened before it takes the first question.
    while ((await client.lookup({ name: 'ready.invalid', type: 'SOA' })).rcode === '') {
      if (Date.now() > until) throw new Error('dnsdist does not answer');
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  const running = await startProgram(
    program('dnsdist'),
    ['--supervised', '--disable-syslog', '-C', file],
    ready,
  );
  return {
    server,
    tls: `tls://127.0.0.1:${ports.tls}`,
    https: `https://127.0.0.1:${ports.https}/dns-query`,
    tlsPort: ports.tls,
    httpsPort: ports.https,
    stop: async () => {
      await running.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
