import { describe, expect, it } from 'vitest';
import { migrate } from '../../../electron/store/migrations.ts';
import type { Migration } from '../../../electron/store/migrations.ts';

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
