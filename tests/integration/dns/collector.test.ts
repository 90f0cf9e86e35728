import { execFile } from 'node:child_process';
import { readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DnsClient } from '../../../electron/dns/client.ts';
import { collectedSchema } from '../../../shared/dns/collector/format.ts';
import { readCollected } from '../../../shared/dns/collector/index.ts';
import { parseServer } from '../../../shared/dns/server.ts';
import type { DnsAnswer } from '../../../shared/dns/types.ts';
import { cli, saved, tempFolder } from '../../fixtures/cli.ts';
import { customerFile } from '../../fixtures/customer.ts';
import { CONTOSO_AFTER } from '../support/contoso-zones.ts';
import { findProgram } from '../../system/packages.ts';
import { startKnot, type KnotServer } from '../support/dns-servers.ts';

const run = promisify(execFile);

/** Of a name that does not exist, host prints no more than that. */
const said = (tool: string, { question, outcome, records, rcode, flags, server }: DnsAnswer): unknown => ({
  question,
  outcome,
  rcode,
  aa: tool === 'host' && outcome === 'nxdomain' ? null : flags.aa,
  server: server.address,
  records: records.toSorted((a, b) => (a.value < b.value ? -1 : 1)),
});

/** All that the script needs beside the tool that asks. */
const NEEDED = ['awk', 'date', 'grep', 'sed', 'sort', 'tr'];

/** A folder of programs with this one tool in it, as on a computer that has no other. */
const onlyWith = async (tool: string): Promise<string> => {
  const folder = await tempFolder();
  for (const program of [tool, ...NEEDED]) {
    const path = findProgram(program);
    if (path === undefined) throw new Error(`${program} is missing`);
    await symlink(path, join(folder, program));
  }
  return folder;
};

const collectorAt = async (server: string) => {
  const script = join(await tempFolder(), 'collector.sh');
  const customer = await saved(customerFile());
  const args = ['--form', 'sh', '--server', server, '--no-system', '--no-authoritative', '--out', script];
  expect(await cli('dns', 'collector', customer, ...args)).toMatchObject({ code: 0, err: '' });
  return { script, customer };
};

const read = async (file: string) =>
  readCollected(await readFile(file, 'utf8'), {
    now: new Date().toISOString(),
    profile: customerFile().data.profile,
  });

describe('the collector for POSIX shells', () => {
  let knot: KnotServer;
  beforeAll(async () => {
    knot = await startKnot({ zones: CONTOSO_AFTER });
  });
  afterAll(() => knot.stop());

  it.each(['dig', 'kdig', 'drill', 'host'])(
    'gives the same evidence as a live check, with %s',
    async (tool) => {
      const { script } = await collectorAt(knot.server);
      await run('sh', ['-n', script]);
      const out = join(await tempFolder(), 'dns.json');
      await run(findProgram('sh') ?? 'sh', [script, out], { env: { PATH: await onlyWith(tool) } });
      const draft = await read(out);
      const client = new DnsClient({ server: parseServer(knot.server) });
      const live = await Promise.all(draft.answers.map(({ answer }) => client.lookup(answer.question)));
      const collected = draft.answers.map(({ answer }) => said(tool, answer));
      expect(collected).toEqual(live.map((answer) => said(tool, answer)));
      expect(draft.answers.length).toBeGreaterThan(15);
      expect(draft.notes).toHaveLength(1);
    },
  );

  it('writes a file named after the time, and over none', async () => {
    const { script } = await collectorAt(knot.server);
    const folder = await tempFolder();
    await run('sh', [script], { cwd: folder });
    const [name = ''] = await readdir(folder);
    expect(name).toMatch(/^mailflow-dns-\d{8}-\d{6}\.json$/u);
    const before = await readFile(join(folder, name), 'utf8');
    await expect(run('sh', [script, name], { cwd: folder })).rejects.toThrow(/exist/u);
    expect(await readFile(join(folder, name), 'utf8')).toBe(before);
  });

  it('is imported, unless it is about another customer or broken', async () => {
    const { script, customer } = await collectorAt(knot.server);
    const out = join(await tempFolder(), 'dns.json');
    await run('sh', [script, out]);
    const imported = await cli('dns', 'import', customer, out);
    expect(imported).toMatchObject({ code: 0, err: '' });
    expect(imported.out).toContain(
      `answer\tcontoso.com\tMX\t${knot.server}\t10 mx1.filter.example | 20 mx2.filter.example\n`,
    );
    const others = JSON.stringify({
      ...(JSON.parse(await readFile(out, 'utf8')) as object),
      domains: ['fabrikam.example'],
    });
    await writeFile(out, others);
    expect((await cli('dns', 'import', customer, out)).err).toContain('collected-foreign');
    await writeFile(out, '{');
    expect(await cli('dns', 'import', customer, out)).toMatchObject({ code: 2 });
  });
});

it('asks for no name of an answer that a tool would read as one of its options', async () => {
  const knot = await startKnot({
    zones: {
      'contoso.com': ['@ TXT "v=spf1 include:-f include:-h.example include:_spf.contoso.com redirect=-x"'],
    },
  });
  try {
    const folder = await tempFolder();
    const customer = await saved(customerFile());
    const [script, out] = [join(folder, 'collector.sh'), join(folder, 'dns.json')];
    const only = ['--server', knot.server, '--no-system', '--no-authoritative'];
    await cli('dns', 'collector', customer, '--form', 'sh', ...only, '--out', script);
    await run('sh', [script, out], { cwd: folder });
    const { entries } = collectedSchema.parse(JSON.parse(await readFile(out, 'utf8')));
    const names = entries.map(({ name }) => name);
    expect(names.filter((name) => name.startsWith('-'))).toEqual([]);
    expect(names).toContain('_spf.contoso.com');
  } finally {
    await knot.stop();
  }
});
