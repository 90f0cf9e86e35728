/** Cuts a stream into DNS messages, each behind its length in two octets (RFC 1035, 4.2.2). */
export class Frames {
  #chunks: Buffer[] = [];
  #size = 0;

  /** The messages that are whole now. */
  take(chunk: Buffer): Buffer[] {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    const messages: Buffer[] = [];
    for (;;) {
      const first = this.#chunks[0];
      if (first === undefined || this.#size < 2) return messages;
      // Joined only when a whole message is there, so that a trickle of octets costs no more than its length.
      const length = first.length > 1 ? first.readUInt16BE(0) : this.#joined().readUInt16BE(0);
      if (this.#size < 2 + length) return messages;
      const bytes = this.#joined();
      messages.push(bytes.subarray(2, 2 + length));
      this.#chunks = bytes.length > 2 + length ? [bytes.subarray(2 + length)] : [];
      this.#size -= 2 + length;
    }
  }

  #joined(): Buffer {
    const [first] = this.#chunks;
    if (first === undefined || this.#chunks.length > 1) this.#chunks = [Buffer.concat(this.#chunks)];
    return this.#chunks[0] ?? Buffer.alloc(0);
  }
}
