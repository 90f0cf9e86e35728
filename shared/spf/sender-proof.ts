import type { Finding } from '../finding.ts';
import { parseIp } from '../net/ip.ts';
import { checkHost } from './check-host.ts';
import type { CheckResult, SpfMatch, SpfResult } from './check-types.ts';
import { spfFinding } from './findings.ts';
import type { SpfLookup } from './lookup-port.ts';
import { NEAR_LOOKUPS } from './microsoft.ts';
import { overlaySpf } from './overlay.ts';

/** A host that sends, or must not send, mail for the domain. */
export interface ProofSender {
  readonly label: string;
  readonly kind: 'on-premises' | 'third-party' | 'microsoft-365' | 'other-sender' | 'stranger';
  readonly ip: string;
  /** MAIL FROM; `postmaster@domain` when not given. */
  readonly from?: string;
  /** The name that the host says in HELO; without it only MAIL FROM is proved. */
  readonly helo?: string;
}
export interface ProofInput {
  readonly domain: string;
  /** The SPF records published now, or `null` to ask DNS. */
  readonly before: readonly string[] | null;
  /** The planned record. */
  readonly after: string;
  readonly senders: readonly ProofSender[];
}
export interface Verdict {
  readonly result: SpfResult;
  /** The terms that decided, outermost first; empty when none did. */
  readonly terms: readonly string[];
  readonly lookups: number;
  readonly reason: string;
}
export interface ProofRow {
  readonly sender: ProofSender;
  readonly before: Verdict;
  readonly after: Verdict;
  /** `null` when no HELO name is known. */
  readonly helo: { readonly before: Verdict; readonly after: Verdict } | null;
  /** The planned record gives this sender what it should get: pass, or for a stranger anything but pass and errors. */
  readonly proved: boolean;
  /** Why a pass by the planned record may not last. */
  readonly findings: readonly Finding[];
}

const termsOf = (match: SpfMatch | null): string[] => (match ? [match.term, ...termsOf(match.inner)] : []);
const verdictOf = ({ result, match, lookups, reason }: CheckResult): Verdict => ({
  result,
  terms: termsOf(match),
  lookups,
  reason,
});
const UNREADABLE: Verdict = { result: 'none', terms: [], lookups: 0, reason: 'the address can’t be read' };

const isProved = (kind: ProofSender['kind'], { result }: Verdict): boolean =>
  kind === 'stranger'
    ? result === 'fail' || result === 'softfail' || result === 'neutral'
    : result === 'pass';

/** Terms that are matched without a question of their own. */
const ASKS_NOTHING = /^\+?(?:ip4|ip6):|^\+?all$/iu;

/** A sender that passes only behind look-ups of others depends on all of them (RFC 7208, 4.6.4 and 2.6.6). */
const lateness = (sender: ProofSender, { result, terms, lookups }: Verdict): readonly Finding[] => {
  const [token, ...inner] = terms;
  if (result !== 'pass' || sender.kind === 'stranger' || token === undefined) return [];
  const who = `${sender.label} ${sender.ip} pass only after`;
  const inFront = lookups - (ASKS_NOTHING.test(token) ? 0 : 1);
  if (inner.length === 0 && inFront > 0) {
    const reason = `${who} ${String(inFront)} look-up${inFront === 1 ? '' : 's'} of other terms`;
    return [spfFinding('SPF-W-LATE-PASS', { token, reason })];
  }
  return lookups < NEAR_LOOKUPS
    ? []
    : [spfFinding('SPF-W-PASS-NEAR-LIMIT', { token, reason: `${who} ${String(lookups)}` })];
};

/**
 * Evaluates the published and the planned record for every sender of the domain, for MAIL FROM and for HELO: the
 * acceptance test of a cut-over. `lookup` answers for everything but the domain's own SPF record.
 */
export const proveSenders = async (input: ProofInput, lookup: SpfLookup): Promise<ProofRow[]> => {
  const before = input.before === null ? lookup : overlaySpf(lookup, input.domain, input.before);
  const after = overlaySpf(lookup, input.domain, [input.after]);
  const rows: ProofRow[] = [];
  for (const sender of input.senders) {
    const address = parseIp(sender.ip.trim());
    if (!address.ok) {
      const verdict = { ...UNREADABLE, reason: address.reason };
      rows.push({ sender, before: verdict, after: verdict, helo: null, proved: false, findings: [] });
      continue;
    }
    const { ip } = address;
    const from = sender.from ?? `postmaster@${input.domain}`;
    const helo = sender.helo ?? '';
    const prove = async (dns: SpfLookup, identity: string): Promise<Verdict> =>
      verdictOf(await checkHost({ ip, sender: identity, helo }, dns));
    const planned = await prove(after, from);
    rows.push({
      sender,
      before: await prove(before, from),
      after: planned,
      helo: helo === '' ? null : { before: await prove(before, ''), after: await prove(after, '') },
      proved: isProved(sender.kind, planned),
      findings: lateness(sender, planned),
    });
  }
  return rows;
};
