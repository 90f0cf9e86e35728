import type { Finding } from '../finding.ts';
import { checkDomainName } from '../net/domain-name.ts';
import { parseIp } from '../net/ip.ts';
import { mxFinding } from './findings.ts';
import { isMicrosoftHost, isRetiredMicrosoftHost } from './microsoft-host.ts';

export interface MxHost {
  /** 0 to 65535; the lowest is tried first. NaN stands for one that is not known yet. */
  readonly preference: number;
  readonly host: string;
}
export interface MxInput {
  /** The hosts that the third party gives for the domain, as typed. */
  readonly mxHosts: readonly MxHost[];
  /** False for a domain that receives no mail. */
  readonly receives: boolean;
  /** Names of the on-premises mail servers, which must not stay in MX. */
  readonly onPremHosts?: readonly string[];
}
export interface MxResult {
  /** Sorted by preference, then as given; host names in lower case, ASCII, no trailing dot. The null MX is `.`. */
  readonly records: readonly MxHost[];
  /** `path` is relative to `MxInput`, e.g. `mxHosts.1.host`. */
  readonly findings: readonly Finding[];
}

const MAX_PREFERENCE = 65535;
/** "No mail here" (RFC 7505). */
export const NULL_MX: MxHost = { preference: 0, host: '.' };

const readHost = (text: string, path: string, findings: Finding[]): string | null => {
  const token = text.trim();
  const bare = token.replace(/^\[(?:IPv6:)?(.*)\]$/i, '$1');
  if (parseIp(bare).ok) {
    findings.push(mxFinding('MX-E-IP-LITERAL', { token, path }));
    return null;
  }
  const name = checkDomainName(token);
  if (!name.ok) {
    findings.push(mxFinding('MX-E-BAD-HOST', { token, reason: name.reason, path }));
    return null;
  }
  if (name.trailingDot) findings.push(mxFinding('MX-W-TRAILING-DOT', { token, path }));
  return name.name;
};

/**
 * The MX set that a domain gets at the cut-over: exactly the third party's hosts, or the null MX for a domain that
 * receives no mail. Values that can't be read are left out and told; they block publishing by their severity.
 */
export const composeMx = (input: MxInput): MxResult => {
  if (!input.receives) return { records: [NULL_MX], findings: [mxFinding('MX-I-NULL-MX')] };
  const findings: Finding[] = [];
  const records: MxHost[] = [];
  const old = new Set(input.onPremHosts?.map((host) => host.toLowerCase().replace(/\.$/, '')));
  for (const [index, { preference, host: text }] of input.mxHosts.entries()) {
    const path = `mxHosts.${index}.host`;
    const valid = Number.isInteger(preference) && preference >= 0 && preference <= MAX_PREFERENCE;
    if (!valid)
      findings.push(
        mxFinding('MX-E-BAD-PREFERENCE', {
          token: Number.isNaN(preference) ? '(none)' : String(preference),
          path: `mxHosts.${index}.preference`,
        }),
      );
    const host = readHost(text, path, findings);
    if (host === null) continue;
    if (isMicrosoftHost(host) || isRetiredMicrosoftHost(host))
      findings.push(mxFinding('MX-W-MICROSOFT-HOST', { token: host, path }));
    else if (old.has(host)) findings.push(mxFinding('MX-W-OLD-SERVER', { token: host, path }));
    if (records.some((record) => record.host === host))
      findings.push(mxFinding('MX-W-SAME-HOST', { token: host, path }));
    else if (valid) records.push({ preference, host });
  }
  records.sort((a, b) => a.preference - b.preference);
  const [only] = records;
  if (input.mxHosts.length === 0) findings.push(mxFinding('MX-E-NO-HOST', { path: 'mxHosts' }));
  else if (only && input.mxHosts.length === 1)
    findings.push(mxFinding('MX-W-ONE-HOST', { token: only.host, path: 'mxHosts' }));
  return { records, findings };
};
