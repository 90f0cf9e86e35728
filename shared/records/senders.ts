/** Who sends as a domain, from the profile, with an address to try for each: what the sender proof is carried out for. */
import { parseCidr } from '../net/cidr.ts';
import type { DomainProfile, OtherSender, Profile } from '../profile/schema.ts';
import type { ProofSender } from '../spf/sender-proof.ts';
import { sendsDirectly } from './spf-input.ts';

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

/** Those that relay through Microsoft 365 or the third party never show an address of their own to a receiver. */
const ownSenders = (profile: Profile, domain: DomainProfile): readonly OtherSender[] => {
  const name = domain.name.trim().toLowerCase();
  return profile.otherSenders.filter((one) => {
    const only = one.domain.trim().toLowerCase();
    return sendsDirectly(one) && (only === '' || only === name);
  });
};

/**
 * The addresses that the third party sends from as the domain: those given for SPF, and its egress where it is known
 * by an include. With mode `none` it sends nothing as the domain.
 */
const thirdPartyIps = ({ spfMode, spfIps, egressIps }: Profile['thirdParty']): readonly string[] => {
  if (spfMode === 'none') return [];
  return spfMode === 'ip' ? spfIps : [...egressIps, ...spfIps];
};

/** Every sender of the profile that has an address; each address of a kind once. */
export const sendersOf = (profile: Profile, domain: DomainProfile): readonly ProofSender[] => {
  const { thirdParty, onPremSmtpHosts } = profile;
  const helo = onPremSmtpHosts.map((host) => host.trim()).find((host) => host !== '');
  const vendor = thirdParty.vendor.trim() === '' ? 'Third party' : thirdParty.vendor.trim();
  return [
    ...samples(profile.onPremPublicIps).map((ip): ProofSender => ({
      label: 'On-premises',
      kind: 'on-premises',
      ip,
      ...(helo === undefined ? {} : { helo }),
    })),
    ...samples(thirdPartyIps(thirdParty)).map((ip): ProofSender => ({
      label: vendor,
      kind: 'third-party',
      ip,
    })),
    ...samples(profile.eopRanges)
      .slice(0, 1)
      .map((ip): ProofSender => ({ label: 'Microsoft 365', kind: 'microsoft-365', ip })),
    ...ownSenders(profile, domain).flatMap(({ name: label, term }) =>
      samples([term]).map((ip): ProofSender => ({
        label: label.trim() === '' ? 'Other sender' : label.trim(),
        kind: 'other-sender',
        ip,
      })),
    ),
    { label: 'A stranger', kind: 'stranger', ip: STRANGER },
  ];
};

/** A sender without an address to try, and the path of the profile value that would give one. */
export interface Untried {
  readonly label: string;
  readonly path: string;
}

/** Senders that are known by an include or a name alone, so that no address of theirs can be tried. */
export const withoutAddress = (profile: Profile, domain: DomainProfile): readonly Untried[] => {
  const kinds = new Set(sendersOf(profile, domain).map(({ kind }) => kind));
  const egress = profile.thirdParty.spfMode === 'ip' ? 'thirdParty.spfIps' : 'thirdParty.egressIps';
  const filter = kinds.has('third-party') || profile.thirdParty.spfMode === 'none';
  return [
    ...(kinds.has('on-premises')
      ? []
      : [{ label: 'on-premises (public addresses)', path: 'onPremPublicIps' }]),
    ...(filter ? [] : [{ label: 'the third party (egress addresses)', path: egress }]),
    ...(kinds.has('microsoft-365') ? [] : [{ label: 'Microsoft 365 (EOP ranges)', path: 'eopRanges' }]),
    ...ownSenders(profile, domain)
      .filter(({ term }) => term.trim() !== '' && sampleOf(term) === '')
      .map((one) => ({
        label: one.name.trim() === '' ? one.term.trim() : one.name.trim(),
        path: `otherSenders.${String(profile.otherSenders.indexOf(one))}.term`,
      })),
  ];
};
