/**
 * The catalogue of profile findings is in `words/`: code, source and wording of each. Texts say what is, why it
 * matters and what to do. Documents are named as in the runbook's source list.
 */
import type { Finding, FindingCode } from '../../finding.ts';

interface At {
  /** e.g. `onPremPublicIps.0` or `domains.2.eopHost` */
  readonly path: string;
  readonly token?: string;
  readonly fix?: string;
}

/** One entry of the catalogue: makes the finding for a place, with the words for it. */
export const say =
  <A extends readonly string[]>(code: FindingCode, source: string, words: (...args: A) => string) =>
  (at: At, ...args: A): Finding => ({ code, source, message: words(...args), ...at });
