import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { mapBounded } from '../../../electron/store/serial.ts';
import { nodeFs } from '../../../electron/store/store-fs.ts';
import type { StoreFs } from '../../../electron/store/store-fs.ts';
import { contosoProfile, freshFolder, note, openStore } from './support.ts';

const MANY = 2000;
const OPEN_AT_ONCE = 32;

interface Counted {
  readonly fs: StoreFs;
  /** Documents read so far, and the most that were being read at the same time. */
  readonly reads: { total: number; most: number };
}
const counted = (): Counted => {
  const reads = { total: 0, most: 0, now: 0 };
  const readFile = async (...args: Parameters<StoreFs['readFile']>) => {
    reads.total += 1;
    reads.now += 1;
    reads.most = Math.max(reads.most, reads.now);
    try {
      return await nodeFs.readFile(...args);
    } finally {
      reads.now -= 1;
    }
  };
  return { fs: { ...nodeFs, readFile: readFile as StoreFs['readFile'] }, reads };
};

it(`lists ${MANY} customers, and reads again only what has changed`, async () => {
  const dir = await freshFolder();
  const pattern = await openStore(await freshFolder()).create('Contoso AG');
  await mkdir(join(dir, 'customers'));
  await mapBounded([...Array(MANY).keys()], OPEN_AT_ONCE, (index) => {
    const id = `customer-${String(index).padStart(4, '0')}`;
    const profile = { ...contosoProfile(), customerName: `Customer ${index % 100}` };
    const file = { ...pattern, data: { ...pattern.data, id, profile } };
    return writeFile(join(dir, 'customers', `${id}.json`), JSON.stringify(file));
  });
  const { fs, reads } = counted();
  const store = openStore(dir, { fs });
  const first = await store.list();
  expect(first.customers).toHaveLength(MANY);
  expect(first.unreadable).toEqual([]);
  expect(reads.total).toBe(MANY + 1); // and once the index, which is not there yet
  expect(reads.most).toBeLessThanOrEqual(OPEN_AT_ONCE);

  expect(await store.list()).toEqual(first);
  expect(reads.total).toBe(MANY + 1);

  await store.saveProfile('customer-0007', 1, { ...contosoProfile(), customerName: 'Fabrikam' });
  await store.remove('customer-0008');
  reads.total = 0;
  const second = await store.list();
  expect(reads.total).toBe(1);
  expect(second.customers).toHaveLength(MANY - 1);
  expect(second.customers.find(({ id }) => id === 'customer-0007')).toMatchObject({
    customerName: 'Fabrikam',
    primaryDomain: 'contoso.com',
    domainCount: 1,
  });

  // The next start knows what this one found, and reads what was changed behind its back.
  const path = join(dir, 'customers', 'customer-0009.json');
  await writeFile(path, (await readFile(path, 'utf8')).replaceAll('Customer 9', 'Adatum'));
  reads.total = 0;
  const third = await openStore(dir, { fs }).list();
  expect(reads.total).toBe(2); // the index and that document
  expect(third.customers.find(({ id }) => id === 'customer-0009')?.customerName).toBe('Adatum');

  // An index that can't be read costs time, nothing else.
  await writeFile(join(dir, 'customer-list.json'), '{"appVersion": "1');
  expect(await openStore(dir).list()).toEqual(third);
});

it('sorts by name and counts what the run has settled', async () => {
  const store = openStore(await freshFolder());
  for (const name of ['Fabrikam', 'contoso', 'Adatum']) await store.create(name);
  const { customers } = await store.list();
  expect(customers.map(({ customerName }) => customerName)).toEqual(['Adatum', 'contoso', 'Fabrikam']);
  const [{ id, settledSteps, totalSteps } = { id: '', settledSteps: -1, totalSteps: -1 }] = customers;
  expect(settledSteps).toBe(0);
  expect(totalSteps).toBeGreaterThan(50);
  await store.appendLog(
    id,
    [
      note('x'),
      { kind: 'state', stepId: 'DNS-01', state: 'waived', reason: 'the customer keeps the old TTL' },
    ],
    'op1',
  );
  expect((await store.list()).customers.find((one) => one.id === id)?.settledSteps).toBe(1);
});
