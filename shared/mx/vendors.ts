/**
 * Mail services as they show in a zone. Suggestions ("this looks like …") that a person confirms, never facts: the
 * evidence says how sure each one is. Collected on 2026-11-24 from vendors' and other public pages.
 */
export type VendorEvidence = 'vendor' | 'third-party' | 'observed';
export interface VendorSign {
  readonly pattern: RegExp;
  readonly evidence: VendorEvidence;
  readonly region?: string;
}
export interface Vendor {
  readonly id: string;
  readonly name: string;
  readonly mx: readonly VendorSign[];
  /** Names behind include:, a: or exists:. */
  readonly spf: readonly VendorSign[];
}
const AS_OF = '2026-11-24';

/** A name under the suffix, or the suffix itself. */
const under = (suffix: string, evidence: VendorEvidence, region?: string): VendorSign => ({
  pattern: new RegExp(`(?:^|\\.)${suffix.replaceAll('.', '\\.')}$`),
  evidence,
  ...(region === undefined ? {} : { region }),
});

export const VENDORS: readonly Vendor[] = [
  {
    id: 'proofpoint-essentials',
    name: 'Proofpoint Essentials',
    mx: [
      { pattern: /^mx[12]-us[1-4]\.ppe-hosted\.com$/, evidence: 'third-party', region: 'US' },
      { pattern: /^mx[12]-eu1\.ppe-hosted\.com$/, evidence: 'third-party', region: 'EU' },
      under('ppe-hosted.com', 'third-party'),
    ],
    spf: [
      { pattern: /^(?:dispatch|_spf)-us\.ppe-hosted\.com$/, evidence: 'vendor', region: 'US' },
      { pattern: /^(?:dispatch|_spf)-eu\.ppe-hosted\.com$/, evidence: 'vendor', region: 'EU' },
      under('ppe-hosted.com', 'third-party'),
    ],
  },
  {
    id: 'proofpoint-enterprise',
    name: 'Proofpoint (enterprise)',
    mx: [under('pphosted.com', 'observed')],
    spf: [under('pphosted.com', 'observed')],
  },
  {
    id: 'mimecast',
    name: 'Mimecast',
    mx: [
      { pattern: /^eu-smtp-inbound-[12]\.mimecast\.com$/, evidence: 'third-party', region: 'EU' },
      { pattern: /^de-smtp-inbound-[12]\.mimecast\.com$/, evidence: 'third-party', region: 'DE' },
      { pattern: /^usb?-smtp-inbound-[12]\.mimecast\.com$/, evidence: 'observed', region: 'US' },
      under('mimecast.com', 'third-party'),
      under('mimecast.co.za', 'third-party', 'ZA'),
      under('mimecast-offshore.com', 'third-party'),
    ],
    spf: [
      { pattern: /^eu\._netblocks\.mimecast\.com$/, evidence: 'vendor', region: 'EU' },
      { pattern: /^de\._netblocks\.mimecast\.com$/, evidence: 'vendor', region: 'DE' },
      { pattern: /^usb?\._netblocks\.mimecast\.com$/, evidence: 'vendor', region: 'US' },
      under('_netblocks.mimecast.com', 'vendor'),
      under('_netblocks.mimecast-pscom-us.com', 'vendor', 'US'),
    ],
  },
  {
    id: 'barracuda',
    name: 'Barracuda Email Gateway Defense',
    mx: [under('ess.barracudanetworks.com', 'observed'), under('cudasvc.com', 'third-party')],
    spf: [under('ess.barracudanetworks.com', 'third-party')],
  },
  {
    id: 'cisco-ces',
    name: 'Cisco Secure Email Cloud Gateway',
    mx: [under('iphmx.com', 'third-party')],
    spf: [under('iphmx.com', 'vendor')],
  },
  {
    id: 'cisco-etd',
    name: 'Cisco Secure Email Threat Defense',
    mx: [under('etd.cisco.com', 'vendor')],
    spf: [],
  },
  {
    id: 'symantec',
    name: 'Symantec Email Security.cloud',
    mx: [under('messagelabs.com', 'vendor')],
    spf: [under('spf.messagelabs.com', 'vendor')],
  },
  {
    id: 'trendmicro',
    name: 'Trend Micro Email Security',
    mx: [
      under('tmes.trendmicro.eu', 'observed', 'EU'),
      under('tmes.trendmicro.com', 'observed'),
      under('hes.trendmicro.com', 'third-party'),
    ],
    spf: [
      under('spf.hes.trendmicro.com', 'vendor'),
      under('spf.tmes.trendmicro.eu', 'observed', 'EU'),
      under('spf.tmes.trendmicro.com', 'observed'),
    ],
  },
  {
    id: 'sophos',
    name: 'Sophos Email',
    mx: [under('prod.hydra.sophos.com', 'third-party')],
    spf: [under('prod.hydra.sophos.com', 'vendor')],
  },
  {
    id: 'hornetsecurity',
    name: 'Hornetsecurity',
    mx: [
      under('hornetsecurity.com', 'observed'),
      under('antispameurope.com', 'third-party'),
      under('zerospam.ca', 'third-party'),
    ],
    spf: [under('spf.hornetsecurity.com', 'third-party')],
  },
  { id: 'vade', name: 'Vade Cloud', mx: [], spf: [under('spf.cloud.vadesecure.com', 'vendor')] },
  { id: 'spamtitan', name: 'SpamTitan Cloud', mx: [under('spamtitan.com', 'vendor')], spf: [] },
  {
    id: 'mailroute',
    name: 'MailRoute',
    mx: [under('mailroute.net', 'vendor')],
    spf: [under('spf.mailroute.net', 'vendor')],
  },
  {
    id: 'forcepoint',
    name: 'Forcepoint Email Security Cloud',
    mx: [under('mailcontrol.com', 'third-party')],
    spf: [under('mailcontrol.com', 'third-party')],
  },
  {
    id: 'fortimail',
    name: 'FortiMail Cloud',
    mx: [under('fortimailcloud.com', 'third-party')],
    spf: [under('_spf.fortimailcloud.com', 'observed')],
  },
  {
    id: 'appriver',
    name: 'AppRiver / Zix',
    mx: [under('arsmtp.com', 'observed')],
    spf: [under('appriver.com', 'vendor'), under('exghost.com', 'vendor')],
  },
  {
    id: 'nable',
    name: 'N-able Mail Assure / SpamExperts',
    mx: [
      under('mtaroutes.com', 'third-party'),
      under('spamexperts.com', 'third-party'),
      under('spamexperts.net', 'third-party'),
      under('antispamcloud.com', 'third-party'),
    ],
    spf: [under('spf.mtaroutes.com', 'vendor')],
  },
  {
    id: 'mailprotector',
    name: 'Mailprotector CloudFilter',
    mx: [
      under('emailservice.io', 'third-party'),
      under('emailservice.co', 'third-party'),
      under('emailservice.cc', 'third-party'),
    ],
    spf: [],
  },
  { id: 'mpmail', name: 'Manage Protect MPmail', mx: [], spf: [under('spf.mpmailmx.com', 'vendor')] },
  {
    id: 'iotsecure',
    name: 'IoTsecure',
    mx: [under('gslb.iotsecure.io', 'vendor'), under('gslb.iotsecure.ai', 'vendor')],
    spf: [],
  },
  { id: 'seppmail', name: 'SEPPmail.cloud', mx: [], spf: [under('seppmail.cloud', 'vendor')] },
  {
    id: 'mailmarshal',
    name: 'Trustwave MailMarshal Cloud',
    mx: [],
    spf: [
      under('us.mailmarshal.cloud', 'third-party', 'US'),
      under('eu.mailmarshal.cloud', 'third-party', 'EU'),
      under('au.mailmarshal.cloud', 'third-party', 'AU'),
    ],
  },
  {
    id: 'firstwave',
    name: 'FirstWave Cloud Security',
    mx: [],
    spf: [under('spf.firstwave.com.au', 'third-party', 'AU')],
  },
  { id: 'spamhero', name: 'SpamHero', mx: [], spf: [under('spf.spamhero.com', 'third-party')] },
  { id: 'securence', name: 'Securence', mx: [], spf: [under('spf.securence.com', 'third-party')] },
  {
    id: 'trellix',
    name: 'Trellix Email Security Cloud',
    mx: [],
    spf: [under('_spf.fireeyecloud.com', 'third-party')],
  },
];

export interface VendorMatch {
  readonly vendor: Vendor;
  readonly region: string | null;
  readonly evidence: VendorEvidence;
  /** Date at which the signs were collected. */
  readonly asOf: string;
}

const match = (name: string, signs: 'mx' | 'spf'): VendorMatch | null => {
  for (const vendor of VENDORS) {
    const sign = vendor[signs].find(({ pattern }) => pattern.test(name));
    if (sign) return { vendor, region: sign.region ?? null, evidence: sign.evidence, asOf: AS_OF };
  }
  return null;
};

interface RegionMismatch {
  readonly host: string;
  readonly target: string;
  /** "Proofpoint Essentials in EU, while spf-us.example is its SPF of US". */
  readonly words: string;
}

/** SPF targets of the same service as the MX hosts, but of another region. Names in lower case without a final dot. */
export const regionMismatches = (
  hosts: readonly string[],
  targets: readonly string[],
): readonly RegionMismatch[] =>
  targets.flatMap((target) => {
    const spf = vendorOfSpf(target);
    if (!spf?.region) return [];
    const own = hosts.filter((host) => vendorOfMx(host)?.vendor === spf.vendor);
    const regions = own.map((host) => vendorOfMx(host)?.region ?? null);
    const [host] = own;
    const [region] = regions;
    if (
      host === undefined ||
      region === undefined ||
      region === null ||
      regions.some((one) => one === null || one === spf.region)
    )
      return [];
    const words = `${spf.vendor.name} in ${region}, while ${target} is its SPF of ${spf.region}`;
    return [{ host, target, words }];
  });

/** The service that a host of an MX record looks like. `host` in lower case without a trailing dot. */
export const vendorOfMx = (host: string): VendorMatch | null => match(host, 'mx');
/** The service that the target of an SPF term looks like; of a macro target only its fixed end counts. */
export const vendorOfSpf = (target: string): VendorMatch | null =>
  match(target.toLowerCase().replace(/^.*\}\.?/, ''), 'spf');
