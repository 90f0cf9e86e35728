/** Evidence from a computer without the app: the script is saved, run there, and its file taken. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { ElectronApplication } from '@playwright/test';
import { CONTOSO_AFTER } from '../integration/support/contoso-zones.ts';
import { startKnot } from '../integration/support/dns-servers.ts';
import { findProgram } from '../system/packages.ts';
import { axe, expect, stubOpenDialog, test } from './fixtures.ts';
import { openCustomer, openStep } from './pages/keyboard.ts';
import { prepareSettings } from './pages/prepared.ts';

const run = promisify(execFile);

/** The next dialogs to save answer with `file`. */
const stubSaveDialog = (app: ElectronApplication, file: string): Promise<void> =>
  app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, file);

test('the collector’s script is saved and run, and its file is evidence in the step', async ({
  launch,
  userDataDir,
}) => {
  const knot = await startKnot({ zones: CONTOSO_AFTER });
  const folder = await mkdtemp(join(tmpdir(), 'mailflow-collector-'));
  const file = (name: string): string => join(folder, name);
  await prepareSettings(userDataDir, { operator: 'op1' });
  const { app, page } = await launch();
  await openCustomer(page, 'Contoso AG');
  await page.keyboard.press('Control+4');
  await page.keyboard.press('4');
  const message = page.getByRole('group', { name: 'Message' });

  await test.step('both scripts are saved, with what to do with them', async () => {
    await stubSaveDialog(app, file('collect.ps1'));
    await page.getByRole('button', { name: 'Save collector for PowerShell' }).click();
    await expect(message.filter({ hasText: 'collect.ps1' })).toContainText(
      'Run it on a computer with a network',
    );
    expect(await readFile(file('collect.ps1'), 'utf8')).toContain('Resolve-DnsName');
    await stubSaveDialog(app, file('collect.sh'));
    await page.getByRole('button', { name: 'Save collector for sh' }).click();
    await expect(message.filter({ hasText: 'collect.sh' })).toContainText(
      '“Import answers” takes the JSON file',
    );
  });

  await test.step('the script runs on a computer whose dig asks the test’s server', async () => {
    const dig = `#!/bin/sh\nshift $(($# - 2))\nexec ${findProgram('dig') ?? 'dig'} @127.0.0.1 -p ${String(knot.port)} "$1" "$2"\n`;
    await writeFile(file('dig'), dig, { mode: 0o755 });
    const env = { ...process.env, PATH: `${folder}${delimiter}${process.env['PATH'] ?? ''}` };
    await run('sh', [file('collect.sh'), file('collected.json')], { cwd: folder, env });
  });

  const collected = await readFile(file('collected.json'), 'utf8');
  await writeFile(file('other.json'), '{"hello": 1}');
  await writeFile(file('cut.json'), collected.slice(0, collected.length / 2));
  await writeFile(file('fabrikam.json'), collected.replaceAll('contoso.com', 'fabrikam.example'));
  const take = async (name: string): Promise<void> => {
    await stubOpenDialog(app, file(name));
    await page.getByRole('button', { name: 'Import answers' }).click();
  };

  await test.step('a wrong, a cut and another customer’s file are refused with the reason', async () => {
    for (const [name, reason] of [
      ['other.json', 'it holds something else'],
      ['cut.json', 'its end is missing'],
      ['fabrikam.json', 'which is not a domain of this customer'],
    ] as const) {
      await take(name);
      await expect(message.filter({ hasText: reason })).toBeVisible();
      await message.filter({ hasText: reason }).getByRole('button', { name: 'Close the message' }).click();
    }
    await expect(page.getByText('No run is stored yet.')).toBeVisible();
  });

  await test.step('its own file is taken, shown by place, and kept once', async () => {
    await take('collected.json');
    await expect(message.filter({ hasText: /\d+ checks use them\./u })).toBeVisible();
    await expect(page.getByRole('tab', { name: 'Records' })).toBeFocused();
    await expect(
      page.getByRole('button', { name: /^Answered MX of contoso\.com at 127\.0\.0\.1/u }),
    ).toBeVisible();
    expect(await axe(page)).toEqual([]);
    await page.keyboard.press('4');
    await take('collected.json');
    await expect(message.filter({ hasText: 'collected.json was imported before' })).toBeVisible();
    await expect(page.getByRole('tab', { name: /^Runs/u })).toContainText('1');
  });

  await test.step('the step shows it, and where it comes from', async () => {
    await openStep(page, 'DNS-07');
    const detail = page.locator('#step-detail');
    await expect(detail.getByText('The MX records are the expected ones.')).toBeVisible();
    await expect(detail).toContainText(`collected by the script, from 127.0.0.1:${String(knot.port)}`);
  });
  await knot.stop();
  await rm(folder, { recursive: true });
});
