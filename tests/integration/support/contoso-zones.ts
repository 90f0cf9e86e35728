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

/** The tenant's front door, which Microsoft's own zone answers for. */
const microsoft = { 'mail.protection.outlook.com': ['contoso-com A 192.0.2.25', 'contoso-com A 192.0.2.26'] };

export const CONTOSO_BEFORE: Zones = {
  ...microsoft,
  'contoso.com': [...always, '@ 86400 MX 10 mail', '@ TXT "v=spf1 mx ip4:131.107.21.231 ~all"'],
};

export const CONTOSO_SPF = 'v=spf1 ip4:10.10.10.1 ip4:131.107.21.231 include:spf.protection.outlook.com -all';

export const CONTOSO_AFTER: Zones = {
  ...microsoft,
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
