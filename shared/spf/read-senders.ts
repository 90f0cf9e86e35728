/** What the profile says about senders, read once: for a customer with many domains the same for nearly all of them. */
import type { Finding } from '../finding.ts';
import type { ComposeInput, SenderList } from './compose-types.ts';
import { plannedTerm, type PlannedTerm } from './planned-term.ts';
import { readAddress, readInclude, readTerm } from './sender-terms.ts';

const SENDERS = [
  { key: 'thirdParty', origin: 'third-party', reason: 'third-party service of the profile' },
  { key: 'onPrem', origin: 'on-premises', reason: 'on-premises mail server of the profile' },
  { key: 'other', origin: 'other-sender', reason: 'other sender of the profile' },
] as const;
const FIELDS = [
  ['ips', readAddress],
  ['includes', readInclude],
  ['terms', readTerm],
] as const;

export interface SpfSenders {
  /** In the order of the profile. */
  readonly terms: readonly PlannedTerm[];
  readonly findings: readonly Finding[];
  /** A value could not be read, so that no record can be written. */
  readonly broken: boolean;
}

/**
 * Reads every sender of `lists`. `path` names the place of a value for its findings, from the key and position in the
 * lists (`thirdParty.ips.0`); without it that is the path.
 */
export const readSenders = (
  lists: Pick<ComposeInput, 'thirdParty' | 'onPrem' | 'other'>,
  path: (own: string) => string = (own) => own,
): SpfSenders => {
  const terms: PlannedTerm[] = [];
  const findings: Finding[] = [];
  let broken = false;
  for (const { key, origin, reason } of SENDERS) {
    const list: SenderList = lists[key] ?? {};
    for (const [field, read] of FIELDS) {
      for (const [index, text] of (list[field] ?? []).entries()) {
        const at = path(`${key}.${field}.${String(index)}`);
        const sender = read(text);
        for (const term of sender.terms) terms.push(plannedTerm(term, origin, reason, at));
        for (const finding of sender.findings) findings.push({ ...finding, path: at });
        if (sender.terms.length === 0) broken = true;
      }
    }
  }
  return { terms, findings, broken };
};
