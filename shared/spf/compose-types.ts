import type { Finding } from '../finding.ts';

export const CLOUDS = ['worldwide', 'gcc', 'gcchigh', 'dod', '21vianet'] as const;
/** The Microsoft cloud of the tenant. */
export type Cloud = (typeof CLOUDS)[number];

export const ALL_POLICIES = ['-all', '~all', '?all', '+all'] as const;
export type AllPolicy = (typeof ALL_POLICIES)[number];

export type SpfRole = 'sending' | 'parked' | 'nonsending';

/** Senders of one kind, as typed: addresses, networks or dash ranges, and names of include targets. */
export interface SenderList {
  readonly ips?: readonly string[];
  readonly includes?: readonly string[];
  /** Whole SPF terms as a vendor prints them, e.g. `a:dispatch.example` or `exists:%{i}._spf.example`. */
  readonly terms?: readonly string[];
}

export interface ComposeInput {
  readonly domain: string;
  readonly role?: SpfRole;
  readonly cloud?: Cloud;
  readonly thirdParty?: SenderList;
  readonly onPrem?: SenderList;
  readonly other?: SenderList;
  /** The SPF records found at the name, each joined to one text. */
  readonly existing?: readonly string[];
  /** What is published could not be read (no answer, SERVFAIL); then nothing is proposed, since it would replace it. */
  readonly existingUnread?: boolean;
  /** Mechanism names (`mx`, `a`, …) to leave out of what is carried over. */
  readonly dropMechanisms?: readonly string[];
  /** Include targets to leave out of what is carried over. */
  readonly dropIncludes?: readonly string[];
  readonly allPolicy?: AllPolicy;
  /** False when the domain does not send through Microsoft 365 at all; then its include is not added. */
  readonly microsoft365?: boolean;
  /** Nested DNS look-ups of include targets, by lower-case name, where known. */
  readonly lookupCosts?: Readonly<Record<string, number>>;
}

export interface LookupCount {
  /** include, a, mx, ptr and exists in the record itself. */
  readonly direct: number;
  /** `direct` plus the nested look-ups that are known. */
  readonly known: number;
  /** False when an include has unknown nested look-ups; then `known` is a lower bound. */
  readonly complete: boolean;
}

export type TermOrigin =
  'third-party' | 'on-premises' | 'other-sender' | 'microsoft-365' | 'existing' | 'policy';
export type TermAction = 'kept' | 'added' | 'moved' | 'changed' | 'dropped';

/** One line of the term-by-term difference between what is published and what is planned. */
export interface TermChange {
  readonly action: TermAction;
  /** The term as it stands in the planned record, or, when dropped, in the published one. */
  readonly text: string;
  /** What the published record said instead, when the action is `changed`. */
  readonly from?: string;
  readonly origin: TermOrigin;
  /** Why, as a clause for people, e.g. "on-premises mail server of the profile". */
  readonly reason: string;
}

export interface ComposeResult {
  /** `null` when a value of the profile can't be written into a record. */
  readonly record: string | null;
  /** The record cut into character-strings of at most 255 octets; joined they give `record`. */
  readonly strings: readonly string[];
  /** Length of `record` in octets. */
  readonly length: number;
  readonly lookups: LookupCount;
  /** About the profile and the result. `path` is relative to `ComposeInput`, e.g. `onPrem.ips.0`. */
  readonly findings: readonly Finding[];
  /** About what is published. */
  readonly existingFindings: readonly Finding[];
  /** A record exists and no finding of the result is an error. */
  readonly publishable: boolean;
  /** What happens to each term, planned ones in order, then the dropped ones. */
  readonly changes: readonly TermChange[];
}
