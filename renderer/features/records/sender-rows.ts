/** The sender proof of a domain from the profile, and what is known of its results. */
import type { DomainProfile, Profile } from '../../../shared/profile/schema.ts';
import { sendersOf } from '../../../shared/records/senders.ts';
import type { ProofInput, ProofRow, Verdict } from '../../../shared/spf/sender-proof.ts';
import { asciiName } from '../../../shared/net/domain-name.ts';
import { NOT_ASKED } from '../../app/answers.ts';
import type { MarkedWord } from '../dns/verdicts.ts';

/**
 * Whether the verdict holds: nothing that it needed was left unasked. A server that failed when it was asked gives a
 * `temperror` that is as real as any result.
 */
export const isKnown = ({ result, reason }: Verdict): boolean =>
  result !== 'temperror' || !reason.endsWith(NOT_ASKED);

/** What has to be asked for the verdict, e.g. `TXT of spf.example`. */
export const openQuestion = ({ reason }: Verdict): string =>
  reason.replace(/ look-up of /u, ' of ').replace(` failed: ${NOT_ASKED}`, '');

export const proofState = ({ after, proved, findings }: ProofRow): MarkedWord => {
  if (!isKnown(after)) return { mark: 'waiting', word: 'Not known' };
  if (proved && findings.length > 0) return { mark: 'attention', word: 'Passes late' };
  return proved ? { mark: 'proved', word: 'As it should' } : { mark: 'wrong', word: 'Not as it should' };
};

/** What to prove for a domain, or `null` while no record is planned. */
export const proofInput = (
  profile: Profile,
  domain: DomainProfile,
  planned: string | null,
): ProofInput | null => {
  if (planned === null) return null;
  const before = domain.currentSpf.filter((text) => text.trim() !== '');
  return {
    domain: asciiName(domain.name.trim().toLowerCase()),
    before: before.length === 0 ? null : before,
    after: planned,
    senders: sendersOf(profile, domain),
  };
};
