/**
 * The endpoints of Microsoft 365 that take mail from the Internet, in both families and all clouds. They are only
 * recognised, never derived: Microsoft does not publish how the first label comes about.
 */
const CURRENT: readonly RegExp[] = [
  /^[a-z0-9-]+\.mail\.protection\.outlook\.com$/,
  /^[a-z0-9-]+\.[a-z0-9-]+\.mx\.microsoft$/,
  /^[a-z0-9-]+\.mail\.protection\.office365\.us$/,
  /^[a-z0-9-]+\.mail\.protection\.partner\.outlook\.cn$/,
];
const RETIRED: readonly RegExp[] = [
  /^mail\.outlook\.com$/,
  /^mail\.messaging\.microsoft\.com$/,
  /^mail\.global\.(?:frontbridge|bigfish)\.com$/,
  /\.mail\.eo\.outlook\.com$/,
  /^[a-z0-9-]+\.mail\.protection\.outlook\.de$/, // Microsoft Cloud Germany, closed in 2021
];
/** What the admin centre once asked for to prove a domain; it must never stay. */
const VERIFICATION = '.msv1.invalid';

/** `host` in lower case without a trailing dot. */
export const isMicrosoftHost = (host: string): boolean => CURRENT.some((pattern) => pattern.test(host));
export const isRetiredMicrosoftHost = (host: string): boolean =>
  RETIRED.some((pattern) => pattern.test(host));
export const isVerificationHost = (host: string): boolean => host.endsWith(VERIFICATION);
