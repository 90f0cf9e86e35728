/**
 * The order of the work as data: what has to be settled before what, and why. Steps that no rule names may be done
 * at any time; rollback steps are never held back. Source: the field brief's order constraints.
 */
import type { Profile } from '../profile/schema.ts';

export interface OrderRule {
  /** The steps that wait. */
  readonly steps: readonly string[];
  /** The steps that must be settled first (done, waived or not applicable). */
  readonly after: readonly string[];
  /** True when only 'done' will do: the earlier step is a proof, and waiving it proves nothing. */
  readonly proof?: boolean;
  /** Seconds that must have gone by since the earlier step was settled. */
  readonly wait?: (profile: Profile) => number;
  /** The rule holds only while this is true. */
  readonly when?: (profile: Profile) => boolean;
  readonly why: string;
}

const DAY = 86_400;

/** The longest time for which a resolver may still hold an old answer: the highest noted TTL, in seconds. */
const oldTtl = (profile: Profile): number =>
  profile.domains.reduce((longest, domain) => Math.max(longest, domain.currentTtl ?? 0), 0);

/** Everything that alters the tenant, the servers or the zone. */
const CHANGES = [
  ...['DOM-01', 'DOM-02', 'DOM-03', 'DOM-04', 'MBX-02', 'MBX-03', 'MBX-04'],
  ...['CON-01', 'CON-02', 'CON-03', 'CON-06', 'CON-07', 'TPS-05', 'TPS-06'],
  ...['DNS-01', 'DNS-03', 'DNS-04', 'DNS-05', 'DNS-06', 'DNS-07', 'DNS-08', 'DNS-09'],
  ...['LCK-01', 'LCK-02', 'LCK-03', 'LCK-04', 'LCK-05'],
];

export const ORDER_RULES: readonly OrderRule[] = [
  {
    steps: CHANGES,
    after: ['DIS-04'],
    why: 'Without the DNS snapshot there is nothing to roll back to; take it before the first change.',
  },
  {
    steps: CHANGES,
    after: ['DIS-05'],
    why: 'Connectors keep no history; export them before the first change.',
  },
  {
    steps: ['DNS-03', 'DNS-07', 'DNS-08', 'LCK-01'],
    after: ['DIS-10'],
    why: 'The cut-over needs an approved window and a named person who may stop it.',
  },
  {
    steps: ['DNS-03'],
    after: ['DNS-02'],
    why: 'Publish only a record that was composed and read by a second person.',
  },
  {
    steps: ['DNS-07'],
    after: ['CON-01', 'CON-02', 'CON-03'],
    why: 'Mail that arrives after the MX switch needs both connectors and the new way out.',
  },
  {
    steps: ['DNS-07'],
    after: ['TPS-07'],
    proof: true,
    why: 'The rehearsal is the only proof that the filter hands mail over before the world depends on it.',
  },
  {
    steps: ['DNS-07'],
    after: ['DNS-01'],
    wait: oldTtl,
    why: 'The MX must carry the short TTL for one old TTL before it moves, or a rollback takes as long as the old one.',
  },
  {
    steps: ['DNS-07'],
    after: ['DNS-03'],
    wait: oldTtl,
    why: 'The new SPF record must be out for one old TTL, so that no receiver still judges by the old one.',
  },
  {
    steps: ['DNS-07'],
    after: ['DNS-06'],
    when: (profile) => profile.mtaStsMode === 'enforce',
    why: 'An enforced MTA-STS policy that lists only the old hosts makes senders refuse the new ones.',
  },
  {
    steps: ['DNS-08'],
    after: ['DNS-07'],
    why: 'The old hosts can leave only when the new ones are published.',
  },
  {
    steps: ['LCK-01'],
    after: ['VER-02', 'VER-03'],
    proof: true,
    why: 'A restriction on an unproved path refuses wanted mail; both inbound tests come first.',
  },
  {
    steps: ['LCK-01'],
    after: ['DNS-07'],
    wait: (profile) => oldTtl(profile) + (profile.soakDays ?? 0) * DAY,
    why: 'Wait one old TTL and the soak after the MX switch, until the message trace shows no source but the filter.',
  },
  {
    steps: ['LCK-02'],
    after: ['CON-01'],
    when: (profile) => profile.directSendUsers.length > 0,
    why: 'Devices that use Direct Send need a connector before it is refused.',
  },
  {
    steps: ['VER-07'],
    after: ['LCK-01'],
    why: 'A by-pass test says nothing before the restriction is on.',
  },
  {
    steps: ['DNS-09'],
    after: ['VER-10'],
    why: 'Keep the short TTL and the old senders until the soak is over; they make a rollback quick.',
  },
  {
    steps: ['SGN-03'],
    after: ['SGN-01', 'SGN-02'],
    why: 'What is signed is the difference page and the list of what is left open.',
  },
];

export const rulesFor = (stepId: string): readonly OrderRule[] =>
  ORDER_RULES.filter((rule) => rule.steps.includes(stepId));
