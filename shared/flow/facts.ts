/** The customer's own hosts, addresses and counts, as the picture and its description name them. */
import type { Profile } from '../profile/schema.ts';

/** Which side doors still stand open; a door is closed by its lock-down step (LCK-01, LCK-03). */
export interface OpenDoors {
  /** Internet to the EOP host, past the third party. */
  readonly direct: boolean;
  /** Internet to the server that the MX pointed to before. */
  readonly oldServer: boolean;
}

export interface FlowFacts {
  readonly vendor: string;
  readonly mxHosts: readonly string[];
  readonly eopHosts: readonly string[];
  readonly smtpHosts: readonly string[];
  readonly inboundHosts: readonly string[];
  readonly publicIps: readonly string[];
  readonly oldHosts: readonly string[];
  readonly cloudMailboxes: string;
  readonly onPremMailboxes: string;
  readonly doors: OpenDoors;
}

const named = (values: readonly string[]): string[] => [
  ...new Set(
    values.map((value) => value.trim().toLowerCase().replace(/\.$/u, '')).filter((value) => value !== ''),
  ),
];

const mailboxes = (count: number | null): string =>
  count === null ? '' : `${String(count)} ${count === 1 ? 'recipient' : 'recipients'}`;

/** Gathers the facts; domains that receive no mail have no part in the picture. */
export const flowFacts = (profile: Profile, doors: OpenDoors): FlowFacts => {
  const receiving = profile.domains.filter((domain) => domain.receives);
  const { thirdParty } = profile;
  const mxHosts = named(
    thirdParty.mxHosts
      .toSorted((a, b) => (a.preference ?? 65_536) - (b.preference ?? 65_536))
      .map((mx) => mx.host),
  );
  const eopHosts = named(receiving.map((domain) => domain.eopHost));
  const planned = new Set([...mxHosts, ...eopHosts]);
  const before = named(receiving.flatMap((domain) => domain.currentMx.map((mx) => mx.host)));
  const publicIps = named(profile.onPremPublicIps);
  const old = before.filter((host) => !planned.has(host));
  return {
    vendor: [thirdParty.vendor, thirdParty.product]
      .map((part) => part.trim())
      .filter((part) => part !== '')
      .join(' '),
    mxHosts,
    eopHosts,
    smtpHosts: named(profile.onPremSmtpHosts),
    inboundHosts: named([profile.onPremInboundHost]),
    publicIps,
    oldHosts: old.length > 0 ? old : publicIps,
    cloudMailboxes: mailboxes(profile.recipientCountCloud),
    onPremMailboxes: mailboxes(profile.recipientCountOnPrem),
    doors,
  };
};
