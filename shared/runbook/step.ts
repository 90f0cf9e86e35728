/**
 * What a step of the runbook is. The catalogue (`catalogue/`) holds all of them as data; nothing about a step is
 * kept anywhere else. Facts come from the field documents named in `sources`.
 */
import type { DomainProfile, Profile, ProfileField, ThirdParty } from '../profile/schema.ts';
import type { RecordType } from '../dns/types.ts';

export const PHASES = [
  { id: 'P0', title: 'Discovery and prerequisites' },
  { id: 'P1', title: 'Domains' },
  { id: 'P2', title: 'Hybrid and mailboxes' },
  { id: 'P3', title: 'Connectors' },
  { id: 'P4', title: 'Third-party service set-up' },
  { id: 'P5', title: 'DNS cut-over' },
  { id: 'P6', title: 'Lock-down' },
  { id: 'P7', title: 'Verification' },
  { id: 'P8', title: 'Rollback' },
  { id: 'P9', title: 'Sign-off' },
] as const;
export type PhaseId = (typeof PHASES)[number]['id'];

/** S the seed document, M other Microsoft document, V vendor or community, G general practice, app needed for a signed record. */
export type Origin = 'S' | 'M' | 'V' | 'G' | 'app';

/** Where a command is typed. */
export const SHELLS = ['exchange-online', 'exchange-on-prem', 'graph', 'windows'] as const;
export type Shell = (typeof SHELLS)[number];

/**
 * PowerShell with placeholders in braces, e.g. `Set-AcceptedDomain -Identity {domain} -DomainType {acceptedDomainType}`.
 * The names are those of `commandValues` (command.ts); a value is put in as a quoted PowerShell literal, so a template
 * never writes quotes around a placeholder.
 */
export interface StepCommand {
  readonly shell: Shell;
  readonly template: string;
  /** When to use this one, or what to look for in its output. */
  readonly note?: string;
}

/** The DNS checks that the app can carry out; see `shared/dns/checks.ts`. */
export const DNS_CHECKS = [
  'mx-current', // MX as noted before the change
  'mx-planned', // MX equals the vendor's set exactly
  'mx-only-planned', // no host beside the vendor's, and what kind of host each other one is
  'mx-targets', // each published MX host has public addresses, no alias; the name servers agree
  'mx-targets-planned', // the same of the vendor's hosts before any MX names them
  'spf-current', // the published SPF text as noted before the change
  'spf-planned', // exactly one record, equal to the composed one
  'spf-tree', // look-ups, voids and targets of everything below the published record
  'spf-tree-planned', // the same as if the composed record were published
  'sender-proof', // what each sender of the profile gets by the published record
  'sender-proof-planned', // and by the composed one
  'verification-txt', // ownership token of Microsoft 365
  'parked', // parked domains: v=spf1 -all and a rejecting DMARC record
  'dkim', // both selector CNAMEs equal the noted targets
  'dkim-keys', // a usable key behind both selectors
  'dmarc', // one DMARC record with a policy
  'dmarc-reports', // each report address takes mail and has agreed to the reports
  'tls-reporting', // _mta-sts and _smtp._tls as planned, and the policy host has an address
  'tls-reports', // each address for TLS reports can be reached
  'inbound-host', // the on-premises inbound host has a public address of the profile
  'eop-host', // the EOP host resolves
  'autodiscover', // still the on-premises name
  'msoid', // the old sign-in alias is gone, or right where the cloud needs it
  'dnssec', // the zone is not signed, or signed in good order
  'block-lists', // no on-premises address is listed; asked only when its step is named
  'ttl-cutover', // MX and SPF carry the short TTL
  'ttl-steady', // MX and SPF carry the steady TTL again
] as const;
export type DnsCheckId = (typeof DNS_CHECKS)[number];

/**
 * A profile value as steps and the field table (`profile/fields.ts`) name it: a top-level field, or one value inside
 * a group. `domains.eopHost` means that value of the domain in hand, or of each domain it matters to.
 */
export type InputPath =
  | ProfileField
  | `domains.${keyof DomainProfile}`
  | `thirdParty.${keyof ThirdParty}`
  | `dnsHost.${keyof Profile['dnsHost']}`
  | `customerApprover.${keyof Profile['customerApprover']}`
  | `scenarioAnswers.${keyof Profile['scenarioAnswers']}`;

export interface StepRecord {
  readonly type: RecordType;
  /** Owner name with `{domain}` or `{onPremInboundHost}` as placeholder. */
  readonly name: string;
  readonly note?: string;
}

export interface Step {
  readonly id: string;
  readonly phase: PhaseId;
  readonly title: string;
  readonly origin: Origin;
  /** True when the work is repeated for each domain of the profile. */
  readonly perDomain: boolean;
  readonly why: string;
  /** What to do in the admin centre, one action a line, in order; empty when there is nothing to do there. */
  readonly adminCentre: readonly string[];
  readonly commands: readonly StepCommand[];
  /** Profile values that the step uses; a later change of one makes the step's proof stale. */
  readonly inputs: readonly ProfileField[];
  /** The values, each inside one of `inputs`, without which the step can't be carried out. */
  readonly requires: readonly InputPath[];
  readonly records: readonly StepRecord[];
  readonly check: { readonly dns: readonly DnsCheckId[]; readonly text: string };
  /** `required`: the step can't be called done without evidence in its log. */
  readonly evidence: { readonly required: boolean; readonly text: string };
  readonly risk: string;
  readonly undo: string;
  /** Keys of the source list, `catalogue/sources.ts`. */
  readonly sources: readonly string[];
}
