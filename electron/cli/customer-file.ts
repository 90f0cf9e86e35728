/** Reads a customer document that a command names; whatever is wrong with it is said with a code. */
import type { CustomerFile } from '../../shared/customer.ts';
import { parseDocument } from '../store/document.ts';
import { readGiven } from '../input/given-file.ts';

/** As `readGiven`, and `store-damaged` or `store-newer` when it is no document that this version reads. */
export const readCustomerFile = async (path: string): Promise<CustomerFile> =>
  parseDocument(await readGiven(path), path);
