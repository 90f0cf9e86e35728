/** One wording for one fault, whether it stands in the profile or in a record. */

/** `text` can't be read as an address; `reason` completes "X is not an address: …". */
export const notAnAddress = (text: string, reason: string): string =>
  `“${text}” is not an address${reason === '' ? '' : `: ${reason}`}. Correct it; no record can name it until then.`;

/** The address can be read, its prefix length can't. */
export const badPrefix = (text: string, reason: string): string =>
  `“${text}” has no valid prefix length${reason === '' ? '' : `: ${reason}`}. IPv4 takes 0 to 32, IPv6 0 to 128.`;

/** `text` has bits set behind its prefix. */
export const hostBitsSet = (text: string): string =>
  `“${text}” is an address inside its network, not the network itself. Records name the network; write it, or the one address if that is meant.`;

/** `kind` says what it is instead, e.g. "an address for private use (RFC 1918)". */
export const notPublic = (text: string, kind: string): string =>
  `“${text}” is ${kind === '' ? 'not a public address' : kind}; no receiver ever sees mail come from there. Give the address that the Internet sees.`;
