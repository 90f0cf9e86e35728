import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { contosoDomain, contosoProfile, customerFile } from '../../fixtures/customer.ts';
import { COMMANDS } from '../../../electron/cli/commands/index.ts';
import { cli, saved, tempFolder } from '../../fixtures/cli.ts';

describe('help and usage', () => {
  it.each([
    [['--help'], ['export', 'spf compose', 'dns check', 'dns watch', 'customers list']],
    [['spf', '--help'], ['spf compose']],
    [
      ['help', 'dns', 'check'],
      ['--server HOST[:PORT]', 'Examples'],
    ],
    [
      ['customers', '--help'],
      ['list', 'show', 'import', 'remove'],
    ],
    [
      ['export', 'x', '--help'],
      ['--out DIR', '--now ISO-TIME', 'Examples', 'Exit codes'],
    ],
  ])('%j teaches on stdout', async (args, words) => {
    const { code, out, err } = await cli(...args);
    expect([code, err]).toEqual([0, '']);
    for (const word of words) expect(out).toContain(word);
  });

  it.each([
    [[], 'No command'],
    [['spf'], 'another word'],
    [['spf', 'bake'], '“spf bake”'],
    [['bake'], '“bake”'],
    [['export'], 'CUSTOMER.json'],
    [['spf', 'explain', 'v=spf1', 'mx', '-all'], 'Put the text in quotes'],
    [['spf', 'explain', 'v=spf1', 'mx'], 'Put the text in quotes'],
    [['spf', 'explain', 'v=spf1 mx -all', '--domain', 'not a name'], '--domain not a name'],
    [['spf', 'expand', 'contoso.com', '--server', '192.0.2.53', '--zone', 'x'], 'not both'],
    [['dns', 'watch', 'examples/contoso.json', '--own-every-30s'], '--authoritative'],
    [['dns', 'watch', 'examples/contoso.json', '--until', '2026-12-06T08:00:00+01:00'], 'is over'],
    [['spf', 'evaluate', '--ip', '192.0.2.1', '--mail-from', '<>', '--server', '192.0.2.53'], '--helo NAME'],
    [['export', 'examples/contoso.json'], '--out'],
    [['export', 'examples/contoso.json', '--out'], '--out'],
    [['export', 'examples/contoso.json', 'more', '--out', 'x'], '“more”'],
    [['export', 'examples/contoso.json', '--out', 'x', '--now', '2026-12-05T20:00:00'], '--now'],
    [['export', 'examples/contoso.json', '--out', 'x', '--now', '2026-13-45T20:00:00Z'], '--now'],
    [['spf', 'compose', 'examples/contoso.json', '--colour'], '--colour'],
    [['customers', 'list'], '--data-dir'],
  ])('%j is refused with 2, and says what is wrong', async (args, word) => {
    const { code, out, err } = await cli(...args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^mailflow: usage: /mu);
    expect(err).toContain(word);
  });
});

describe('every help', () => {
  it('fits a terminal of 120 columns and holds an example that names its command', async () => {
    for (const { path } of COMMANDS) {
      const { code, out } = await cli(...path, '--help');
      expect([path, code]).toEqual([path, 0]);
      expect(out).toContain(`npm run -s cli -- ${path.join(' ')} `);
      expect(out).toMatch(/\nExamples?\n/u);
      expect(out.split('\n').filter((line) => line.length > 120)).toEqual([]);
    }
    const { out } = await cli('--help');
    expect(out.split('\n').filter((line) => line.length > 120)).toEqual([]);
  });

  it('has the version at hand', async () => {
    expect(await cli('--version')).toEqual({ code: 0, out: 'Mailflow Runbook 0.1.0\n', err: '' });
  });
});

describe('customer documents', () => {
  it.each([
    ['not JSON', '{', 'store-damaged'],
    ['no document of ours', '{"format":"other"}', 'store-damaged'],
    ['a bare profile', JSON.stringify(contosoProfile()), 'store-damaged'],
    ['a newer one', JSON.stringify({ ...customerFile(), schemaVersion: 99 }), 'store-newer'],
    ['one with a wrong value', JSON.stringify({ ...customerFile(), revision: 'x' }), 'store-damaged'],
  ])('refuses %s', async (_, text, errorCode) => {
    const { code, out, err } = await cli('spf', 'compose', await saved(text));
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(new RegExp(`^mailflow: ${errorCode}: `, 'u'));
  });
  it('says when there is none', async () => {
    expect(await cli('spf', 'compose', 'nowhere.json')).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^mailflow: not-found: nowhere\.json/u) as string,
    });
  });
});

describe('spf compose', () => {
  const SPF = 'v=spf1 ip4:10.10.10.1 ip4:131.107.21.231 include:spf.protection.outlook.com -all';

  it('prints the bare record of the example and warns of the private address', async () => {
    const { code, out, err } = await cli('spf', 'compose', 'examples/contoso.json');
    expect([code, out]).toEqual([0, `${SPF}\n`]);
    expect(err).toContain('mailflow: SPF-W-NON-PUBLIC-IP: contoso.com: “10.10.10.1” is a private address');
  });
  it('gives the variant of the third party’s include', async () => {
    const base = contosoProfile();
    const profile = contosoProfile({
      thirdParty: { ...base.thirdParty, spfMode: 'include', spfIncludes: ['third_party_cloud_service.com'] },
    });
    const { code, out } = await cli('spf', 'compose', await saved(customerFile(profile)));
    expect([code, out]).toEqual([
      0,
      'v=spf1 ip4:131.107.21.231 include:spf.protection.outlook.com include:third_party_cloud_service.com -all\n',
    ]);
  });
  it('names the domain when there are several, and takes one of them', async () => {
    const path = await saved(
      customerFile(contosoProfile({ domains: [contosoDomain(), contosoDomain('second.example')] })),
    );
    expect((await cli('spf', 'compose', path)).out).toBe(`contoso.com\t${SPF}\nsecond.example\t${SPF}\n`);
    expect((await cli('spf', 'compose', path, '--domain', 'SECOND.example.')).out).toBe(`${SPF}\n`);
    expect(await cli('spf', 'compose', path, '--domain', 'third.example')).toMatchObject({
      code: 2,
      out: '',
    });
  });
  it('gives everything as JSON', async () => {
    const { out, err } = await cli('spf', 'compose', 'examples/contoso.json', '--json');
    expect(JSON.parse(out)).toMatchObject([
      { domain: 'contoso.com', record: SPF, strings: [SPF], publishable: true },
    ]);
    expect(err).toBe('');
  });
  it('ends with 1 when a finding is an error', async () => {
    const path = await saved(customerFile(contosoProfile({ onPremPublicIps: ['131.107.21.300'] })));
    const { code, err } = await cli('spf', 'compose', path);
    expect(code).toBe(1);
    expect(err).toMatch(/^mailflow: SPF-E-/mu);
  });
});

describe('customers', () => {
  it('imports, lists, shows and removes without ever overwriting', async () => {
    const dir = ['--data-dir', await tempFolder()];
    expect((await cli('customers', 'import', 'examples/contoso.json', ...dir)).code).toBe(0);
    const second = (await cli('customers', 'import', 'examples/contoso.json', ...dir)).out.trim();
    const lines = (await cli('customers', 'list', ...dir)).out.trim().split('\n');
    expect(lines).toHaveLength(2);
    expect(lines.some((line) => line.startsWith(`${second}\t`))).toBe(true);
    const { out } = await cli('customers', 'show', second, ...dir);
    expect(JSON.parse(out)).toMatchObject({ format: 'mailflow-runbook/customer', data: { id: second } });
    expect(await cli('customers', 'remove', second, ...dir)).toMatchObject({
      code: 0,
      out: '',
      err: expect.stringContaining(`${second} is in the trash of `) as string,
    });
    expect(await cli('customers', 'show', second, ...dir)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^mailflow: not-found: /u) as string,
    });
    expect((await cli('customers', 'list', ...dir)).out.trim().split('\n')).toHaveLength(1);
  });

  it('names a file that can’t be read, leaves it there and ends with 1', async () => {
    const folder = await tempFolder();
    const dir = ['--data-dir', folder];
    await cli('customers', 'import', 'examples/contoso.json', ...dir);
    const path = join(folder, 'customers', 'broken.json');
    await writeFile(path, '{ torn');
    expect(await cli('customers', 'list', ...dir)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^mailflow: store-damaged: .*broken\.json/u) as string,
    });
    expect(await readFile(path, 'utf8')).toBe('{ torn');
    expect(await readdir(join(folder, 'customers'))).toHaveLength(2);
  });
});
