/** The whole job by keyboard alone, from first start to the exported files. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CONTOSO_AFTER } from '../integration/support/contoso-zones.ts';
import { startKnot } from '../integration/support/dns-servers.ts';
import { findProgram } from '../system/packages.ts';
import { expect, stubOpenDialog, test } from './fixtures.ts';
import { openSection, openStep, pressOn, saved, setState, tabTo, typeInto } from './pages/keyboard.ts';

const run = promisify(execFile);
const BY_ADDRESS = 'v=spf1 ip4:10.10.10.1 ip4:131.107.21.231 include:spf.protection.outlook.com -all';
const BY_INCLUDE =
  'v=spf1 ip4:131.107.21.231 include:spf.protection.outlook.com include:third_party_cloud_service.com -all';
const NOTE = 'Agreed with the DNS administrator at the kick-off.';

test('does the whole job by keyboard alone', async ({ app, page }) => {
  const knot = await startKnot({ zones: CONTOSO_AFTER });
  const parent = await mkdtemp(join(tmpdir(), 'mailflow-job-'));
  await stubOpenDialog(app, parent);
  const panel = page.getByRole('complementary', { name: 'Records of the domain in hand' });

  await test.step('first start shows the example; a new customer needs only a name', async () => {
    await expect(page.getByRole('button', { name: /^Contoso AG/u })).toBeVisible();
    await pressOn(page, page.getByRole('button', { name: 'New customer' }));
    await expect(page.getByRole('dialog', { name: 'New customer' })).toBeVisible();
    await typeInto(page, page.getByRole('textbox', { name: 'Customer', exact: true }), 'Contoso Pharma');
    await page.keyboard.press('Enter');
    await expect(page).toHaveTitle(/^Contoso Pharma/u);
  });

  await test.step('the records change as the seed’s values are typed', async () => {
    await openSection(page, 'Domains');
    await typeInto(page, page.getByRole('textbox', { name: 'Add domains' }), 'contoso.com');
    await page.keyboard.press('Enter');
    await expect(panel).toContainText('v=spf1 include:spf.protection.outlook.com -all');

    await openSection(page, 'On-premises');
    await typeInto(page, page.getByRole('textbox', { name: 'Public addresses 1' }), '131.107.21.231');
    await expect(panel).toContainText('v=spf1 ip4:131.107.21.231 include:spf.protection.outlook.com -all');

    await openSection(page, 'Third party');
    await typeInto(page, page.getByRole('textbox', { name: 'Vendor', exact: true }), 'Filter Example');
    const hosts = page.getByRole('group', { name: 'MX hosts' });
    await tabTo(page, hosts.getByRole('textbox').nth(0));
    await page.keyboard.type('10');
    await page.keyboard.press('Tab');
    await page.keyboard.type('mx1.filter.example');
    await expect(panel).toContainText('10 mx1.filter.example');
    await tabTo(page, hosts.getByRole('textbox').nth(2));
    await page.keyboard.type('20');
    await page.keyboard.press('Tab');
    await page.keyboard.type('mx2.filter.example');
    await expect(panel).toContainText('20 mx2.filter.example');

    const mode = page.getByLabel('In SPF by');
    await tabTo(page, mode);
    await page.keyboard.type('Address');
    await typeInto(page, page.getByRole('textbox', { name: 'SPF addresses 1' }), '10.10.10.1');
    await expect(panel).toContainText(BY_ADDRESS);
    await expect(panel).toContainText('“10.10.10.1” is a private address');

    await typeInto(
      page,
      page.getByRole('textbox', { name: 'SPF includes 1' }),
      'third_party_cloud_service.com',
    );
    await tabTo(page, mode, 'Shift+Tab');
    await page.keyboard.type('Include');
    await expect(panel).toContainText(BY_INCLUDE);
    await page.keyboard.press('ArrowUp');
    await expect(mode).toHaveValue('ip');
    await expect(panel).toContainText(BY_ADDRESS);
    await saved(page);
  });

  await test.step('the finished record is copied', async () => {
    await pressOn(page, panel.getByRole('button', { name: 'Copy the SPF record', exact: true }));
    await expect.poll(() => app.evaluate(({ clipboard }) => clipboard.readText())).toBe(BY_ADDRESS);
  });

  await test.step('a step takes a note, evidence and a state; another is waived with a reason', async () => {
    await openStep(page, 'DIS-05');
    await page.keyboard.press('n');
    await expect(page.getByRole('textbox', { name: 'Note', exact: true })).toBeFocused();
    await page.keyboard.type(NOTE);
    await page.keyboard.press('Control+Enter');
    await typeInto(page, page.getByRole('textbox', { name: 'Name or initials' }), 'op1');
    await page.keyboard.press('Enter');
    await expect(page.getByText(NOTE)).toBeVisible();

    await page.keyboard.press('e');
    await expect(page.getByRole('textbox', { name: 'What it is', exact: true })).toBeFocused();
    await page.keyboard.type('Get-InboundConnector');
    await typeInto(
      page,
      page.getByRole('textbox', { name: 'Text', exact: true }),
      'Name : Inbound from Filter Example',
    );
    await page.keyboard.press('Control+Enter');
    await expect(page.getByLabel('Get-InboundConnector', { exact: true })).toContainText(
      'Name : Inbound from Filter Example',
    );
    await setState(page, 'Done');
    await expect(page.getByRole('button', { name: 'State of DIS-05: Done' })).toBeVisible();

    await openStep(page, 'DIS-06');
    await setState(page, 'Waived');
    const reason = page.getByRole('textbox', { name: 'Reason', exact: true });
    await expect(reason).toBeFocused();
    await page.keyboard.type('The customer keeps the list of roles.');
    await pressOn(page, page.getByRole('button', { name: 'Set to waived' }));
    await expect(page.getByRole('button', { name: 'State of DIS-06: Waived' })).toBeVisible();

    await page.keyboard.press('Control+Z');
    await expect(page.getByRole('button', { name: 'State of DIS-06: Not started' })).toBeVisible();
    await page.keyboard.press('Control+Y');
    await expect(page.getByRole('button', { name: 'State of DIS-06: Waived' })).toBeVisible();
  });

  await test.step('DNS proves the planned records at the chosen server', async () => {
    await page.keyboard.press('Control+4');
    await pressOn(page, page.getByRole('tab', { name: 'Records' }), 'ArrowRight');
    const server = page.getByRole('textbox', { name: /^Address of the server/u });
    await typeInto(page, server, knot.server);
    await page.keyboard.press('Enter');
    await openStep(page, 'DNS-03');
    await page.keyboard.press('r');
    await expect(page.getByText('All 2 checks match.')).toBeVisible();
    await openStep(page, 'DNS-07');
    await page.keyboard.press('r');
    await expect(page.locator('#step-detail').getByText('Matches').first()).toBeVisible();
    await expect(panel).toContainText(knot.server.split(':')[0] ?? '');
  });

  await test.step('the export is written', async () => {
    await page.keyboard.press('Control+6');
    await pressOn(page, page.getByRole('button', { name: 'Choose a folder and export' }));
    // Until it is whole the folder has a name of its own.
    await expect
      .poll(() => readdir(parent), { timeout: 120_000 })
      .toEqual([expect.stringMatching(/^contoso-pharma-runbook-\d{8}-\d{4}$/u)]);
  });

  const [name] = await readdir(parent);
  const folder = join(parent, name ?? '');

  await test.step('and every file says what the screen said', async () => {
    const text = await readFile(join(folder, 'records.txt'), 'utf8');
    expect(text).toContain(BY_ADDRESS);
    expect(text).toContain('10 mx1.filter.example');
    const zone = join(folder, 'zones', 'contoso.com.zone');
    await run(findProgram('named-checkzone') ?? '', [
      ...['-i', 'local', '-k', 'fail', '-m', 'fail', '-M', 'fail', '-n', 'fail', '-r', 'fail', '-S', 'fail'],
      'contoso.com',
      zone,
    ]);
    const { stdout: pdf } = await run('pdftotext', [join(folder, 'runbook.pdf'), '-']);
    for (const expected of ['Contoso Pharma', NOTE, 'The customer keeps the list of roles.', 'DNS-03']) {
      expect(pdf.replaceAll(/\s+/gu, ' ')).toContain(expected);
    }
    const json: unknown = JSON.parse(await readFile(join(folder, 'runbook.json'), 'utf8'));
    expect(json).toMatchObject({ format: 'mailflow-runbook/runbook' });
    const sums = (await readFile(join(folder, 'SHA256SUMS'), 'utf8')).trim().split('\n');
    expect(sums).toHaveLength(4);
    for (const line of sums) {
      const [hash, file] = line.split(/ [ *]/u);
      const bytes = await readFile(join(folder, file ?? ''));
      expect(createHash('sha256').update(bytes).digest('hex'), file).toBe(hash);
    }
  });

  await knot.stop();
  await rm(parent, { recursive: true });
});
