/** Pieces of RDATA as text. */
import { formatIp } from '../../shared/net/ip.ts';

export const addressOf6 = (bytes: Buffer): string =>
  formatIp({ family: 6, value: bytes.readBigUInt64BE(0) * 2n ** 64n + bytes.readBigUInt64BE(8) });

/** A character-string in quotes, anything but printable ASCII as `\DDD`. */
export const quoted = (text: string): string =>
  `"${text.replace(/["\\]/gu, '\\$&').replace(/[^\x20-\x7e]/gu, (char) => `\\${String(char.charCodeAt(0)).padStart(3, '0')}`)}"`;
