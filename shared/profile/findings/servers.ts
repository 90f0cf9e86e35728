/** Findings about tenant, on-premises servers and their certificate. */
import type { Finding } from '../../finding.ts';
import type { Cidr } from '../../net/cidr.ts';
import { classifyCidr, describeClass, isNonPublic } from '../../net/ip-class.ts';
import type { Profile } from '../schema.ts';
import { isEopHost } from './microsoft.ts';
import { SERVERS } from './words/servers.ts';
import { VALUE } from './words/values.ts';
import {
  certNameFindings,
  dateFindings,
  dateOf,
  duplicateFindings,
  each,
  hostFindings,
  nameOf,
  netFindings,
  timeOf,
} from './values.ts';

const NONE: readonly Finding[] = [];
const DAY_MS = 86_400_000;
const CERT_MARGIN_DAYS = 90;

const matches = (
  path: string,
  text: string,
  pattern: RegExp,
  what: string,
  example: string,
  fix?: string,
): readonly Finding[] =>
  text === '' || pattern.test(text)
    ? NONE
    : [VALUE.pattern({ path, token: text, ...(fix === undefined ? {} : { fix }) }, text, what, example)];

const TENANT_NAME = /^[a-z0-9-]{1,27}$/u;
const GUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/iu;

export const tenantFindings = ({ tenantName, tenantId }: Profile): readonly Finding[] => {
  const short = tenantName.toLowerCase().split('.')[0] ?? '';
  const fix = TENANT_NAME.test(short) ? short : undefined;
  return [
    ...matches(
      'tenantName',
      tenantName,
      TENANT_NAME,
      'a tenant name of at most 27 small letters, digits and hyphens',
      'contoso, without .onmicrosoft.com',
      fix,
    ),
    ...matches('tenantId', tenantId, GUID, 'a tenant ID', '11111111-2222-3333-4444-555555555555'),
  ];
};

const publicOnly =
  (path: string, text: string) =>
  (cidr: Cidr): readonly Finding[] =>
    isNonPublic(cidr)
      ? [VALUE.nonPublic({ path, token: text }, text, describeClass(classifyCidr(cidr)))]
      : NONE;

const inboundHostFindings = (profile: Profile): readonly Finding[] => {
  const path = 'onPremInboundHost';
  const host = profile.onPremInboundHost;
  const name = nameOf(host);
  const form = hostFindings(path, host);
  if (name === null) return form;
  const at = { path, token: host };
  return [
    ...form,
    ...(profile.thirdParty.mxHosts.some((mx) => nameOf(mx.host) === name)
      ? [SERVERS.mxLoop(at, host)]
      : NONE),
    ...(isEopHost(name) ? [SERVERS.inboundIsMicrosoft(at, host)] : NONE),
  ];
};

const MICROSOFT_AUTODISCOVER = /(?:^|\.)(?:outlook\.com|office365\.us|partner\.outlook\.cn)$/u;

const autodiscoverFindings = (host: string): readonly Finding[] => [
  ...hostFindings('autodiscoverTarget', host),
  ...(MICROSOFT_AUTODISCOVER.test(nameOf(host) ?? '')
    ? [SERVERS.autodiscoverCloud({ path: 'autodiscoverTarget', token: host }, host)]
    : NONE),
];

/** A smart host may be an address; only what is neither is wrong. */
const smartHostFindings = (text: string): readonly Finding[] =>
  netFindings('legacySmartHost', text).length === 0 ? NONE : hostFindings('legacySmartHost', text);

/** Only Subscription Edition is still supported; Exchange 2016 and 2019 ended in October 2025. */
const UNSUPPORTED: ReadonlySet<string> = new Set(['exchange2019', 'exchange2016', 'older']);

const platformFindings = ({ onPremPlatform, hybridTopology }: Profile): readonly Finding[] => [
  ...(UNSUPPORTED.has(onPremPlatform ?? '') ? [SERVERS.oldExchange({ path: 'onPremPlatform' })] : NONE),
  ...(onPremPlatform === 'nonExchange' && hybridTopology !== null && hybridTopology !== 'none'
    ? [SERVERS.noHybrid({ path: 'hybridTopology' })]
    : NONE),
  ...(hybridTopology === 'minimalOrExpress' ? [SERVERS.noConnectors({ path: 'hybridTopology' })] : NONE),
];

export const serverFindings = (profile: Profile): readonly Finding[] => [
  ...platformFindings(profile),
  ...matches(
    'exchangeBuild',
    profile.exchangeBuild,
    /^15\.\d+\.\d+\.\d+$/u,
    'an Exchange build',
    '15.2.2562.17',
  ),
  ...each('onPremSmtpHosts', profile.onPremSmtpHosts, hostFindings),
  ...duplicateFindings('onPremSmtpHosts', profile.onPremSmtpHosts),
  ...each('onPremPublicIps', profile.onPremPublicIps, (path, text) =>
    netFindings(path, text, publicOnly(path, text)),
  ),
  ...duplicateFindings('onPremPublicIps', profile.onPremPublicIps),
  ...inboundHostFindings(profile),
  ...autodiscoverFindings(profile.autodiscoverTarget),
  ...smartHostFindings(profile.legacySmartHost),
  ...(profile.cmtEnabled === true ? [SERVERS.cmt({ path: 'cmtEnabled' })] : NONE),
  ...(profile.recipientCountCloud === 0
    ? [SERVERS.oneSide({ path: 'recipientCountCloud' }, 'in the cloud')]
    : NONE),
  ...(profile.recipientCountOnPrem === 0
    ? [SERVERS.oneSide({ path: 'recipientCountOnPrem' }, 'on-premises')]
    : NONE),
];

const within = (name: string, domain: string): boolean => name === domain || name.endsWith(`.${domain}`);

const certNameAccepted = (profile: Profile): boolean => {
  const names = [profile.tlsCertSubject, ...profile.tlsCertSans]
    .map((text) => nameOf(text.replace(/^\*\./u, '')))
    .filter((name) => name !== null);
  const domains = profile.domains.map((domain) => nameOf(domain.name)).filter((name) => name !== null);
  return (
    names.length === 0 ||
    domains.length === 0 ||
    names.some((name) => domains.some((domain) => within(name, domain)))
  );
};

const expiryFindings = ({ tlsCertExpiry, changeWindowEnd }: Profile): readonly Finding[] => {
  const path = 'tlsCertExpiry';
  const expiry = dateOf(tlsCertExpiry);
  const end = timeOf(changeWindowEnd);
  if (expiry === null || end === null) return dateFindings(path, tlsCertExpiry);
  const at = { path, token: tlsCertExpiry };
  if (expiry < end) return [SERVERS.certExpired(at, tlsCertExpiry)];
  return expiry < end + CERT_MARGIN_DAYS * DAY_MS ? [SERVERS.certSoon(at, tlsCertExpiry)] : NONE;
};

export const certificateFindings = (profile: Profile): readonly Finding[] => {
  const digits = profile.tlsCertThumbprint.replace(/[\s:\u200E]/gu, '');
  return [
    ...certNameFindings('tlsCertSubject', profile.tlsCertSubject),
    ...each('tlsCertSans', profile.tlsCertSans, certNameFindings),
    ...duplicateFindings('tlsCertSans', profile.tlsCertSans),
    ...(certNameAccepted(profile) ? NONE : [SERVERS.certNotAccepted({ path: 'tlsCertSubject' })]),
    ...expiryFindings(profile),
    ...matches(
      'tlsCertThumbprint',
      profile.tlsCertThumbprint,
      /^[0-9a-f]{40}$/iu,
      'a thumbprint of 40 hexadecimal digits',
      '0123456789ABCDEF0123456789ABCDEF01234567',
      /^[0-9a-f]{40}$/iu.test(digits) ? digits.toUpperCase() : undefined,
    ),
  ];
};
