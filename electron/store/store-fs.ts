/** The calls of the file system that the store makes, so that a test can let a single one of them fail. */
import * as promises from 'node:fs/promises';

export type StoreFs = Pick<
  typeof promises,
  'mkdir' | 'open' | 'readFile' | 'readdir' | 'rename' | 'stat' | 'unlink' | 'utimes'
>;
export const nodeFs: StoreFs = promises;

/** The error code of a failed system call, e.g. `ENOENT`; empty for anything else. */
export const errno = (cause: unknown): string =>
  cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
