import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { DnsClient } from '../../../electron/dns/client.ts';
import { readCollected } from '../../../shared/dns/collector/index.ts';
import { parseServer } from '../../../shared/dns/server.ts';
import type { DnsAnswer } from '../../../shared/dns/types.ts';
import { cli, saved, tempFolder } from '../../fixtures/cli.ts';
import { customerFile } from '../../fixtures/customer.ts';
import { CONTOSO_AFTER } from '../support/contoso-zones.ts';
import { startKnot } from '../support/dns-servers.ts';

const run = promisify(execFile);

const said = ({ question, outcome, records, rcode, flags, server }: DnsAnswer): unknown => ({
  question,
  outcome,
  rcode,
  aa: flags.aa,
  server: server.address,
  records: records.toSorted((a, b) => (a.value < b.value ? -1 : 1)),
});

it('gives the same evidence as a live check of the same questions', async () => {
  const knot = await startKnot({ zones: CONTOSO_AFTER });
  try {
    const folder = await tempFolder();
    const customer = await saved(customerFile());
    const script = join(folder, 'collector.sh');
    const args = [
      '--form',
      'sh',
      '--server',
      knot.server,
      '--no-system',
      '--no-authoritative',
      '--out',
      script,
    ];
    expect(await cli('dns', 'collector', customer, ...args)).toMatchObject({ code: 0, err: '' });
    await run('sh', ['-n', script]);
    const out = join(folder, 'dns.json');
    await run('sh', [script, out]);
    const draft = readCollected(await readFile(out, 'utf8'), {
      now: new Date().toISOString(),
      profile: customerFile().data.profile,
    });
    const client = new DnsClient({ server: parseServer(knot.server) });
    const live = await Promise.all(draft.answers.map(({ answer }) => client.lookup(answer.question)));
    expect(draft.answers.map(({ answer }) => said(answer))).toEqual(live.map(said));
    expect(draft.answers.length).toBeGreaterThan(15);
    expect(draft.notes).toHaveLength(1);

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
  } finally {
    await knot.stop();
  }
});
