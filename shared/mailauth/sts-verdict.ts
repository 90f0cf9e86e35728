/** A policy file that is served now, judged against the MX hosts that are planned: what happens to mail at the switch. */
import { hasErrors, type Finding } from '../finding.ts';
import { listed } from '../listed.ts';
import { checkStsHosts, parseStsPolicy, unlistedHosts, type StsPolicy } from './mta-sts.ts';

/** As many octets as a sender reads at most (RFC 8461, 3.3). */
export const STS_FILE_MAX = 65_536;

/**
 * `refused`: enforced, and a planned host is missing. `unlisted`: the same while testing. `faulty`: senders can't read
 * the file. `fits`: every planned host is listed. `off`: the policy asks for nothing. `open`: no host is planned yet.
 */
export type StsVerdict = 'refused' | 'unlisted' | 'faulty' | 'fits' | 'off' | 'open';

export interface StsJudgement {
  readonly verdict: StsVerdict;
  /** The verdict in words, with its reason. */
  readonly sentence: string;
  readonly policy: StsPolicy;
  /** Faults of the file first, then what it says of the hosts. */
  readonly findings: readonly Finding[];
}

export interface StsHosts {
  /** Empty while nothing can be planned. */
  readonly planned: readonly string[];
  /** Those before the change that are not among the planned. */
  readonly leaving: readonly string[];
}

const judged = (
  policy: StsPolicy,
  planned: readonly string[],
): Pick<StsJudgement, 'verdict' | 'sentence'> => {
  const missing = listed(unlistedHosts(policy, planned));
  const refused = policy.mode === 'enforce' && missing !== '';
  if (hasErrors(policy.findings))
    return {
      verdict: 'faulty',
      sentence:
        'Senders can’t use this file because of its faults: they go by the policy that they still hold, or by none.' +
        (refused ? ` It does not list ${missing} either.` : ''),
    };
  if (policy.mode === 'none')
    return { verdict: 'off', sentence: 'The policy asks for nothing, so the switch does not depend on it.' };
  if (planned.length === 0)
    return {
      verdict: 'open',
      sentence: 'No MX hosts are planned yet, so it is open whether the policy lists them.',
    };
  if (missing === '')
    return { verdict: 'fits', sentence: 'The policy lists every planned MX host, so the switch may come.' };
  return refused
    ? {
        verdict: 'refused',
        sentence: `After the switch, mail from senders that enforce the policy would be refused, because it does not list ${missing}.`,
      }
    : {
        verdict: 'unlisted',
        sentence: `The policy does not list ${missing}. Senders deliver all the same while the mode is testing, and report it.`,
      };
};

/** Judges what a file says against the hosts of one domain; `findings` are those of the hosts alone. */
export const judgeStsPolicy = (
  policy: StsPolicy,
  { planned, leaving }: StsHosts,
): Omit<StsJudgement, 'policy'> => ({
  ...judged(policy, planned),
  findings: planned.length === 0 ? [] : checkStsHosts(policy, planned, leaving),
});

/** Judges the text of the file at `https://mta-sts.DOMAIN/.well-known/mta-sts.txt` (RFC 8461, 3.2 and 4). */
export const judgeStsFile = (text: string, hosts: StsHosts): StsJudgement => {
  const policy = parseStsPolicy(text);
  const judgement = judgeStsPolicy(policy, hosts);
  return { ...judgement, policy, findings: [...policy.findings, ...judgement.findings] };
};
