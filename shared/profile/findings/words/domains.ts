/** What can be wrong with a domain, or with all of them together. */
import { say } from '../say.ts';

export const DOMAIN = {
  noPrimary: say(
    'PRO-E-NO-PRIMARY',
    'Customer profile',
    () => 'No domain is primary; give exactly one that role.',
  ),
  manyPrimaries: say(
    'PRO-E-MANY-PRIMARIES',
    'Customer profile',
    (name: string) => `${name} is a second primary domain; exactly one may be primary.`,
  ),
  duplicate: say(
    'PRO-E-DUPLICATE-DOMAIN',
    'Customer profile',
    (name: string) => `${name} is entered twice; each domain has one set of records, so remove one.`,
  ),
  initialDomain: say(
    'PRO-E-INITIAL-DOMAIN',
    'Manage accepted domains in Exchange Online',
    (name: string) =>
      `${name} belongs to Microsoft, and its records can’t be changed; enter the customer’s own domains alone.`,
  ),
  parkedUses: say(
    'PRO-E-PARKED-IN-USE',
    'Set up SPF for custom domains',
    (name: string) =>
      `${name} is parked but set to send or receive; its records refuse all mail. Change the role or the use.`,
  ),
  noParent: say(
    'PRO-W-NO-PARENT',
    'Enable mail flow for subdomains',
    (name: string) =>
      `${name} is a subdomain, but no domain above it is in the list; add the parent or change the role.`,
  ),
  authoritative: say(
    'PRO-W-AUTHORITATIVE',
    'Use Directory Based Edge Blocking',
    (name: string) =>
      `${name} is authoritative while recipients are on-premises; Microsoft 365 refuses each one that is not synchronised (550 5.4.1). Make sure that all are, or choose internal relay.`,
  ),
  badVerification: say(
    'PRO-E-BAD-VERIFICATION',
    'External DNS records for Microsoft 365',
    (text: string) => `${text} is not an ownership token; it is MS= and eight digits, such as MS=ms12345678.`,
  ),
  eopWrongCloud: say(
    'PRO-E-EOP-WRONG-CLOUD',
    'External DNS records for Microsoft 365',
    (host: string, cloud: string) =>
      `${host} belongs to another Microsoft cloud than the tenant’s (${cloud}); copy the value from the domain’s DNS records.`,
  ),
  eopUnknown: say(
    'PRO-W-EOP-UNKNOWN-SUFFIX',
    'External DNS records for Microsoft 365',
    (host: string, suffix: string) =>
      `${host} does not end as Microsoft’s hosts do (${suffix}); compare it with the domain’s DNS records in the admin centre.`,
  ),
  badDkim: say(
    'PRO-E-BAD-DKIM-TARGET',
    'Set up DKIM to sign mail from custom domains',
    (text: string, selector: string) =>
      `${text} is not a target for ${selector}; copy the value that Get-DkimSigningConfig shows, it can’t be made up.`,
  ),
  dkimMismatch: say(
    'PRO-E-DKIM-MISMATCH',
    'Set up DKIM to sign mail from custom domains',
    (why: string) =>
      `The two DKIM targets do not belong together: ${why}. Copy both again from Get-DkimSigningConfig.`,
  ),
  noPreference: say(
    'PRO-E-NO-PREFERENCE',
    'RFC 5321, section 5.1',
    (host: string) => `${host} has no preference; enter a number from 0 to 65535, lower is tried first.`,
  ),
  ttlRange: say(
    'PRO-E-TTL-RANGE',
    'General practice',
    (ttl: string) =>
      `A TTL of ${ttl} seconds is outside 60 to 604800; DNS hosts refuse it or resolvers ignore it.`,
  ),
  ttlSteady: say(
    'PRO-W-TTL-SHORT',
    'Set up SPF for custom domains',
    (ttl: string) =>
      `A lasting TTL of ${ttl} seconds makes look-ups time out; Microsoft asks for 3600 or more.`,
  ),
  ttlNotLower: say(
    'PRO-W-TTL-NOT-LOWER',
    'General practice',
    (ttl: string, current: string) =>
      `The cut-over TTL of ${ttl} seconds is not below the present one of ${current}; it would not make a rollback quicker.`,
  ),
} as const;
