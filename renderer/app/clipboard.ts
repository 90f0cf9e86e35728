/** Copying goes through main, so that the page needs no clipboard permission. */
import { call } from './client.ts';

export const copyText = (text: string): Promise<undefined> => call('clipboard.write', { text });
