/** Terms on their way from the published record and the profile into the planned record. */
import type { Finding } from '../finding.ts';
import type { TermChange, TermOrigin } from './compose-types.ts';
import type { SenderTerm } from './sender-terms.ts';

/** A term of a published record that the planned one takes over. */
export interface CarriedTerm extends SenderTerm {
  /** As written, for the case that the order must stay. */
  readonly raw: string;
  /** Its qualifier is `+`. */
  readonly passes: boolean;
  /** A converted `redirect=`. */
  readonly converted: string | null;
  /** Warnings about its network. */
  readonly warnings: readonly Finding[];
}

/** The line of the difference for a planned text, by what happens to it. */
export type ChangeLines = Readonly<Record<'kept' | 'added' | 'moved', TermChange>>;

export interface PlannedText {
  readonly text: string;
  readonly origin: TermOrigin;
  readonly reason: string;
  /** What the published record says in its place, for `all` and a converted `redirect=`. */
  readonly from?: string | undefined;
}

/** Made once for each text: the domains of a customer share nearly all of theirs. */
export const changeLines = ({ text, origin, reason, from }: PlannedText): ChangeLines => {
  if (from !== undefined && from !== text) {
    const changed: TermChange = { action: 'changed', text, from, origin, reason };
    return { kept: changed, added: changed, moved: changed };
  }
  return {
    kept: { action: 'kept', text, origin, reason },
    added: { action: 'added', text, origin, reason },
    moved: { action: 'moved', text, origin, reason },
  };
};

/** A sender's term on its way into the planned record. */
export interface PlannedTerm {
  readonly term: SenderTerm;
  readonly origin: TermOrigin;
  readonly lines: ChangeLines;
  /** Where in `ComposeInput` it comes from; absent for published terms. */
  readonly path: string | undefined;
  /** The published term, when it comes from there. */
  readonly carried: CarriedTerm | null;
}

export const plannedTerm = (
  term: SenderTerm,
  origin: TermOrigin,
  reason: string,
  path?: string,
  carried: CarriedTerm | null = null,
): PlannedTerm => ({
  term,
  origin,
  lines: changeLines({ text: term.text, origin, reason, from: carried?.converted ?? undefined }),
  path,
  carried,
});
