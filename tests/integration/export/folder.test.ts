import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { customerFileSchema } from '../../../shared/customer.ts';
import { nodePdfProcess } from '../../../electron/export/pdf-process.ts';
import {
  contosoDomain,
  contosoProfile,
  customerFile,
  HOSTILE,
  manyDomains,
} from '../../fixtures/customer.ts';
import { checkZone, contents, example, newExporter, tempFolder, tool, WORKER } from '../support/exports.ts';

describe('the folder', () => {
  it('holds records, zones, PDF, JSON and hashes that are right', async () => {
    const folder = join(await tempFolder(), 'a new', 'folder');
    const result = await newExporter().run(await example('contoso.json'), folder);
    expect(result.files.map(({ name }) => name)).toEqual([
      'records.txt',
      'zones/contoso.com.zone',
      'runbook.pdf',
      'runbook.json',
      'SHA256SUMS',
    ]);
    expect(result.folder).toBe(folder);
    const { stdout } = { stdout: await tool('sh', '-c', 'cd "$1" && sha256sum -c SHA256SUMS', 'sh', folder) };
    expect(stdout.match(/: OK$/gmu)).toHaveLength(4);
  });

  it('gives the customer back from its JSON', async () => {
    const folder = join(await tempFolder(), 'out');
    const file = await example('fabrikam.json');
    await newExporter().run(file, folder);
    const json: unknown = JSON.parse(await readFile(join(folder, 'runbook.json'), 'utf8'));
    expect(json).toMatchObject({ format: 'mailflow-runbook/runbook', schemaVersion: 1 });
    expect(customerFileSchema.parse((json as { customer: unknown }).customer)).toEqual(file);
  });

  it('has the same bytes in another place, time zone and language', async () => {
    const folder = await tempFolder();
    const cli = [
      'electron/cli/main.ts',
      'export',
      'examples/fabrikam.json',
      '--now',
      '2026-12-06T09:00:00+01:00',
      '--out',
    ];
    await tool(
      'env',
      'TZ=Pacific/Auckland',
      'LANG=de_DE.UTF-8',
      process.execPath,
      ...cli,
      join(folder, 'one'),
    );
    await tool(
      'env',
      'TZ=America/New_York',
      'LC_ALL=C',
      process.execPath,
      ...cli,
      join(folder, 'deep', 'er', 'two'),
    );
    const [one, two] = [
      await contents(join(folder, 'one')),
      await contents(join(folder, 'deep', 'er', 'two')),
    ];
    expect([...one.keys()].sort()).toEqual([...two.keys()].sort());
    for (const [name, bytes] of one) expect(two.get(name)?.equals(bytes), name).toBe(true);
  });

  it('refuses a folder that holds something, and a file, and leaves both as they are', async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, 'mine.txt'), 'mine');
    for (const target of [folder, join(folder, 'mine.txt')]) {
      await expect(newExporter().run(customerFile(), target)).rejects.toMatchObject({
        code: 'export-exists',
      });
    }
    expect([...(await contents(folder))].map(([name, bytes]) => [name, bytes.toString()])).toEqual([
      ['mine.txt', 'mine'],
    ]);
  });

  it('takes an empty folder', async () => {
    const target = join(await tempFolder(), 'empty');
    await mkdir(target);
    await newExporter().run(customerFile(), target);
    expect(await readdir(target)).toContain('runbook.pdf');
  });

  it('does not overwrite what appears while the PDF is made', async () => {
    const parent = await tempFolder();
    const target = join(parent, 'out');
    const start = nodePdfProcess(WORKER);
    const exporter = newExporter({
      startPdfProcess: () => {
        const worker = start();
        return {
          ...worker,
          onReply: (listener) =>
            worker.onReply((reply) => {
              // At once, or the end of the process would overtake the reply.
              mkdirSync(target);
              writeFileSync(join(target, 'theirs.txt'), 'theirs');
              listener(reply);
            }),
        };
      },
    });
    await expect(exporter.run(customerFile(), target)).rejects.toMatchObject({ code: 'export-exists' });
    expect(await readdir(parent)).toEqual(['out']);
    expect(await readdir(target)).toEqual(['theirs.txt']);
  });

  it.each(['Records', 'PDF', 'Writing the folder'])(
    'leaves nothing when cancelled at “%s”',
    async (stage) => {
      const parent = await tempFolder();
      const stop = new AbortController();
      const run = newExporter().run(customerFile(), join(parent, 'out'), {
        signal: stop.signal,
        onProgress: ({ label }) => {
          if (label === stage) stop.abort();
        },
      });
      await expect(run).rejects.toMatchObject({ code: 'cancelled' });
      expect(await readdir(parent)).toEqual([]);
    },
  );

  it('leaves nothing when the PDF process dies, and says so', async () => {
    const parent = await tempFolder();
    const start = nodePdfProcess(WORKER);
    const exporter = newExporter({
      startPdfProcess: () => {
        const worker = start();
        return { ...worker, post: () => worker.kill() };
      },
    });
    await expect(exporter.run(customerFile(), join(parent, 'out'))).rejects.toMatchObject({
      code: 'export-failed',
    });
    expect(await readdir(parent)).toEqual([]);
  });

  it('says when there can be no folder at that place', async () => {
    const file = join(await tempFolder(), 'file');
    await writeFile(file, 'mine');
    await expect(newExporter().run(customerFile(), join(file, 'sub', 'out'))).rejects.toMatchObject({
      code: expect.stringMatching(/^(?:store-io|export-exists)$/u) as string,
    });
    expect(await readFile(file, 'utf8')).toBe('mine');
  });
});

describe('the zone files', () => {
  it.each(['contoso.json', 'fabrikam.json'])('of %s are accepted by named-checkzone', async (name) => {
    const folder = join(await tempFolder(), 'out');
    await newExporter().run(await example(name), folder);
    const zones = await readdir(join(folder, 'zones'));
    expect(zones.length).toBeGreaterThan(0);
    for (const zone of zones) {
      expect(await checkZone(zone.replace('.zone', ''), join(folder, 'zones', zone))).toContain('OK');
    }
  });

  it('of hostile values are accepted, and hold nothing but the planned records', async () => {
    const folder = join(await tempFolder(), 'out');
    const base = contosoProfile();
    const profile = contosoProfile({
      customerName: HOSTILE.join(' ').slice(0, 500),
      domains: [
        { ...contosoDomain(), currentSpf: HOSTILE.map((text) => `v=spf1 ${text}`).slice(0, 3) },
        ...HOSTILE.map((name) => contosoDomain(name)),
      ],
      thirdParty: {
        ...base.thirdParty,
        mxHosts: [
          ...HOSTILE.map((host, index) => ({ preference: index, host })),
          { preference: 99, host: 'mx.contoso.com' },
          { preference: 99, host: 'mx1.filter.example' },
        ],
      },
    });
    await newExporter().run(customerFile(profile), folder);
    expect(await readdir(join(folder, 'zones'))).toEqual(['contoso.com.zone']);
    const path = join(folder, 'zones', 'contoso.com.zone');
    await checkZone('contoso.com', path);
    const mx = (await readFile(path, 'utf8')).split('\n').filter((line) => line.includes(' IN MX '));
    expect(mx).toEqual([
      'contoso.com. 300 IN MX 99 mx.contoso.com.',
      'contoso.com. 300 IN MX 99 mx1.filter.example.',
    ]);
  });
});

it('exports 500 domains', async () => {
  const folder = join(await tempFolder(), 'out');
  await newExporter().run(customerFile(contosoProfile({ domains: manyDomains(500) })), folder);
  expect(await readdir(join(folder, 'zones'))).toHaveLength(500);
  const text = await tool('pdftotext', join(folder, 'runbook.pdf'), '-');
  expect(text).toContain('domain-499.example');
});
