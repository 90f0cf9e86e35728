/** What a DNS check is, as data: the questions to ask and what each answer is compared with. */
import type { Verdict } from '../runbook/log.ts';
import type { DnsCheckId } from '../runbook/step.ts';
import type { MxHost } from '../profile/schema.ts';
import type { DnsAnswer, DnsLookup, DnsQuestion } from './types.ts';

/** The planned records of a domain; `spf` is `null` while a value can't be written into a record, or it is held back. */
export interface PlannedRecords {
  readonly mx: readonly MxHost[];
  readonly spf: string | null;
  /** Nothing is planned because what it would replace could not be read. */
  readonly spfHeldBack?: boolean;
}
export type TaggedRules = 'dmarc' | 'dmarc-parked' | 'mta-sts' | 'tls-rpt';

/** One comparison inside a check. `questions` are asked together; `judge` sees their answers in the same order. */
export type Part =
  /** Preference and host must agree. */
  | { readonly kind: 'mx'; readonly records: readonly string[] }
  | { readonly kind: 'spf'; readonly record: string }
  /** The SPF texts as noted, right or wrong, and no other SPF record. */
  | { readonly kind: 'spf-noted'; readonly texts: readonly string[] }
  | { readonly kind: 'txt'; readonly text: string }
  | { readonly kind: 'cname'; readonly target: string }
  /** One `tag=value;` record: `version` is its first tag; each of `tags` must hold that value, `null` just be there. */
  | {
      readonly kind: 'tagged';
      readonly what: string;
      /** Whose rules the texts at the name are read by. */
      readonly rules: TaggedRules;
      readonly version: string;
      readonly tags: Readonly<Record<string, string | null>>;
    }
  /** A and AAAA of a host: one at least lies in `networks`; any address will do when that is `null`. */
  | { readonly kind: 'addresses'; readonly networks: readonly string[] | null }
  /** No CNAME at the name; `why` completes the sentence that names the one found. */
  | { readonly kind: 'absent'; readonly why: string }
  /** CNAME and A of the name, then A of the target. */
  | { readonly kind: 'same-host'; readonly target: string }
  | {
      readonly kind: 'ttl';
      readonly record: 'MX' | 'SPF';
      readonly bound: 'at-most' | 'at-least';
      readonly seconds: number;
    };

export type PlannedPart = Part & {
  readonly questions: readonly DnsQuestion[];
  /** What the profile does not hold yet, so that there is nothing to compare with; `null` when all is there. */
  readonly lacking: string | null;
};

export interface Check {
  readonly check: DnsCheckId;
  readonly stepId: string;
  /** The domain as the profile has it. */
  readonly domain: string;
  readonly parts: readonly PlannedPart[];
  /** For a check whose later questions depend on earlier answers; `parts` and `questions` are empty then. */
  readonly follow: ((asking: FollowAsking) => Promise<Followed>) | null;
  /** Every question of all parts, each once. */
  readonly questions: readonly DnsQuestion[];
  /** What should be there, in words of a record. */
  readonly expected: readonly string[];
  /** Only the domain's own servers can tell (TTL). */
  readonly authoritative: boolean;
  /** Why nothing can be asked, e.g. a host that is no name; `null` when it can. */
  readonly unaskable: string | null;
}

export interface Term {
  readonly term: string;
  readonly state: 'same' | 'missing' | 'extra';
}

export interface Judgement {
  readonly verdict: Verdict;
  readonly summary: string;
  readonly expected: readonly string[];
  readonly found: readonly string[];
  readonly terms: readonly Term[];
  /** The answer that decided. */
  readonly deciding: DnsAnswer;
}

/** One statement of a check, and the answer that it rests on. */
export interface Piece {
  readonly verdict: Verdict;
  readonly sentence: string;
  readonly found: readonly string[];
  readonly terms: readonly Term[];
  readonly deciding: DnsAnswer;
}

/** How a check that follows may ask. */
export interface FollowAsking {
  /** Asks the server that was chosen; one of the zone's own when it is named and `recursive` is false. */
  readonly port: DnsLookup;
  /** Port of the zones' own servers. */
  readonly ownPort: number;
  /** The answer that came to a question of this check, for evidence. */
  readonly given: (question: DnsQuestion) => DnsAnswer | undefined;
}

/** What a check that follows comes to: at least one piece, and what should be there in words of a record. */
export interface Followed {
  readonly expected: readonly string[];
  readonly pieces: readonly [Piece, ...Piece[]];
}
/** What one part comes to; `deciding` is the place of the answer among its questions. */
export interface PartJudgement {
  readonly verdict: Verdict;
  readonly sentence: string;
  readonly found: readonly string[];
  readonly terms: readonly Term[];
  readonly deciding: number;
}
