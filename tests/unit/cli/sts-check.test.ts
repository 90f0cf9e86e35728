import { describe, expect, it } from 'vitest';
import { cli, saved } from '../../fixtures/cli.ts';
import { contosoDomain, contosoProfile, customerFile } from '../../fixtures/customer.ts';

const policy = (...hosts: string[]): string =>
  ['version: STSv1', 'mode: enforce', ...hosts.map((host) => `mx: ${host}`), 'max_age: 604800', ''].join(
    '\r\n',
  );
const customer = (receives = true): Promise<string> =>
  saved(
    customerFile(
      contosoProfile({
        mtaStsMode: 'enforce',
        domains: [
          { ...contosoDomain(), receives },
          { ...contosoDomain('parked.example'), role: 'parked' },
        ],
      }),
    ),
  );
const check = async (text: string, ...more: string[]) =>
  cli('sts', 'check', await customer(), await saved(text), ...more);

describe('sts check', () => {
  it('ends with 1 and says what is refused when a planned host is missing', async () => {
    const { code, out, err } = await check(policy('mail.contoso.com', 'mx1.filter.example'));
    expect(code).toBe(1);
    expect(out).toMatch(
      /^contoso\.com\trefused\tAfter the switch.* does not list mx2\.filter\.example\.\n$/u,
    );
    expect(err).toContain('mailflow: STS-E-MX-NOT-LISTED: contoso.com: ');
  });

  it('ends with 0 when every planned host is listed', async () => {
    const { code, out } = await check(policy('*.filter.example', 'mail.contoso.com'));
    expect([code, out.split('\t').slice(0, 2)]).toEqual([0, ['contoso.com', 'fits']]);
  });

  it('gives verdicts, the file and the planned lines as JSON', async () => {
    const { out, err } = await check(policy('mx1.filter.example'), '--json', '--domain', 'CONTOSO.com.');
    expect(err).toBe('');
    expect(JSON.parse(out)).toMatchObject({
      file: { mode: 'enforce', mx: ['mx1.filter.example'], maxAge: 604_800, findings: [] },
      domains: [
        {
          domain: 'contoso.com',
          verdict: 'refused',
          findings: [
            { code: 'STS-E-MX-NOT-LISTED', fix: 'mx: mx2.filter.example' },
            { code: 'STS-W-OLD-MX-NOT-LISTED' },
          ],
          planned: [
            'version: STSv1',
            'mode: enforce',
            'mx: mx1.filter.example',
            'mx: mx2.filter.example',
            'max_age: 604800',
          ],
          leaving: ['mail.contoso.com'],
        },
      ],
    });
  });

  it('says the faults of the file once, without what could move a terminal', async () => {
    const { code, out, err } = await check(
      `\u001B[2Jhello\n${policy('mx1.filter.example', 'mx2.filter.example')}`,
    );
    expect(code).toBe(1);
    expect(out).toContain('\tfaulty\t');
    expect(err.match(/STS-E-BAD-POLICY/gu)).toHaveLength(1);
    expect(err).not.toContain('\u001B');
  });

  it('refuses what is no policy file by its size, and domains that need none', async () => {
    expect(await check('x'.repeat(65_537))).toMatchObject({
      code: 2,
      err: expect.stringContaining('larger than 64 KB') as string,
    });
    expect(await cli('sts', 'check', await customer(false), await saved(policy()))).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^mailflow: bad-input: No chosen domain receives mail/u) as string,
    });
    expect(await check(policy(), '--domain', 'other.example')).toMatchObject({
      code: 2,
      err: expect.stringContaining('It has contoso.com, parked.example.') as string,
    });
  });
});
