import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { migrate } from '../../../electron/store/migrations.ts';
import type { Migration } from '../../../electron/store/migrations.ts';
import { CUSTOMER_SCHEMA_VERSION } from '../../../shared/customer.ts';
import { newExporter } from '../support/exports.ts';
import { freshFolder, openStore } from './support.ts';

const rename: Migration = ({ old, ...rest }) => ({ ...rest, fresh: old, schemaVersion: 2 });
const add: Migration = (document) => ({ ...document, more: true, schemaVersion: 3 });

describe('migrating', () => {
  it('goes one version at a time and leaves the given document alone', () => {
    const document = Object.freeze({ schemaVersion: 1, old: 'x' });
    expect(migrate(document, 3, { 1: rename, 2: add })).toEqual({ schemaVersion: 3, fresh: 'x', more: true });
    expect(migrate({ schemaVersion: 2 }, 3, { 1: rename, 2: add })).toEqual({ schemaVersion: 3, more: true });
    expect(migrate(document, 1, {})).toBe(document);
  });

  it('stops when a step is missing or does not raise the version by one', () => {
    expect(() => migrate({ schemaVersion: 1 }, 2, {})).toThrow(/No migration from version 1/u);
    expect(() => migrate({ schemaVersion: 1 }, 2, { 1: (document) => document })).toThrow(
      /raise the version/u,
    );
    expect(() => migrate({ schemaVersion: 1 }, 3, { 1: add, 2: add })).toThrow(/raise the version/u);
  });
});

describe('a document of version 1', () => {
  const fixture = join(import.meta.dirname, 'fixtures', 'v1.json');

  it('opens with all that it held, and is only written at the next save', async () => {
    const dir = await freshFolder();
    await mkdir(join(dir, 'customers'));
    const path = join(dir, 'customers', 'contoso.json');
    const text = await readFile(fixture, 'utf8');
    await writeFile(path, text);
    const old = JSON.parse(text) as { readonly data: { readonly profile: object; readonly log: unknown[] } };
    const store = openStore(dir);
    const { schemaVersion, revision, data } = await store.get('contoso');
    expect(schemaVersion).toBe(CUSTOMER_SCHEMA_VERSION);
    expect(data).toEqual({ ...old.data, profile: { ...old.data.profile, internalDnsServers: [] } });
    expect((await store.list()).unreadable).toEqual([]);
    expect(await readFile(path, 'utf8')).toBe(text);
    await store.saveProfile('contoso', revision, { ...data.profile, internalDnsServers: ['192.0.2.53'] });
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({
      schemaVersion: CUSTOMER_SCHEMA_VERSION,
    });
  });

  it('is imported and exported', async () => {
    const store = openStore(await freshFolder());
    const file = await store.importDocument(await readFile(fixture), 'v1.json');
    const folder = join(await freshFolder(), 'out');
    const { files } = await newExporter().run(file, folder);
    expect(files.map(({ name }) => name)).toContain('runbook.json');
  });
});
