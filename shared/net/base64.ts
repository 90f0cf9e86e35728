const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const VALUE: ReadonlyMap<string, number> = new Map(Array.from(ALPHABET, (letter, value) => [letter, value]));

/** The octets of base64 text (RFC 4648, 4), blanks left out; `null` when it is none. */
export const decodeBase64 = (text: string): Uint8Array | null => {
  const bare = text.replaceAll(/\s+/gu, '').replace(/={0,2}$/u, '');
  if (bare.length % 4 === 1) return null;
  const out = new Uint8Array(Math.floor((bare.length * 6) / 8));
  let held = 0;
  let bits = 0;
  let at = 0;
  for (const letter of bare) {
    const value = VALUE.get(letter);
    if (value === undefined) return null;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    out[at++] = (held >> bits) & 0xff;
  }
  return out;
};
