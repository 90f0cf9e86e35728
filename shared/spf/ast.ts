import type { FindingCode } from '../finding.ts';
import type { Cidr } from '../net/cidr.ts';

export const MECHANISMS = ['all', 'include', 'a', 'mx', 'ptr', 'ip4', 'ip6', 'exists'] as const;
export type MechanismName = (typeof MECHANISMS)[number];
export type Qualifier = '+' | '-' | '~' | '?';

/** One piece of a macro-string (RFC 7208, 7.1). `%%`, `%_` and `%-` are pieces of text. */
export type MacroPart =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'macro';
      /** Lower case: s l o d i p h c r t v. */
      readonly letter: string;
      /** The letter stood in upper case: the value is URL-escaped. */
      readonly escape: boolean;
      /** How many right-hand parts stay; 0 stands for all. */
      readonly keep: number;
      readonly reverse: boolean;
      /** Characters that part the value; `.` when none was given. */
      readonly delimiters: string;
    };

export interface MacroString {
  readonly raw: string;
  readonly parts: readonly MacroPart[];
}
export interface DomainSpec extends MacroString {
  /** Lower case, without a trailing dot; `null` when a macro stands in it, so that it is known only for a sender. */
  readonly name: string | null;
}

interface Located {
  /** The term as it stands in the text. */
  readonly raw: string;
  /** Offsets in the text of the record, in UTF-16 units; `end` is behind the last one. */
  readonly start: number;
  readonly end: number;
  /** The blanks in front. */
  readonly gap: string;
}
export interface Mechanism extends Located {
  readonly kind: 'mechanism';
  readonly name: MechanismName;
  readonly qualifier: Qualifier;
  /** The qualifier is written out. */
  readonly qualified: boolean;
  readonly domain: DomainSpec | null;
  /** ip4 and ip6 only; host bits cleared. */
  readonly network: Cidr | null;
  /** The value behind ip4 or ip6 has bits set behind its prefix. */
  readonly hostBits: boolean;
  /** a and mx only; 32 and 128 when not given. */
  readonly prefix4: number;
  readonly prefix6: number;
}
export interface Modifier extends Located {
  readonly kind: 'modifier';
  /** Lower case. */
  readonly name: string;
  readonly value: MacroString;
  /** redirect and exp only. */
  readonly domain: DomainSpec | null;
}
/** Text between blanks that breaks the grammar: the whole record is a permanent error (RFC 7208, 4.6). */
export interface BadTerm extends Located {
  readonly kind: 'bad';
  readonly code: FindingCode;
  /** Completes "X can't be read: …". */
  readonly reason: string;
  /** The mechanism or modifier that was meant, where that is plain. */
  readonly name: string | null;
}
export type Term = Mechanism | Modifier | BadTerm;

export interface SpfProblem {
  readonly code: FindingCode;
  readonly term: Term;
  readonly reason: string;
}
export interface SpfRecord {
  readonly text: string;
  /** `v=spf1` as written, or `null` when the text does not start with it and a blank or the end (RFC 7208, 4.5). */
  readonly version: string | null;
  readonly terms: readonly Term[];
  /** Blanks behind the last term. */
  readonly tail: string;
  /** What makes the record a permanent error. */
  readonly problems: readonly SpfProblem[];
  /** The first of each; RFC 7208 lets each stand once. */
  readonly redirect: Modifier | null;
  readonly exp: Modifier | null;
}

export const isMechanism = (term: Term): term is Mechanism => term.kind === 'mechanism';
export const isAll = (term: Term): boolean => term.kind === 'mechanism' && term.name === 'all';

/** The text of the record, put together from its parts again, byte for byte. */
export const printSpf = (record: SpfRecord): string =>
  `${record.version ?? ''}${record.terms.map((term) => term.gap + term.raw).join('')}${record.tail}`;
