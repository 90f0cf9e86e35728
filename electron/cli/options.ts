/** Reading option values that parseArgs has already checked for their kind. */
import { AppError } from '../../shared/result.ts';
import type { OptionValues } from './command.ts';

/** The value of an option that takes text, or `undefined` when it was not given. */
export const textOption = (values: OptionValues, name: string): string | undefined => {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
};

/** All values of an option that may be given several times. */
export const textOptions = (values: OptionValues, name: string): readonly string[] => {
  const value = values[name];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
};

export const flag = (values: OptionValues, name: string): boolean => values[name] === true;

/** AppError `usage` when it is missing or empty. */
export const requiredOption = (values: OptionValues, name: string, what: string): string => {
  const value = textOption(values, name);
  if (value === undefined || value.trim() === '')
    throw new AppError('usage', `--${name} is missing: ${what}.`);
  return value;
};

const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/u;

/** A moment with its offset, as ISO 8601 in UTC; without an offset it would mean another time on each machine. */
export const timeOption = (values: OptionValues, name: string): string | undefined => {
  const value = textOption(values, name);
  if (value === undefined) return undefined;
  const time = new Date(value);
  if (!ISO.test(value) || Number.isNaN(time.getTime())) {
    throw new AppError(
      'usage',
      `--${name} ${value} is not a time with an offset, such as 2026-12-05T20:00:00Z or 2026-12-05T20:00:00+01:00.`,
    );
  }
  return time.toISOString();
};
