/** The domains below which Microsoft keeps each tenant's initial domain (domain brief, section 3). */
import type { Cloud } from '../spf/compose-types.ts';

/** `contoso.onmicrosoft.com` and the like, by cloud. */
export const INITIAL_SUFFIX: Readonly<Record<Cloud, string>> = {
  worldwide: 'onmicrosoft.com',
  gcc: 'onmicrosoft.com',
  gcchigh: 'onmicrosoft.us',
  dod: 'onmicrosoft.us',
  '21vianet': 'partner.onmschina.cn',
};

interface Tenant {
  readonly tenantName: string;
  readonly cloud: Cloud | null;
}

/** `contoso.onmicrosoft.com`, or `null` while tenant or cloud is unknown. */
export const initialDomain = ({ tenantName, cloud }: Tenant): string | null =>
  tenantName.trim() === '' || cloud === null ? null : `${tenantName.trim()}.${INITIAL_SUFFIX[cloud]}`;

/** The coexistence domain that the Hybrid Configuration Wizard makes: `contoso.mail.onmicrosoft.com`. */
export const routingDomain = ({ tenantName, cloud }: Tenant): string | null =>
  tenantName.trim() === '' || cloud === null ? null : `${tenantName.trim()}.mail.${INITIAL_SUFFIX[cloud]}`;

/** Each suffix once. */
export const INITIAL_SUFFIXES: readonly string[] = [...new Set(Object.values(INITIAL_SUFFIX))];

/** A tenant's initial or routing domain, which belongs to Microsoft. `name` in lower case. */
export const isInitialDomain = (name: string): boolean =>
  INITIAL_SUFFIXES.some((suffix) => name === suffix || name.endsWith(`.${suffix}`));
