/** What a command reads where FILE or `-` for standard input may be named. */
import { readGiven, readStream, type Limit } from '../input/given-file.ts';
import type { CliEnvironment } from './command.ts';

/** @throws AppError as `readGiven` */
export const readNamed = (
  path: string,
  { input }: Pick<CliEnvironment, 'input'>,
  limit?: Limit,
): Promise<Uint8Array> =>
  path === '-'
    ? readStream(input(), 'Standard input', limit)
    : readGiven(path, limit === undefined ? {} : { limit });
