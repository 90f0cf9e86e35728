/** A profile without findings, to spoil one value at a time. */
import { emptyDomain, emptyProfile } from '../../../shared/profile/empty.ts';
import { profileFindings } from '../../../shared/profile/findings.ts';
import type { DomainProfile, Profile, ThirdParty } from '../../../shared/profile/schema.ts';

export const NOW = '2026-11-24T12:00:00.000Z';

export const domain = (changes: Partial<DomainProfile> = {}): DomainProfile => ({
  ...emptyDomain('contoso.com', 'primary'),
  verificationTxt: 'MS=ms12345678',
  eopHost: 'contoso-com.mail.protection.outlook.com',
  dkimSelector1Target: 'selector1-contoso-com._domainkey.contoso.onmicrosoft.com',
  dkimSelector2Target: 'selector2-contoso-com._domainkey.contoso.onmicrosoft.com',
  currentMx: [{ preference: 10, host: 'mail.contoso.com' }],
  currentTtl: 86_400,
  ...changes,
});

export const profile = (changes: Partial<Profile> = {}): Profile => ({
  ...emptyProfile('Contoso AG'),
  domains: [domain()],
  changeWindowStart: '2026-12-05T20:00+01:00',
  changeWindowEnd: '2026-12-06T02:00+01:00',
  rollbackDeadline: '2026-12-06T06:00+01:00',
  timeZone: 'Europe/Zurich',
  tenantName: 'contoso',
  onPremPublicIps: ['131.107.21.231'],
  onPremInboundHost: 'hybrid.contoso.com',
  tlsCertSubject: 'mail.contoso.com',
  tlsCertExpiry: '2027-09-30',
  ...changes,
});

export const withDomain = (changes: Partial<DomainProfile>): Profile =>
  profile({ domains: [domain(changes)] });
export const withThirdParty = (changes: Partial<ThirdParty>): Profile => {
  const base = profile();
  return { ...base, thirdParty: { ...base.thirdParty, ...changes } };
};

/** `CODE path` of each finding. */
export const codes = (value: Profile): readonly string[] =>
  profileFindings(value, { now: NOW }).map((finding) => `${finding.code} ${finding.path ?? ''}`);

export const messages = (value: Profile): readonly string[] =>
  profileFindings(value, { now: NOW }).map((finding) => finding.message);
