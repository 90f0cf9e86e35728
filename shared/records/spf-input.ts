/** From the customer profile to the input of the SPF composer, for each domain. */
import type { ComposeInput, SenderList } from '../spf/compose-types.ts';
import { readSenders, type SpfSenders } from '../spf/read-senders.ts';
import type { DomainProfile, OtherSender } from '../profile/schema.ts';
import type { CustomerValues } from './customer-values.ts';

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
const thirdPartySenders = ({
  spfMode: mode,
  spfIps,
  spfIncludes,
  spfTerms,
}: CustomerValues): TypedSenders => {
  if (mode === 'none') return NOBODY;
  return {
    ips: mode === 'include' ? [] : filled(spfIps, 'thirdParty.spfIps'),
    includes: mode === 'ip' ? [] : filled(spfIncludes, 'thirdParty.spfIncludes'),
    terms: filled(spfTerms, 'thirdParty.spfTerms'),
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

const otherSenders = (senders: readonly OtherSender[], domainName: string): TypedSenders => {
  const typed = senders.flatMap((sender, index) => {
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

const listOf = (key: string, senders: TypedSenders, paths: Map<string, string>): SenderList => {
  for (const list of ['ips', 'includes', 'terms'] as const) {
    for (const [index, { path }] of senders[list].entries()) paths.set(`${key}.${list}.${index}`, path);
  }
  return {
    ips: valuesOf(senders.ips),
    includes: valuesOf(senders.includes),
    terms: valuesOf(senders.terms),
  };
};

const sendersFor = (values: CustomerValues, domainName: string): SpfSenders => {
  const paths = new Map<string, string>();
  const onPrem = { ...NOBODY, ips: filled(values.onPremPublicIps, 'onPremPublicIps') };
  const lists = {
    thirdParty: listOf('thirdParty', thirdPartySenders(values), paths),
    onPrem: listOf('onPrem', onPrem, paths),
    other: listOf('other', otherSenders(values.otherSenders, domainName), paths),
  };
  return readSenders(lists, (own) => paths.get(own) ?? own);
};

export interface SpfInput {
  readonly input: ComposeInput;
  /** The senders, read; the paths of their findings are those of the profile. */
  readonly senders: SpfSenders;
}

const NO_SENDERS: SpfSenders = { terms: [], findings: [], broken: false };

/**
 * What the composer needs for each domain; the record it makes depends on nothing else. The senders are read once for
 * all domains that no sender names.
 */
export const createSpfInput = (values: CustomerValues): ((domain: DomainProfile) => SpfInput) => {
  const named = new Set(values.otherSenders.map(({ domain }) => domain.trim().toLowerCase()));
  const common = sendersFor(values, '');
  return (domain) => {
    const name = domain.name.trim().toLowerCase();
    const existing = valuesOf(filled(domain.currentSpf, ''));
    const base = { domain: name, existing, allPolicy: values.spfAllPolicy };
    if (domain.role === 'parked' || !domain.sends) {
      const role = domain.role === 'parked' ? 'parked' : 'nonsending';
      return { input: { ...base, role }, senders: NO_SENDERS };
    }
    const drops = valuesOf(filled(domain.spfDropTerms, ''));
    const input: ComposeInput = {
      ...base,
      role: 'sending',
      cloud: values.cloud ?? 'worldwide',
      dropMechanisms: drops.filter((term) => !INCLUDE.test(term)),
      dropIncludes: drops.filter((term) => INCLUDE.test(term)).map((term) => term.replace(INCLUDE, '')),
      lookupCosts: values.lookupCosts,
    };
    return { input, senders: name !== '' && named.has(name) ? sendersFor(values, name) : common };
  };
};
