/** Where reports are sent (RFC 9990 for DMARC, RFC 8460 for TLS). */

/** An address as the profile keeps it, with or without the scheme, as records carry it: always with `mailto:`. */
export const reportUri = (address: string): string => {
  const trimmed = address.trim();
  return /^mailto:/iu.test(trimmed) ? trimmed : `mailto:${trimmed}`;
};
