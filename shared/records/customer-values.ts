/** The values of a customer that the records of every domain depend on. */
import type { Profile, ThirdParty } from '../profile/schema.ts';

export type CustomerValues = Pick<
  Profile,
  | 'cloud'
  | 'spfAllPolicy'
  | 'onPremPublicIps'
  | 'onPremInboundHost'
  | 'onPremSmtpHosts'
  | 'otherSenders'
  | 'lookupCosts'
> & { readonly dnsProvider: string } & Pick<
    ThirdParty,
    'mxHosts' | 'spfMode' | 'spfIps' | 'spfIncludes' | 'spfTerms'
  >;

/** Records are derived from these and the domain alone, so that nothing else can make them out of date. */
export const customerValues = (profile: Profile): CustomerValues => ({
  cloud: profile.cloud,
  spfAllPolicy: profile.spfAllPolicy,
  onPremPublicIps: profile.onPremPublicIps,
  onPremInboundHost: profile.onPremInboundHost,
  onPremSmtpHosts: profile.onPremSmtpHosts,
  otherSenders: profile.otherSenders,
  lookupCosts: profile.lookupCosts,
  dnsProvider: profile.dnsHost.provider,
  mxHosts: profile.thirdParty.mxHosts,
  spfMode: profile.thirdParty.spfMode,
  spfIps: profile.thirdParty.spfIps,
  spfIncludes: profile.thirdParty.spfIncludes,
  spfTerms: profile.thirdParty.spfTerms,
});

/** Whether both are the same values by identity: the profile is never changed in place, so that others can't differ. */
export const sameValues = (a: CustomerValues, b: CustomerValues): boolean =>
  (Object.keys(a) as Array<keyof CustomerValues>).every((key) => a[key] === b[key]);
