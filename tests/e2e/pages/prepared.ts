/** What is in the data folder before the app starts: settings and customers, as the app itself keeps them. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { SettingsStore } from '../../../electron/store/settings-store.ts';
import type { SettingsChange } from '../../../electron/store/settings-store.ts';
import { customerFileSchema } from '../../../shared/customer.ts';
import { parseServer } from '../../../shared/dns/server.ts';
import example from '../../../examples/contoso.json' with { type: 'json' };

/** A person who is known, and a server at `address` that is asked: by checks, and as the place called ‘filter’. */
export const asksAt = (address: string): SettingsChange => ({
  operator: 'op1',
  dnsServer: address,
  publicResolvers: [{ server: parseServer(address, 'filter'), asked: true }],
});

export const prepareSettings = async (dir: string, change: SettingsChange): Promise<void> => {
  await new SettingsStore({ dir, clock: () => new Date() }).set(change);
};

/** One customer for each domain, otherwise as the example and with nothing in its log. */
export const prepareCustomers = async (dir: string, domains: readonly string[]): Promise<void> => {
  const file = customerFileSchema.parse(example);
  const [first] = file.data.profile.domains;
  if (first === undefined) throw new Error('the example has no domain');
  await mkdir(join(dir, 'customers'), { recursive: true });
  for (const name of domains) {
    const id = name.replaceAll('.', '-');
    const profile = {
      ...file.data.profile,
      customerName: `Customer of ${name}`,
      domains: [{ ...first, name }],
    };
    const data = { ...file.data, id, example: false, profile, log: [], changedAt: {} };
    await writeFile(join(dir, 'customers', `${id}.json`), JSON.stringify({ ...file, data }));
  }
};

/** In the DNS view: neither the zones' own servers, which have no port of their own, nor those of this computer. */
export const askNobodyElse = async (page: Page): Promise<void> => {
  await page.keyboard.press('Control+4');
  await page.getByRole('button', { name: /^Where to ask/u }).click();
  const where = page.getByRole('group', { name: 'Where to ask' });
  await where.getByRole('checkbox', { name: 'each one directly' }).uncheck();
  for (const box of await where.getByRole('checkbox', { name: /^[\d.:a-f]+$/u }).all()) await box.uncheck();
  await page.keyboard.press('Escape');
};
