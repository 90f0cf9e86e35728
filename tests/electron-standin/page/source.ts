import { readFileSync } from 'node:fs';
import { bridge } from './bridge.ts';
import { decode, encode } from './codec.ts';

/** Names that a page can't guess, new for each run. */
const suffix = crypto.randomUUID().replaceAll('-', '');
export const BINDING = `standinPost${suffix}`;
export const RECEIVER = `standinReceive${suffix}`;

/**
 * The script that Chromium runs in each new document before the page's own: bridge, codec and the preload's text.
 * A preload that fails is reported on the console as Electron does, and the page goes on without it.
 */
export function documentScript(preloadPath: string | undefined): string {
  const preload = preloadPath === undefined ? '' : readFileSync(preloadPath, 'utf8');
  const info = {
    platform: process.platform,
    versions: { electron: process.versions.electron, node: process.versions.node },
  };
  return `(${bridge.toString()})(${encode.toString()}, ${decode.toString()},
${JSON.stringify({ binding: BINDING, receiver: RECEIVER })}, ${JSON.stringify(info)},
(require, module, exports, process) => { try {
${preload}
} catch (error) { console.error('Unable to load preload script: ', error); } });`;
}
