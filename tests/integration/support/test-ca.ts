/** A certificate authority of a test's own, made by OpenSSL in a folder that goes with it. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Certificate {
  readonly certFile: string;
  readonly keyFile: string;
  readonly cert: string;
  readonly key: string;
}

export interface TestCa {
  readonly file: string;
  readonly pem: string;
  /** A server certificate for these names, `DNS:dns.example` or `IP:127.0.0.1`; one of -1 days has run out. */
  issue(names: readonly string[], days?: number): Promise<Certificate>;
  remove(): Promise<void>;
}

const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

export const createTestCa = async (): Promise<TestCa> => {
  const folder = await mkdtemp(join(tmpdir(), 'mailflow-ca-'));
  const at = (name: string): string => join(folder, name);
  const openssl = (...args: string[]): Promise<unknown> => run('openssl', args, { cwd: folder });
  await openssl(
    ...['req', '-x509', ...KEY, '-subj', '/CN=Test authority', '-days', '2'],
    ...['-keyout', 'ca.key', '-out', 'ca.pem', '-addext', 'basicConstraints=critical,CA:TRUE'],
  );
  let issued = 0;
  return {
    file: at('ca.pem'),
    pem: await readFile(at('ca.pem'), 'utf8'),
    issue: async (names, days = 2) => {
      issued += 1;
      const name = `server-${issued}`;
      await writeFile(at(`${name}.ext`), `subjectAltName=${names.join(',')}\n`);
      await openssl('req', ...KEY, '-subj', '/CN=server', '-keyout', `${name}.key`, '-out', `${name}.csr`);
      await openssl(
        ...['x509', '-req', '-in', `${name}.csr`, '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial'],
        ...['-days', String(days), '-extfile', `${name}.ext`, '-out', `${name}.pem`],
      );
      const [certFile, keyFile] = [at(`${name}.pem`), at(`${name}.key`)];
      return {
        certFile,
        keyFile,
        cert: await readFile(certFile, 'utf8'),
        key: await readFile(keyFile, 'utf8'),
      };
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
};
