/** The app's data folder, as a command names it. */
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { AppError } from '../../shared/result.ts';
import { CUSTOMERS_FOLDER } from '../store/customer-files.ts';
import type { OptionValues } from './command.ts';
import { requiredOption } from './options.ts';

export const DATA_DIR_HELP =
  '--data-dir DIR        the data folder of the app; its path is shown under Help > About';

/** AppError `usage` when it is not given. */
export const dataDir = (values: OptionValues): string =>
  resolve(requiredOption(values, 'data-dir', 'the folder that holds the customers'));

/**
 * For commands that read: a folder that was mistyped must not look like one without customers.
 * AppError `usage`, or `not-found` where the app never kept customers.
 */
export const existingDataDir = async (values: OptionValues): Promise<string> => {
  const dir = dataDir(values);
  const stats = await stat(join(dir, CUSTOMERS_FOLDER)).catch(() => null);
  if (stats?.isDirectory() === true) return dir;
  throw new AppError(
    'not-found',
    `${dir} is no data folder of the app: it holds no folder “${CUSTOMERS_FOLDER}”. Its path is shown under Help > About.`,
    { path: dir },
  );
};
