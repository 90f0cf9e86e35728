/** Extended DNS errors by name (RFC 8914, section 4, and the registry that goes on from there). */
const NAMES = [
  'Other error',
  'Unsupported DNSKEY algorithm',
  'Unsupported DS digest type',
  'Stale answer',
  'Forged answer',
  'DNSSEC indeterminate',
  'DNSSEC bogus',
  'Signature expired',
  'Signature not yet valid',
  'DNSKEY missing',
  'RRSIGs missing',
  'No zone key bit set',
  'NSEC missing',
  'Cached error',
  'Not ready',
  'Blocked',
  'Censored',
  'Filtered',
  'Prohibited',
  'Stale NXDOMAIN answer',
  'Not authoritative',
  'Not supported',
  'No reachable authority',
  'Network error',
  'Invalid data',
  'Signature expired before valid',
  'Too early',
  'Unsupported NSEC3 iterations value',
  'Unable to conform to policy',
  'Synthesized',
];

/** `22 (No reachable authority)`; the number alone where it has no name yet. */
export const describeExtendedError = (code: number): string => {
  const name = NAMES[code];
  return name === undefined ? String(code) : `${code} (${name})`;
};

/** Extended errors by which a resolver says that signatures are at fault (RFC 8914, 4). */
const DNSSEC_ERRORS: ReadonlySet<number> = new Set([5, 6, 7, 8, 9, 10, 11, 12, 25]);

export const isDnssecError = ({ code }: { readonly code: number }): boolean => DNSSEC_ERRORS.has(code);
