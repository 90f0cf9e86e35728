import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, saved } from '../../fixtures/cli.ts';
import { customerFile } from '../../fixtures/customer.ts';
import { CONTOSO_BEFORE } from '../support/contoso-zones.ts';
import { startDnsdist, startKnot } from '../support/dns-servers.ts';
import { createTestCa } from '../support/test-ca.ts';
import { ROOT, tempFolder, tool } from '../support/exports.ts';

const MAIN = join(ROOT, 'electron/cli/main.ts');

describe('the program', () => {
  it('passes its exit code on and keeps data and errors apart', async () => {
    const script = '"$0" "$1" spf compose examples/contoso.json; "$0" "$1" spf bake 2>&1 || echo "code $?"';
    const out = await tool('sh', '-c', `cd "${ROOT}"; ${script}`, process.execPath, MAIN);
    expect(out).toMatch(/^v=spf1 .* -all\nmailflow: usage: .*\ncode 2\n$/u);
  });

  it('bears a reader that stops early', async () => {
    const child = spawn(
      'sh',
      [
        '-c',
        '"$0" "$@" | head -c 1',
        process.execPath,
        MAIN,
        'spf',
        'compose',
        'examples/fabrikam.json',
        '--json',
      ],
      { cwd: ROOT },
    );
    let err = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    await new Promise((resolve) => child.once('close', resolve));
    expect(err).toBe('');
  });
});

describe('export', () => {
  it('writes the folder and prints each file’s path', async () => {
    const folder = join(await tempFolder(), 'out');
    const { code, out } = await cli(
      'export',
      'examples/contoso.json',
      '--out',
      folder,
      '--now',
      '2026-12-05T20:00:00+01:00',
    );
    expect(code).toBe(0);
    expect(out.trim().split('\n')).toContain(join(folder, 'runbook.pdf'));
    expect(await readFile(join(folder, 'records.txt'), 'utf8')).toContain('Made 2026-12-05 20:00:00');
    expect(await cli('export', 'examples/contoso.json', '--out', folder)).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringMatching(/^mailflow: export-exists: /u) as string,
    });
  });
});

describe('servers that are asked under encryption', () => {
  it('takes --doh and --dot with the authority of --ca, and says why it asks nobody without it', async () => {
    const knot = await startKnot({ zones: CONTOSO_BEFORE });
    const ca = await createTestCa();
    const dnsdist = await startDnsdist(knot.server, await ca.issue(['IP:127.0.0.1']));
    const ask = (...args: string[]) =>
      cli('dns', 'check', 'examples/contoso.json', '--step', 'DNS-08', '--json', ...args);
    try {
      const doh = ['--doh', dnsdist.https];
      const dot = ['--dot', dnsdist.tls.slice('tls://'.length)];
      for (const [server, transport] of [
        [doh, 'https'],
        [dot, 'tls'],
      ] as const) {
        const { out, err } = await ask(...server, '--ca', ca.file);
        expect(err).toBe('');
        expect(JSON.parse(out)).toMatchObject([{ answer: { transport, outcome: 'answer' } }]);
        const refused = await ask(...server);
        expect(refused.code).toBe(1);
        expect(refused.out).toContain('the certificate is not trusted');
      }
      expect(await ask(...doh, '--ca', 'package.json')).toMatchObject({
        code: 2,
        err: expect.stringContaining('holds no certificate') as string,
      });
      expect(await ask('--doh', '192.0.2.53')).toMatchObject({
        err: expect.stringContaining('is not a URL such as https://192.0.2.53/dns-query') as string,
      });
    } finally {
      await dnsdist.stop();
      await ca.remove();
      await knot.stop();
    }
  });
});

describe('dns check', () => {
  it('compares what a real server answers with the plan, step by step', async () => {
    const knot = await startKnot({
      zones: {
        'contoso.com': [
          '@ MX 10 mail.contoso.com.',
          'mail A 192.0.2.10',
          '@ TXT "v=spf1 ip4:131.107.21.231 -all"',
        ],
        'spf.protection.outlook.com': ['@ TXT "v=spf1 ip4:192.0.2.0/24 -all"'],
      },
    });
    try {
      const path = await saved(customerFile());
      const before = await cli('dns', 'check', path, '--server', knot.server);
      expect(before.code).toBe(1);
      expect(before.out).toMatch(/^differs\tcontoso\.com\tmx-planned\tDNS-07/mu);
      expect(before.out).toMatch(/^matches\tcontoso\.com\tmx-current\t/mu);
      await knot.reload({
        'contoso.com': [
          '@ MX 10 mx1.filter.example.',
          '@ MX 20 mx2.filter.example.',
          '@ TXT "v=spf1 ip4:10.10.10.1 ip4:131.107.21.231 " "include:spf.protection.outlook.com -all"',
        ],
      });
      const after = await cli(
        'dns',
        'check',
        path,
        '--server',
        knot.server,
        '--step',
        'DNS-03',
        '--step',
        'dns-08',
        '--json',
      );
      expect(JSON.parse(after.out)).toMatchObject([
        { check: 'spf-planned', verdict: 'matching' },
        { check: 'spf-tree', verdict: 'matching' },
        { check: 'mx-only-planned', verdict: 'matching' },
      ]);
      expect(after.code).toBe(0);
    } finally {
      await knot.stop();
    }
  });
  it('refuses a server that is no address', async () => {
    expect(await cli('dns', 'check', 'examples/contoso.json', '--server', 'ns1')).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^mailflow: dns-bad-server: /u) as string,
    });
  });
});
