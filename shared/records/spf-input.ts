/** From the customer profile to the input of the SPF composer, for one domain. */
import type { ComposeInput, SenderList } from '../spf/compose-types.ts';
import type { DomainProfile, OtherSender, Profile, ThirdParty } from '../profile/schema.ts';

/** A value together with the profile path that it came from, so that a finding can sit at the value. */
interface Typed {
  readonly value: string;
  readonly path: string;
}

const filled = (values: readonly string[], path: string): Typed[] =>
  values
    .map((value, index) => ({ value: value.trim(), path: `${path}.${index}` }))
    .filter(({ value }) => value !== '');
const valuesOf = (typed: readonly Typed[]): string[] => typed.map(({ value }) => value);

interface TypedSenders {
  readonly ips: readonly Typed[];
  readonly includes: readonly Typed[];
  readonly terms: readonly Typed[];
}
const NOBODY: TypedSenders = { ips: [], includes: [], terms: [] };

/**
 * The third party's senders by `spfMode`. While the mode is not chosen yet, whatever is filled in counts, so that
 * nothing typed is left out in silence; mode `none` is a decision with a reason, and leaves all out.
 */
const thirdPartySenders = (thirdParty: ThirdParty): TypedSenders => {
  const { spfMode: mode } = thirdParty;
  if (mode === 'none') return NOBODY;
  return {
    ips: mode === 'include' ? [] : filled(thirdParty.spfIps, 'thirdParty.spfIps'),
    includes: mode === 'ip' ? [] : filled(thirdParty.spfIncludes, 'thirdParty.spfIncludes'),
    terms: filled(thirdParty.spfTerms, 'thirdParty.spfTerms'),
  };
};

/**
 * Other senders that leave by themselves. Those that relay through Microsoft 365 or the third party are covered by
 * the terms of those. A sender without a domain sends as every domain.
 */
export const sendsDirectly = (sender: OtherSender): boolean =>
  sender.path !== 'viaM365' && sender.path !== 'viaThirdParty';

const INCLUDE = /^\+?include:/iu;
const ADDRESS = /^[0-9a-f.:/\s-]+$/iu;
const isAddress = (text: string): boolean => ADDRESS.test(text) && /[.:]/u.test(text);

const otherSenders = (profile: Profile, domainName: string): TypedSenders => {
  const typed = profile.otherSenders.flatMap((sender, index) => {
    const value = sender.term.trim();
    const only = sender.domain.trim().toLowerCase();
    const counts = value !== '' && sendsDirectly(sender) && (only === '' || only === domainName);
    return counts ? [{ value, path: `otherSenders.${index}.term` }] : [];
  });
  return {
    ips: typed.filter(({ value }) => isAddress(value)),
    includes: typed
      .filter(({ value }) => INCLUDE.test(value))
      .map(({ value, path }) => ({ value: value.replace(INCLUDE, ''), path })),
    terms: typed.filter(({ value }) => !isAddress(value) && !INCLUDE.test(value)),
  };
};

export interface SpfInput {
  readonly input: ComposeInput;
  /** From a path of `input` (`thirdParty.ips.0`) to the profile path of the same value. */
  readonly paths: ReadonlyMap<string, string>;
}

const sendersOf = (key: string, senders: TypedSenders, paths: Map<string, string>): SenderList => {
  for (const list of ['ips', 'includes', 'terms'] as const) {
    for (const [index, { path }] of senders[list].entries()) paths.set(`${key}.${list}.${index}`, path);
  }
  return {
    ips: valuesOf(senders.ips),
    includes: valuesOf(senders.includes),
    terms: valuesOf(senders.terms),
  };
};

/** What the composer needs for `domain`; the record it makes depends on nothing else. */
export const spfInput = (profile: Profile, domain: DomainProfile): SpfInput => {
  const name = domain.name.trim().toLowerCase();
  const drops = valuesOf(filled(domain.spfDropTerms, ''));
  const base = {
    domain: name,
    existing: valuesOf(filled(domain.currentSpf, '')),
    allPolicy: profile.spfAllPolicy,
  };
  const paths = new Map<string, string>();
  if (domain.role === 'parked' || !domain.sends) {
    return { input: { ...base, role: domain.role === 'parked' ? 'parked' : 'nonsending' }, paths };
  }
  const input: ComposeInput = {
    ...base,
    role: 'sending',
    cloud: profile.cloud ?? 'worldwide',
    thirdParty: sendersOf('thirdParty', thirdPartySenders(profile.thirdParty), paths),
    onPrem: sendersOf(
      'onPrem',
      { ...NOBODY, ips: filled(profile.onPremPublicIps, 'onPremPublicIps') },
      paths,
    ),
    other: sendersOf('other', otherSenders(profile, name), paths),
    dropMechanisms: drops.filter((term) => !INCLUDE.test(term)),
    dropIncludes: drops.filter((term) => INCLUDE.test(term)).map((term) => term.replace(INCLUDE, '')),
    lookupCosts: profile.lookupCosts,
  };
  return { input, paths };
};
