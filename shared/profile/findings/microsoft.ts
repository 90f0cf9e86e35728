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

const INITIAL_SUFFIXES = ['onmicrosoft.com', 'onmicrosoft.us', 'partner.onmschina.cn'];

/** A tenant's initial or routing domain, which belongs to Microsoft. */
export const isInitialDomain = (name: string): boolean =>
  INITIAL_SUFFIXES.some((suffix) => name === suffix || name.endsWith(`.${suffix}`));

export const VERIFICATION = /^MS=ms\d{8}$/iu;

/** Old form: one key host in the tenant's initial domain; new form since May 2025: a host with Microsoft's letter. */
const DKIM_OLD =
  /^selector([12])-[a-z0-9-]+\._domainkey\.([a-z0-9-]+)\.(?:onmicrosoft\.(?:com|us)|partner\.onmschina\.cn)$/u;
const DKIM_NEW = /^selector([12])-[a-z0-9-]+\._domainkey\.([a-z0-9-]+)\.([a-z])-v1\.dkim\.mail\.microsoft$/u;

export interface DkimTarget {
  readonly form: 'old' | 'new';
  readonly selector: string;
  /** Microsoft's letter in the new form. */
  readonly letter: string | null;
}

export const readDkimTarget = (text: string): DkimTarget | null => {
  const target = text.trim().toLowerCase().replace(/\.$/u, '');
  const newer = DKIM_NEW.exec(target);
  if (newer !== null) return { form: 'new', selector: newer[1] ?? '', letter: newer[3] ?? null };
  const older = DKIM_OLD.exec(target);
  return older === null ? null : { form: 'old', selector: older[1] ?? '', letter: null };
};
