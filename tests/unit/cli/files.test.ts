/** What the command line says of a file or folder that is not what a command needs, and what it leaves alone. */
import { mkdir, readdir, readFile, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, cliWith, saved, tempFolder } from '../../fixtures/cli.ts';

const CUSTOMER = 'examples/contoso.json';

describe('a file to read', () => {
  const read: ReadonlyArray<readonly [what: string, command: (path: string) => readonly string[]]> = [
    ['a customer', (path) => ['spf', 'compose', path]],
    ['a zone file', (path) => ['spf', 'expand', 'contoso.com', '--zone', path]],
    ['an authority', (path) => ['dns', 'check', CUSTOMER, '--server', '192.0.2.53', '--ca', path]],
    ['a run', (path) => ['dns', 'compare', path, path]],
    ['pasted output', (path) => ['dns', 'parse', path]],
    ['the collector’s file', (path) => ['dns', 'import', CUSTOMER, path]],
  ];
  it.each(read)('is named when it is a folder, missing or endless (%s)', async (_what, command) => {
    const folder = await tempFolder();
    const missing = join(folder, 'missing');
    const huge = join(folder, 'huge');
    await writeFile(huge, '');
    await truncate(huge, 65 * 1024 * 1024);
    expect(await cli(...command(folder))).toEqual({
      code: 2,
      out: '',
      err: `mailflow: bad-input: ${folder} is a folder. Name a file.\n`,
    });
    expect((await cli(...command(missing))).err).toBe(`mailflow: not-found: ${missing} does not exist.\n`);
    expect((await cli(...command(huge))).err).toMatch(
      /^mailflow: bad-input: \S+huge is larger than 64 MB, .*\. It has 68,157,440 octets\.\n$/u,
    );
  });

  it('is refused where it has to be evidence and is a device, before anything of it is read', async () => {
    expect((await cli('dns', 'import', CUSTOMER, '/dev/zero')).err).toBe(
      'mailflow: bad-input: /dev/zero is no plain file but a device, a pipe or a socket. Name the file itself.\n',
    );
  });

  it.each([
    ['dns parse', ['dns', 'parse', '-'], '64 MB'],
    ['sts check', ['sts', 'check', CUSTOMER, '-'], '64 KB'],
  ])('is read from standard input up to a limit, which is said (%s)', async (_what, args, limit) => {
    let given = 0;
    function* endless(): Generator<Uint8Array> {
      for (;;) {
        given += 1 << 20;
        yield new Uint8Array(1 << 20);
      }
    }
    const { code, err } = await cliWith({ input: endless() }, ...args);
    expect([code, err]).toEqual([2, expect.stringContaining(`Standard input is larger than ${limit}`)]);
    expect(given).toBeLessThan(70 << 20);
  });

  it('may be reached over a link', async () => {
    const link = join(await tempFolder(), 'link.json');
    await symlink(join(process.cwd(), CUSTOMER), link);
    expect((await cli('spf', 'compose', link)).out).toMatch(/^v=spf1 /u);
  });
});

describe('a file to write', () => {
  it.each([
    ['dns snapshot', ['dns', 'snapshot', CUSTOMER, '--server', '127.0.0.1:1']],
    ['dns collector', ['dns', 'collector', CUSTOMER, '--form', 'sh']],
  ])('is never written over, not even through a link, and needs its folder (%s)', async (_what, args) => {
    const folder = await tempFolder();
    const path = join(folder, 'taken');
    await writeFile(path, 'mine');
    const dangling = join(folder, 'dangling');
    await symlink(join(folder, 'nothing'), dangling);
    for (const out of [path, dangling, folder]) {
      expect(await cli(...args, '--out', out)).toEqual({
        code: 2,
        out: '',
        err: `mailflow: export-exists: ${out} already exists. Choose another name; nothing was overwritten.\n`,
      });
    }
    expect(await readFile(path, 'utf8')).toBe('mine');
    const nowhere = await cli(...args, '--out', join(folder, 'missing', 'x'));
    expect([nowhere.code, nowhere.err]).toEqual([
      2,
      expect.stringContaining(`mailflow: not-found: The folder ${join(folder, 'missing')} does not exist`),
    ]);
    expect((await readdir(folder)).toSorted()).toEqual(['dangling', 'taken']);
  });

  it('holds the whole script, for others to read', async () => {
    const folder = await tempFolder();
    const path = join(folder, 'collector.sh');
    const args = ['dns', 'collector', CUSTOMER, '--form', 'sh'];
    expect(await cli(...args, '--out', path)).toEqual({ code: 0, out: '', err: '' });
    expect(await readFile(path, 'utf8')).toBe((await cli(...args)).out);
    // As any new file of this person, unlike what holds a customer's answers.
    const plain = join(await tempFolder(), 'plain');
    await writeFile(plain, '');
    expect((await stat(path)).mode).toBe((await stat(plain)).mode);
    expect(await readdir(folder)).toEqual(['collector.sh']);
  });
});

describe('the data folder', () => {
  it.each([
    ['customers list', ['customers', 'list']],
    ['customers show', ['customers', 'show', 'contoso']],
    ['customers remove', ['customers', 'remove', 'contoso']],
    ['dns drift', ['dns', 'drift', '--server', '127.0.0.1:1']],
  ])(
    'that was mistyped does not pass for one without customers, and is not made (%s)',
    async (_what, args) => {
      const folder = await tempFolder();
      await mkdir(join(folder, 'other'));
      for (const dir of [join(folder, 'missing'), join(folder, 'other')]) {
        const { code, out, err } = await cli(...args, '--data-dir', dir);
        expect([code, out]).toEqual([2, '']);
        expect(err).toContain(`mailflow: not-found: ${dir} is no data folder of the app`);
      }
      expect(await readdir(folder)).toEqual(['other']);
      expect(await readdir(join(folder, 'other'))).toEqual([]);
    },
  );
});

describe('--domain', () => {
  it('takes a name in any case and with its dot, and says which there are', async () => {
    const path = await saved(await readFile(CUSTOMER, 'utf8'));
    for (const args of [
      ['dns', 'check', path, '--from', path],
      ['dns', 'snapshot', path, '--out', '/dev/null'],
      ['dns', 'watch', path, '--server', 'no address'],
      ['mx', 'classify', path, '--zone', path],
      ['spf', 'compose', path],
    ]) {
      expect((await cli(...args, '--domain', 'CONTOSO.com.')).err).not.toContain('no domain');
      expect(await cli(...args, '--domain', 'other.example')).toMatchObject({
        code: 2,
        err: 'mailflow: not-found: The profile has no domain “other.example”. It has contoso.com.\n',
      });
    }
  });
});

describe('dns check --step', () => {
  it('refuses a step that the runbook does not have', async () => {
    const { code, err } = await cli('dns', 'check', CUSTOMER, '--server', '192.0.2.53', '--step', 'DNS-99');
    expect([code, err]).toEqual([2, expect.stringContaining('The runbook has no step DNS-99')]);
  });
  it('ends with 1 where the step has nothing to ask, since nothing is known then', async () => {
    const outcome = await cli('dns', 'check', CUSTOMER, '--server', '192.0.2.53', '--step', 'DIS-02');
    expect([outcome.code, outcome.err]).toEqual([1, expect.stringContaining('mailflow: nothing-asked: ')]);
  });
});

describe('spf explain', () => {
  it.each([
    ['a name', 'contoso.com', 'To see what contoso.com publishes: spf expand contoso.com'],
    ['another record', 'v=DMARC1; p=none', 'Paste the text of the record'],
    ['a word', 'hello', '“hello” is no SPF record; one begins with v=spf1'],
  ])('makes no record out of %s, and claims nothing of what is published', async (_what, text, words) => {
    for (const args of [[], ['--json']]) {
      const { code, out, err } = await cli('spf', 'explain', text, ...args);
      expect([code, out]).toEqual([2, '']);
      expect(err).toMatch(/^mailflow: bad-input: /u);
      expect(err).toContain(words);
      expect(err).not.toContain('is published');
    }
  });
});
