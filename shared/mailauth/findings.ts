import type { Finding, FindingCode } from '../finding.ts';

interface Entry {
  readonly source: string;
  readonly message: (token: string, reason: string) => string;
}
const entry = (source: string, message: Entry['message']): Entry => ({ source, message });
const DMARC = 'RFC 9989, 4.7';
const DKIM = 'Microsoft Learn, DKIM for Microsoft 365 domains';
const STS = 'RFC 8461, 3';

/** What the app can say about DMARC, DKIM, MTA-STS and TLS-RPT: hints beside the MX and SPF records. */
const CATALOGUE: Readonly<Record<string, Entry>> = {
  'DMARC-I-NO-RECORD': entry(
    'RFC 9989, 4.10',
    () =>
      'No DMARC record is published. Receivers decide alone what to do with mail that fails; start with p=none and reports.',
  ),
  'DMARC-E-MULTIPLE-RECORDS': entry(
    'RFC 9989, 4.10',
    (token) => `${token} DMARC records stand at this name. More than one counts as none; keep one.`,
  ),
  'DMARC-E-NOT-RECOGNISED': entry(
    DMARC,
    (token) => `The record starts with “${token}”. It must start with v=DMARC1, in these letters.`,
  ),
  'DMARC-E-BAD-TAG': entry(
    DMARC,
    (token) => `“${token}” is no tag with a value. Write tag=value and part tags by semicolons.`,
  ),
  'DMARC-E-DUPLICATE-TAG': entry(DMARC, (token) => `The tag ${token} stands twice. Keep one.`),
  'DMARC-E-NO-POLICY': entry(
    'RFC 9989, 4.10.1',
    () =>
      'The record has no valid policy and no valid address for reports, so receivers do nothing with it. Add p=none, p=quarantine or p=reject.',
  ),
  'DMARC-W-NO-POLICY': entry(
    'RFC 9989, 4.10.1',
    () => 'The record has no valid policy, which counts as p=none while rua is valid. Write the policy out.',
  ),
  'DMARC-E-BAD-VALUE': entry(
    DMARC,
    (token, reason) => `“${token}” has a value that receivers don't know. ${reason}`,
  ),
  'DMARC-W-REMOVED-TAG': entry(
    'RFC 9989, appendix on changes',
    (token) => `The tag ${token} was removed from DMARC with RFC 9989 and is ignored. Remove it.`,
  ),
  'DMARC-I-UNKNOWN-TAG': entry(DMARC, (token) => `The tag ${token} is unknown and ignored.`),
  'DMARC-W-POLICY-NONE': entry(
    'RFC 9989, 4.7',
    (token) =>
      `“${token}” only asks for reports. Raise the policy once the reports show that all own mail passes.`,
  ),
  'DMARC-W-TEST-MODE': entry(
    DMARC,
    (token) =>
      `“${token}” asks receivers to apply one step less than the policy says. Remove it when the tests are done.`,
  ),
  'DMARC-I-NO-REPORTS': entry(
    'RFC 9989, 4.7',
    () => 'No address for reports is given (rua), so nobody sees which senders fail.',
  ),
  'DMARC-E-BAD-REPORT-ADDRESS': entry(
    DMARC,
    (token) => `“${token}” is no address for reports. Write mailto: and a mail address.`,
  ),
  'DMARC-W-SIZE-LIMIT': entry(
    'RFC 9989, appendix on changes',
    (token) => `“${token}” gives a size limit at its end, which is obsolete. Remove it.`,
  ),
  'DMARC-I-EXTERNAL-REPORTS': entry(
    'RFC 9990, 4',
    (token, reason) =>
      `Reports go to “${token}”, another organisation. It must publish a record at ${reason}, else most receivers send nothing.`,
  ),
  'DMARC-W-PARKED-POLICY': entry(
    DMARC,
    (token) =>
      `The domain sends no mail, so its policy can be strict. Publish v=DMARC1; p=reject instead of “${token}”.`,
  ),
  'DKIM-E-BAD-TARGET': entry(
    DKIM,
    (token, reason) =>
      `“${token}” is not a target that Microsoft gives for ${reason}. Copy it from Get-DkimSigningConfig.`,
  ),
  'DKIM-E-SWAPPED': entry(
    DKIM,
    (token, reason) => `“${token}” belongs to the other selector, not to ${reason}. Exchange the two.`,
  ),
  'DKIM-E-FORMATS-DIFFER': entry(
    DKIM,
    (token) =>
      `The two targets are of different formats or places (${token}). Copy both from Get-DkimSigningConfig at the same time.`,
  ),
  'DKIM-E-OTHER-DOMAIN': entry(
    DKIM,
    (token, reason) => `“${token}” is for another domain than ${reason}. Copy the targets of this domain.`,
  ),
  'DKIM-E-MISSING-TARGET': entry(
    DKIM,
    (token) =>
      `The target of ${token} is missing. Both selectors are needed, since Microsoft changes keys between them.`,
  ),
  'DKIM-I-OLD-FORMAT': entry(
    DKIM,
    (token) => `“${token}” is of the format for domains enabled before May 2025. It stays valid.`,
  ),
  'STS-E-NOT-RECOGNISED': entry(
    'RFC 8461, 3.1',
    (token) => `“${token}” is no MTA-STS record. It must read v=STSv1; id= and up to 32 letters or digits.`,
  ),
  'STS-E-MULTIPLE-RECORDS': entry(
    'RFC 8461, 3.1',
    (token) => `${token} MTA-STS records stand at this name. More than one counts as none; keep one.`,
  ),
  'STS-E-BAD-POLICY': entry(STS, (token, reason) => `The policy file has “${token}”: ${reason}.`),
  'STS-W-DUPLICATE-KEY': entry(
    'RFC 8461, 3.2',
    (token) => `The policy file has “${token}” a second time, and only the first counts. Remove it.`,
  ),
  'STS-E-MX-NOT-LISTED': entry(
    'RFC 8461, 4.1',
    (token) =>
      `The policy is enforced and does not list “${token}”. Senders that honour it will not deliver there; add an mx line before MX moves, and change the id.`,
  ),
  'STS-W-MX-NOT-LISTED': entry(
    'RFC 8461, 4.1',
    (token) =>
      `The policy does not list “${token}”. Add an mx line before the policy is enforced, and change the id.`,
  ),
  'STS-W-OLD-MX-NOT-LISTED': entry(
    'RFC 8461, 4.1',
    (token) =>
      `The policy is enforced and does not list “${token}”, the MX host before the change. While MX still points there, senders that honour the policy will not deliver; keep the line until no cache holds the old MX.`,
  ),
  'STS-I-OLD-MX-LISTED': entry(
    'RFC 8461, 8.1',
    (token) =>
      `The policy lists “${token}”, the MX host before the change. Keep the line until no cache holds the old MX, then take it out and change the id.`,
  ),
  'STS-W-HOST-LEFT': entry(
    'RFC 8461, 3.2',
    (token) =>
      `The policy still lists “${token}”, which is no longer an MX host. Remove the line once no cache holds the old MX.`,
  ),
  'STS-W-SHORT-AGE': entry(
    'RFC 8461, 3.2',
    (token) =>
      `The policy lives for ${token} seconds. Senders advise at least a day for testing and weeks for enforce.`,
  ),
  'TLSRPT-E-NOT-RECOGNISED': entry(
    'RFC 8460, 3',
    (token) =>
      `“${token}” is no TLS-RPT record. It must read v=TLSRPTv1; rua= and a mailto: or https: address.`,
  ),
  'TLSRPT-E-MULTIPLE-RECORDS': entry(
    'RFC 8460, 3',
    (token) => `${token} TLS-RPT records stand at this name. More than one counts as none; keep one.`,
  ),
  'TLSRPT-E-BAD-ADDRESS': entry(
    'RFC 8460, 3',
    (token) => `“${token}” is no address for reports. Write mailto: or https:.`,
  ),
};

export interface HintDetail {
  readonly token?: string;
  readonly reason?: string;
  readonly fix?: string;
}

/** Builds a hint with the catalogue's words and source. */
export const hint = (code: FindingCode, { token, reason, fix }: HintDetail = {}): Finding => ({
  code,
  message: CATALOGUE[code]?.message(token ?? '', reason ?? '') ?? `“${token ?? ''}” is not right.`,
  source: CATALOGUE[code]?.source ?? 'Mailflow Runbook',
  ...(token === undefined ? {} : { token }),
  ...(fix === undefined ? {} : { fix }),
});

/** The hints as sentences of a verdict, each with its code, its source and the text that would mend it. */
export const sayHints = (findings: readonly Finding[]): string =>
  findings
    .map(
      ({ code, source, message, fix }) =>
        `${message}${fix === undefined ? '' : ` Change to: ${fix}`} (${code}; ${source})`,
    )
    .join(' ');
