import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { parseRun } from '../../../electron/store/run-document.ts';
import { RunStore } from '../../../electron/store/run-store.ts';
import { runDraftSchema } from '../../../shared/dns/stored-run.ts';
import { cli, tempFolder } from '../../fixtures/cli.ts';
import { CONTOSO_AFTER, CONTOSO_BEFORE } from '../support/contoso-zones.ts';
import { startKnot, type Zones } from '../support/dns-servers.ts';

const CUSTOMER = 'examples/contoso.json';
const running: Array<{ stop(): Promise<void> }> = [];
afterEach(() => Promise.all(running.splice(0).map((server) => server.stop())));
const knot = async (zones: Zones = CONTOSO_BEFORE) => {
  const server = await startKnot({ zones });
  running.push(server);
  return server;
};
const snapshot = (out: string, ...args: readonly string[]) =>
  cli('dns', 'snapshot', CUSTOMER, '--out', out, ...args);

describe('dns snapshot', () => {
  it('writes every answer into one new file with its hash', async () => {
    const { server } = await knot();
    const path = join(await tempFolder(), 'before.json');
    const { code, out, err } = await snapshot(path, '--name', 'Before', '--server', server);
    expect([code, out]).toEqual([0, '']);
    expect(err).toContain('mailflow: not-known: ');
    const { run } = await parseRun(await readFile(path), path);
    expect(run).toMatchObject({
      kind: 'snapshot',
      name: 'Before',
      customerId: 'contoso',
      domains: ['contoso.com'],
    });
    expect(run.vantages).toMatchObject([{ id: `internal:${server}` }]);
    const asked = run.answers.map(({ answer }) => `${answer.question.type} ${answer.question.name}`);
    expect(asked).toEqual(
      expect.arrayContaining(['MX contoso.com', 'A mail.contoso.com', 'TXT _dmarc.contoso.com']),
    );
    expect(new Set(asked).size).toBe(asked.length);
    const { code: taken, out: imported } = await cli('dns', 'import', CUSTOMER, path);
    expect(taken).toBe(0);
    expect(imported).toContain('answer\tcontoso.com\tMX\t');
    const again = await snapshot(path, '--server', server);
    expect([again.code, again.err]).toEqual([2, expect.stringContaining('export-exists')]);
  });

  it('ends with 1 where a server does not tell the truth, and says who says what', async () => {
    const { server } = await knot({ ...CONTOSO_BEFORE, invalid: ['* A 192.0.2.99'] });
    const folder = await tempFolder();
    const { code, out, err } = await snapshot(join(folder, 'one.json'), '--server', server);
    expect(code).toBe(1);
    expect(out).toMatch(/^intercepted\tmailflow-canary-[0-9a-f]+\.invalid\tA\t.*192\.0\.2\.99/u);
    expect(err).toContain('mailflow: intercepted: ');
    const json = await snapshot(join(folder, 'two.json'), '--server', server, '--json');
    const shown: unknown = JSON.parse(json.out);
    expect(shown).toMatchObject({ verdict: { code: 'intercepted' } });
  });

  it('asks the address without a server only with --probe, one question, and takes its silence for no fault', async () => {
    const { server } = await knot();
    const folder = await tempFolder();
    const placesOf = async (file: string, ...args: readonly string[]) => {
      const path = join(folder, file);
      const outcome = await snapshot(path, '--server', server, ...args);
      const { run } = await parseRun(await readFile(path), path);
      return { outcome, probed: run.answers.filter(({ vantage }) => vantage === 'probe') };
    };
    const plain = await placesOf('plain.json');
    const probing = await placesOf('probing.json', '--probe');
    expect(plain.probed).toEqual([]);
    expect(probing.probed.map(({ answer }) => answer.question)).toEqual([
      { name: 'contoso.com', type: 'SOA' },
    ]);
    expect(probing.outcome.code).toBe(plain.outcome.code);
    expect(probing.outcome.err).not.toContain('intercepted');
  });

  it.each([
    ['no file to write', [CUSTOMER], 'usage'],
    ['an unknown domain', [CUSTOMER, '--out', '/dev/null/x', '--domain', 'other.example'], 'not-found'],
    ['no address', [CUSTOMER, '--out', 'never.json', '--server', 'ns1.example'], 'dns-bad-server'],
    ['no document', ['missing.json', '--out', '/dev/null/x'], 'not-found'],
  ])('refuses %s', async (_what, args, code) => {
    const outcome = await cli('dns', 'snapshot', ...args);
    expect([outcome.code, outcome.err]).toEqual([2, expect.stringContaining(`mailflow: ${code}: `)]);
  });

  it('ends with 1 where servers answer and none says anything of a record, and keeps what came', async () => {
    const { server } = await knot({ 'other.example': [] });
    const path = join(await tempFolder(), 'refused.json');
    const { code, err } = await snapshot(path, '--server', server);
    expect([code, err]).toEqual([1, expect.stringContaining('No server said anything of a record')]);
    expect((await parseRun(await readFile(path), path)).run.answers).not.toEqual([]);
  });

  it('keeps nothing when no server can be reached', async () => {
    const path = join(await tempFolder(), 'before.json');
    const { code, err } = await snapshot(path, '--server', '127.0.0.1:1');
    expect([code, err]).toEqual([2, expect.stringContaining('mailflow: offline: ')]);
    await expect(readFile(path)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('dns compare', () => {
  it('tells what changed between two snapshots, and refuses one that was changed by hand', async () => {
    const zone = await knot();
    const folder = await tempFolder();
    const [before, after] = [join(folder, 'before.json'), join(folder, 'after.json')];
    await snapshot(before, '--server', zone.server);
    await zone.reload(CONTOSO_AFTER);
    await snapshot(after, '--server', zone.server);
    expect(await cli('dns', 'compare', before, before)).toMatchObject({ code: 0, err: '' });
    const { code, out } = await cli('dns', 'compare', before, after);
    expect(code).toBe(1);
    expect(out).toContain(
      'changed\tcontoso.com\tMX\tcontoso.com MX was “10 mail.contoso.com” and is “10 mx1.filter.example”, “20 mx2.filter.example”. Its TTL was 86400 s and is 300 s.\n',
    );
    expect(out).toContain('added\tselector1._domainkey.contoso.com\tCNAME\t');
    const json = await cli('dns', 'compare', before, after, '--json');
    const refused = join(folder, 'refused.json');
    await snapshot(refused, '--server', (await knot({ 'other.example': [] })).server);
    expect(await cli('dns', 'compare', before, refused)).toMatchObject({
      code: 1,
      err: expect.stringContaining('mailflow: nothing-compared: ') as string,
    });
    expect(JSON.parse(json.out)).toMatchObject({ before: { id: expect.any(String) as string } });
    await writeFile(
      after,
      (await readFile(after, 'utf8')).replaceAll('mx1.filter.example', 'mx9.filter.example'),
    );
    const forged = await cli('dns', 'compare', before, after);
    expect([forged.code, forged.out]).toEqual([2, '']);
    expect(forged.err).toContain('its SHA-256 is another one');
    expect((await cli('dns', 'compare', before, CUSTOMER)).err).toContain('mailflow: store-damaged: ');
  });
});

describe('dns drift', () => {
  it('of no customer at all is not fine', async () => {
    const dir = await tempFolder();
    const id = (await cli('customers', 'import', CUSTOMER, '--data-dir', dir)).out.trim();
    await cli('customers', 'remove', id, '--data-dir', dir);
    expect(await cli('dns', 'drift', '--data-dir', dir)).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('mailflow: nothing-asked: ') as string,
    });
  });

  it('compares each customer with the last snapshot', async () => {
    const zone = await knot();
    const dir = await tempFolder();
    const id = (await cli('customers', 'import', CUSTOMER, '--data-dir', dir)).out.trim();
    const drift = (...args: readonly string[]) =>
      cli('dns', 'drift', '--data-dir', dir, '--server', zone.server, ...args);
    expect(await drift()).toMatchObject({
      code: 1,
      out: `${id}\tunknown\tThere is no snapshot to compare with.\n`,
    });
    const path = join(dir, 'before.json');
    await snapshot(path, '--server', zone.server);
    const { run } = await parseRun(await readFile(path), path);
    const { customerId, kind, name, operator } = run;
    const draft = runDraftSchema.strip().parse(run);
    await new RunStore({ dir, newId: () => 'run-1', appVersion: '0.1.0' }).save(
      customerId,
      { kind, name, operator },
      draft,
    );
    const none = await drift();
    expect([none.code, none.out]).toEqual([
      0,
      expect.stringMatching(new RegExp(`^${id}\\t0\\tNothing that could be compared`, 'u')),
    ]);
    await zone.reload(CONTOSO_AFTER);
    const { code, out } = await drift();
    expect(code).toBe(1);
    expect(out).toMatch(new RegExp(`^${id}\\t[1-9]\\d*\\t`, 'u'));
    expect(out).toContain('changed\tcontoso.com\tMX\t');
    expect(JSON.parse((await drift('--json')).out)).toMatchObject([
      { customerId: id, drifted: expect.any(Number) as number },
    ]);
    const refusing = (await knot({ 'other.example': [] })).server;
    const refused = await cli('dns', 'drift', '--data-dir', dir, '--server', refusing);
    expect([refused.code, refused.out]).toEqual([
      1,
      expect.stringMatching(new RegExp(`^${id}\\tunknown\\tNothing could be compared with `, 'u')),
    ]);
    expect(refused.err).toContain(`mailflow: note: ${id}: The earlier run alone asked `);
    const offline = await cli('dns', 'drift', '--data-dir', dir, '--server', '127.0.0.1:1');
    expect(offline).toMatchObject({ code: 1, out: `${id}\tunknown\tNo server could be reached.\n` });
    expect((await cli('dns', 'drift')).err).toContain('mailflow: usage: --data-dir is missing');
  });
});

describe('dns check --from', () => {
  it('judges by the stored answers, says by which, and asks nobody', async () => {
    const started = await knot();
    const { server } = started;
    const path = join(await tempFolder(), 'before.json');
    await snapshot(path, '--name', 'Before', '--server', server);
    await started.stop();
    const { code, out, err } = await cli('dns', 'check', CUSTOMER, '--from', path, '--step', 'DIS-04');
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(
      /^matches\tcontoso\.com\tmx-current\t.*Judged from the run “Before” of 2026-12-06 08:00:00 UTC\.$/mu,
    );
    const planned = await cli('dns', 'check', CUSTOMER, '--from', path);
    expect(planned.code).toBe(1);
    expect(planned.out).toMatch(/^differs\tcontoso\.com\tmx-planned\t/mu);
    const both = await cli('dns', 'check', CUSTOMER, '--from', path, '--server', server);
    expect([both.code, both.err]).toEqual([
      2,
      expect.stringContaining('mailflow: usage: --from asks nobody'),
    ]);
  });

  it('refuses a run that was changed', async () => {
    const { server } = await knot();
    const path = join(await tempFolder(), 'before.json');
    await snapshot(path, '--server', server);
    await writeFile(
      path,
      (await readFile(path, 'utf8')).replace('10 mail.contoso.com', '10 evil.contoso.com'),
    );
    expect((await cli('dns', 'check', CUSTOMER, '--from', path)).err).toContain('store-damaged');
  });
});
