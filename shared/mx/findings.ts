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
    HOUSE,
    (token) =>
      `“${token}” ends in a dot, which is left out here. Write it where your DNS host wants full names to end in one.`,
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
