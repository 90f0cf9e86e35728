/** Taking a recognised service over into the profile: only what is still empty there is filled. */
import type { RecognisedVendor } from '../../../shared/mx/recognise.ts';
import type { MxHost, Profile } from '../../../shared/profile/schema.ts';

const isFilled = (text: string): boolean => text.trim() !== '';
const plain = (host: string): string => host.trim().toLowerCase().replace(/\.$/u, '');

interface Found {
  /** The MX set in which it was recognised. */
  readonly mx: readonly MxHost[];
  /** Where the values come from, for a person. */
  readonly source: string;
  /** ISO date. */
  readonly date: string;
}

export const withVendor = (
  profile: Profile,
  found: RecognisedVendor,
  { mx, source, date }: Found,
): Profile => {
  const { thirdParty } = profile;
  const hosts = new Set(found.traces.filter(({ kind }) => kind === 'mx').map(({ text }) => text));
  const includes = found.traces.flatMap(({ include }) => (include === null ? [] : [include]));
  const noMx = !thirdParty.mxHosts.some(({ host }) => isFilled(host));
  const noSpf = ![...thirdParty.spfIncludes, ...thirdParty.spfIps, ...thirdParty.spfTerms].some(isFilled);
  return {
    ...profile,
    thirdParty: {
      ...thirdParty,
      vendor: found.vendor.name,
      region: isFilled(thirdParty.region) ? thirdParty.region : (found.region ?? ''),
      mxHosts: noMx ? mx.filter(({ host }) => hosts.has(plain(host))) : thirdParty.mxHosts,
      ...(noSpf && includes.length > 0
        ? { spfIncludes: [...new Set(includes)], spfMode: thirdParty.spfMode ?? ('include' as const) }
        : {}),
      valuesDate: isFilled(thirdParty.valuesDate) ? thirdParty.valuesDate : date,
      valuesSource: isFilled(thirdParty.valuesSource) ? thirdParty.valuesSource : source,
    },
  };
};
