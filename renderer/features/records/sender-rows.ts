/** The senders of a domain for the proof, from the profile, and what is known of their results. */
import { parseCidr } from '../../../shared/net/cidr.ts';
import type { DomainProfile, Profile } from '../../../shared/profile/schema.ts';
import type { ProofInput, ProofRow, ProofSender, Verdict } from '../../../shared/spf/sender-proof.ts';
import { NOT_ASKED } from '../../app/answers.ts';
import type { MarkedWord } from '../dns/verdicts.ts';

/** One address of a value of the profile: the address itself, or the first of a network or dash range. */
const sampleOf = (value: string): string => {
  const bare = value.trim().replace(/^\+?ip4:|^\+?ip6:/iu, '');
  const first = bare.split('-')[0]?.trim() ?? '';
  const { ok } = parseCidr(first);
  return ok ? (first.split('/')[0] ?? '') : '';
};
const samples = (values: readonly string[]): readonly string[] => [
  ...new Set(values.map(sampleOf).filter((ip) => ip !== '')),
];
/** An address reserved for documentation (RFC 5737): nobody sends from it. */
const STRANGER = '192.0.2.1';

/** Every sender of the profile that has an address; each address of a kind once. */
export const sendersOf = (profile: Profile, domain: DomainProfile): readonly ProofSender[] => {
  const { thirdParty, otherSenders, onPremSmtpHosts } = profile;
  const name = domain.name.trim().toLowerCase();
  const helo = onPremSmtpHosts.map((host) => host.trim()).find((host) => host !== '');
  const vendor = thirdParty.vendor.trim() === '' ? 'Third party' : thirdParty.vendor.trim();
  const others = otherSenders.filter((one) => {
    const only = one.domain.trim().toLowerCase();
    return only === '' || only === name;
  });
  return [
    ...samples(profile.onPremPublicIps).map((ip): ProofSender => ({
      label: 'On-premises',
      kind: 'on-premises',
      ip,
      ...(helo === undefined ? {} : { helo }),
    })),
    ...samples([...thirdParty.egressIps, ...thirdParty.spfIps]).map((ip): ProofSender => ({
      label: vendor,
      kind: 'third-party',
      ip,
    })),
    ...samples(profile.eopRanges)
      .slice(0, 1)
      .map((ip): ProofSender => ({ label: 'Microsoft 365', kind: 'microsoft-365', ip })),
    ...others.flatMap(({ name: label, term }) =>
      samples([term]).map((ip): ProofSender => ({
        label: label.trim() === '' ? 'Other sender' : label.trim(),
        kind: 'other-sender',
        ip,
      })),
    ),
    { label: 'A stranger', kind: 'stranger', ip: STRANGER },
  ];
};

/** Senders that are known by an include or a name alone, so that no address of theirs can be tried. */
export const withoutAddress = (profile: Profile, domain: DomainProfile): readonly string[] => {
  const kinds = new Set(sendersOf(profile, domain).map(({ kind }) => kind));
  return [
    ...(kinds.has('on-premises') ? [] : ['on-premises (public addresses)']),
    ...(kinds.has('third-party') ? [] : ['the third party (egress addresses)']),
    ...(kinds.has('microsoft-365') ? [] : ['Microsoft 365 (EOP ranges)']),
    ...profile.otherSenders
      .filter(({ term }) => term.trim() !== '' && sampleOf(term) === '')
      .map(({ name, term }) => (name.trim() === '' ? term.trim() : name.trim())),
  ];
};

/**
 * Whether the verdict holds: nothing that it needed was left unasked. A server that failed when it was asked gives a
 * `temperror` that is as real as any result.
 */
export const isKnown = ({ result, reason }: Verdict): boolean =>
  result !== 'temperror' || !reason.endsWith(NOT_ASKED);

export const proofState = ({ after, proved }: ProofRow): MarkedWord => {
  if (!isKnown(after)) return { mark: 'waiting', word: 'Not known' };
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
    domain: domain.name.trim().toLowerCase(),
    before: before.length === 0 ? null : before,
    after: planned,
    senders: sendersOf(profile, domain),
  };
};
