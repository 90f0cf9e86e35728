/** From the customer profile to the input of the SPF composer, for each domain. */
import type { Cloud, ComposeInput, SenderList } from '../spf/compose-types.ts';
import { readPublished, type Published } from '../spf/published.ts';
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
  readonly published: Published;
}

/** What a domain alone says, read; it depends on nothing of the customer but the cloud. */
interface OwnInput {
  readonly cloud: Cloud;
  readonly input: Omit<ComposeInput, 'allPolicy' | 'lookupCosts'>;
  readonly published: Published;
}
/** By the domain's identity: a domain is never changed in place, and stays the same while others or the customer change. */
export type OwnInputs = WeakMap<DomainProfile, OwnInput>;

const readOwn = (domain: DomainProfile, cloud: Cloud): OwnInput => {
  const base = {
    domain: domain.name.trim().toLowerCase(),
    existing: valuesOf(filled(domain.currentSpf, '')),
  };
  const silent = domain.role === 'parked' ? 'parked' : domain.sends ? null : 'nonsending';
  const drops = silent === null ? valuesOf(filled(domain.spfDropTerms, '')) : [];
  const input: OwnInput['input'] =
    silent === null
      ? {
          ...base,
          role: 'sending',
          cloud,
          dropMechanisms: drops.filter((term) => !INCLUDE.test(term)),
          dropIncludes: drops.filter((term) => INCLUDE.test(term)).map((term) => term.replace(INCLUDE, '')),
        }
      : { ...base, role: silent };
  return { cloud, input, published: readPublished(input) };
};

const NO_SENDERS: SpfSenders = { terms: [], findings: [], broken: false };

/**
 * What the composer needs for each domain; the record it makes depends on nothing else. The senders are read once for
 * all domains that no sender names.
 */
export const createSpfInput = (
  values: CustomerValues,
  own: OwnInputs,
): ((domain: DomainProfile) => SpfInput) => {
  const named = new Set(values.otherSenders.map(({ domain }) => domain.trim().toLowerCase()));
  const common = sendersFor(values, '');
  const cloud = values.cloud ?? 'worldwide';
  const ownOf = (domain: DomainProfile): OwnInput => {
    const known = own.get(domain);
    if (known?.cloud === cloud) return known;
    const read = readOwn(domain, cloud);
    own.set(domain, read);
    return read;
  };
  return (domain) => {
    const { input: base, published } = ownOf(domain);
    const { spfAllPolicy: allPolicy, lookupCosts } = values;
    if (base.role !== 'sending') return { input: { ...base, allPolicy }, senders: NO_SENDERS, published };
    const name = base.domain;
    const senders = name !== '' && named.has(name) ? sendersFor(values, name) : common;
    return { input: { ...base, allPolicy, lookupCosts }, senders, published };
  };
};
