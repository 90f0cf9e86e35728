import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readZoneFile } from '../../../shared/dns/zone-reader.ts';
import { cli, saved, tempFolder } from '../../fixtures/cli.ts';
import { customerFile } from '../../fixtures/customer.ts';
import { findProgram } from '../../system/packages.ts';
import { startKnot } from '../support/dns-servers.ts';

const RECORDS = [
  '@ MX 10 mx1.filter.example.',
  '@ MX 50 contoso-com.mail.protection.outlook.com.',
  'mail A 192.0.2.10',
  '@ TXT "v=spf1 ip4:131.107.21.231 " "include:_spf.contoso.com -all"',
  '_spf TXT ( "v=spf1 a:mail.contoso.com"',
  '  " a:none.contoso.com ?all" ) ; two lines',
];
const ZONE = `$ORIGIN contoso.com.
$TTL 3600
@ SOA ns1 hostmaster 1 7200 3600 1209600 300
@ NS ns1
ns1 A 127.0.0.1
${RECORDS.join('\n')}
`;
const zoneFile = async (text = ZONE): Promise<string> => {
  const path = join(await tempFolder(), 'contoso.zone');
  await writeFile(path, text);
  return path;
};
const SENDER = ['--ip', '192.0.2.10', '--mail-from', 'a@contoso.com', '--helo', 'mail.contoso.com'];

describe('spf explain', () => {
  it.each([
    [
      'v=spf1 ipv4:10.10.10.1 ipv4: 131.107.21.231 include:spf.protection.outlook.com -all',
      'v=spf1 ip4:10.10.10.1 ip4:131.107.21.231 include:spf.protection.outlook.com -all',
    ],
    [
      'v= ipv4: 131.107.21.231 spf1 include:spf.protection.outlook.com include:third_party_cloud_service.com -all',
      'v=spf1 ip4:131.107.21.231 include:spf.protection.outlook.com include:third_party_cloud_service.com -all',
    ],
  ])('explains and repairs %j', async (text, record) => {
    const { code, out } = await cli('spf', 'explain', text);
    expect(code).toBe(1);
    expect(out).toMatch(/^ +\^+$/mu);
    expect(out).toContain('+ ip4:131.107.21.231\ta value must follow at once');
    expect(out).toContain(`Proposed record\n  ${record}\n`);
    const json = await cli('spf', 'explain', text, '--json');
    expect(JSON.parse(json.out)).toMatchObject({ text, repair: { record, unresolved: [] } });
  });
});

describe('a zone file and a server that holds it', () => {
  it('give the same result, path, tree and classes', async () => {
    const knot = await startKnot({ zones: { 'contoso.com': RECORDS } });
    try {
      const path = await zoneFile();
      const customer = await saved(customerFile());
      const both = async (...args: string[]) => [
        await cli(...args, '--zone', path),
        await cli(...args, '--server', knot.server),
      ];
      const [offline, live] = await both('spf', 'evaluate', ...SENDER);
      expect(offline).toEqual(live);
      expect(offline?.code).toBe(0);
      expect(offline?.out).toContain('match\tinclude:_spf.contoso.com > a:mail.contoso.com\n');
      const [tree, liveTree] = await both('spf', 'expand', 'contoso.com');
      expect(tree).toEqual(liveTree);
      expect(tree?.out).toContain('look-ups\t3 of 10\nvoids\t2 of 2\n');
      const [classes] = await both('mx', 'classify', customer);
      expect(classes?.code).toBe(1);
      expect(classes?.out).toContain('contoso.com\tmicrosoft-back-door\t50\t');
      expect(classes?.out).toContain('contoso.com\texpected\t10\tmx1.filter.example\t');
    } finally {
      await knot.stop();
    }
  });
  it('asks for the addresses of 20 MX hosts at most, and says how many are left', async () => {
    const hosts = Array.from(
      { length: 30 },
      (_, index) => `@ MX ${100 + index} host${index}.filter.example.\n`,
    );
    const path = await zoneFile(`${ZONE}${hosts.join('')}`);
    const { code, err } = await cli('mx', 'classify', 'examples/contoso.json', '--zone', path);
    expect(code).toBe(1);
    expect(err).toMatch(/^mailflow: not-asked: contoso\.com: 1\d of 3\d MX hosts were not looked at/mu);
  });
  it('refuses a broken file, a missing source and a bad address with a code', async () => {
    const path = await zoneFile(`${ZONE}broken A 192.0.2\n`);
    const { code, err } = await cli('spf', 'evaluate', ...SENDER, '--zone', path);
    expect(code).toBe(2);
    expect(err).toMatch(/zone-line: .*:12: .*\nmailflow: bad-input: /u);
    expect((await cli('spf', 'expand', 'contoso.com')).err).toMatch(/^mailflow: usage: /u);
    const outside = await cli('spf', 'expand', 'other.example', '--zone', await zoneFile(ZONE));
    expect(outside.code).toBe(1);
    expect(outside.err).toMatch(/^mailflow: not-answered: other\.example: .* gave no answer for TXT/u);
    expect((await cli('spf', 'evaluate', '--ip', 'x', '--helo', 'a.example')).err).toMatch(
      /^mailflow: usage: /u,
    );
  });
});

describe('the zone reader beside named-checkzone', () => {
  it('reads the same records from a file and from its canonical form', async () => {
    const program = findProgram('named-checkzone');
    if (program === undefined) throw new Error('named-checkzone is not installed; npm test says how');
    const folder = await tempFolder();
    await writeFile(join(folder, 'in.zone'), ZONE);
    await promisify(execFile)(program, [
      '-i',
      'none',
      '-D',
      '-o',
      join(folder, 'out.zone'),
      'contoso.com',
      join(folder, 'in.zone'),
    ]);
    const { stdout } = await promisify(execFile)('cat', [join(folder, 'out.zone')]);
    const plain = (text: string): string[] =>
      readZoneFile(text)
        .records.map(({ name, type, ttl, value }) => `${name} ${ttl} ${type} ${value}`)
        .sort();
    expect(readZoneFile(stdout).problems).toEqual([]);
    expect(plain(stdout)).toEqual(plain(ZONE));
  });
});
