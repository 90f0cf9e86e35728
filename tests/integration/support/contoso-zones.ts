/** The zones of the example customer (`examples/contoso.json`) before the change, and after it went as planned. */
import type { Zones } from './dns-servers.ts';

const always = [
  '@ TXT "MS=ms12345678"',
  '@ TXT "other-service=keep-me"',
  'mail A 131.107.21.231',
  'hybrid A 131.107.21.231',
  'autodiscover CNAME mail',
  '_dmarc TXT "v=DMARC1; p=none; rua=mailto:dmarc@contoso.com"',
];

const DKIM_KEY =
  'v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDG0geHms78O7g8W60sKVPIFIUEW8eqUcCfQ0VP/gNIN+8Sdnm15kwdEuWKT+I/Kiw1S2ZBBNQHnKNF/wRjyMnSTIrlUzxi4P/I+Poa7A1hDw9SMoky100848pMPHP0UTc5W9NLqFVTtNxGIFRxyrlGjo0lLOm6DGaLvgOIy6i5ZQIDAQAB';

/** What others publish: the tenant's front door, senders and keys at Microsoft, and the filter's hosts. */
const others = {
  'mail.protection.outlook.com': ['contoso-com A 192.0.2.25', 'contoso-com A 192.0.2.26'],
  'spf.protection.outlook.com': ['@ TXT "v=spf1 ip4:198.51.100.0/24 ip6:2001:db8:365::/48 -all"'],
  'contoso.onmicrosoft.com': [
    `selector1-contoso-com._domainkey TXT "${DKIM_KEY}"`,
    `selector2-contoso-com._domainkey TXT "${DKIM_KEY}"`,
  ],
  'filter.example': ['mx1 A 203.0.113.1', 'mx2 A 203.0.113.2'],
};

export const CONTOSO_BEFORE: Zones = {
  ...others,
  'contoso.com': [...always, '@ 86400 MX 10 mail', '@ TXT "v=spf1 mx ip4:131.107.21.231 ~all"'],
};

export const CONTOSO_SPF = 'v=spf1 ip4:10.10.10.1 ip4:131.107.21.231 include:spf.protection.outlook.com -all';

export const CONTOSO_AFTER: Zones = {
  ...others,
  'contoso.com': [
    '$TTL 300',
    ...always,
    '@ MX 10 mx1.filter.example.',
    '@ MX 20 mx2.filter.example.',
    '@ TXT "v=spf1 ip4:10.10.10.1 ip4:131.107.21.231 " "include:spf.protection.outlook.com -all"',
    'selector1._domainkey CNAME selector1-contoso-com._domainkey.contoso.onmicrosoft.com.',
    'selector2._domainkey CNAME selector2-contoso-com._domainkey.contoso.onmicrosoft.com.',
  ],
};
