/**
 * Steps from one schema version of the customer document to the next. The entry for version n takes the whole
 * document as it was written by n and gives back one of version n + 1; docs/recipes/add-a-migration.md says how.
 */
import { AppError } from '../../shared/result.ts';

export type JsonObject = Readonly<Record<string, unknown>>;
export type Migration = (document: JsonObject) => JsonObject;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Version 2 asks the customer's own DNS servers; a document of version 1 names none. */
const withInternalDnsServers: Migration = (document) => {
  const data = document['data'];
  if (!isObject(data) || !isObject(data['profile'])) return { ...document, schemaVersion: 2 };
  const profile = { ...data['profile'], internalDnsServers: [] };
  return { ...document, schemaVersion: 2, data: { ...data, profile } };
};

const MIGRATIONS: Readonly<Record<number, Migration>> = { 1: withInternalDnsServers };

/** Brings `document` from its `schemaVersion` to `target`, one version at a time. */
export const migrate = (
  document: JsonObject,
  target: number,
  migrations: Readonly<Record<number, Migration>> = MIGRATIONS,
): JsonObject => {
  let current = document;
  for (let version = Number(document['schemaVersion']); version < target; version += 1) {
    const step = migrations[version];
    if (step === undefined) throw new AppError('internal', `No migration from version ${version} is there.`);
    current = step(current);
    if (current['schemaVersion'] !== version + 1) {
      throw new AppError(
        'internal',
        `The migration from version ${version} did not raise the version by one.`,
      );
    }
  }
  return current;
};
