/** Reads a DKIM key record (RFC 6376, 3.6.1; RFC 8301 on sizes; RFC 8463 on Ed25519). */
import { decodeBase64 } from '../net/base64.ts';
import { parseTags } from './tag-list.ts';

export type DkimKey =
  | {
      readonly state: 'usable';
      readonly kind: 'rsa' | 'ed25519';
      readonly bits: number;
      readonly testing: boolean;
    }
  /** `p` is empty: every signature made with the key fails. */
  | { readonly state: 'revoked' }
  /** `reason` completes "the record …". */
  | { readonly state: 'unusable'; readonly reason: string };

interface Der {
  readonly tag: number;
  readonly body: Uint8Array;
  readonly rest: Uint8Array;
}

/** One element of DER: tag, length, contents, and what follows; `null` when the octets end too early. */
const readDer = (bytes: Uint8Array): Der | null => {
  const [tag, first] = bytes;
  if (tag === undefined || first === undefined) return null;
  const count = first < 0x80 ? 0 : first & 0x7f;
  if (count > 3 || first === 0x80 || bytes.length < 2 + count) return null;
  const length = count === 0 ? first : bytes.slice(2, 2 + count).reduce((sum, byte) => sum * 256 + byte, 0);
  const start = 2 + count;
  if (bytes.length < start + length) return null;
  return { tag, body: bytes.slice(start, start + length), rest: bytes.slice(start + length) };
};

const SEQUENCE = 0x30;
const INTEGER = 0x02;
const BIT_STRING = 0x03;

/** Bits of the modulus of an RSAPublicKey (RFC 8017, A.1.1). */
const modulusBits = (bytes: Uint8Array): number | null => {
  const key = readDer(bytes);
  const modulus = key?.tag === SEQUENCE ? readDer(key.body) : null;
  if (modulus?.tag !== INTEGER) return null;
  const from = modulus.body.findIndex((byte) => byte !== 0);
  if (from < 0) return null;
  return (modulus.body.length - from - 1) * 8 + (32 - Math.clz32(modulus.body[from] ?? 0));
};

/** `p` is a SubjectPublicKeyInfo as a rule; some publish the bare RSAPublicKey, which receivers take as well. */
const rsaBits = (bytes: Uint8Array): number | null => {
  const outer = readDer(bytes);
  if (outer?.tag !== SEQUENCE) return null;
  const algorithm = readDer(outer.body);
  if (algorithm?.tag !== SEQUENCE) return modulusBits(bytes);
  const key = readDer(algorithm.rest);
  return key?.tag === BIT_STRING ? modulusBits(key.body.slice(1)) : null;
};

const unusable = (reason: string): DkimKey => ({ state: 'unusable', reason });
const entries = (value: string | undefined): readonly string[] =>
  (value ?? '').split(':').map((text) => text.trim().toLowerCase());

export const parseDkimKey = (text: string): DkimKey => {
  const tags = parseTags(text);
  const [first] = tags;
  const value = (name: string): string | undefined => tags.find((tag) => tag.name === name)?.value;
  const version = value('v');
  if (version !== undefined && (version !== 'DKIM1' || first?.name !== 'v'))
    return unusable('does not begin with v=DKIM1, so receivers ignore it');
  const p = value('p');
  if (p === undefined) return unusable('has no key (p=)');
  if (p.replaceAll(/\s+/gu, '') === '') return { state: 'revoked' };
  const hashes = value('h');
  if (hashes !== undefined && !entries(hashes).includes('sha256'))
    return unusable(`allows no SHA-256 (h=${hashes}), the only hash that may be used (RFC 8301)`);
  const services = value('s');
  if (services !== undefined && !entries(services).some((one) => one === '*' || one === 'email'))
    return unusable(`is not for mail (s=${services})`);
  const testing = entries(value('t')).includes('y');
  const kind = (value('k') ?? 'rsa').toLowerCase();
  const bytes = decodeBase64(p);
  if (bytes === null) return unusable('has a key that is no base64');
  if (kind === 'ed25519')
    return bytes.length === 32
      ? { state: 'usable', kind, bits: 256, testing }
      : unusable(`has an Ed25519 key of ${bytes.length} octets; it takes 32`);
  if (kind !== 'rsa') return unusable(`has a key of the unknown kind k=${kind}`);
  const bits = rsaBits(bytes);
  return bits === null
    ? unusable('has a key that can’t be read as an RSA key')
    : { state: 'usable', kind, bits, testing };
};
