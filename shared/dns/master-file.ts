/**
 * The lexical half of a master file (RFC 1035, section 5.1): lines, parentheses, comments, quotes and escapes.
 * One pass over the text, so the time grows with its length alone.
 */
import { utf8Octets } from '../net/utf8.ts';

export interface ZoneToken {
  /** As written, without the quotes around it; escapes are still in it. */
  readonly raw: string;
  readonly quoted: boolean;
}
/** What stands on one line, or on several that parentheses hold together. */
export interface ZoneLine {
  /** Of its first character, from 1. */
  readonly line: number;
  /** It starts with a blank: the owner is that of the record before. */
  readonly indented: boolean;
  readonly tokens: readonly ZoneToken[];
}
export interface ZoneProblem {
  /** From 1. */
  readonly line: number;
  /** What is wrong, as a sentence without a full stop. */
  readonly message: string;
}
export interface ZoneLines {
  readonly lines: readonly ZoneLine[];
  readonly problems: readonly ZoneProblem[];
}

const BLANK = new Set([' ', '\t']);
const ENDS_WORD = new Set([' ', '\t', '\n', '"', '(', ')', ';']);

interface Draft {
  line: number;
  indented: boolean;
  tokens: ZoneToken[];
  broken: boolean;
}

class Lexer {
  readonly #text: string;
  readonly #lines: ZoneLine[] = [];
  readonly #problems: ZoneProblem[] = [];
  #at = 0;
  #row = 1;
  #depth = 0;
  #opened = 0;
  #draft: Draft = { line: 1, indented: false, tokens: [], broken: false };

  constructor(text: string) {
    this.#text = text;
  }

  read(): ZoneLines {
    this.#start();
    while (this.#at < this.#text.length) this.#step(this.#text.charAt(this.#at));
    if (this.#depth > 0) this.#fail(this.#opened, 'A parenthesis is opened and never closed');
    this.#finish();
    return { lines: this.#lines, problems: this.#problems };
  }

  #step(character: string): void {
    if (character === '\n') {
      this.#at += 1;
      this.#row += 1;
      if (this.#depth === 0) this.#finish();
    } else if (BLANK.has(character)) this.#at += 1;
    else if (character === ';') this.#skipComment();
    else if (character === '(' || character === ')') this.#parenthesis(character);
    else if (character === '"') this.#quoted();
    else this.#word();
  }

  #start(): void {
    this.#draft = {
      line: this.#row,
      indented: BLANK.has(this.#text.charAt(this.#at)),
      tokens: [],
      broken: false,
    };
  }

  #finish(): void {
    const { tokens, broken, line, indented } = this.#draft;
    if (tokens.length > 0 && !broken) this.#lines.push({ line, indented, tokens });
    this.#start();
  }

  #fail(line: number, message: string): void {
    this.#problems.push({ line, message });
    this.#draft.broken = true;
  }

  #skipComment(): void {
    const end = this.#text.indexOf('\n', this.#at);
    this.#at = end < 0 ? this.#text.length : end;
  }

  #parenthesis(character: string): void {
    this.#at += 1;
    if (character === '(') {
      if (this.#depth === 0) this.#opened = this.#row;
      this.#depth += 1;
    } else if (this.#depth > 0) this.#depth -= 1;
    else this.#fail(this.#row, 'A parenthesis is closed that was never opened');
  }

  #quoted(): void {
    const start = this.#at + 1;
    let at = start;
    while (at < this.#text.length && this.#text.charAt(at) !== '"' && this.#text.charAt(at) !== '\n')
      at += this.#text.charAt(at) === '\\' && this.#text.charAt(at + 1) !== '\n' ? 2 : 1;
    const end = Math.min(at, this.#text.length);
    if (this.#text.charAt(at) === '"') this.#at = at + 1;
    else {
      this.#at = end;
      this.#fail(this.#row, 'A quote is opened and never closed on its line');
    }
    this.#draft.tokens.push({ raw: this.#text.slice(start, end), quoted: true });
  }

  #word(): void {
    const start = this.#at;
    while (this.#at < this.#text.length && !ENDS_WORD.has(this.#text.charAt(this.#at)))
      this.#at += this.#text.charAt(this.#at) === '\\' && this.#text.charAt(this.#at + 1) !== '\n' ? 2 : 1;
    this.#at = Math.min(this.#at, this.#text.length);
    this.#draft.tokens.push({ raw: this.#text.slice(start, this.#at), quoted: false });
  }
}

/** Cuts a master file into its lines. What breaks the form is told with its line and left out. */
export const readZoneLines = (text: string): ZoneLines => new Lexer(text.replaceAll('\r\n', '\n')).read();

export interface Octet {
  readonly value: number;
  /** It stood behind a backslash, so that it is never a separator. */
  readonly escaped: boolean;
}

/** Octets of a token: `\DDD` is one octet, `\X` is X itself; `null` when an escape is cut short or over 255. */
export const tokenOctets = (raw: string): readonly Octet[] | null => {
  const out: Octet[] = [];
  for (let at = 0; at < raw.length; at += 1) {
    const character = String.fromCodePoint(raw.codePointAt(at) ?? 0);
    if (character !== '\\') {
      for (const value of utf8Octets(character)) out.push({ value, escaped: false });
      at += character.length - 1;
      continue;
    }
    const digits = /^[0-9]{1,3}/u.exec(raw.slice(at + 1, at + 4))?.[0] ?? '';
    const next = raw.codePointAt(at + 1);
    if (next === undefined) return null;
    if (digits === '') {
      const escaped = String.fromCodePoint(next);
      for (const value of utf8Octets(escaped)) out.push({ value, escaped: true });
      at += escaped.length;
    } else if (digits.length < 3 || Number(digits) > 255) return null;
    else {
      out.push({ value: Number(digits), escaped: true });
      at += 3;
    }
  }
  return out;
};
