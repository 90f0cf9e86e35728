/** A question as the message that goes out (RFC 1035, section 4; EDNS: RFC 6891). */
import type { DnsQuestion } from '../../shared/dns/types.ts';
import { readPresentationName } from '../../shared/net/presentation-name.ts';
import { TYPE_NUMBERS } from './rdata.ts';

/** What we say we can take over UDP: fits every path without fragments (RFC 9715). */
const EDNS_SIZE = 1232;
const FLAG_RD = 0x0100;
/** Asks a validating resolver to report AD without sending signatures (RFC 6840, 5.7). */
const FLAG_AD = 0x0020;
const CLASS_IN = 1;
const OPT = 41;
const PADDING = 12;
/** Encrypted questions come in lengths of this many octets, so that the length tells nothing (RFC 8467, 4.1). */
const BLOCK = 128;

export interface QueryOptions {
  readonly edns: boolean;
  /** Asks the server to look further (off for authoritative servers). */
  readonly recursive: boolean;
  readonly padded: boolean;
}

const DOT = 0x2e;

/** The octets of a name with the length before each label and the root behind; `null` when it is no name. */
const wireName = (text: string): Uint8Array | null => {
  if (/^[a-z0-9_-][a-z0-9_.-]*$/u.test(text) && text.length < 254 && !text.endsWith('.')) {
    // What nearly every name looks like: its dots become the lengths of what follows.
    const octets = Buffer.from(`.${text}.`, 'latin1');
    let end = octets.length - 1;
    octets[end] = 0;
    for (let at = end - 1; at >= 0; at -= 1) {
      if (octets[at] !== DOT) continue;
      if (end - at - 1 > 63 || end - at === 1) return null;
      octets[at] = end - at - 1;
      end = at;
    }
    return octets;
  }
  const name = readPresentationName(text);
  return name.ok ? Uint8Array.from([...name.labels.flatMap((label) => [label.length, ...label]), 0]) : null;
};

/** @throws RangeError when the name or type can't stand in a message; the client checks both before */
export const encodeQuery = (
  id: number,
  question: DnsQuestion,
  { edns, recursive, padded }: QueryOptions,
): Buffer => {
  const name = wireName(question.name);
  const type = TYPE_NUMBERS[question.type];
  if (name === null || type === undefined)
    throw new RangeError(`${question.name} ${question.type} can't be asked`);
  const bare = 12 + name.length + 4 + (edns ? 11 : 0);
  const padding = edns && padded ? (BLOCK - ((bare + 4) % BLOCK)) % BLOCK : 0;
  // Out of the shared pool: memory of its own for each of thousands of short messages burdens the collector.
  const message = Buffer.allocUnsafe(bare + (edns && padded ? 4 + padding : 0)).fill(0);
  message.writeUInt16BE(id, 0);
  message.writeUInt16BE((recursive ? FLAG_RD : 0) | FLAG_AD, 2);
  message.writeUInt16BE(1, 4);
  message.writeUInt16BE(edns ? 1 : 0, 10);
  message.set(name, 12);
  let at = message.writeUInt16BE(type, 12 + name.length);
  at = message.writeUInt16BE(CLASS_IN, at);
  if (!edns) return message;
  at = message.writeUInt16BE(OPT, at + 1);
  at = message.writeUInt16BE(EDNS_SIZE, at);
  at = message.writeUInt16BE(padded ? 4 + padding : 0, at + 4);
  if (padded) message.writeUInt16BE(padding, message.writeUInt16BE(PADDING, at));
  return message;
};
