/** Reads a customer document that a command names; whatever is wrong with it is said with a code. */
import { readFile } from 'node:fs/promises';
import { CUSTOMER_FORMAT, CUSTOMER_SCHEMA_VERSION, customerFileSchema } from '../../shared/customer.ts';
import type { CustomerFile } from '../../shared/customer.ts';
import { AppError } from '../../shared/result.ts';

const readText = async (path: string): Promise<string> => {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : '';
    if (code === 'ENOENT') throw new AppError('not-found', `${path} does not exist.`, { file: path }, cause);
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('store-io', `${path} could not be read: ${reason}`, { file: path }, cause);
  }
};

const parseJson = (path: string, text: string): unknown => {
  try {
    return JSON.parse(text.replace(/^\uFEFF/u, ''));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('store-damaged', `${path} is not JSON: ${reason}`, { file: path }, cause);
  }
};

/** AppError `not-found`, `store-io`, `store-damaged` or `store-newer`. */
export const readCustomerFile = async (path: string): Promise<CustomerFile> => {
  const value = parseJson(path, await readText(path));
  const head =
    typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  if (head['format'] !== CUSTOMER_FORMAT) {
    throw new AppError('store-damaged', `${path} is not a customer document of Mailflow Runbook.`, {
      file: path,
    });
  }
  const version = head['schemaVersion'];
  if (typeof version === 'number' && version > CUSTOMER_SCHEMA_VERSION) {
    throw new AppError(
      'store-newer',
      `${path} was saved by a newer version of Mailflow Runbook (format ${String(version)}; this version reads up to ${String(CUSTOMER_SCHEMA_VERSION)}). Update to open it.`,
      { file: path },
    );
  }
  const parsed = customerFileSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const place = issue === undefined || issue.path.length === 0 ? 'its top level' : issue.path.join('.');
  throw new AppError(
    'store-damaged',
    `${path} is damaged at ${place}: ${issue?.message ?? 'unknown'}.`,
    { file: path },
    parsed.error,
  );
};
