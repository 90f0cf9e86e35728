import type { Finding } from '../finding.ts';
import { hint } from './findings.ts';
import { parseTags } from './tag-list.ts';

export type StsMode = 'enforce' | 'testing' | 'none';
export interface StsPolicy {
  readonly mode: StsMode | null;
  /** Host names, or `*.` and a name for one label in front. */
  readonly mx: readonly string[];
  /** Seconds. */
  readonly maxAge: number | null;
  readonly findings: readonly Finding[];
}

const ONE_DAY = 86_400;
const MAX_AGE = 31_557_600;

const isMode = (text: string): text is StsMode => text === 'enforce' || text === 'testing' || text === 'none';

const SINGLE = new Set(['version', 'mode', 'max_age']);

/** Reads the file at `https://mta-sts.DOMAIN/.well-known/mta-sts.txt` (RFC 8461, 3.2). */
export const parseStsPolicy = (text: string): StsPolicy => {
  const findings: Finding[] = [];
  const mx: string[] = [];
  let mode: StsMode | null = null;
  let maxAge: number | null = null;
  let version = false;
  const seen = new Set<string>();
  const bad = (token: string, reason: string): void => {
    findings.push(hint('STS-E-BAD-POLICY', { token, reason }));
  };
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '') continue;
    const colon = line.indexOf(':');
    const key = line.slice(0, Math.max(colon, 0)).trim();
    const value = line.slice(colon + 1).trim();
    const again = SINGLE.has(key) && seen.has(key);
    seen.add(key);
    if (colon < 0) bad(line.trim(), 'a line must read key: value');
    else if (again) findings.push(hint('STS-W-DUPLICATE-KEY', { token: line.trim() }));
    else if (key === 'version') {
      version = value === 'STSv1';
      if (!version) bad(line.trim(), 'the version is STSv1');
    } else if (key === 'mode') {
      if (isMode(value)) mode = value;
      else bad(line.trim(), 'the mode is enforce, testing or none');
    } else if (key === 'mx') {
      if (/^(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i.test(value)) mx.push(value.toLowerCase());
      else bad(line.trim(), 'an mx line names one host, or *. and a name');
    } else if (key === 'max_age') {
      if (/^[0-9]{1,10}$/.test(value) && Number(value) <= MAX_AGE) maxAge = Number(value);
      else bad(line.trim(), `max_age is a number of seconds up to ${MAX_AGE}`);
    }
  }
  if (!version && !findings.some(({ token }) => token?.startsWith('version') === true))
    bad('version', 'the line is missing');
  if (mode === null && !/^mode *:/m.test(text)) bad('mode', 'the line is missing');
  if (maxAge === null && !/^max_age *:/m.test(text)) bad('max_age', 'the line is missing');
  if (mode !== 'none' && mx.length === 0 && !/^mx *:/m.test(text)) bad('mx', 'the line is missing');
  if (mode !== 'none' && maxAge !== null && maxAge < ONE_DAY)
    findings.push(hint('STS-W-SHORT-AGE', { token: String(maxAge) }));
  return { mode, mx, maxAge, findings };
};

/** `*.` stands for exactly one label (RFC 8461, 4.1). */
const covers = (pattern: string, host: string): boolean =>
  pattern.startsWith('*.')
    ? host.includes('.') && host.slice(host.indexOf('.') + 1) === pattern.slice(2)
    : pattern === host;

const bareHosts = (hosts: readonly string[]): string[] =>
  hosts.map((host) => host.trim().toLowerCase().replace(/\.$/, '')).filter((host) => host !== '');

/** Of `hosts` those that no mx line stands for, lower case. */
export const unlistedHosts = ({ mx }: Pick<StsPolicy, 'mx'>, hosts: readonly string[]): string[] =>
  bareHosts(hosts).filter((host) => !mx.some((pattern) => covers(pattern, host)));

/**
 * Whether the policy still fits the MX hosts that are planned; forgetting it stops mail once it is enforced. `leaving`
 * are the hosts before the change: their lines stay until no cache holds the old MX.
 */
export const checkStsHosts = (
  policy: StsPolicy,
  hosts: readonly string[],
  leaving: readonly string[] = [],
): Finding[] => {
  if (policy.mode === 'none' || policy.mode === null) return [];
  const [names, old] = [bareHosts(hosts), bareHosts(leaving)];
  const code = policy.mode === 'enforce' ? 'STS-E-MX-NOT-LISTED' : 'STS-W-MX-NOT-LISTED';
  return [
    ...unlistedHosts(policy, names).map((token) => hint(code, { token, fix: `mx: ${token}` })),
    ...(policy.mode === 'enforce' ? unlistedHosts(policy, old) : []).map((token) =>
      hint('STS-W-OLD-MX-NOT-LISTED', { token, fix: `mx: ${token}` }),
    ),
    ...policy.mx
      .filter((pattern) => !names.some((host) => covers(pattern, host)))
      .map((token) =>
        hint(old.some((host) => covers(token, host)) ? 'STS-I-OLD-MX-LISTED' : 'STS-W-HOST-LEFT', { token }),
      ),
  ];
};

/** Judges the TXT record at `_mta-sts.DOMAIN` (RFC 8461, 3.1). */
export const checkStsRecord = (text: string): Finding[] => {
  const [version, ...rest] = parseTags(text);
  const id = rest.find(({ name }) => name === 'id')?.value ?? '';
  const fine = version?.raw === 'v=STSv1' && /^[A-Za-z0-9]{1,32}$/.test(id);
  return fine ? [] : [hint('STS-E-NOT-RECOGNISED', { token: text })];
};

/** Judges the TXT record at `_smtp._tls.DOMAIN` (RFC 8460, 3). */
export const checkTlsRpt = (text: string): Finding[] => {
  const [version, ...rest] = parseTags(text);
  const rua = rest.find(({ name }) => name === 'rua')?.value ?? '';
  if (version?.raw !== 'v=TLSRPTv1' || rua === '') return [hint('TLSRPT-E-NOT-RECOGNISED', { token: text })];
  return rua
    .split(',')
    .map((uri) => uri.trim())
    .filter((uri) => !/^mailto:[^@\s]+@[^@\s]+$/i.test(uri) && !/^https:\/\/[^\s]+$/i.test(uri))
    .map((token) => hint('TLSRPT-E-BAD-ADDRESS', { token }));
};

/** Of the texts at a name those that begin with the version; where none does, the first that means to. */
const recordsOf = (texts: readonly string[], version: RegExp, meant: RegExp): readonly string[] => {
  const records = texts.filter((text) => version.test(text));
  return records.length > 0 ? records : texts.filter((text) => meant.test(text)).slice(0, 1);
};

/** Judges all TXT records at `_mta-sts.DOMAIN`: more than one counts as none (RFC 8461, 3.1). */
export const diagnoseSts = (texts: readonly string[]): Finding[] => {
  const records = recordsOf(texts, /^v=STSv1\s*(?:;|$)/u, /^\W*v\s*=\s*sts/iu);
  return records.length > 1
    ? [hint('STS-E-MULTIPLE-RECORDS', { token: String(records.length) })]
    : records.flatMap(checkStsRecord);
};

/** Judges all TXT records at `_smtp._tls.DOMAIN`: more than one counts as none (RFC 8460, 3). */
export const diagnoseTlsRpt = (texts: readonly string[]): Finding[] => {
  const records = recordsOf(texts, /^v=TLSRPTv1\s*(?:;|$)/u, /^\W*v\s*=\s*tlsrpt/iu);
  return records.length > 1
    ? [hint('TLSRPT-E-MULTIPLE-RECORDS', { token: String(records.length) })]
    : records.flatMap(checkTlsRpt);
};
