/** Which mail services the records of a zone look like: a suggestion that a person takes over or not. */
import { parseSpf } from '../spf/parse.ts';
import { vendorOfMx, vendorOfSpf } from './vendors.ts';
import type { Vendor, VendorEvidence, VendorMatch } from './vendors.ts';

/** One value that speaks for the service. */
export interface VendorTrace {
  readonly kind: 'mx' | 'spf';
  /** The MX host in lower case without a trailing dot, or the SPF term as it stands. */
  readonly text: string;
  /** The target of the SPF term where it is an include; `null` otherwise. */
  readonly include: string | null;
  readonly evidence: VendorEvidence;
}
export interface RecognisedVendor {
  readonly vendor: Vendor;
  /** The one region that the values speak of; `null` when they name none, or several. */
  readonly region: string | null;
  readonly traces: readonly VendorTrace[];
  /** Date at which the signs were collected. */
  readonly asOf: string;
}

interface Hit {
  readonly match: VendorMatch;
  readonly trace: VendorTrace;
}

const mxHits = (host: string): readonly Hit[] => {
  const text = host.trim().toLowerCase().replace(/\.$/u, '');
  const match = vendorOfMx(text);
  return match === null
    ? []
    : [{ match, trace: { kind: 'mx', text, include: null, evidence: match.evidence } }];
};

const spfHits = (record: string): readonly Hit[] =>
  parseSpf(record).terms.flatMap((term): readonly Hit[] => {
    if (term.kind === 'bad' || term.domain === null) return [];
    const match = vendorOfSpf(term.domain.raw);
    if (match === null) return [];
    const include = term.kind === 'mechanism' && term.name === 'include' ? term.domain.raw : null;
    return [{ match, trace: { kind: 'spf', text: term.raw, include, evidence: match.evidence } }];
  });

/** Every service that a host of MX or a target in SPF looks like, in the order found; MX first. */
export const recogniseVendors = (
  mxHosts: readonly string[],
  spfRecords: readonly string[],
): readonly RecognisedVendor[] => {
  const hits = [...mxHosts.flatMap(mxHits), ...spfRecords.flatMap(spfHits)];
  return [...Map.groupBy(hits, ({ match }) => match.vendor)].map(([vendor, own]) => {
    const regions = new Set(own.map(({ match }) => match.region).filter((region) => region !== null));
    const [region = null] = regions;
    return {
      vendor,
      region: regions.size === 1 ? region : null,
      traces: own.map(({ trace }) => trace),
      asOf: own[0]?.match.asOf ?? '',
    };
  });
};
