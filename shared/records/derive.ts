/**
 * The records of a domain, before and planned, derived from the profile alone: the page, the exports and the DNS
 * checks all call this, so that they can't disagree.
 */
import type { Finding } from '../finding.ts';
import { receivesMail } from '../profile/mail-roles.ts';
import type { DomainProfile, MxHost, Profile } from '../profile/schema.ts';
import { mxFinding } from '../mx/findings.ts';
import { regionMismatches } from '../mx/vendors.ts';
import { composeMx, type MxHost as PlannedMx } from '../mx/compose.ts';
import { composeSpf } from '../spf/compose.ts';
import type { ComposeResult } from '../spf/compose-types.ts';
import { hostLimitFindings } from '../spf/host-limits.ts';
import type { HeldBack } from './held-back.ts';
import { customerValues, sameValues, type CustomerValues } from './customer-values.ts';
import { createSpfInput, type OwnInputs, type SpfInput } from './spf-input.ts';
import { waitingForRepair } from './waiting-repair.ts';

export interface MxRecords {
  /** As noted before the change. */
  readonly before: readonly MxHost[];
  /** What is to be published; a null MX (`0 .`, RFC 7505) for a domain that receives no mail. */
  readonly planned: readonly PlannedMx[];
  /** Hosts of `before` that must go, in the order noted. */
  readonly remove: readonly MxHost[];
  readonly findings: readonly Finding[];
}

export interface SpfRecords {
  /** The published records as noted before the change; normally one. */
  readonly before: readonly string[];
  readonly planned: ComposeResult;
}

export interface DomainRecords {
  /** Lower case, as typed otherwise; the A-label form is made where it goes on the wire. */
  readonly domain: string;
  readonly mx: MxRecords;
  readonly spf: SpfRecords;
}

const bareHost = (host: string): string => host.trim().toLowerCase().replace(/\.$/u, '');

/** MX of one region and SPF of another is a slip that no look-up shows. */
const regions = ({ spfMode, spfIncludes }: CustomerValues, records: readonly PlannedMx[]): Finding[] => {
  const targets = spfMode === 'ip' || spfMode === 'none' ? [] : spfIncludes;
  return regionMismatches(
    records.map(({ host }) => host),
    targets.map(bareHost),
  ).map(({ host, words }) =>
    mxFinding('MX-W-REGION-MISMATCH', { token: host, reason: words, path: 'thirdParty.spfIncludes' }),
  );
};

interface PlannedSet {
  readonly planned: readonly PlannedMx[];
  readonly hosts: ReadonlySet<string>;
  readonly findings: readonly Finding[];
}

const planMx = (values: CustomerValues, receives: boolean): PlannedSet => {
  const rows = values.mxHosts
    .map((row, index) => ({ ...row, index }))
    .filter(({ host }) => host.trim() !== '');
  const { records, findings } = composeMx({
    receives,
    mxHosts: rows.map(({ preference, host }) => ({ preference: preference ?? NaN, host })),
    onPremHosts: [values.onPremInboundHost, ...values.onPremSmtpHosts],
  });
  const atProfile = (path: string): string =>
    `thirdParty.${path.replace(/\d+/u, (row) => String(rows[Number(row)]?.index ?? row))}`;
  return {
    planned: records,
    hosts: new Set(records.map(({ host }) => bareHost(host))),
    findings: findings.map((finding) =>
      finding.path === undefined ? finding : { ...finding, path: atProfile(finding.path) },
    ),
  };
};

/** The MX set is the same for every domain that receives; only what it replaces is the domain's own. */
const createMx = (values: CustomerValues): ((domain: DomainProfile) => MxRecords) => {
  const silent = planMx(values, false);
  const receiving = planMx(values, true);
  const both = { ...receiving, findings: [...receiving.findings, ...regions(values, receiving.planned)] };
  return (domain) => {
    const { planned, hosts, findings } = !receivesMail(domain) ? silent : domain.sends ? both : receiving;
    const { currentMx } = domain;
    const remove = currentMx.filter(({ host }) => host.trim() !== '' && !hosts.has(bareHost(host)));
    return { before: currentMx, planned, remove, findings };
  };
};

const deriveSpf = ({ input, senders, published }: SpfInput, dnsProvider: string): ComposeResult => {
  const planned = composeSpf(input, senders, published);
  const more = [
    ...waitingForRepair(input.existing ?? [], planned),
    ...hostLimitFindings(dnsProvider, planned.length),
  ];
  return more.length === 0 ? planned : { ...planned, findings: [...planned.findings, ...more] };
};

/** Works out once what all domains share, then the records of each. */
const createDomainDeriver = (
  values: CustomerValues,
  own: OwnInputs,
): ((domain: DomainProfile) => DomainRecords) => {
  const mx = createMx(values);
  const inputOf = createSpfInput(values, own);
  return (domain) => ({
    domain: domain.name.trim().toLowerCase(),
    mx: mx(domain),
    spf: { before: domain.currentSpf, planned: deriveSpf(inputOf(domain), values.dnsProvider) },
  });
};

/** The plan without its SPF record, since what it would replace is not known. */
const held = (profile: Profile, domain: DomainProfile, records: DomainRecords): DomainRecords => {
  const { input, senders, published } = createSpfInput(customerValues(profile), new WeakMap())(domain);
  const planned = composeSpf({ ...input, existingUnread: true }, senders, published);
  const path = `domains.${String(profile.domains.indexOf(domain))}.currentSpf`;
  const findings = planned.findings.map((finding) =>
    finding.path === 'existing' ? { ...finding, path } : finding,
  );
  return { ...records, spf: { ...records.spf, planned: { ...planned, findings } } };
};

export interface DeriveOptions {
  /** The SPF is held back, as `held-back.ts` decides: no record is planned, and a finding says why. */
  readonly heldBack?: boolean;
}

/** Derives both records of one domain. Pure: equal input gives an equal result. */
export const deriveDomainRecords = (
  profile: Profile,
  domain: DomainProfile,
  { heldBack = false }: DeriveOptions = {},
): DomainRecords => {
  const records = createDomainDeriver(customerValues(profile), new WeakMap())(domain);
  return heldBack ? held(profile, domain, records) : records;
};

const NOT_HELD: HeldBack = new Set();

interface Kept {
  readonly values: CustomerValues;
  readonly derive: (domain: DomainProfile) => DomainRecords;
  readonly domains: readonly DomainProfile[];
  readonly records: readonly DomainRecords[];
}

/**
 * Derives the records of all domains and keeps what did not change: typing in one field of one domain of 500
 * composes one record, not 500. Profile and domains count as the same by identity. One deriver for each open customer.
 * No SPF is planned for the domains in `heldBack`.
 */
export const createRecordsDeriver = (): ((
  profile: Profile,
  heldBack?: HeldBack,
) => readonly DomainRecords[]) => {
  let kept: Kept | null = null;
  const own: OwnInputs = new WeakMap();
  return (profile, heldBack = NOT_HELD) => {
    const { domains } = profile;
    const values = customerValues(profile);
    const before = kept !== null && sameValues(kept.values, values) ? kept : null;
    const derive = before?.derive ?? createDomainDeriver(values, own);
    const records = domains.map((domain, index) => {
      const known = before?.domains[index] === domain ? before.records[index] : undefined;
      return known ?? derive(domain);
    });
    kept = { values, derive, domains, records };
    if (heldBack.size === 0) return records;
    return records.map((record, index) => {
      const domain = domains[index];
      return domain !== undefined && heldBack.has(domain.name) ? held(profile, domain, record) : record;
    });
  };
};
