/**
 * Reads the parts of a DNS message (RFC 1035, section 4) out of bytes that anyone may have sent. Names come out in
 * presentation form with escapes, so that a dot inside a label never reads as a border between labels.
 */
import { isPlainLabel, labelText } from '../../shared/net/presentation-name.ts';

/** The bytes are no well-formed DNS message. */
export class WireError extends Error {
  override readonly name = 'WireError';
}

/** Of a message; no name stands in it. */
const HEADER = 12;
const MAX_NAME = 255; // octets on the wire, RFC 1035 2.3.4
/** A real name needs one pointer; a long chain of them is an attempt to burn time. */
const MAX_JUMPS = 32;

interface FirstName {
  /** Where it begins; -1 before it was read. */
  at: number;
  text: string;
}

export class WireReader {
  readonly #bytes: Buffer;
  #at: number;
  readonly #end: number;
  /** The first name of the message, which is the question's and which nearly every record points to. */
  readonly #first: FirstName;

  constructor(bytes: Buffer, start = 0, end = bytes.length, first: FirstName = { at: -1, text: '' }) {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
    this.#first = first;
  }

  get left(): number {
    return this.#end - this.#at;
  }

  #take(count: number): number {
    const at = this.#at;
    if (at + count > this.#end) throw new WireError('the message ends in the middle of a value');
    this.#at += count;
    return at;
  }

  u8(): number {
    return this.#bytes.readUInt8(this.#take(1));
  }
  u16(): number {
    return this.#bytes.readUInt16BE(this.#take(2));
  }
  u32(): number {
    return this.#bytes.readUInt32BE(this.#take(4));
  }
  bytes(count: number): Buffer {
    const at = this.#take(count);
    return this.#bytes.subarray(at, at + count);
  }
  rest(): Buffer {
    return this.bytes(this.left);
  }
  /** One character-string, a JavaScript character for each octet. */
  text(): string {
    return this.bytes(this.u8()).toString('latin1');
  }
  /** A reader for the next `count` octets that still sees the whole message, which compression pointers need. */
  slice(count: number): WireReader {
    const at = this.#take(count);
    return new WireReader(this.#bytes, at, at + count, this.#first);
  }

  #label(start: number, end: number): string {
    const octets = this.#bytes.subarray(start, end);
    return isPlainLabel(octets) ? octets.toString('latin1').toLowerCase() : labelText(octets);
  }

  /**
   * A domain name in presentation form, lower case, without a trailing dot; the root is `.`. A pointer must lead to
   * an earlier octet, so that a chain always ends.
   */
  name(): string {
    const start = this.#at;
    const first = this.#first;
    if (first.at >= 0 && first.at < start && this.left >= 2 && this.#isPointerTo(first.at)) {
      this.#at += 2;
      return first.text;
    }
    const text = this.#name();
    if (first.at < 0) [first.at, first.text] = [start, text];
    return text;
  }

  /**
   * Skips what follows where it is the same octets as those of `query` from here on until `end`, and they begin with
   * the name `text`; tells whether it was. So the question of an answer is nearly always read without new strings.
   */
  repeats(query: Uint8Array, end: number, text: string): boolean {
    const start = this.#at;
    if (end > this.#end) return false;
    for (let at = start; at < end; at++) if (this.#bytes[at] !== query[at]) return false;
    this.#at = end;
    if (this.#first.at < 0) [this.#first.at, this.#first.text] = [start, text];
    return true;
  }

  #isPointerTo(target: number): boolean {
    return this.#bytes.readUInt16BE(this.#at) === (0xc000 | target);
  }

  #name(): string {
    const labels: string[] = [];
    let length = 1;
    let at = this.#at;
    let limit = this.#end;
    let earliest = at;
    let jumps = 0;
    for (;;) {
      if (at >= limit) throw new WireError('a name runs past the end');
      const octet = this.#bytes.readUInt8(at);
      if ((octet & 0xc0) === 0xc0) {
        if (at + 1 >= limit) throw new WireError('a name runs past the end');
        const target = this.#bytes.readUInt16BE(at) & 0x3fff;
        if (target >= earliest) throw new WireError('a name points forward');
        if (target < HEADER) throw new WireError('a name points into the header');
        if (jumps++ === 0) this.#at = at + 2;
        if (jumps > MAX_JUMPS) throw new WireError('a name is spread over too many places');
        earliest = at = target;
        limit = this.#bytes.length;
        continue;
      }
      if (octet > 63) throw new WireError('a label is of an unknown kind');
      at += 1;
      if (octet === 0) break;
      length += octet + 1;
      if (length > MAX_NAME) throw new WireError('a name is longer than 255 octets');
      if (at + octet > limit) throw new WireError('a name runs past the end');
      labels.push(this.#label(at, at + octet));
      at += octet;
    }
    if (jumps === 0) this.#at = at;
    return labels.length === 0 ? '.' : labels.join('.');
  }
}
