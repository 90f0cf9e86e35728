import { parseIp } from '../net/ip.ts';
import { checkHost } from './check-host.ts';
import type { CheckResult, SpfMatch, SpfResult } from './check-types.ts';
import type { SpfLookup } from './lookup-port.ts';
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
      rows.push({ sender, before: verdict, after: verdict, helo: null, proved: false });
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
    });
  }
  return rows;
};
