import type { Finding, FindingCode } from '../finding.ts';

interface Entry {
  readonly source: string;
  readonly message: (token: string, reason: string) => string;
}
const entry = (source: string, message: Entry['message']): Entry => ({ source, message });
const because = (reason: string): string => (reason === '' ? '' : `: ${reason}`);
const HOUSE = 'Mailflow Runbook';
const HYBRID = 'Microsoft Learn, mail flow with a third-party cloud service and hybrid mailboxes';

/** Everything the app can say about MX records. */
const CATALOGUE: Readonly<Record<string, Entry>> = {
  'MX-E-NO-HOST': entry(
    'RFC 5321, 5.1',
    () => 'No MX host is given, so the domain has nowhere to deliver to. Enter the third party’s hosts.',
  ),
  'MX-E-BAD-HOST': entry(
    'RFC 1035, 3.3.9',
    (token, reason) => `“${token}” is not a host name${because(reason)}.`,
  ),
  'MX-E-IP-LITERAL': entry(
    'RFC 5321, 5.1',
    (token) =>
      `“${token}” is an address. An MX record must name a host; enter the name that the third party gives.`,
  ),
  'MX-E-BAD-PREFERENCE': entry(
    'RFC 1035, 3.3.9',
    (token) => `The preference ${token} is not a whole number from 0 to 65535.`,
  ),
  'MX-E-NULL-MX-MIXED': entry(
    'RFC 7505, 3',
    () => 'A null MX stands beside other MX records. It must stand alone; remove it or the others.',
  ),
  'MX-E-NULL-MX': entry(
    'RFC 7505, 3',
    () => 'The domain publishes the null MX, so no sender delivers anything. Replace it by the planned set.',
  ),
  'MX-W-NULL-MX-PREFERENCE': entry(
    'RFC 7505, 3',
    (token) => `The null MX has the preference ${token}; it must be 0.`,
  ),
  'MX-W-SAME-HOST': entry(
    'RFC 5321, 5.1',
    (token) => `“${token}” stands twice. A second record for one host adds nothing; remove it.`,
  ),
  'MX-W-MICROSOFT-HOST': entry(
    HYBRID,
    (token) =>
      `“${token}” is a Microsoft 365 host. Mail that goes there passes the third party by; only the third party’s hosts may stay.`,
  ),
  'MX-W-OLD-SERVER': entry(
    HYBRID,
    (token) =>
      `“${token}” is an on-premises server. Mail that goes there passes the third party by; remove it at the cut-over.`,
  ),
  'MX-W-ONE-HOST': entry(
    HOUSE,
    (token) =>
      `“${token}” is the only host. Ask the third party whether it gives a second one for the case that the first is down.`,
  ),
  'MX-W-TRAILING-DOT': entry(
    'RFC 1035, 5.1',
    (token) =>
      `“${token}” ends in a dot, which is left out here. Write it where your DNS host wants full names to end in one.`,
  ),
  'MX-E-NO-RECORD': entry(
    'RFC 5321, 5.1',
    () =>
      'No MX record is published. Mail then goes to the address of the name itself; publish the planned set.',
  ),
  'MX-E-MISSING-HOST': entry(HYBRID, (token) => `“${token}” is planned but not published. Add it.`),
  'MX-E-BACK-DOOR-M365': entry(
    HYBRID,
    (token) =>
      `“${token}” leads straight to Microsoft 365 and past the third party, whatever its preference. Remove it, and lock the tenant’s connector, since the endpoint takes mail even without an MX record.`,
  ),
  'MX-E-BACK-DOOR-ONPREM': entry(
    HYBRID,
    (token) =>
      `“${token}” leads to the on-premises server and past the third party, whatever its preference. Remove it.`,
  ),
  'MX-W-VERIFICATION-LEFT': entry(
    HYBRID,
    (token) => `“${token}” once proved the domain to Microsoft and takes no mail. Remove it.`,
  ),
  'MX-E-RETIRED-HOST': entry(
    HYBRID,
    (token) => `“${token}” is a host that Microsoft retired. Mail sent there is lost or delayed; remove it.`,
  ),
  'MX-W-OTHER-VENDOR': entry(
    HYBRID,
    (token, reason) =>
      `“${token}” looks like ${reason}, which is not the planned service. Remove it once that service is out of the path.`,
  ),
  'MX-W-UNKNOWN-HOST': entry(
    HYBRID,
    (token) =>
      `“${token}” is not planned. Every host outside of the planned set lets mail pass the third party by; remove it.`,
  ),
  'MX-W-PREFERENCE': entry(
    'RFC 5321, 5.1',
    (token, reason) => `“${token}” is published with another preference than planned${because(reason)}.`,
  ),
  'MX-W-ORDER-SWAPPED': entry(
    'RFC 5321, 5.1',
    (token) =>
      `“${token}” comes before the host that the third party gives as the first. Give both the planned preferences.`,
  ),
  'MX-E-CNAME-TARGET': entry(
    'RFC 2181, 10.3',
    (token, reason) =>
      `“${token}” is an alias${because(reason)}. An MX record must name a host with an address of its own.`,
  ),
  'MX-E-NO-ADDRESS': entry(
    'RFC 5321, 5.1',
    (token) => `“${token}” has no address, so nothing can be delivered there. Check the spelling.`,
  ),
  'MX-W-PRIVATE-ADDRESS': entry(
    'RFC 1918',
    (token, reason) => `“${token}” has the address ${reason}, which the Internet can’t reach.`,
  ),
  'MX-W-SAME-ADDRESS': entry(
    'RFC 5321, 5.1',
    (token, reason) => `“${token}” has the same address as “${reason}”, so it is no second way in.`,
  ),
  'MX-E-SERVERS-DIFFER': entry(
    'RFC 1034, 4.3.5',
    (token) =>
      `The name servers publish different MX sets (${token}). Wait for the change to spread, or correct the server that lags.`,
  ),
  'MX-W-REGION-MISMATCH': entry(
    HOUSE,
    (token, reason) =>
      `“${token}” looks like ${reason}. Ask the third party which of the two is this customer's, and correct the other one.`,
  ),
  'MX-I-NULL-MX': entry(
    'RFC 7505',
    () => 'The domain receives no mail, so its MX record is the null MX: preference 0 and a single dot.',
  ),
};

export interface MxDetail {
  readonly token?: string;
  readonly reason?: string;
  readonly path?: string;
}

/** Builds a finding about MX records with the catalogue's words and source. */
export const mxFinding = (code: FindingCode, { token, reason, path }: MxDetail = {}): Finding => {
  const known = CATALOGUE[code];
  return {
    code,
    message:
      known?.message(token ?? '', reason ?? '') ?? `“${token ?? ''}” is not right${because(reason ?? '')}.`,
    source: known?.source ?? HOUSE,
    ...(token === undefined ? {} : { token }),
    ...(path === undefined ? {} : { path }),
  };
};
