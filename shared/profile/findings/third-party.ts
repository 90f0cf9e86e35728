/** Findings about the third-party service. */
import type { Finding } from '../../finding.ts';
import type { Cidr } from '../../net/cidr.ts';
import { classifyCidr, describeClass, isNonPublic } from '../../net/ip-class.ts';
import type { Profile, ThirdParty } from '../schema.ts';
import { mxFindings } from './domains.ts';
import { FILTER } from './words/third-party.ts';
import { VALUE } from './words/values.ts';
import {
  certNameFindings,
  dateFindings,
  dateOf,
  duplicateFindings,
  each,
  hostFindings,
  nameOf,
  netFindings,
  netOrRangeFindings,
} from './values.ts';

const NONE: readonly Finding[] = [];
const DAY_MS = 86_400_000;
const VALUES_MAX_DAYS = 30;
/** A partner connector takes IPv4 blocks from /24 to /32. */
const CONNECTOR_MIN_PREFIX = 24;

/** Whole days from a date to `now`; `null` when one of them is not known. */
export const ageInDays = (date: string, now: string | undefined): number | null => {
  const day = dateOf(date);
  return day === null || now === undefined ? null : Math.floor((Date.parse(now) - day) / DAY_MS);
};

const egressFindings = (path: string, text: string): readonly Finding[] =>
  netFindings(path, text, (cidr: Cidr) => {
    const at = { path, token: text };
    if (isNonPublic(cidr)) {
      return [VALUE.egressNonPublic(at, text, describeClass(classifyCidr(cidr)))];
    }
    if (cidr.family === 6) return [FILTER.v6Egress(at, text)];
    return cidr.prefix < CONNECTOR_MIN_PREFIX ? [FILTER.wideBlock(at, text)] : NONE;
  });

const isEmpty = (texts: readonly string[]): boolean => texts.every((text) => text.trim() === '');

const spfFindings = (tp: ThirdParty): readonly Finding[] => {
  const path = 'thirdParty.spfMode';
  const wantsIps = tp.spfMode === 'ip' || tp.spfMode === 'both';
  const wantsIncludes = tp.spfMode === 'include' || tp.spfMode === 'both';
  return [
    ...(wantsIps && isEmpty(tp.spfIps) ? [FILTER.spfEmpty({ path }, 'address', 'address')] : NONE),
    ...(wantsIncludes && isEmpty(tp.spfIncludes) && isEmpty(tp.spfTerms)
      ? [FILTER.spfEmpty({ path }, 'include', 'name')]
      : NONE),
    ...(tp.spfMode === 'none' && tp.spfReason.trim() === ''
      ? [FILTER.noSpfReason({ path: 'thirdParty.spfReason' })]
      : NONE),
    ...(tp.spfMode === 'none' && tp.sendsAsDomain === true ? [FILTER.spfSendsButAbsent({ path })] : NONE),
    ...each('thirdParty.spfIps', tp.spfIps, netOrRangeFindings),
    ...each('thirdParty.spfIncludes', tp.spfIncludes, (at, text) =>
      hostFindings(at, text, { allowUnderscore: true }),
    ),
  ];
};

const arcFindings = (tp: ThirdParty, profile: Profile): readonly Finding[] => {
  const path = 'thirdParty.arcSealDomain';
  const seal = nameOf(tp.arcSealDomain);
  const own = seal !== null && profile.domains.some((domain) => nameOf(domain.name) === seal);
  return [
    ...hostFindings(path, tp.arcSealDomain),
    ...(own ? [FILTER.ownArc({ path, token: tp.arcSealDomain }, tp.arcSealDomain)] : NONE),
    ...(tp.modifiesMessages === true && tp.arcSealDomain.trim() === '' ? [FILTER.noArc({ path })] : NONE),
  ];
};

const valuesDateFindings = (tp: ThirdParty, now: string | undefined): readonly Finding[] => {
  const path = 'thirdParty.valuesDate';
  const age = ageInDays(tp.valuesDate, now);
  if (age === null) return dateFindings(path, tp.valuesDate);
  const at = { path, token: tp.valuesDate };
  // a day of tolerance: the profile's date is local, the clock is UTC
  if (age < -1) return [VALUE.futureDate(at, tp.valuesDate)];
  return age > VALUES_MAX_DAYS ? [FILTER.oldValues(at, tp.valuesDate, String(age))] : NONE;
};

export const thirdPartyFindings = (profile: Profile, now?: string): readonly Finding[] => {
  const tp = profile.thirdParty;
  return [
    ...mxFindings('thirdParty.mxHosts', tp.mxHosts),
    ...duplicateFindings(
      'thirdParty.mxHosts',
      tp.mxHosts.map((mx) => mx.host),
    ),
    ...each('thirdParty.egressIps', tp.egressIps, egressFindings),
    ...duplicateFindings('thirdParty.egressIps', tp.egressIps),
    ...certNameFindings('thirdParty.tlsCertName', tp.tlsCertName),
    ...spfFindings(tp),
    ...arcFindings(tp, profile),
    ...(tp.recipientValidation === 'none' && tp.recipientValidationReason.trim() === ''
      ? [FILTER.noValidationReason({ path: 'thirdParty.recipientValidationReason' })]
      : NONE),
    ...valuesDateFindings(tp, now),
  ];
};
