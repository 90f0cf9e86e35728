import type { Cloud } from './compose-types.ts';

/** The include of each Microsoft cloud (Microsoft Learn, SPF for Microsoft 365 domains). */
export const MICROSOFT_INCLUDE: Readonly<Record<Cloud, string>> = {
  worldwide: 'spf.protection.outlook.com',
  gcc: 'spf.protection.outlook.com',
  gcchigh: 'spf.protection.office365.us',
  dod: 'spf.protection.office365.us',
  '21vianet': 'spf.protection.partner.outlook.cn',
};
const CURRENT = new Set(Object.values(MICROSOFT_INCLUDE));

/** Includes of Microsoft's earlier services, which no longer speak for Microsoft 365. */
const LEGACY = new Set([
  'outlook.com',
  'spf.messaging.microsoft.com',
  'sharepointonline.com',
  'spf.frontbridge.com',
  'spf.protection.outlook.de',
]);

export const isLegacyMicrosoftInclude = (name: string): boolean => LEGACY.has(name);
/** An include of a Microsoft cloud other than the tenant's. */
export const isOtherCloudInclude = (name: string, cloud: Cloud): boolean =>
  CURRENT.has(name) && name !== MICROSOFT_INCLUDE[cloud];

/** What to do about such an include where it is not left out by the app. */
export const LEGACY_ADVICE = 'Remove it; the current one takes its place.';
export const OTHER_CLOUD_ADVICE = 'Keep it only if a tenant there sends for the domain as well.';

/** Nested look-ups of targets that are known not to have any. */
export const KNOWN_NESTED_LOOKUPS: Readonly<Record<string, number>> = { 'spf.protection.outlook.com': 0 };
/** The most look-ups that one evaluation may need (RFC 7208, 4.6.4), and the number from which there is little room. */
export const MAX_LOOKUPS = 10;
export const NEAR_LOOKUPS = 8;
