/** Terms on their way from the published record and the profile into the planned record. */
import type { Finding } from '../finding.ts';
import type { TermOrigin } from './compose-types.ts';
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

/** A sender's term on its way into the planned record. */
export interface PlannedTerm {
  readonly term: SenderTerm;
  readonly origin: TermOrigin;
  readonly reason: string;
  /** Where in `ComposeInput` it comes from; absent for published terms. */
  readonly path: string | undefined;
  /** The published term, when it comes from there. */
  readonly carried: CarriedTerm | null;
}
