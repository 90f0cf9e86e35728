/** Microsoft's host name patterns by cloud (domain brief, section 3). */
import type { Cloud } from '../schema.ts';

const WORLDWIDE = ['.mail.protection.outlook.com', '.mx.microsoft'] as const;
const US_GOVERNMENT = ['.mail.protection.office365.us'] as const;

export const EOP_SUFFIXES: Readonly<Record<Cloud, readonly string[]>> = {
  worldwide: WORLDWIDE,
  gcc: WORLDWIDE,
  gcchigh: US_GOVERNMENT,
  dod: US_GOVERNMENT,
  '21vianet': ['.mail.protection.partner.outlook.cn'],
};

const ALL_SUFFIXES = [...new Set(Object.values(EOP_SUFFIXES).flat())];

export const CLOUD_TITLES: Readonly<Record<Cloud, string>> = {
  worldwide: 'worldwide',
  gcc: 'GCC',
  gcchigh: 'GCC High',
  dod: 'DoD',
  '21vianet': '21Vianet',
};

/** True for a host that ends as the EOP hosts of any cloud do. */
export const isEopHost = (host: string): boolean => ALL_SUFFIXES.some((suffix) => host.endsWith(suffix));

/** `null` when the cloud is not known; otherwise whether the host fits it, is another cloud's, or nobody's. */
export const eopFit = (host: string, cloud: Cloud): 'fits' | 'other-cloud' | 'unknown' => {
  if (EOP_SUFFIXES[cloud].some((suffix) => host.endsWith(suffix))) return 'fits';
  return isEopHost(host) ? 'other-cloud' : 'unknown';
};

export const VERIFICATION = /^MS=ms\d{8}$/iu;
