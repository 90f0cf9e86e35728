/** The program as a process: stopped, killed, and with nobody to read what it prints. */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { appendFile, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { parseRun } from '../../../electron/store/run-document.ts';
import { cli, saved, tempFolder } from '../../fixtures/cli.ts';
import { contosoDomain, contosoProfile, customerFile } from '../../fixtures/customer.ts';
import { CONTOSO_BEFORE } from '../support/contoso-zones.ts';
import { startKnot } from '../support/dns-servers.ts';
import { ROOT } from '../support/exports.ts';

const MAIN = join(ROOT, 'electron/cli/main.ts');
const CUSTOMER = 'examples/contoso.json';

const ends: Array<() => unknown> = [];
afterEach(() => Promise.all(ends.splice(0).map((end) => end())));

const knot = async (): Promise<string> => {
  const server = await startKnot({ zones: CONTOSO_BEFORE });
  ends.push(() => server.stop());
  return server.server;
};

type Program = ChildProcessByStdio<null, Readable, Readable>;
const start = (...args: readonly string[]): Program => {
  const child = spawn(process.execPath, [MAIN, ...args], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  ends.push(() => child.kill('SIGKILL'));
  return child;
};
const codeOf = async (child: Program): Promise<unknown> => {
  const [code, signal] = (await once(child, 'close')) as readonly unknown[];
  return code ?? signal;
};

const journalOf = async (path: string): Promise<string> =>
  readFile(`${path}.journal`, 'utf8').catch(() => '');
/** Both records of the one domain were asked, and their answers are on the disk. */
const hasHeard = (path: string) =>
  expect.poll(async () => (await journalOf(path)).match(/"entry":/gu)?.length).toBe(2);

describe('dns watch --out', () => {
  it('keeps every answer when the person stops it, and says where', async () => {
    const folder = await tempFolder();
    const path = join(folder, 'watch.json');
    const child = start('dns', 'watch', CUSTOMER, '--server', await knot(), '--out', path);
    const [out, err] = [text(child.stdout), text(child.stderr)];
    const code = codeOf(child);
    await hasHeard(path);
    child.kill('SIGINT');
    expect(await code).toBe(1);
    expect(await out).toMatch(/MX of contoso\.com: old/u);
    expect(await err).toContain(`mailflow: kept: ${path} holds the run with 2 answers.`);
    expect(await readdir(folder)).toEqual(['watch.json']);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const { run } = await parseRun(await readFile(path), path);
    expect(run).toMatchObject({ kind: 'watch', customerId: 'contoso', domains: ['contoso.com'] });
    expect(run.answers.map(({ answer }) => answer.question.type).toSorted()).toEqual(['MX', 'TXT']);
    expect(run.cutShort).toBeUndefined();
    // The file is one for the other commands.
    expect((await cli('dns', 'compare', path, path)).code).toBe(0);
    const again = await cli('dns', 'watch', CUSTOMER, '--server', '127.0.0.1:1', '--out', path);
    expect([again.code, again.err]).toEqual([2, expect.stringContaining('mailflow: export-exists: ')]);
  });

  it('leaves a journal when it is killed, of which "dns recover" makes the run', async () => {
    const folder = await tempFolder();
    const path = join(folder, 'watch.json');
    const journal = `${path}.journal`;
    const server = await knot();
    const child = start('dns', 'watch', CUSTOMER, '--server', server, '--out', path);
    const code = codeOf(child);
    await hasHeard(path);
    child.kill('SIGKILL');
    expect(await code).toBe('SIGKILL');
    expect(await readdir(folder)).toEqual(['watch.json.journal']);

    const anew = await cli('dns', 'watch', CUSTOMER, '--server', server, '--out', path);
    expect([anew.code, anew.err]).toEqual([2, expect.stringContaining('"dns recover"')]);
    const other = await saved(customerFile(contosoProfile({ domains: [contosoDomain('other.example')] })));
    const foreign = await cli('dns', 'recover', other, journal, '--out', path);
    expect([foreign.code, foreign.err]).toEqual([2, expect.stringContaining('is about contoso.com')]);

    const recovered = await cli('dns', 'recover', CUSTOMER, journal, '--out', path);
    expect([recovered.code, recovered.out]).toEqual([0, '']);
    expect(recovered.err).toContain('The watch did not end by itself');
    const { run } = await parseRun(await readFile(path), path);
    expect(run).toMatchObject({ kind: 'watch', customerId: 'contoso', cutShort: true });
    expect(run.answers).toHaveLength(2);

    // The journal is left, and one that was torn says what is missing.
    await appendFile(journal, '{"at":"2026-12-05T21:00:00.000Z","entry":{"vant');
    const torn = await cli('dns', 'recover', CUSTOMER, journal, '--out', join(folder, 'torn.json'));
    expect(torn.code).toBe(1);
    expect(torn.err).toContain('1 line of its journal could not be read');
    const twice = await cli('dns', 'recover', CUSTOMER, journal, '--out', path);
    expect([twice.code, twice.err]).toEqual([2, expect.stringContaining('mailflow: export-exists: ')]);
  });

  it('ends and keeps what it heard when nobody reads its lines any more', async () => {
    const path = join(await tempFolder(), 'watch.json');
    const child = start('dns', 'watch', CUSTOMER, '--server', await knot(), '--out', path);
    const err = text(child.stderr);
    child.stdout.destroy();
    expect(await codeOf(child)).toBe(1);
    expect(await err).toMatch(/^mailflow: kept: .*\nmailflow: watch: .*\n$/u);
    expect((await parseRun(await readFile(path), path)).run.kind).toBe('watch');
  });

  it('says that the run could not be written, and leaves the journal', async () => {
    const path = join(await tempFolder(), 'watch.json');
    const child = start('dns', 'watch', CUSTOMER, '--server', await knot(), '--out', path);
    const err = text(child.stderr);
    const code = codeOf(child);
    await hasHeard(path);
    await writeFile(path, 'of another program');
    child.kill('SIGTERM');
    expect(await code).toBe(2);
    expect(await err).toContain(`What could be written down of the watch is in ${path}.journal`);
    expect(await readFile(path, 'utf8')).toBe('of another program');
    expect(await journalOf(path)).toContain('"entry":');
  });

  it('refuses what is no journal', async () => {
    const out = join(await tempFolder(), 'watch.json');
    const { code, err } = await cli('dns', 'recover', CUSTOMER, CUSTOMER, '--out', out);
    expect([code, err]).toEqual([2, expect.stringMatching(/^mailflow: (store-damaged|bad-input): /u)]);
    expect((await cli('dns', 'recover', CUSTOMER, await saved(''), '--out', out)).err).toContain(
      'mailflow: bad-input: ',
    );
  });
});

describe('dns snapshot', () => {
  it('leaves no file when it is stopped while it asks, and says so', async () => {
    const silent = createSocket('udp4');
    silent.bind(0, '127.0.0.1');
    await once(silent, 'listening');
    ends.push(() => silent.close());
    const folder = await tempFolder();
    const server = `127.0.0.1:${String(silent.address().port)}`;
    const asked = once(silent, 'message');
    const child = start('dns', 'snapshot', CUSTOMER, '--server', server, '--out', join(folder, 'a.json'));
    const [out, err] = [text(child.stdout), text(child.stderr)];
    const code = codeOf(child);
    await asked;
    child.kill('SIGINT');
    expect(await code).toBe(2);
    expect(await out).toBe('');
    expect(await err).toBe(
      'mailflow: cancelled: The command was stopped while it asked; nothing was kept.\n',
    );
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('standard output', () => {
  const shell = async (script: string) => {
    const child = spawn('bash', ['-c', script, process.execPath, MAIN], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [out, err] = [text(child.stdout), text(child.stderr)];
    return { code: await codeOf(child), out: await out, err: await err };
  };

  it('that is full is said in one line, not as a defect', async () => {
    expect(await shell('"$0" "$1" spf compose examples/contoso.json 2>/dev/null >/dev/full')).toMatchObject({
      code: 2,
    });
    const { err } = await shell('"$0" "$1" spf compose examples/fabrikam.json --json >/dev/full');
    expect(err).toBe("mailflow: store-io: Standard output can't be written (ENOSPC).\n");
  });

  it('that nobody reads changes nothing in the exit code', async () => {
    const { out, err } = await shell(
      '{ "$0" "$1" spf explain "v=spf1 ipv4:192.0.2.1 -all"; echo "code $?" >&2; } | true',
    );
    expect([out, err]).toEqual(['', 'code 1\n']);
  });
});
